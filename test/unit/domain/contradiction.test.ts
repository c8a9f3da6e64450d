import { describe, expect, it } from 'vitest';
import { findContradictions, sidesOf } from '../../../src/domain/contradiction.ts';
import type { EvidenceKind } from '../../../src/domain/evidence.ts';
import type { Goal } from '../../../src/domain/goal.ts';
import { decideLinks, type LinkDecision } from '../../../src/domain/link.ts';
import { byId, GOALS, makeEvidence, makeGoal, makeTask } from './make.ts';

const CLOSED = makeGoal('KR9.1', { closedOn: '2026-11-01' });
const goals = byId([...GOALS, CLOSED]);

type Found = [kind: EvidenceKind, goalId: string, likelihood?: number];

/** The links of a task with this evidence, as they are decided. */
function linksOf(found: readonly Found[], decided: readonly [LinkDecision['says'], string][] = [], threshold = 0.8) {
  const evidence = found.map(([kind, goalId, likelihood = 0.95]) => makeEvidence(kind, goalId, { likelihood }));
  const decisions = decided.map(([says, goalId]): LinkDecision => {
    const seenFingerprints = evidence.filter((one) => one.goalId === goalId).map(({ fingerprint }) => fingerprint);
    return { taskId: 'c1.1', goalId, says, seenFingerprints, by: 'Ana', at: 5 };
  });
  return decideLinks({ task: makeTask(), evidence, tried: [], decisions, previous: [], threshold, goals }).links;
}

const isOpen = (goal: Goal) => goal.closedOn === null;

/** What is shown as contradicting of a task with this evidence. */
function contradictions(...given: Parameters<typeof linksOf>) {
  return Object.fromEntries(findContradictions(linksOf(...given), goals, isOpen));
}

const LABEL: Found = ['stated', 'kr1.2'];
const EPIC: Found = ['inherited', 'kr2.1'];

describe('findContradictions', () => {
  it('names each side to the other', () => {
    expect(contradictions([LABEL, EPIC])).toEqual({ 'kr1.2': ['kr2.1'], 'kr2.1': ['kr1.2'] });
  });

  it.each<[string, Found[]]>([
    ['a rule and what the task is part of', [EPIC, ['rule', 'kr1.1']]],
    ['two key results of one objective', [LABEL, ['inherited', 'kr1.1']]],
    ['a title that is not sure enough to link, and a sure parent', [['stated', 'kr1.2', 0.75], EPIC]],
    [
      'two of which neither is sure enough to link',
      [
        ['stated', 'kr1.2', 0.75],
        ['inherited', 'kr2.1', 0.7],
      ],
    ],
  ])('shows %s', (_, found) => {
    const [a, b] = found.map(([, goalId]) => goalId) as [string, string];
    expect(contradictions(found)).toEqual({ [a]: [b], [b]: [a] });
  });

  it.each<[string, Found[]]>([
    ['two labels: several goals', [LABEL, ['stated', 'kr2.1']]],
    ['two goals of one parent', [['inherited', 'kr1.2'], EPIC]],
    ['a label and a parent that say the same', [LABEL, ['inherited', 'kr1.2']]],
    ['a key result and its objective', [LABEL, ['inherited', 'o1']]],
    [
      'an objective and its key result',
      [
        ['stated', 'o1'],
        ['inherited', 'kr1.2'],
      ],
    ],
    [
      'a key result that speaks for its objective beside another label',
      [
        ['stated', 'o1'],
        ['inherited', 'kr1.1'],
        ['stated', 'kr2.1'],
      ],
    ],
    ['a closed goal and an open one', [['stated', 'kr9.1'], EPIC]],
    ['a hint at a goal', [['stated', 'kr1.2', 0.6], EPIC]],
    ['what a text reads like', [LABEL, ['text', 'kr2.1']]],
    ['what was learned from other tasks', [LABEL, ['learned', 'kr2.1']]],
    ['one goal alone', [LABEL]],
  ])('is silent about %s', (_, found) => {
    expect(contradictions(found)).toEqual({});
  });

  it.each<[string, [LinkDecision['says'], string]]>([
    ['yes to what the task names', ['accepted', 'kr1.2']],
    ['yes to what the parent names', ['accepted', 'kr2.1']],
    ['no to what the task names', ['rejected', 'kr1.2']],
    ['no to what the parent names', ['rejected', 'kr2.1']],
  ])('is settled by a person’s %s', (_, decision) => {
    expect(contradictions([LABEL, EPIC], [decision])).toEqual({});
  });

  it('stays while a person only spoke of a third goal', () => {
    expect(contradictions([LABEL, EPIC], [['accepted', 'kr1.1']])).toEqual({ 'kr1.2': ['kr2.1'], 'kr2.1': ['kr1.2'] });
  });
});

describe('sidesOf', () => {
  const sides = (found: readonly Found[], threshold?: number) =>
    sidesOf(linksOf(found, [], threshold), goals, isOpen).map(({ goalIds, isLinked, evidence }) => [
      goalIds.toSorted(),
      isLinked,
      evidence.kind,
    ]);

  it('puts what is named at one place on one side, what the task hangs on first', () => {
    expect(sides([EPIC, LABEL, ['stated', 'kr1.1']])).toEqual([
      [['kr1.1', 'kr1.2'], true, 'stated'],
      [['kr2.1'], false, 'inherited'],
    ]);
  });

  it('puts what is linked first even where something nearer is not sure enough', () => {
    expect(sides([['stated', 'kr1.2', 0.75], EPIC])).toEqual([
      [['kr2.1'], true, 'inherited'],
      [['kr1.2'], false, 'stated'],
    ]);
  });

  it('puts the nearer one first where neither is sure enough to link', () => {
    const found: Found[] = [
      ['inherited', 'kr2.1', 0.7],
      ['stated', 'kr1.2', 0.75],
    ];
    expect(sides(found).map(([goalIds, isLinked]) => [goalIds, isLinked])).toEqual([
      [['kr1.2'], false],
      [['kr2.1'], false],
    ]);
  });

  it('leaves out what agrees with both sides, and has none where all agrees', () => {
    const found = sides([LABEL, EPIC, ['inherited', 'o1']]);
    expect(found.map(([goalIds]) => goalIds)).toEqual([['kr1.2'], ['kr2.1']]);
    expect(sides([LABEL, ['inherited', 'kr1.2']])).toEqual([]);
  });
});
