import { describe, expect, it } from 'vitest';
import { indexGoals } from '../../../../src/domain/evidence/goal-index.ts';
import { LIKELIHOODS } from '../../../../src/domain/evidence/likelihoods.ts';
import { findStated, triedStated } from '../../../../src/domain/evidence/stated.ts';
import { decideLinks } from '../../../../src/domain/link.ts';
import type { FieldValue, Task } from '../../../../src/domain/task.ts';
import { byId, GOALS, INDEX, makeGoal, makeTask } from '../make.ts';

const mapping = { goalFields: ['f1'] };

function field(externalId: string, name: string, value: string): FieldValue {
  return { externalId, name, value, number: null };
}

type Row = [string, Partial<Task>, [goalId: string, likelihood: number, place: string, value: string][]];

describe('findStated', () => {
  it.each<Row>([
    ['nothing on a task that names no goal', {}, []],
    [
      'the mapped field',
      { fields: [field('f1', 'OKR', 'KR2.1')] },
      [['kr2.1', LIKELIHOODS.goalField, 'field OKR', 'KR2.1']],
    ],
    [
      'a short key in the mapped field',
      { fields: [field('f1', 'OKR', 'my O2 thing')] },
      [['o2', LIKELIHOODS.goalField, 'field OKR', 'my O2 thing']],
    ],
    [
      'a title in the mapped field',
      { fields: [field('f1', 'OKR', 'Onboarding that needs no consultant')] },
      [['o2', LIKELIHOODS.goalField, 'field OKR', 'Onboarding that needs no consultant']],
    ],
    [
      'one of several values of a field',
      { fields: [field('f1', 'OKR', 'Something, Escaped defects from 14 to 5')] },
      [['kr1.1', LIKELIHOODS.goalField, 'field OKR', 'Escaped defects from 14 to 5']],
    ],
    [
      'any other field',
      { fields: [field('f2', 'Notes', 'see KR2.1')] },
      [['kr2.1', LIKELIHOODS.otherField, 'field Notes', 'see KR2.1']],
    ],
    ['a label', { labels: ['ui', 'okr:kr2.1'] }, [['kr2.1', LIKELIHOODS.label, 'label okr:kr2.1', 'okr:kr2.1']]],
    [
      'a label that is a goal’s title',
      { labels: ['onboarding-that-needs-no-consultant'] },
      [['o2', LIKELIHOODS.label, 'label onboarding-that-needs-no-consultant', 'onboarding-that-needs-no-consultant']],
    ],
    ['the title', { title: '[KR2.1] Import wizard' }, [['kr2.1', LIKELIHOODS.title, 'title', 'KR2.1']]],
    ['a bare short key only weakly', { title: 'O2 import wizard' }, [['o2', LIKELIHOODS.bareKey, 'title', 'O2']]],
    ['no bare short key amid other words', { title: 'Calibrate O2 sensors', text: 'An O2 sensor.' }, []],
    ['the description', { text: 'We want this for KR2.1.' }, [['kr2.1', LIKELIHOODS.text, 'description', 'KR2.1']]],
    [
      'a whole goal title in the description',
      { text: 'It is about onboarding that needs no consultant, really.' },
      [['o2', LIKELIHOODS.titleInText, 'description', 'Onboarding that needs no consultant']],
    ],
    ['nothing inside code', { text: '`KR2.1` and ```\nKR2.1\n``` and {code}KR2.1{code}' }, []],
    ['nothing inside an address', { text: 'https://example.com/KR2.1 or KR2.1@example.com' }, []],
  ])('reads %s', (_, with_, expected) => {
    const found = findStated(makeTask(with_), INDEX, mapping);
    expect(found.map(({ goalId, likelihood, hops }) => [goalId, likelihood, hops[0]?.place, hops[0]?.value])).toEqual(
      expected,
    );
  });

  it('gives each place its own evidence, the surest first', () => {
    const found = findStated(
      makeTask({ title: 'KR2.1 x', labels: ['kr2.1'], fields: [field('f1', 'OKR', 'KR1.1')] }),
      INDEX,
      mapping,
    );
    expect(found.map(({ goalId, hops }) => [goalId, hops[0]?.kind])).toEqual([
      ['kr1.1', 'field'],
      ['kr2.1', 'label'],
      ['kr2.1', 'title'],
    ]);
  });

  it('names each of several goals whose keys or titles stand in its words, and all of them link', () => {
    const text = 'Change failure rate from 18 to 8 percent, and with it Onboarding that needs no consultant.';
    const task = makeTask({ title: 'Ship the import in small steps (KR2.1)', text });
    const evidence = findStated(task, INDEX, mapping);
    expect(new Set(evidence.map(({ goalId }) => goalId))).toEqual(new Set(['kr1.2', 'kr2.1', 'o2']));
    const goals = byId(GOALS);
    const { links } = decideLinks({ task, evidence, goals, tried: [], decisions: [], previous: [], threshold: 0.8 });
    // The key result speaks for its objective.
    expect(links.map(({ goalId, verdict }) => `${goalId} ${verdict}`).sort()).toEqual([
      'kr1.2 automatic',
      'kr2.1 automatic',
    ]);
  });

  it('reads a link to the goal’s page, and shows no secret of the address', () => {
    const index = indexGoals([makeGoal('O2', { urls: ['https://wiki.example/goals/o2'] })], []);
    const task = makeTask({
      links: [{ url: 'https://wiki.example/goals/O2/?token=abc#x', title: null, place: 'text' }],
    });
    const [found] = findStated(task, index, mapping);
    expect(found).toMatchObject({ goalId: 'o2', likelihood: LIKELIHOODS.goalLink });
    expect(JSON.stringify(found)).not.toContain('abc');
  });

  it('reads the tool’s own goal with its weight', () => {
    const support = { kind: 'task' as const, externalId: '1', weight: 0.25 };
    const toolGoal = {
      id: 'g',
      connectionId: 'c1',
      externalId: '9',
      title: 'Go live faster',
      url: null,
      goalId: 'kr2.1',
      supporters: [support],
    };
    const [found] = findStated(makeTask({ tool: 'asana' }), indexGoals(GOALS, [toolGoal]), mapping);
    expect(found).toMatchObject({
      goalId: 'kr2.1',
      weight: 0.25,
      hops: [{ kind: 'tool-goal', place: 'goal in Asana', value: 'Go live faster' }],
    });
  });

  it('means the open goal where a closed one has the same title', () => {
    const index = indexGoals(
      [
        makeGoal('A1', { title: 'Same title twice' }),
        makeGoal('B1', { title: 'Same title twice', closedOn: '2026-01-01' }),
      ],
      [],
    );
    expect(findStated(makeTask({ labels: ['same title twice'] }), index, mapping).map(({ goalId }) => goalId)).toEqual([
      'a1',
    ]);
  });

  it('is unsure where two open goals share the title', () => {
    const index = indexGoals(
      [makeGoal('A1', { title: 'Same title twice' }), makeGoal('B1', { title: 'Same title twice' })],
      [],
    );
    const found = findStated(makeTask({ labels: ['same title twice'] }), index, mapping);
    expect(found.map(({ likelihood }) => likelihood)).toEqual([LIKELIHOODS.sharedTitle, LIKELIHOODS.sharedTitle]);
  });

  it('keeps the fingerprint over another reading, and changes it with the value', () => {
    const print = (with_: Partial<Task>) => findStated(makeTask(with_), INDEX, mapping)[0]?.fingerprint;
    expect(print({ labels: ['kr2.1'], readAt: 1 })).toBe(print({ labels: ['kr2.1'], readAt: 2, title: 'Renamed' }));
    expect(print({ labels: ['kr2.1'] })).not.toBe(print({ labels: ['okr:kr2.1'] }));
  });
});

describe('triedStated', () => {
  it.each<[Partial<Task>, string]>([
    [{}, 'no labels, title (the description is empty): no goal named'],
    [
      { labels: ['a', 'b', 'c'], text: 'x', fields: [field('f1', 'OKR', '-'), field('f2', 'Size', '3')] },
      'field OKR, 3 labels, title and description: no goal named',
    ],
    [
      { labels: ['a'], text: 'x', links: [{ url: 'https://x.example', title: null, place: 'text' }] },
      '1 label, title and description, 1 link: no goal named',
    ],
  ])('says what was looked at: %j', (with_, what) => {
    expect(triedStated(makeTask(with_), mapping)).toEqual({ kind: 'stated', what, bestGoalId: null, bestScore: null });
  });
});
