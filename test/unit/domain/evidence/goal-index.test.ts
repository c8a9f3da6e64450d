import { describe, expect, it } from 'vitest';
import { indexGoals, matchToolGoal } from '../../../../src/domain/evidence/goal-index.ts';
import type { Clarity, TextForm } from '../../../../src/domain/evidence/goal-keys.ts';
import type { ToolGoal } from '../../../../src/domain/goal.ts';
import { CYCLE, LAST_CYCLE, makeGoal } from '../make.ts';

const goals = [
  makeGoal('O2', { title: 'Onboarding that needs no consultant', cycleId: 'q4' }),
  makeGoal('KR1.1', { title: 'Escaped defects from 14 to 5', cycleId: 'q4' }),
  makeGoal('KR2.1', {
    title: 'Median days to go-live',
    cycleId: 'q4',
    urls: ['https://acme.atlassian.net/wiki/spaces/S/pages/123/KR'],
  }),
  makeGoal('2026Q3-O2', { title: 'Old onboarding goal', cycleId: 'q3', closedOn: '2026-09-30' }),
  makeGoal('GROW-ARR', { title: 'Grow' }),
];
const index = indexGoals(goals, [], [CYCLE, LAST_CYCLE]);

type Found = [string, Clarity];

describe('findKeys', () => {
  it.each<[string, TextForm, Found[]]>([
    ['KR2.1', 'label', [['kr2.1', 'exact']]],
    ['kr2.1', 'label', [['kr2.1', 'exact']]],
    ['kr-2.1', 'label', [['kr2.1', 'exact']]],
    ['KR_2_1', 'label', [['kr2.1', 'exact']]],
    ['okr:kr2.1', 'label', [['kr2.1', 'exact']]],
    ['okr=KR2.1', 'label', [['kr2.1', 'exact']]],
    ['okr/o2', 'label', [['o2', 'exact']]],
    ['goal-o2', 'label', [['o2', 'exact']]],
    ['#KR2.1', 'prose', [['kr2.1', 'exact']]],
    ['2026-Q4/KR2.1', 'label', [['kr2.1', 'exact']]],
    ['q4-kr2.1', 'label', [['kr2.1', 'exact']]],
    ['KR2.1 (Q4)', 'prose', [['kr2.1', 'exact']]],
    ['kr2.1-2026', 'label', [['kr2.1', 'marked']]],
    ['team-kr2.1-x', 'label', [['kr2.1', 'marked']]],
    ['Key Result 2.1', 'prose', [['kr2.1', 'exact']]],
    ['Objective 2', 'prose', [['o2', 'exact']]],
    ['Objective O2', 'prose', [['o2', 'exact']]],
    ['Ziel: KR2.1', 'prose', [['kr2.1', 'exact']]],
    ['[O2] Import wizard', 'prose', [['o2', 'marked']]],
    ['O2: Import wizard', 'prose', [['o2', 'marked']]],
    ['Import wizard (O2)', 'prose', [['o2', 'marked']]],
    ['We do this for O2.', 'prose', [['o2', 'marked']]],
    ['This supports KR2.1, as agreed', 'prose', [['kr2.1', 'marked']]],
    ['It ends with KR2.1.', 'prose', [['kr2.1', 'marked']]],
    [
      'KR2.1/KR1.1',
      'prose',
      [
        ['kr2.1', 'marked'],
        ['kr1.1', 'marked'],
      ],
    ],
    ['KR2.1-related cleanup', 'prose', [['kr2.1', 'marked']]],
    ['2026q3-o2', 'label', [['2026q3-o2', 'exact']]],
    ['grow arr', 'label', [['grow-arr', 'exact']]],
    ['goal: GROW-ARR, please', 'prose', [['grow-arr', 'marked']]],
    ['Fix O2 sensor', 'prose', [['o2', 'bare']]],
    ['Oxygen (O2) saturation', 'prose', [['o2', 'bare']]],
  ])('reads %j (%s)', (text, form, expected) => {
    expect(index.findKeys(text, form).map(({ goalId, clarity }) => [goalId, clarity])).toEqual(expected);
  });

  it.each<[string, TextForm]>([
    ['KR1.12', 'prose'],
    ['KR1.1.3', 'prose'],
    ['kr11', 'label'],
    ['CO2 sensor', 'prose'],
    ['SpO2', 'prose'],
    ['co2-sensor', 'label'],
    ['fix o2 sensor', 'prose'],
    ['getO2Value', 'prose'],
    ['O2_FLAG', 'prose'],
    ['gcc -O2', 'prose'],
    ['gas.O2', 'prose'],
    ['O2()', 'prose'],
    ['O2=5', 'prose'],
    ['/var/O2/log', 'prose'],
    ['O2-1', 'prose'],
    ['O25 and O2.5', 'prose'],
    ['lets grow ARR together', 'prose'],
    ['2026-Q3 KR2.1', 'prose'],
    ['Q3/KR2.1', 'label'],
    ['kr2.1-q3', 'label'],
    ['', 'prose'],
  ])('reads no key in %j (%s)', (text, form) => {
    expect(index.findKeys(text, form)).toEqual([]);
  });

  it('finds nothing where there are no goals', () => {
    expect(indexGoals([], []).findKeys('KR1.1', 'label')).toEqual([]);
  });

  it('keeps the surest of several mentions', () => {
    expect(index.findKeys('O2 level, see [O2]', 'prose')).toEqual([{ goalId: 'o2', written: 'O2', clarity: 'marked' }]);
  });
});

