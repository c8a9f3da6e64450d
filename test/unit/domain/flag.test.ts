import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG_STATES, type FlagInput, type FlagState, findFlag, type TaskDecision } from '../../../src/domain/flag.ts';
import type { Link, Verdict } from '../../../src/domain/link.ts';
import { byId, CYCLES, GOALS, makeEvidence, makeGoal, makeHop } from './make.ts';

const TODAY = '2026-11-22';
const goals = byId([
  ...GOALS,
  makeGoal('KR3.1', { title: 'Of this quarter', cycleId: 'q4' }),
  makeGoal('KR3.0', { title: 'Of last quarter', cycleId: 'q3' }),
  makeGoal('KR9.1', { title: 'Was dropped', closedOn: '2026-11-01' }),
]);

function link(goalId: string, verdict: Verdict, with_: Partial<Link> = {}): Link {
  const evidence = [
    makeEvidence(verdict === 'suggested' ? 'text' : 'stated', goalId, {
      hops: [makeHop({ place: `label ${goalId}` })],
    }),
  ];
  return { taskId: 'c1.1', goalId, verdict, likelihood: 0.62, evidence, brokenHop: null, weight: 0, ...with_ };
}

/** What came down from an epic, and only waits. */
function fromEpic(goalId: string): Link {
  const hops = [makeHop({ kind: 'parent', place: 'epic ONB-40 “Import”' }), makeHop({ place: `label ${goalId}` })];
  return link(goalId, 'suggested', { evidence: [makeEvidence('inherited', goalId, { hops })] });
}

const broken = link('kr1.1', 'broken', { brokenHop: makeHop({ kind: 'parent', place: 'epic ONB-40 “Import”' }) });

function decision(says: TaskDecision['says'], with_: Partial<TaskDecision> = {}): TaskDecision {
  return {
    taskId: 'c1.1',
    says,
    because: 'we finish the import first',
    by: 'Ana Sousa',
    fromOn: '2026-11-01',
    untilOn: null,
    revisitOn: null,
    yieldsToGoalId: null,
    asked: null,
    times: 1,
    ...with_,
  };
}

const ktlo = {
  says: 'ktlo' as const,
  hops: [makeHop({ kind: 'rule', taskId: null, place: 'rule 2', value: 'label on-call' })],
};

function input(with_: Partial<Omit<FlagInput, 'findings'>> = {}, links: Link[] = []): FlagInput {
  return {
    task: { id: 'c1.1', visibility: 'visible' },
    findings: { links, tried: [] },
    rule: null,
    decision: null,
    goals,
    cycles: CYCLES,
    today: TODAY,
    isCalibrated: true,
    overAllowance: false,
    ...with_,
  };
}

type Row = [string, FlagInput, FlagState, string, string];

