import { describe, expect, it } from 'vitest';
import { foldLeast } from '../../../src/domain/flow-fold.ts';

const nodes = [
  { id: 'vision', column: 0 },
  ...Array.from({ length: 5 }, (_, n) => ({ id: `o${n + 1}`, column: 1 })),
  { id: 'nothing', column: 1 },
  { id: 'team', column: 2 },
];
const flows = [5, 1, 3, 2, 4].flatMap((amount, n) => [
  { from: 'vision', to: `o${n + 1}`, amount },
  { from: `o${n + 1}`, to: 'team', amount },
]);
const fold = (max: number) =>
  foldLeast(
    { nodes, flows },
    max,
    ({ id }) => id !== 'nothing',
    (folded) => ({ id: `and ${folded.map(({ id }) => id).join(' ')}`, column: 1 }),
    ({ from, to }) => `${from} ${to}`,
  );

describe('places of a map', () => {
  it('stay as they are where there is room for them', () => {
    expect(fold(6)).toEqual({ nodes, flows });
  });

  it('through which the least flows become one where there is none, in the order of the others, and nothing that flows is lost', () => {
    const { nodes: kept, flows: led } = fold(4);
    expect(kept.map(({ id }) => id)).toEqual(['vision', 'o1', 'o5', 'nothing', 'and o2 o3 o4', 'team']);
    expect(led).toContainEqual({ from: 'vision', to: 'and o2 o3 o4', amount: 6 });
    expect(led).toContainEqual({ from: 'and o2 o3 o4', to: 'team', amount: 6 });
    const all = (given: readonly { amount: number }[]) => given.reduce((sum, { amount }) => sum + amount, 0);
    expect(all(led)).toBe(all(flows));
  });
});
