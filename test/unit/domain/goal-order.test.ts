import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTreeOrder } from '../../../src/domain/goal-order.ts';
import { makeGoal } from './make.ts';

const under = (parentId: string, key: string, position: number | null = null) => makeGoal(key, { parentId, position });
const keysOf = (goals: Parameters<typeof inTreeOrder>[0]) => inTreeOrder(goals).map(({ key }) => key);

const GOALS = [
  makeGoal('V', { kind: 'vision' }),
  under('v', 'O2', 0),
  under('v', 'O1', 1),
  under('v', 'O10'),
  under('v', 'O9'),
  under('o1', 'KR1.1'),
  under('o2', 'KR2.2', 0),
  under('o2', 'KR2.1', 1),
];

describe('goals in the order of the tree', () => {
  it('come as people placed them, then by key as people count, each followed by what stands under it', () => {
    expect(keysOf(GOALS)).toEqual(['V', 'O2', 'KR2.2', 'KR2.1', 'O1', 'KR1.1', 'O9', 'O10']);
  });

  it('are the same in whatever order they are given, and each once', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(GOALS, { minLength: GOALS.length }), (goals) => {
        expect(keysOf(goals)).toEqual(keysOf(GOALS));
      }),
    );
  });

  it('stand at the top where their parent is not among them', () => {
    expect(keysOf(GOALS.filter(({ key }) => key === 'KR1.1' || key === 'O2'))).toEqual(['O2', 'KR1.1']);
  });
});
