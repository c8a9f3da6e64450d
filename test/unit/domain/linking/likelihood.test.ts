import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { likelihoodOf, refit, type Signs, shippedOdds, UNMOVED } from '../../../../src/domain/linking/likelihood.ts';
import { probabilityOf } from '../../../../src/domain/linking/logistic.ts';

const SIGNS: Signs = {
  mass: -0.5,
  lead: 0.3,
  goals: 4,
  leaning: 0,
  servesNothing: 0,
  like: 0.2,
  likeOther: 0.1,
  examples: 1,
};

/** `perStep` observations for each log odds from -3 to 3, right as often as they say when moved by shift and slope. */
function seenUnder(shift: number, slope: number, perStep: number) {
  const steps = Array.from({ length: 13 }, (_, at) => at / 2 - 3);
  return steps.flatMap((odds) => {
    const right = Math.round(perStep * probabilityOf(shift + slope * odds));
    return Array.from({ length: perStep }, (_, at) => ({ odds, isRight: at < right }));
  });
}

describe('refit', () => {
  it('leaves the shipped weights alone without examples', () => {
    expect(refit([])).toEqual(UNMOVED);
  });

  it('finds how an organisation differs from the shipped weights, once it has many examples', () => {
    for (const [shift, slope] of [
      [-1, 1],
      [0.5, 0.6],
      [0, 1.5],
    ] as const) {
      const moved = refit(seenUnder(shift, slope, 200));
      expect(moved.shift).toBeCloseTo(shift, 0.5);
      expect(moved.slope).toBeCloseTo(slope, 0.5);
    }
  });

  it('draws likelihoods together while there are few', () => {
    const slopes = [1, 20, 200].map((perStep) => refit(seenUnder(0, 1, perStep)).slope);
    expect(slopes).toEqual([...slopes].sort((a, b) => a - b));
    expect(slopes[0]).toBeLessThan(0.9);
    expect(slopes.at(-1)).toBeGreaterThan(0.95);
  });

  it('never turns the order of likelihoods around, even where all that was sure was wrong', () => {
    const upsideDown = seenUnder(0, -2, 100);
    expect(refit(upsideDown).slope).toBe(0.2);
    fc.assert(
      fc.property(
        fc.array(fc.record({ odds: fc.double({ min: -9, max: 9, noNaN: true }), isRight: fc.boolean() })),
        (seen) => {
          const { shift, slope } = refit(seen);
          expect(Number.isFinite(shift)).toBe(true);
          expect(slope).toBeGreaterThanOrEqual(0.2);
        },
      ),
    );
  });
});

describe('likelihoodOf', () => {
  it('lies between 0 and 1, in thousandths, and rises with the odds', () => {
    const odds = fc.double({ min: -1_000, max: 1_000, noNaN: true });
    fc.assert(
      fc.property(odds, odds, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)].map((value) => likelihoodOf(value, UNMOVED));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(high).toBeGreaterThanOrEqual(low as number);
        expect(Number((high as number).toFixed(3))).toBe(high);
      }),
    );
  });
});

describe('shippedOdds', () => {
  it('rise with what of the task is in the goal, and with its lead', () => {
    const odds = (changed: Partial<Signs>) => shippedOdds({ ...SIGNS, ...changed }, 'withExamples');
    expect(odds({ mass: 0.5 })).toBeGreaterThan(odds({ mass: -0.5 }));
    expect(odds({ lead: 0.6 })).toBeGreaterThan(odds({ lead: -0.6 }));
  });

  it('fall with likeness to tasks that serve nothing', () => {
    const odds = (changed: Partial<Signs>) => shippedOdds({ ...SIGNS, ...changed }, 'withExamples');
    expect(odds({ servesNothing: 0.9 })).toBeLessThan(odds({ servesNothing: -0.9 }));
    expect(odds({ leaning: 3 })).toBeLessThan(odds({ leaning: -3 }));
  });

  it('let one sign carry no more than so much', () => {
    const odds = (leaning: number) => shippedOdds({ ...SIGNS, leaning }, 'withExamples');
    expect(odds(1e9)).toBe(odds(4));
    expect(odds(-1e9)).toBe(odds(-4));
  });

  it('rise with the examples of the goal, up to as many as were ever looked at', () => {
    const odds = (examples: number) => shippedOdds({ ...SIGNS, examples: Math.log(1 + examples) }, 'withExamples');
    expect(odds(4)).toBeGreaterThan(odds(0));
    expect(odds(5_000)).toBe(odds(20));
  });

  it('fall with the number of goals to be mistaken for it, where there are no examples', () => {
    const odds = (goals: number) => shippedOdds({ ...SIGNS, goals: Math.log(goals) }, 'withoutExamples');
    expect(odds(500)).toBeLessThan(odds(5));
  });
});
