import { expect, it } from 'vitest';
import { inTurns } from '../../../src/usecases/in-turns.ts';

/** Busy for so long. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it('does all in order, and lets others have their turn between', async () => {
  const turns: string[] = [];
  setImmediate(() => turns.push('other'));
  const all = inTurns([1, 2, 3], (one) => {
    turns.push(String(one));
    work(10);
    return one * 2;
  });
  expect(await all).toEqual([2, 4, 6]);
  expect(turns.slice(0, 2)).toEqual(['1', 'other']);
});

it('ends with the first error, and does nothing after it', async () => {
  const begun: number[] = [];
  const failing = inTurns([1, 2, 3], (one) => {
    begun.push(one);
    if (one === 2) throw new Error('two');
  });
  await expect(failing).rejects.toThrow('two');
  expect(begun).toEqual([1, 2]);
});
