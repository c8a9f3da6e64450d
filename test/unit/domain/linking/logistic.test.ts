import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLogistic, type Observation, oddsOf, probabilityOf } from '../../../../src/domain/linking/logistic.ts';

const NO_BELIEF = { at: 0, strength: 0 };

/** Every sign from -2 to 2, each seen as often right and wrong as the coefficients say. */
function seenUnder(coefficients: readonly number[]): Observation[] {
  const steps = Array.from({ length: 9 }, (_, at) => at / 2 - 2);
  return steps.flatMap((one) =>
    steps.flatMap((other) => {
      const signs = [1, one, other];
      const probability = probabilityOf(oddsOf(signs, coefficients));
      return [
        { signs, isRight: true, weight: probability },
        { signs, isRight: false, weight: 1 - probability },
      ];
    }),
  );
}

describe('fitLogistic', () => {
  it('finds the coefficients again that its observations were made of', () => {
    const coefficient = fc.double({ min: -2, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(coefficient, coefficient, coefficient), (coefficients) => {
        const fitted = fitLogistic(seenUnder(coefficients), [NO_BELIEF, NO_BELIEF, NO_BELIEF]);
        for (const [at, value] of coefficients.entries()) expect(fitted[at]).toBeCloseTo(value, 3);
      }),
      { numRuns: 50 },
    );
  });

  it('stays at what is believed until something is seen', () => {
    const beliefs = [
      { at: 0.3, strength: 2 },
      { at: -1, strength: 5 },
    ];
    expect(fitLogistic([], beliefs)).toEqual([0.3, -1]);
  });

  it('lets a strong belief give way less than a weak one', () => {
    const seen = Array.from({ length: 10 }, (): Observation => ({ signs: [1], isRight: true, weight: 1 }));
    const [weak = 0] = fitLogistic(seen, [{ at: 0, strength: 1 }]);
    const [strong = 0] = fitLogistic(seen, [{ at: 0, strength: 50 }]);
    expect(strong).toBeGreaterThan(0);
    expect(weak).toBeGreaterThan(2 * strong);
  });

  it('gives finite coefficients for what can be told apart fully, and for one observation alone', () => {
    const split = [-2, -1, 1, 2].map((sign): Observation => ({ signs: [1, sign], isRight: sign > 0, weight: 1 }));
    for (const seen of [split, split.slice(0, 1)]) {
      const fitted = fitLogistic(seen, [NO_BELIEF, { at: 0, strength: 0.03 }]);
      for (const value of fitted) expect(Number.isFinite(value)).toBe(true);
    }
  });

  it('counts an observation as often as its weight says', () => {
    const right = { signs: [1], isRight: true };
    const wrong = { signs: [1], isRight: false, weight: 1 };
    const belief = [{ at: 0, strength: 1 }];
    const [once = 0] = fitLogistic([{ ...right, weight: 3 }, wrong], belief);
    const [thrice = 0] = fitLogistic([...Array.from({ length: 3 }, () => ({ ...right, weight: 1 })), wrong], belief);
    expect(once).toBeCloseTo(thrice, 9);
    expect(once).toBeGreaterThan(0);
  });
});
