import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_KINDS, type Evidence } from '../../../src/domain/evidence.ts';
import { decideLinks, type Link, type LinkDecision, type LinkInput } from '../../../src/domain/link.ts';
import { byId, GOALS, makeEvidence, makeGoal, makeHop, makeTask } from './make.ts';

function input(with_: Partial<LinkInput> = {}): LinkInput {
  return {
    task: makeTask(),
    evidence: [],
    tried: [],
    decisions: [],
    previous: [],
    threshold: 0.8,
    goals: byId(GOALS),
    ...with_,
  };
}

function verdicts(links: readonly Link[]): Record<string, string> {
  return Object.fromEntries(links.map((link) => [link.goalId, link.verdict]));
}

function said(says: LinkDecision['says'], goalId: string, seenFingerprints: string[] = [], at = 5): LinkDecision {
  return { taskId: 'c1.1', goalId, says, seenFingerprints, by: 'Ana', at };
}

function linkTo(goalId: string, verdict: Link['verdict'], evidence: Evidence): Link {
  return {
    taskId: 'c1.1',
    goalId,
    verdict,
    likelihood: evidence.likelihood,
    evidence: [evidence],
    brokenHop: null,
    weight: 0,
  };
}

const stated = (goalId: string, with_: Partial<Evidence> = {}) => makeEvidence('stated', goalId, with_);
const inherited = (goalId: string, with_: Partial<Evidence> = {}) => makeEvidence('inherited', goalId, with_);
const ruled = (goalId: string, with_: Partial<Evidence> = {}) => makeEvidence('rule', goalId, with_);
const read = (goalId: string, with_: Partial<Evidence> = {}) => makeEvidence('text', goalId, with_);
const CLOSED = makeGoal('KR9.1', { closedOn: '2026-11-01' });

