import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DecidedLink, firstMonth, measure, measureByMonth, precisionOf } from '../../../src/domain/precision.ts';

const NOW = Date.parse('2026-11-18T11:00:00Z');

function decided(likelihood: number, isRight: boolean, given: Partial<DecidedLink> = {}): DecidedLink {
  return {
    at: NOW,
    isRight,
    isAutomatic: false,
    likelihood,
    kind: 'text',
    structural: null,
    learned: null,
    ...given,
  };
}

describe('the bounds of a precision', () => {
  // Newcombe 1998, Statistics in Medicine 17, table I, method 3: Wilson's interval without correction.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i right of %i are those of the published table', (right, of, low, high) => {
    const found = precisionOf(right, of);
    expect(found.precision).toBeCloseTo(right / of);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });

  it('are nothing where nothing was decided, and not 0 %', () => {
    expect(precisionOf(0, 0)).toEqual({ decided: 0, right: 0, precision: null, low: null, high: null });
  });

  it('lie between 0 and 1 around the share, closer with more decisions', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const [right, of] = [Math.min(a, b), Math.max(a, b, 1)];
        const one = precisionOf(right, of);
        const ten = precisionOf(10 * right, 10 * of);
        const [low, share, high] = [one.low ?? -1, one.precision ?? -1, one.high ?? -1];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(share + 1e-12);
        expect(share).toBeLessThanOrEqual(high + 1e-12);
        expect(high).toBeLessThanOrEqual(1);
        expect((ten.high ?? 1) - (ten.low ?? 0)).toBeLessThan(high - low);
      }),
    );
  });
});

describe('what people decided', () => {
  it('counts each decision in one band of likelihood, at its lower bound', () => {
    const links = [
      decided(1, true),
      decided(0.95, false),
      decided(0.94, true),
      decided(0.7, true),
      decided(0.69, false),
    ];
    const counted = measure(links).bands.map(({ from, decided: of, right }) => [from, of, right]);
    expect(counted).toEqual([
      [0.95, 2, 1],
      [0.85, 1, 1],
      [0.7, 1, 1],
      [0.5, 1, 0],
    ]);
  });

  it('stands apart for what was linked without asking, and for each kind of evidence', () => {
    const links = [
      decided(0.97, true, { isAutomatic: true, kind: 'stated' }),
      decided(0.97, false, { isAutomatic: true, kind: 'stated' }),
      decided(0.6, true),
    ];
    const found = measure(links);
    expect([found.all.decided, found.all.right]).toEqual([3, 2]);
    expect([found.automatic.decided, found.automatic.right]).toEqual([2, 1]);
    expect(found.kinds.map(({ kind, decided: of }) => [kind, of])).toEqual([
      ['stated', 2],
      ['text', 1],
    ]);
  });
});

describe('month by month', () => {
  const at = (instant: string) => Date.parse(instant);

  it('a decision counts in the month it was in the organisation’s zone', () => {
    const late = [decided(0.9, true, { at: at('2026-10-31T23:30:00Z') })];
    expect(measureByMonth(late, NOW, 'Europe/Berlin').map(({ month }) => month)).toEqual(['2026-11']);
    expect(measureByMonth(late, NOW, 'UTC').map(({ month }) => month)).toEqual(['2026-10', '2026-11']);
  });

  it('shows the months between in which nothing was decided, over the turn of a year', () => {
    const now = at('2026-02-10T12:00:00Z');
    const links = [decided(0.9, true, { at: at('2025-11-10T12:00:00Z') }), decided(0.9, false, { at: now })];
    const months = measureByMonth(links, now, 'UTC').map(({ month, all }) => [month, all.decided]);
    expect(months).toEqual([
      ['2025-11', 1],
      ['2025-12', 0],
      ['2026-01', 0],
      ['2026-02', 1],
    ]);
  });

  it('looks back twelve months, this one included', () => {
    expect(firstMonth(NOW, 'UTC')).toBe('2025-12');
    expect(firstMonth(at('2026-12-05T12:00:00Z'), 'UTC')).toBe('2026-01');
  });
});