describe('findFlag', () => {
  it.each<Row>([
    [
      'access lost',
      input({ task: { id: 'c1.1', visibility: 'access-lost' } }),
      'unknown',
      'restore-access',
      'The tool no longer shows us this task, so nothing is said about it until it does.',
    ],
    [
      '“not now”',
      input({ decision: decision('not-now', { untilOn: '2026-12-01' }) }),
      'not-now',
      'revisit',
      'Ana Sousa said “not now” until 2026-12-01, because we finish the import first.',
    ],
    [
      'an approval',
      input({ decision: decision('approved', { because: 'It pays. ' }) }),
      'approved',
      'none',
      'Ana Sousa approved it outside the goals, because It pays.',
    ],
    [
      'a decision asked for',
      input({ decision: decision('pending-decision', { because: '' }) }),
      'pending-decision',
      'wait-for-decision',
      'It waits for a decision that Ana Sousa asked for.',
    ],
    [
      'KTLO by a person',
      input({ decision: decision('ktlo', { because: '' }) }),
      'ktlo',
      'none',
      'Ana Sousa said that it keeps the lights on.',
    ],
    [
      'an open goal',
      input({}, [link('kr2.1', 'automatic')]),
      'aligned',
      'none',
      'Serves KR2.1 “Median days to go-live from 21 to 7” (label kr2.1).',
    ],
    [
      'a goal of this cycle',
      input({}, [link('kr3.1', 'accepted')]),
      'aligned',
      'none',
      'Serves KR3.1 “Of this quarter” (label kr3.1).',
    ],
    [
      'two open goals',
      input({}, [link('kr1.1', 'automatic'), link('kr2.1', 'accepted')]),
      'aligned',
      'none',
      'Serves KR1.1 “Escaped defects from 14 to 5” (label kr1.1) and KR2.1 “Median days to go-live from 21 to 7” (label kr2.1).',
    ],
    [
      'an open goal beside another that its parent names',
      input({}, [link('kr2.1', 'automatic'), fromEpic('kr1.1')]),
      'aligned',
      'choose-goal',
      'Serves KR2.1 “Median days to go-live from 21 to 7” (label kr2.1), but epic ONB-40 “Import”, label kr1.1 says KR1.1 “Escaped defects from 14 to 5”: which one is meant?',
    ],
    [
      'sources that disagree while none of them is sure enough',
      input({}, [link('kr2.1', 'suggested', { evidence: [makeEvidence('stated', 'kr2.1')] }), fromEpic('kr1.1')]),
      'suggested',
      'choose-goal',
      'Its sources disagree: stated of kr2.1 says KR2.1 “Median days to go-live from 21 to 7” and epic ONB-40 “Import”, label kr1.1 says KR1.1 “Escaped defects from 14 to 5”; nobody has said yet which one is meant.',
    ],
    [
      'a goal of another cycle',
      input({}, [link('kr3.0', 'automatic')]),
      'wrong-cycle',
      'move-to-open-goal',
      'Hangs on KR3.0 “Of last quarter” (label kr3.0), a goal of 2026-Q3, which ended on 2026-09-30.',
    ],
    [
      'a goal of a cycle to come',
      input({ today: '2026-09-30' }, [link('kr3.1', 'automatic')]),
      'wrong-cycle',
      'move-to-open-goal',
      'Hangs on KR3.1 “Of this quarter” (label kr3.1), a goal of 2026-Q4, which begins on 2026-10-01.',
    ],
    [
      'a closed goal',
      input({}, [link('kr9.1', 'automatic')]),
      'closed-goal',
      'move-to-open-goal',
      'Hangs on KR9.1 “Was dropped” (label kr9.1), which was closed on 2026-11-01.',
    ],
    [
      'a broken link',
      input({}, [broken]),
      'broken-link',
      'mend-link',
      'Was tied to KR1.1 “Escaped defects from 14 to 5”, until this went: epic ONB-40 “Import”.',
    ],
    ['a KTLO rule', input({ rule: ktlo }), 'ktlo', 'none', 'Keeps the lights on by rule 2: label on-call.'],
    [
      'KTLO beyond the allowance',
      input({ rule: ktlo, overAllowance: true }),
      'over-allowance',
      'decide',
      'Keeps the lights on by rule 2: label on-call, and is beyond the team’s allowance for that.',
    ],
    [
      'a suggestion',
      input({}, [link('kr1.1', 'suggested')]),
      'suggested',
      'review-suggestion',
      'May serve KR1.1 “Escaped defects from 14 to 5” by label kr1.1 (62 % likely); nobody has said yes or no yet.',
    ],
    [
      'several suggestions',
      input({}, [link('kr1.1', 'suggested'), link('kr2.1', 'suggested')]),
      'suggested',
      'review-suggestion',
      'May serve KR1.1 “Escaped defects from 14 to 5” by label kr1.1 (62 % likely), and KR2.1 “Median days to go-live from 21 to 7” too; nobody has said yes or no yet.',
    ],
    [
      'a link that holds beside a suggestion',
      input({}, [link('kr1.1', 'accepted'), link('kr2.1', 'suggested')]),
      'aligned',
      'none',
      'Serves KR1.1 “Escaped defects from 14 to 5” (label kr1.1).',
    ],
    ['nothing', input(), 'no-why', 'link', 'No why yet: nothing about it could be read.'],
  ])('says of %s', (_, given, state, nextAction, reason) => {
    expect(findFlag(given)).toMatchObject({ taskId: 'c1.1', state, nextAction, reason });
  });

  it('says what was tried, the best score, and what a person refused', () => {
    const tried = [
      {
        kind: 'stated' as const,
        what: '3 labels, title and description: no goal named',
        bestGoalId: null,
        bestScore: null,
      },
      {
        kind: 'text' as const,
        what: 'reads nearest to KR1.1 “Escaped defects” by “defects”',
        bestGoalId: 'kr1.1',
        bestScore: 0.214,
      },
    ];
    const given = input();
    expect(findFlag({ ...given, findings: { links: [link('kr2.1', 'rejected')], tried } })).toMatchObject({
      state: 'no-why',
      goalIds: [],
      reason:
        'No why yet: 3 labels, title and description: no goal named; reads nearest to KR1.1 “Escaped defects” by “defects” (21 % likely, asked about from 40 % on); ' +
        'a person said no to KR2.1 “Median days to go-live from 21 to 7”.',
    });
  });

  it.each<[string, FlagInput, FlagState]>([
    ['a decision on its first day', input({ decision: decision('not-now', { fromOn: TODAY }) }), 'not-now'],
    ['no decision the day before', input({ decision: decision('not-now', { fromOn: '2026-11-23' }) }), 'no-why'],
    ['a decision on its last day', input({ decision: decision('not-now', { untilOn: TODAY }) }), 'not-now'],
    ['no decision the day after', input({ decision: decision('not-now', { untilOn: '2026-11-21' }) }), 'no-why'],
    [
      'an open goal on the first day of its cycle',
      input({ today: '2026-10-01' }, [link('kr3.1', 'automatic')]),
      'aligned',
    ],
    [
      'an open goal on the last day of its cycle',
      input({ today: '2026-12-31' }, [link('kr3.1', 'automatic')]),
      'aligned',
    ],
    ['another cycle the day after', input({ today: '2027-01-01' }, [link('kr3.1', 'automatic')]), 'wrong-cycle'],
    ['a closed goal on the day it closed', input({ today: '2026-11-01' }, [link('kr9.1', 'automatic')]), 'closed-goal'],
    ['an open goal the day before it closed', input({ today: '2026-10-31' }, [link('kr9.1', 'automatic')]), 'aligned'],
    [
      'an open goal beside a closed one',
      input({}, [link('kr9.1', 'automatic'), link('kr1.1', 'automatic')]),
      'aligned',
    ],
    ['no goal that the index lost', input({}, [link('gone', 'automatic')]), 'no-why'],
    ['no goal that was only refused', input({}, [link('kr1.1', 'rejected')]), 'no-why'],
    ['no allowance without a rule', input({ overAllowance: true }), 'no-why'],
  ])('sees %s', (_, given, state) => {
    expect(findFlag(given).state).toBe(state);
  });

  /** What brings each state about by itself, in the order of precedence. A person's four decisions cannot stand together. */
  const causes: [FlagState, Partial<FlagInput>, Link[]][] = [
    ['unknown', { task: { id: 'c1.1', visibility: 'access-lost' } }, []],
    ['not-now', { decision: decision('not-now') }, []],
    ['aligned', {}, [link('kr2.1', 'automatic')]],
    ['wrong-cycle', {}, [link('kr3.0', 'automatic')]],
    ['closed-goal', {}, [link('kr9.1', 'automatic')]],
    ['broken-link', {}, [broken]],
    ['over-allowance', { rule: ktlo, overAllowance: true }, []],
    ['suggested', {}, [link('kr1.2', 'suggested')]],
    ['no-why', {}, []],
  ];

  it('takes the first in the order of precedence, whatever else fits', () => {
    fc.assert(
      fc.property(
        fc.subarray(causes, { minLength: 1 }),
        fc.constantFrom<TaskDecision['says']>('not-now', 'approved', 'pending-decision', 'ktlo'),
        (chosen, says) => {
          const with_ = Object.assign({}, ...chosen.map(([, part]) => part));
          const given = input(with_, chosen.flatMap(([, , links]) => links).toReversed());
          const [expected] = chosen[0] ?? ['no-why'];
          const isDecided = expected === 'not-now';
          expect(findFlag(isDecided ? { ...given, decision: decision(says) } : given).state).toBe(
            isDecided ? says : expected,
          );
        },
      ),
    );
  });

  it('gives every task exactly one known state, a reason that ends as a sentence, and an action', () => {
    const anyLink = fc
      .record({
        goalId: fc.constantFrom(...goals.keys()),
        verdict: fc.constantFrom<Verdict>('accepted', 'automatic', 'suggested', 'rejected', 'broken'),
      })
      .map(({ goalId, verdict }) => link(goalId, verdict));
    fc.assert(
      fc.property(fc.array(anyLink), fc.boolean(), fc.boolean(), (links, isKtlo, overAllowance) => {
        const flag = findFlag(input({ rule: isKtlo ? ktlo : null, overAllowance }, links));
        expect(FLAG_STATES).toContain(flag.state);
        expect(flag.reason).toMatch(/^[A-Z].*\.$/u);
        expect(flag.reason).not.toMatch(/undefined|null|violation|offender|compliance/iu);
      }),
    );
  });
});