const cases: [string, Partial<LinkInput>, Record<string, string>][] = [
  ['links nothing without evidence', {}, {}],
  ['links stated evidence automatically', { evidence: [stated('kr1.1')] }, { 'kr1.1': 'automatic' }],
  ['links inherited evidence automatically', { evidence: [inherited('kr1.1')] }, { 'kr1.1': 'automatic' }],
  ['links rule evidence automatically', { evidence: [ruled('kr1.1')] }, { 'kr1.1': 'automatic' }],
  ['links at exactly the threshold', { evidence: [stated('kr1.1', { likelihood: 0.8 })] }, { 'kr1.1': 'automatic' }],
  [
    'only suggests just below the threshold',
    { evidence: [stated('kr1.1', { likelihood: 0.799 })] },
    { 'kr1.1': 'suggested' },
  ],
  [
    'never more than suggests what a text reads like',
    { evidence: [read('kr1.1', { likelihood: 1 })] },
    { 'kr1.1': 'suggested' },
  ],
  [
    'serves several goals that are stated',
    { evidence: [stated('kr1.1'), stated('kr2.1')] },
    { 'kr1.1': 'automatic', 'kr2.1': 'automatic' },
  ],
  [
    'prefers a key result to its own objective',
    { evidence: [stated('o1'), stated('kr1.1')] },
    { 'kr1.1': 'automatic' },
  ],
  [
    'prefers an inherited key result to its stated objective',
    { evidence: [stated('o1'), inherited('kr1.1')] },
    { 'kr1.1': 'automatic' },
  ],
  [
    'lets the key result stand for its objective against others',
    { evidence: [stated('o1'), inherited('kr1.1'), stated('kr2.1')] },
    { 'kr1.1': 'automatic', 'kr2.1': 'automatic' },
  ],
  [
    'keeps a sure objective over a key result that is only read',
    { evidence: [stated('o1'), read('kr1.1')] },
    { o1: 'automatic' },
  ],
  [
    'keeps the objective of another key result',
    { evidence: [stated('o1'), stated('kr2.1')] },
    { 'kr2.1': 'automatic', o1: 'automatic' },
  ],
  [
    'suggests what is inherited against what is stated',
    { evidence: [stated('kr1.1'), inherited('kr2.1')] },
    { 'kr1.1': 'automatic', 'kr2.1': 'suggested' },
  ],
  [
    'suggests a rule’s goal against an inherited one',
    { evidence: [inherited('kr1.1'), ruled('kr2.1')] },
    { 'kr1.1': 'automatic', 'kr2.1': 'suggested' },
  ],
  [
    'suggests the farther of two parents’ goals',
    {
      evidence: [
        inherited('kr1.1', { hops: [makeHop({ kind: 'parent' }), makeHop({ value: 'a' })] }),
        inherited('kr2.1', {
          hops: [makeHop({ kind: 'parent' }), makeHop({ kind: 'parent' }), makeHop({ value: 'b' })],
        }),
      ],
    },
    { 'kr1.1': 'automatic', 'kr2.1': 'suggested' },
  ],
  [
    'asks nothing about a reading while a surer link holds',
    { evidence: [stated('kr1.1'), read('kr2.1')] },
    { 'kr1.1': 'automatic' },
  ],
  ['never suggests a closed goal', { evidence: [read('kr9.1')], goals: byId([...GOALS, CLOSED]) }, {}],
  [
    'keeps a stated link to a closed goal',
    { evidence: [stated('kr9.1')], goals: byId([...GOALS, CLOSED]) },
    { 'kr9.1': 'automatic' },
  ],
  [
    'does not let a stale label hide the epic’s open goal',
    { evidence: [stated('kr9.1'), inherited('kr2.1')], goals: byId([...GOALS, CLOSED]) },
    { 'kr9.1': 'automatic', 'kr2.1': 'automatic' },
  ],
  ['drops evidence for a goal that does not exist', { evidence: [stated('kr7.7')] }, {}],
  ['keeps a person’s yes without any evidence', { decisions: [said('accepted', 'kr1.1')] }, { 'kr1.1': 'accepted' }],
  [
    'keeps a person’s yes to a closed goal',
    { decisions: [said('accepted', 'kr9.1')], goals: byId([...GOALS, CLOSED]) },
    { 'kr9.1': 'accepted' },
  ],
  [
    'turns a suggestion into a yes',
    { evidence: [read('kr1.1')], decisions: [said('accepted', 'kr1.1')] },
    { 'kr1.1': 'accepted' },
  ],
  [
    'keeps what is stated beside a person’s yes',
    { evidence: [stated('kr2.1')], decisions: [said('accepted', 'kr1.1')] },
    { 'kr1.1': 'accepted', 'kr2.1': 'automatic' },
  ],
  [
    'keeps a refused suggestion away',
    { evidence: [read('kr1.1')], decisions: [said('rejected', 'kr1.1', [read('kr1.1').fingerprint])] },
    { 'kr1.1': 'rejected' },
  ],
  [
    'keeps a refused automatic link away',
    { evidence: [stated('kr1.1')], decisions: [said('rejected', 'kr1.1', [stated('kr1.1').fingerprint])] },
    { 'kr1.1': 'rejected' },
  ],
  [
    'asks again, and no more, when there is new evidence',
    { evidence: [stated('kr1.1')], decisions: [said('rejected', 'kr1.1', [read('kr1.1').fingerprint])] },
    { 'kr1.1': 'suggested' },
  ],
  [
    'takes a person’s latest word',
    {
      evidence: [stated('kr1.1')],
      decisions: [said('accepted', 'kr1.1', [], 9), said('rejected', 'kr1.1', [stated('kr1.1').fingerprint], 5)],
    },
    { 'kr1.1': 'accepted' },
  ],
  [
    'asks no more about the parent’s goal once a person said yes to the one that the task names',
    { evidence: [stated('kr1.1'), inherited('kr2.1')], decisions: [said('accepted', 'kr1.1')] },
    { 'kr1.1': 'accepted' },
  ],
  [
    'serves both goals once a person said yes to the parent’s, too',
    { evidence: [stated('kr1.1'), inherited('kr2.1')], decisions: [said('accepted', 'kr2.1')] },
    { 'kr1.1': 'automatic', 'kr2.1': 'accepted' },
  ],
  [
    'takes the parent’s goal once a person said no to the one that the task names',
    {
      evidence: [stated('kr1.1'), inherited('kr2.1')],
      decisions: [said('rejected', 'kr1.1', [stated('kr1.1').fingerprint])],
    },
    { 'kr1.1': 'rejected', 'kr2.1': 'automatic' },
  ],
  [
    'keeps the parent’s goal beside one that a person set by hand',
    { evidence: [inherited('kr2.1')], decisions: [said('accepted', 'kr1.1')] },
    { 'kr1.1': 'accepted', 'kr2.1': 'automatic' },
  ],
  [
    'keeps the parent’s key result beside its objective that a person said yes to',
    { evidence: [stated('o1'), inherited('kr1.1')], decisions: [said('accepted', 'o1')] },
    { o1: 'accepted', 'kr1.1': 'automatic' },
  ],
  ['ignores decisions about other tasks', { decisions: [{ ...said('accepted', 'kr1.1'), taskId: 'c1.2' }] }, {}],
  [
    'breaks an automatic link whose evidence went',
    { previous: [linkTo('kr1.1', 'automatic', stated('kr1.1'))] },
    { 'kr1.1': 'broken' },
  ],
  ['keeps a broken link broken', { previous: [linkTo('kr1.1', 'broken', stated('kr1.1'))] }, { 'kr1.1': 'broken' }],
  [
    'mends a broken link when its evidence returns',
    { previous: [linkTo('kr1.1', 'broken', stated('kr1.1'))], evidence: [stated('kr1.1')] },
    { 'kr1.1': 'automatic' },
  ],
  ['does not break what was only suggested', { previous: [linkTo('kr1.1', 'suggested', read('kr1.1'))] }, {}],
  [
    'breaks a link that only the text still speaks for',
    { previous: [linkTo('kr1.1', 'automatic', stated('kr1.1'))], evidence: [read('kr1.1')] },
    { 'kr1.1': 'broken' },
  ],
  [
    'breaks nothing while the evidence only moved',
    { previous: [linkTo('kr1.1', 'automatic', stated('kr1.1'))], evidence: [inherited('kr1.1')] },
    { 'kr1.1': 'automatic' },
  ],
  [
    'breaks nothing that another goal replaced',
    { previous: [linkTo('kr1.1', 'automatic', stated('kr1.1'))], evidence: [stated('kr2.1')] },
    { 'kr2.1': 'automatic' },
  ],
  [
    'breaks nothing that a person refused',
    { previous: [linkTo('kr1.1', 'automatic', stated('kr1.1'))], decisions: [said('rejected', 'kr1.1')] },
    {},
  ],
  [
    'keeps an accepted link whose evidence went',
    { previous: [linkTo('kr1.1', 'accepted', stated('kr1.1'))], decisions: [said('accepted', 'kr1.1')] },
    { 'kr1.1': 'accepted' },
  ],
  [
    'does not mourn a link to a goal that closed',
    { previous: [linkTo('kr9.1', 'automatic', stated('kr9.1'))], goals: byId([...GOALS, CLOSED]) },
    {},
  ],
  [
    'does not call an objective broken whose key result speaks for it',
    { previous: [linkTo('o1', 'automatic', stated('o1'))], evidence: [stated('o1'), inherited('kr1.1')] },
    { 'kr1.1': 'automatic' },
  ],
];

