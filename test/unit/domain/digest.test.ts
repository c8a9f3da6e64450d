import { describe, expect, it } from 'vitest';
import { alignmentOf } from '../../../src/domain/alignment.ts';
import { buildDigest, type DigestInput, type Revisit, revisitMark } from '../../../src/domain/digest.ts';
import { type AskCandidate, chooseAsks } from '../../../src/domain/digest-asks.ts';
import {
  managerWords,
  momentWords,
  moreRevisitsWords,
  revisitWords,
  taskName,
  trendWords,
  weekTitle,
} from '../../../src/domain/digest-words.ts';

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
    reads: [],
    readsBefore: new Set(),
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

  it('asks once of a task that may serve several goals, names them all, and does not ask again for one more', () => {
    const suggested = { key: 'KR1.1', title: 'Letters', because: 'the words “letter”', too: ['KR2.1'] };
    const [ask, ...more] = chooseAsks([candidate(1, { state: 'suggested', suggested })], new Map());
    expect(more).toEqual([]);
    expect(ask?.why).toBe('Ward. May serve KR1.1 and KR2.1: the words “letter”');
    const one = candidate(1, { state: 'suggested', suggested: { ...suggested, too: [] } });
    expect(chooseAsks([one], new Map([['jira.1', ask?.mark ?? '']]))).toEqual([]);
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

function promise(n: number): Revisit {
  return { taskId: `jira.${n}`, key: `ONB-${n}`, title: `Task ${n}`, revisitOn: '2026-11-20', because: '', by: 'Noor' };
}

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
      by: null,
    };
    const unstaffed = [{ key: 'O2', title: 'No lost samples' }];
    const first = buildDigest(input({ unstaffed, revisits: [revisit] }));
    expect([first.unstaffed, first.revisits, first.isQuiet]).toEqual([unstaffed, [revisit], false]);
    const before = { unstaffedBefore: first.unstaffedKeys, revisitsBefore: new Set(['jira.1 2026-11-20']) };
    const second = buildDigest(input({ unstaffed, revisits: [revisit], ...before }));
    expect([second.unstaffed, second.revisits, second.isQuiet]).toEqual([[], [], true]);
  });

  it('names five goals nobody works on and five promises; the others are named in the next, and none twice', () => {
    const unstaffed = Array.from({ length: 7 }, (_, n) => ({ key: `O${n}`, title: `Goal ${n}` }));
    const revisits = Array.from({ length: 7 }, (_, n) => promise(n));
    const first = buildDigest(input({ unstaffed, revisits }));
    expect([first.unstaffed.length, first.revisits.length, first.revisitsMore]).toEqual([5, 5, 2]);
    expect(moreRevisitsWords(first)).toBe('2 more are due');
    const before = { unstaffedBefore: first.unstaffedKeys, revisitsBefore: new Set(first.revisits.map(revisitMark)) };
    const second = buildDigest(input({ unstaffed, revisits, ...before }));
    expect(second.unstaffed.map(({ key }) => key)).toEqual(['O5', 'O6']);
    expect(second.revisits.map(({ taskId }) => taskId)).toEqual(['jira.5', 'jira.6']);
    expect(buildDigest(input({ unstaffed, unstaffedBefore: second.unstaffedKeys })).unstaffed).toEqual([]);
  });

  it('asks nothing of a task whose promise is due in the same digest', () => {
    const { asks, revisits } = buildDigest(input({ candidates: [candidate(1), candidate(2)], revisits: [promise(1)] }));
    expect([asks.map(({ taskId }) => taskId), revisits.map(({ taskId }) => taskId)]).toEqual([['jira.2'], ['jira.1']]);
  });

  it('speaks of a number that moved before the goals that most was finished for', () => {
    const result = { before: 21, value: 14, unit: 'days', confidence: null, confidenceBefore: null, pace: null };
    const said = { ...result, by: 'Mara', note: '' };
    const finished = [1, 2].map(() => ({ key: null, title: 'Done', team: 'Ward', by: null, goalKeys: ['KR1.1'] }));
    const results = new Map([
      ['KR1.2', { ...said, before: 14 }],
      ['KR1.3', said],
    ]);
    const { moved, preview, isQuiet } = buildDigest(input({ finished, results }));
    expect(moved.map(({ key }) => key)).toEqual(['KR1.3', 'KR1.1', 'KR1.2']);
    expect([preview, isQuiet]).toEqual(['News of KR1.3, KR1.1 and KR1.2.', false]);
  });

  it('names no single task where it speaks of the whole, and all teams', () => {
    const finished = [{ key: 'ONB-1', title: 'Done', team: 'Ward', by: 'Noor', goalKeys: ['KR1.1'] }];
    const given = { finished, finishedByTeam: new Map([['Ward', 1]]) };
    expect(buildDigest(input({ ...given, audience: 'whole' })).thanks).toEqual([
      { team: 'Ward', count: 1, tasks: [], people: ['Noor'] },
    ]);
    expect(buildDigest(input(given)).thanks[0]?.tasks).toHaveLength(1);
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
    expect(revisitWords(promise(1))).toBe('Noor put it off until 20 November 2026');
    expect(revisitWords({ ...promise(1), by: null, because: 'first the import' })).toBe(
      'You put it off until 20 November 2026: first the import',
    );
    const trend = [
      { week: '2026-W46', rate: 0.74, isUnfinished: false },
      { week: '2026-W47', rate: 0.78, isUnfinished: true },
    ];
    expect(trendWords({ trend })).toBe('week 46 74 %, week 47 78 % so far');
  });
});
