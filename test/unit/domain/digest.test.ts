import { describe, expect, it } from 'vitest';
import { alignmentOf } from '../../../src/domain/alignment.ts';
import { buildDigest, type DigestInput } from '../../../src/domain/digest.ts';
import { type AskCandidate, chooseAsks } from '../../../src/domain/digest-asks.ts';
import { managerWords, momentWords, taskName, trendWords, weekTitle } from '../../../src/domain/digest-words.ts';

function candidate(n: number, with_: Partial<AskCandidate> = {}): AskCandidate {
  return {
    taskId: `jira.${n}`,
    key: `ONB-${n}`,
    title: `Task ${n}`,
    team: 'Ward',
    ageDays: 7,
    estimate: null,
    state: 'no-why',
    reason: 'No why yet: no labels',
    suggested: null,
    waitsForReader: false,
    ...with_,
  };
}

function input(with_: Partial<DigestInput> = {}): DigestInput {
  return {
    audience: 'manager',
    week: '2026-W47',
    alignment: alignmentOf([
      { state: 'aligned', count: 78, weight: 78 },
      { state: 'no-why', count: 22, weight: 22 },
    ]),
    previousRate: 0.74,
    hidden: 0,
    trend: [],
    finished: [],
    finishedByTeam: new Map(),
    goals: new Map([['KR1.1', 'Discharge letters out by ten']]),
    results: new Map(),
    unstaffed: [],
    candidates: [],
    waiting: 0,
    asked: new Map(),
    unstaffedBefore: [],
    revisits: [],
    revisitsBefore: new Set(),
    managers: [],
    ...with_,
  };
}

describe('chooseAsks', () => {
  it('asks at most five, by effort and age together, whatever order they come in', () => {
    const many = [
      ...Array.from({ length: 8 }, (_, n) => candidate(n)),
      candidate(20, { estimate: 13 }),
      candidate(21, { estimate: 1 }),
      candidate(22, { ageDays: 700 }),
    ];
    const asks = chooseAsks(many, new Map());
    expect(asks.map(({ taskId }) => taskId).slice(0, 2)).toEqual(['jira.22', 'jira.20']);
    expect(asks).toHaveLength(5);
    expect(chooseAsks(many.toReversed(), new Map())).toEqual(asks);
  });

  it('asks first what waits for the reader’s own decision', () => {
    const asks = chooseAsks([candidate(1, { estimate: 40 }), candidate(2, { waitsForReader: true })], new Map());
    expect(asks.map(({ taskId }) => taskId)).toEqual(['jira.2', 'jira.1']);
  });

  it('repeats nothing until its state or its suggestion is another', () => {
    const suggested = { key: 'KR1.1', title: 'Letters', because: 'the words “letter”' };
    const [ask] = chooseAsks([candidate(1)], new Map());
    const asked = new Map([['jira.1', ask?.mark ?? '']]);
    expect(chooseAsks([candidate(1)], asked)).toEqual([]);
    expect(chooseAsks([candidate(1, { state: 'broken-link' })], asked)).toHaveLength(1);
    expect(chooseAsks([candidate(1, { state: 'suggested', suggested })], asked)).toHaveLength(1);
  });

  it('gives up to three answers, the suggested goal first, and nobody asked asks on', () => {
    const suggested = { key: 'KR1.1', title: 'Letters', because: 'the words “letter”' };
    const says = (with_: Partial<AskCandidate>) =>
      chooseAsks([candidate(1, with_)], new Map())[0]?.answers.map((answer) => answer.says);
    expect(says({ state: 'suggested', suggested })).toEqual(['serves', 'ktlo', 'not-now']);
    expect(says({})).toEqual(['ktlo', 'not-now', 'ask-owner']);
    expect(says({ state: 'pending-decision', waitsForReader: true })).toEqual(['ktlo', 'not-now']);
  });
});

describe('buildDigest', () => {
  it('carries the news in its subject', () => {
    const three = [1, 2, 3].map((n) => candidate(n));
    expect(buildDigest(input({ candidates: three })).subject).toBe(
      'Alignment, week 47: 78 % (+4), 3 things wait for you',
    );
    expect(buildDigest(input({ previousRate: 0.8 })).subject).toBe(
      'Alignment, week 47: 78 % (−2), nothing waits for you',
    );
    expect(buildDigest(input({ alignment: alignmentOf([]), previousRate: null })).subject).toBe(
      'Alignment, week 47: nothing can be judged yet, nothing waits for you',
    );
  });

  it('thanks teams and people in the order of their names, never by how much they did', () => {
    const task = (team: string, by: string) => ({ key: null, title: 'Done', team, by, goalKeys: ['KR1.1'] });
    const finished = [task('Ward', 'Yusuf'), task('Ward', 'Mara'), task('Ward', 'Mara'), task('Lab', 'Noor')];
    const { thanks, moved, isQuiet } = buildDigest(
      input({
        finished,
        finishedByTeam: new Map([
          ['Ward', 3],
          ['Lab', 1],
        ]),
      }),
    );
    expect(thanks.map(({ team, people }) => [team, people])).toEqual([
      ['Lab', ['Noor']],
      ['Ward', ['Mara', 'Yusuf']],
    ]);
    expect(moved).toEqual([{ key: 'KR1.1', title: 'Discharge letters out by ten', finished: 4, result: null }]);
    expect(isQuiet).toBe(false);
  });

  it('is short in a quiet week, and names neither a goal nor a promise twice', () => {
    const revisit = {
      taskId: 'jira.1',
      key: 'ONB-1',
      title: 'Later',
      revisitOn: '2026-11-20',
      because: 'first the import',
    };
    const unstaffed = [{ key: 'O2', title: 'No lost samples' }];
    const first = buildDigest(input({ unstaffed, revisits: [revisit] }));
    expect([first.unstaffed, first.revisits, first.isQuiet]).toEqual([unstaffed, [revisit], false]);
    const before = { unstaffedBefore: first.unstaffedKeys, revisitsBefore: new Set(['jira.1 2026-11-20']) };
    const second = buildDigest(input({ unstaffed, revisits: [revisit], ...before }));
    expect([second.unstaffed, second.revisits, second.isQuiet]).toEqual([[], [], true]);
  });

  it('counts what is hidden and names none of it', () => {
    expect(buildDigest(input({ hidden: 31 })).seen).toBe('100 tasks seen and 31 not shown to you.');
  });
});

describe('the words', () => {
  it('name a week, a moment, a manager and a task as people do', () => {
    expect(weekTitle({ week: '2026-W49' })).toBe('Week 49, 30 November to 6 December 2026');
    expect(momentWords(Date.parse('2026-11-30T09:00:00Z'), 'Europe/Lisbon')).toBe(
      'Monday 30 November at 09:00 (Europe/Lisbon)',
    );
    expect(managerWords({ manager: 'Ana', rate: 0.5, previousRate: 0.46, unaligned: 1 })).toBe(
      '50 % (+4), 1 task has no why yet',
    );
    expect([taskName({ key: 'ONB-57', title: 'Check' }), taskName({ key: 'q39gbtDt', title: 'Check' })]).toEqual([
      'ONB-57 Check',
      'Check',
    ]);
    const trend = [
      { week: '2026-W46', rate: 0.74, isUnfinished: false },
      { week: '2026-W47', rate: 0.78, isUnfinished: true },
    ];
    expect(trendWords({ trend })).toBe('week 46 74 %, week 47 78 % so far');
  });
});