describe('decideLinks', () => {
  it.each(cases)('%s', (_, with_, expected) => {
    expect(verdicts(decideLinks(input(with_)).links)).toEqual(expected);
  });

  const label = makeHop({ kind: 'label', taskId: 'p', value: 'kr1.1', place: 'label kr1.1' });
  const parent = makeHop({ kind: 'parent', taskId: 'p', value: 'EP-1', place: 'epic EP-1' });
  const before = linkTo('kr1.1', 'automatic', inherited('kr1.1', { hops: [parent, label] }));
  const list = makeHop({ kind: 'group', taskId: null, scopeId: 's', value: 'O1 now', place: 'list “O1 now”' });
  const inList = { scopeId: 's', scopeKey: null, scopeName: 'Board', groupName: 'Done' };

  it.each([
    [
      'the parent, when the task moved to another',
      { task: makeTask({ parentId: 'q' }), ancestors: [makeTask({ id: 'q', labels: ['kr1.1'] })] },
      before,
      parent,
    ],
    [
      'the parent, when the task has none any more',
      { task: makeTask({ parentId: null }), ancestors: [] },
      before,
      parent,
    ],
    [
      'the parent’s label, when it was taken off',
      { task: makeTask({ parentId: 'p' }), ancestors: [makeTask({ id: 'p' })] },
      before,
      label,
    ],
    [
      'the last hop, when all that can be seen still holds',
      { task: makeTask({ parentId: 'p' }), ancestors: [makeTask({ id: 'p', labels: ['kr1.1'] })] },
      before,
      label,
    ],
    ['the last hop, when parents were not read', { task: makeTask({ parentId: 'p' }) }, before, label],
    [
      'the list, when the card moved',
      { task: makeTask({ places: [inList] }) },
      linkTo('kr1.1', 'automatic', inherited('kr1.1', { hops: [list] })),
      list,
    ],
  ])('names as vanished %s', (_, with_, previous, hop) => {
    const { links } = decideLinks(input({ ...with_, previous: [previous] }));
    expect(links.map(({ verdict, brokenHop }) => ({ verdict, brokenHop }))).toEqual([
      { verdict: 'broken', brokenHop: hop },
    ]);
  });

  it.each<[string, Partial<LinkInput>, Record<string, number>]>([
    ['evenly', { evidence: [stated('kr1.1'), stated('kr2.1')] }, { 'kr1.1': 0.5, 'kr2.1': 0.5 }],
    [
      'by the tool’s weights',
      { evidence: [stated('kr1.1', { weight: 0.75 }), stated('kr2.1', { weight: 0.25 })] },
      { 'kr1.1': 0.75, 'kr2.1': 0.25 },
    ],
    [
      'with the mean weight for a goal that has none',
      { evidence: [stated('kr1.1', { weight: 0.3 }), stated('kr2.1')] },
      { 'kr1.1': 0.5, 'kr2.1': 0.5 },
    ],
    [
      'evenly where every weight is nothing',
      { evidence: [stated('kr1.1', { weight: 0 }), stated('kr2.1', { weight: 0 })] },
      { 'kr1.1': 0.5, 'kr2.1': 0.5 },
    ],
    ['leaving out suggestions', { evidence: [stated('kr1.1'), inherited('kr2.1')] }, { 'kr1.1': 1, 'kr2.1': 0 }],
    [
      'leaving out closed goals beside open ones',
      { evidence: [stated('kr9.1'), stated('kr2.1')], goals: byId([...GOALS, CLOSED]) },
      { 'kr9.1': 0, 'kr2.1': 1 },
    ],
  ])('shares the task out %s', (_, with_, expected) => {
    const { links } = decideLinks(input(with_));
    expect(Object.fromEntries(links.map((link) => [link.goalId, link.weight]))).toEqual(expected);
  });

  const anyEvidence = fc
    .record({
      kind: fc.constantFrom(...EVIDENCE_KINDS),
      goalId: fc.constantFrom('o1', 'kr1.1', 'kr1.2', 'o2', 'kr2.1', 'kr9.1', 'gone'),
      likelihood: fc.double({ min: 0, max: 1, noNaN: true }),
      weight: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ kind, goalId, ...rest }) => makeEvidence(kind, goalId, rest));
  const anyDecision = fc
    .record({ says: fc.constantFrom('accepted' as const, 'rejected' as const), evidence: anyEvidence, at: fc.nat(9) })
    .map(({ says, evidence, at }) => said(says, evidence.goalId, [evidence.fingerprint], at));
  const anyInput = fc
    .record({
      evidence: fc.array(anyEvidence, { maxLength: 6 }),
      decisions: fc.array(anyDecision, { maxLength: 3 }),
      previous: fc.uniqueArray(
        anyEvidence.map((evidence) => linkTo(evidence.goalId, 'automatic', evidence)),
        { maxLength: 3, selector: (link) => link.goalId },
      ),
    })
    .map((with_) => input({ ...with_, goals: byId([...GOALS, CLOSED]) }));

  it('changes nothing when fed its own result', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const first = decideLinks(given);
        expect(decideLinks({ ...given, previous: first.links })).toEqual(first);
      }),
    );
  });

  it('gives one link a goal, each with evidence, whose weights make 1 where any holds', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const { links } = decideLinks(given);
        expect(new Set(links.map(({ goalId }) => goalId)).size).toBe(links.length);
        expect(links.every(({ evidence }) => evidence.length > 0)).toBe(true);
        const holds = links.some(({ verdict }) => verdict === 'accepted' || verdict === 'automatic');
        expect(links.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(holds ? 1 : 0);
      }),
    );
  });

  it('gives the same links whatever the order of evidence', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const reversed = { ...given, evidence: given.evidence.toReversed() };
        expect(verdicts(decideLinks(reversed).links)).toEqual(verdicts(decideLinks(given).links));
      }),
    );
  });
});
