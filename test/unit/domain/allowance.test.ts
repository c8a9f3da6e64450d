import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AllowanceTask, splitByAllowance } from '../../../src/domain/allowance.ts';

function tasks(count: number, weight = 1): AllowanceTask[] {
  return Array.from({ length: count }, (_, at) => ({
    taskId: `t${String(at).padStart(2, '0')}`,
    weight,
    createdAt: at,
  }));
}

describe('splitByAllowance', () => {
  it.each<[string, AllowanceTask[], number, number | null, string[]]>([
    ['nothing without an allowance', tasks(5), 5, null, []],
    ['nothing below it', tasks(19), 100, 0.2, []],
    ['nothing at exactly it', tasks(20), 100, 0.2, []],
    ['exactly the excess, the newest', tasks(24), 100, 0.2, ['t20', 't21', 't22', 't23']],
    ['everything where nothing is allowed', tasks(2), 10, 0, ['t00', 't01']],
    ['nothing where all is allowed', tasks(3), 3, 1, []],
    ['as many as it takes where they weigh more than the excess', tasks(3, 10), 100, 0.25, ['t02']],
    ['nothing of no weight', [...tasks(2), { taskId: 'zero', weight: 0, createdAt: 99 }], 10, 0.1, ['t01']],
    ['one of unknown age last of all', [{ taskId: 'old', weight: 1, createdAt: null }, ...tasks(1)], 10, 0.1, ['t00']],
    ['exactly at it with weights that are no binary fractions', tasks(3, 0.1), 1, 0.3, []],
  ])('names %s', (_, ktlo, total, allowance, expected) => {
    expect([...splitByAllowance(ktlo, total, allowance)].sort()).toEqual(expected);
  });

  it('names the same tasks whatever their order, and leaves what fits', () => {
    const anyTasks = fc.uniqueArray(
      fc.record({ taskId: fc.string(), weight: fc.nat(8), createdAt: fc.option(fc.nat(5)) }),
      { selector: ({ taskId }) => taskId },
    );
    fc.assert(
      fc.property(anyTasks, fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (ktlo, total, allowance) => {
        const over = splitByAllowance(ktlo, total, allowance);
        expect(splitByAllowance(ktlo.toReversed(), total, allowance)).toEqual(over);
        const kept = ktlo.filter(({ taskId }) => !over.has(taskId)).reduce((sum, { weight }) => sum + weight, 0);
        expect(kept).toBeLessThanOrEqual(allowance * total + 1e-6);
        const last = ktlo.find(({ taskId }) => taskId === [...over].at(-1));
        // Had the last one named stayed, the rest would not have fitted.
        if (last) expect(kept + last.weight).toBeGreaterThan(allowance * total);
      }),
    );
  });
});
