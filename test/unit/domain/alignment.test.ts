import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  alignmentOf,
  type FlagGroup,
  median,
  STANDING_OF,
  weighByEstimate,
  wholePercents,
} from '../../../src/domain/alignment.ts';
import { FLAG_STATES, type FlagState } from '../../../src/domain/flag.ts';

function group(state: FlagState, count: number, weight = count, weighed?: number): FlagGroup {
  return { state, count, weight, ...(weighed !== undefined && { weighed }) };
}

describe('alignmentOf', () => {
  it.each<[string, FlagGroup[], number | null]>([
    ['null where nothing is there', [], null],
    ['null where all is decided', [group('ktlo', 5), group('not-now', 1), group('approved', 1)], null],
    ['null where all is unknown', [group('unknown', 5)], null],
    ['0 where nothing is aligned', [group('no-why', 3)], 0],
    ['1 where all is aligned', [group('aligned', 3)], 1],
    ['blind to what was decided', [group('aligned', 3), group('no-why', 1), group('ktlo', 96)], 0.75],
    ['blind to what is unknown', [group('aligned', 3), group('no-why', 1), group('unknown', 96)], 0.75],
    ['by weight, not by number', [group('aligned', 1, 9), group('no-why', 9, 1)], 0.9],
    ['over several groups of one state', [group('aligned', 1), group('aligned', 2), group('suggested', 1)], 0.75],
  ])('gives a rate %s', (_, groups, rate) => {
    expect(alignmentOf(groups).rate).toBe(rate);
  });

  it.each<[FlagState, string]>([
    ['aligned', 'aligned'],
    ['no-why', 'unaligned'],
    ['suggested', 'unaligned'],
    ['closed-goal', 'unaligned'],
    ['wrong-cycle', 'unaligned'],
    ['broken-link', 'unaligned'],
    ['over-allowance', 'unaligned'],
    ['pending-decision', 'unaligned'],
    ['ktlo', 'decided'],
    ['approved', 'decided'],
    ['not-now', 'decided'],
    ['unknown', 'unknown'],
  ])('counts %s as %s', (state, standing) => {
    expect(STANDING_OF[state]).toBe(standing);
    const { aligned, unaligned, decided, coverage } = alignmentOf([group(state, 2)]);
    expect({ aligned, unaligned, decided, unknown: coverage.unknown }).toEqual({
      aligned: 0,
      unaligned: 0,
      decided: 0,
      unknown: 0,
      [standing]: 2,
    });
  });

  it('says its coverage in tasks', () => {
    const groups = [group('aligned', 10, 25.5, 4), group('no-why', 5, 5, 0), group('unknown', 3, 3, 0)];
    expect(alignmentOf(groups, 7).coverage).toEqual({ visible: 15, unknown: 3, excluded: 7, weighed: 4 });
    expect(alignmentOf([group('aligned', 2)]).coverage).toEqual({ visible: 2, unknown: 0, excluded: 0, weighed: 2 });
  });

  it('shares out everything visible', () => {
    const { shares } = alignmentOf([group('aligned', 1), group('no-why', 1), group('ktlo', 1), group('unknown', 7)]);
    expect(shares).toMatchObject({ aligned: 33, 'no-why': 33, ktlo: 34 });
    expect(shares).not.toHaveProperty('unknown');
  });

  it('has shares that add up to 100, and a rate between 0 and 1', () => {
    const anyGroup = fc
      .record({
        state: fc.constantFrom(...FLAG_STATES),
        count: fc.nat(500),
        factor: fc.double({ min: 0, max: 20, noNaN: true }),
      })
      .map(({ state, count, factor }) => group(state, count, count * factor));
    fc.assert(
      fc.property(fc.array(anyGroup, { maxLength: 20 }), (groups) => {
        const { rate, shares } = alignmentOf(groups);
        const total = Object.values(shares).reduce((sum, share) => sum + share, 0);
        const seen = groups.some(({ state, weight }) => state !== 'unknown' && weight > 0);
        expect(total).toBe(seen ? 100 : 0);
        expect(rate === null || (rate >= 0 && rate <= 1)).toBe(true);
      }),
    );
  });
});

describe('wholePercents', () => {
  it.each([
    [[], []],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1, 1, 1],
      [34, 33, 33],
    ],
    [
      [2, 1],
      [67, 33],
    ],
    [
      [999, 1],
      [100, 0],
    ],
    [
      [0.1, 0.2, 0.7],
      [10, 20, 70],
    ],
  ])('rounds %j to %j', (values, percents) => {
    expect(wholePercents(values)).toEqual(percents);
  });
});

describe('median', () => {
  it.each([
    [[], null],
    [[5], 5],
    [[1, 9], 5],
    [[9, 1, 2], 2],
    [[1, 2, 3, 10], 2.5],
  ])('of %j is %j', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});

describe('weighByEstimate', () => {
  const task = (taskId: string, scopeId: string | null, estimate: number | null) => ({ taskId, scopeId, estimate });

  it('puts points and hours of different scopes side by side', () => {
    const weights = weighByEstimate([
      task('a', 'p', 1),
      task('b', 'p', 2),
      task('c', 'p', 4),
      task('d', 'q', 60),
      task('e', 'q', 120),
      task('f', 'q', 240),
      task('g', 'p', null),
    ]);
    expect(Object.fromEntries([...weights].map(([id, { weight }]) => [id, weight]))).toEqual({
      a: 0.5,
      b: 1,
      c: 2,
      d: 0.5,
      e: 1,
      f: 2,
      g: 1,
    });
    expect([...weights.values()].filter(({ isWeighed }) => isWeighed)).toHaveLength(6);
  });

  it.each<[string, number | null, number, boolean]>([
    ['none', null, 1, false],
    ['nothing to do', 0, 0, true],
    ['what is no number', Number.NaN, 1, false],
    ['less than nothing', -3, 1, false],
  ])('counts an estimate of %s as it should', (_, estimate, weight, isWeighed) => {
    expect(weighByEstimate([task('x', 'p', estimate), task('y', 'p', 2), task('z', 'p', 2)]).get('x')).toEqual({
      weight,
      isWeighed,
    });
  });

  it('counts each as one where the median is nothing', () => {
    expect(weighByEstimate([task('x', 'p', 0)]).get('x')).toEqual({ weight: 1, isWeighed: false });
  });
});
