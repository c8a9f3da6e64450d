import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { promiseOf } from '../../../../src/domain/linking/promise.ts';

const seen = (count: number, likelihood: number, isRight = true) =>
  Array.from({ length: count }, () => ({ likelihood, isRight }));

const someExamples = fc.array(
  fc.record({ likelihood: fc.integer({ min: 0, max: 1_000 }).map((value) => value / 1_000), isRight: fc.boolean() }),
  { maxLength: 60 },
);

describe('promiseOf', () => {
  it('promises nothing by fewer than eight examples, however right they are', () => {
    expect(promiseOf([], 0.95)).toBeNull();
    expect(promiseOf(seen(7, 1), 0.95)).toBeNull();
    expect(promiseOf(seen(8, 1), 0.95)).toEqual({ from: 1, examples: 8, right: 8 });
  });

  it('does not take eight right ones for proof where they were thought half likely', () => {
    expect(promiseOf(seen(8, 0.5), 0.95)).toBeNull();
    expect(promiseOf(seen(100, 0.5), 0.95)).toEqual({ from: 0.5, examples: 100, right: 100 });
  });

  it('promises nothing where even the surest are wrong too often', () => {
    expect(promiseOf([...seen(18, 0.97), ...seen(4, 0.97, false)], 0.95)).toBeNull();
  });

  it('begins at the lowest likelihood that keeps the precision', () => {
    const examples = [...seen(40, 0.97), ...seen(20, 0.9), ...seen(5, 0.8, false)];
    expect(promiseOf(examples, 0.95)).toEqual({ from: 0.9, examples: 60, right: 60 });
  });

  it('never links without asking what is thought more likely wrong than right', () => {
    expect(promiseOf([...seen(100, 0.99), ...seen(1, 0.1, false)], 0.95)).toEqual({
      from: 0.99,
      examples: 100,
      right: 100,
    });
    expect(promiseOf(seen(1_000, 0.49), 0.5)).toBeNull();
  });

  it('never cuts through examples of one likelihood, in whatever order they come', () => {
    fc.assert(
      fc.property(someExamples, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (examples, precision) => {
        const kept = promiseOf(examples, precision);
        expect(promiseOf([...examples].reverse(), precision)).toEqual(kept);
        if (!kept) return;
        const above = examples.filter(({ likelihood }) => likelihood >= kept.from);
        const right = above.filter(({ isRight }) => isRight).length;
        expect(kept).toMatchObject({ examples: above.length, right });
        expect(above.length).toBeGreaterThanOrEqual(8);
        const believed = above.reduce((sum, { likelihood }) => sum + likelihood, 0) / above.length;
        expect((right + 5 * believed) / (above.length + 5)).toBeGreaterThanOrEqual(precision - 1e-9);
      }),
    );
  });
});