describe('titles', () => {
  it.each([
    ['Median days to go-live', ['kr2.1']],
    ['median DAYS to “go live”', ['kr2.1']],
    ['KR2.1: Median days to go-live', ['kr2.1']],
    ['KR2.1 – Median days to go-live', ['kr2.1']],
    ['Median days', []],
    ['', []],
  ])('matches %j as a whole', (text, expected) => {
    expect(index.withTitle(text)).toEqual(expected);
  });

  it.each([
    ['Part of "Onboarding that needs no consultant", phase 2', ['o2']],
    ['Onboarding that needs a consultant', []],
    ['Grow the thing', []],
  ])('finds whole titles of three words or more in %j', (text, expected) => {
    expect(index.withTitleIn(text)).toEqual(expected);
  });

  it('lists an open goal before a closed one of the same title', () => {
    const twins = indexGoals(
      [makeGoal('A1', { title: 'Same', closedOn: '2026-01-01' }), makeGoal('B1', { title: 'Same' })],
      [],
    );
    expect(twins.withTitle('same')).toEqual(['b1', 'a1']);
  });
});

describe('pages', () => {
  it.each([
    'https://acme.atlassian.net/wiki/spaces/S/pages/123/KR',
    'https://acme.atlassian.net/wiki/spaces/S/pages/123/Renamed+page?focusedCommentId=9#x',
    'https://acme.atlassian.net/wiki/pages/viewpage.action?pageId=123',
  ])('knows %s as the goal’s page', (url) => {
    expect(index.withUrl(url)).toEqual(['kr2.1']);
  });

  it.each([
    'https://acme.atlassian.net/wiki/spaces/S/pages/1234',
    'https://evil.example/pages/123',
    'not a url',
    'javascript:alert(1)',
    '',
  ])('does not take %s for it', (url) => {
    expect(index.withUrl(url)).toEqual([]);
  });
});

function toolGoal(externalId: string, with_: Partial<ToolGoal> = {}): ToolGoal {
  return {
    id: `c1.${externalId}`,
    connectionId: 'c1',
    externalId,
    title: 'x',
    url: null,
    goalId: null,
    supporters: [],
    ...with_,
  };
}

const supports = (kind: 'task' | 'scope' | 'goal', externalId: string, weight: number | null = null) => ({
  kind,
  externalId,
  weight,
});

describe('tool goals', () => {
  it.each([
    ['KR2.1 whatever it says', 'kr2.1'],
    ['Median days to go-live', 'kr2.1'],
    ['KR2.1 and KR1.1', null],
    ['Something else', null],
  ])('matches %j', (title, expected) => {
    expect(matchToolGoal({ title, url: null }, index)).toBe(expected);
  });

  it('knows what supports a matched one, with its weight, in its own connection only', () => {
    const own = indexGoals(goals, [toolGoal('9', { goalId: 'o2', supporters: [supports('task', '7', 0.4)] })]);
    expect(own.supportedBy('task', 'c1', '7').map(({ goalId, weight }) => [goalId, weight])).toEqual([['o2', 0.4]]);
    expect(own.supportedBy('task', 'c2', '7')).toEqual([]);
    expect(own.supportedBy('scope', 'c1', '7')).toEqual([]);
  });

  it('climbs from an unmatched one to what it supports', () => {
    const top = toolGoal('1', { title: 'KR2.1', supporters: [supports('goal', '2')] });
    const middle = toolGoal('2', { title: 'Team goal', supporters: [supports('task', '7')] });
    expect(
      indexGoals(goals, [top, middle])
        .supportedBy('task', 'c1', '7')
        .map(({ goalId }) => goalId),
    ).toEqual(['kr2.1']);
  });

  it('does not loop when tool goals support each other', () => {
    const a = toolGoal('1', { supporters: [supports('goal', '2'), supports('task', '7')] });
    const b = toolGoal('2', { supporters: [supports('goal', '1')] });
    expect(indexGoals(goals, [a, b]).supportedBy('task', 'c1', '7')).toEqual([]);
  });
});
