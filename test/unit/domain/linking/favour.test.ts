import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bare, factorOf, favoured } from '../../../../src/domain/linking/favour.ts';
import { createLinker } from '../../../../src/domain/linking/linker.ts';
import type { LinkerExample } from '../../../../src/domain/linking/reading.ts';

const GOALS = ['Checkout', 'Payroll', 'Freight', 'Search'].map((title) => ({
  id: title.toLowerCase(),
  title: `${title} work`,
  text: '',
}));

/** Tasks that say the words of all goals, whichever they serve. */
function examplesOf(counts: readonly number[]): LinkerExample[] {
  return counts.flatMap((count, at) =>
    Array.from({ length: count }, (_, number) => ({
      id: `${at}-${number}`,
      title: `${GOALS.map(({ id }) => id).join(' ')} w${at}x${number}`,
      text: '',
      goalIds: [GOALS[at]?.id ?? ''],
    })),
  );
}

const favourIn = (counts: readonly number[]) =>
  createLinker({ goals: GOALS, examples: examplesOf(counts) }).trust.favour ?? Number.NaN;

describe('favoured', () => {
  const score = fc.double({ min: 0, max: 2, noNaN: true });
  const favour = fc.double({ min: -2, max: 2, noNaN: true });

  it('is told from the bare score, and back', () => {
    fc.assert(
      fc.property(score, favour, fc.nat(40), (one, power, served) => {
        const factor = factorOf(power, served);
        expect(bare(favoured(one, factor), factor)).toBeCloseTo(one, 6);
      }),
    );
  });

  it('finds no goal that shares nothing with the task', () => {
    expect(favoured(0, factorOf(1, 20))).toBe(0);
  });

  it('keeps the order of goals that as many examples serve', () => {
    fc.assert(
      fc.property(score, score, favour, fc.nat(40), (one, other, power, served) => {
        fc.pre(one > other + 1e-6);
        const factor = factorOf(power, served);
        expect(favoured(one, factor)).toBeGreaterThan(favoured(other, factor));
      }),
    );
  });
});

describe('how much goals with many examples are favoured', () => {
  it('is what examples say: much where most tasks serve few goals, little where all goals are served alike', () => {
    expect(favourIn([24, 3, 3, 2])).toBeGreaterThan(0.05);
    expect(favourIn([8, 8, 8, 8])).toBeLessThan(0.05);
  });

  it('is next to nothing where there are few examples to say it', () => {
    expect(Math.abs(favourIn([1, 0, 0, 0]))).toBeLessThan(0.02);
    expect(createLinker({ goals: GOALS }).trust.favour).toBeUndefined();
  });

  it('brings what is served most before what reads as alike', () => {
    const examples = examplesOf([2, 24, 2, 2]);
    const { trust } = createLinker({ goals: GOALS, examples });
    const first = (favour: number) =>
      createLinker({ goals: GOALS, examples, trust: { ...trust, favour } })
        .read({ id: 'asked', title: 'Freight and payroll and search and checkout', text: '' })
        .ranked.map(({ goalId }) => goalId);
    expect(first(1)[0]).toBe('payroll');
    expect(first(-1).indexOf('payroll')).not.toBe(0);
  });

  it('is none in what was measured before it was asked', () => {
    const examples = examplesOf([24, 3, 3, 2]);
    const { favour, ...before } = createLinker({ goals: GOALS, examples }).trust;
    const asked = { id: 'asked', title: 'Payroll and checkout', text: '' };
    expect(createLinker({ goals: GOALS, examples, trust: before }).read(asked)).toEqual(
      createLinker({ goals: GOALS, examples, trust: { ...before, favour: 0 } }).read(asked),
    );
    expect(favour).not.toBe(0);
  });
});
