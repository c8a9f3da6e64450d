import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isWorkingDay } from '../../../src/domain/days.ts';
import { type Course, paceOf, shareGone } from '../../../src/domain/pace.ts';

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const WEEKDAYS = [1, 2, 3, 4, 5];
/** 100 days, each of them worked. */
const rising: Course = { from: 0, to: 50, startsOn: '2026-01-01', endsOn: '2026-04-10', workingDays: EVERY_DAY };
const falling: Course = { ...rising, from: 21, to: 7 };
const at = (day: number) => addDays('2026-01-01', day);

describe('the pace of a number', () => {
  it.each([
    ['exactly on it', rising, 25, 50, 'on-pace', 0, 25],
    ['ahead', rising, 30, 50, 'ahead', 10, 25],
    ['behind', rising, 20, 50, 'behind', -10, 25],
    ['that falls, behind', falling, 18, 50, 'behind', -29, 14],
    ['that falls, ahead', falling, 7.7, 50, 'ahead', 45, 14],
    ['that is reached early', falling, 7, 10, 'reached', 90, 19.6],
    ['that is passed', rising, 60, 100, 'reached', 20, 50],
    ['that went the wrong way: as one that never moved', rising, -10, 30, 'behind', -30, 15],
    ['on the first day', rising, 0, 0, 'on-pace', 0, 0],
    ['before the first day', rising, 0, -20, 'on-pace', 0, 0],
    ['on the last day, short', rising, 45, 99, 'behind', -9, 49.5],
    ['on the day after the end, short', rising, 45, 100, 'ended', -10, 50],
    ['long after the end, short', rising, 45, 110, 'ended', -20, 50],
    ['after the end, reached', rising, 50, 110, 'reached', -10, 50],
  ] as const)('%s', (_, course, value, day, standing, days, expected) => {
    const pace = paceOf(course, value, at(day));
    expect(pace).toMatchObject({ standing, days, ofDays: 100 });
    expect(pace?.expected).toBeCloseTo(expected);
  });

  it.each([
    ['no start value', { ...rising, from: null }],
    ['no target', { ...rising, to: null }],
    ['no way to go', { ...rising, to: 0 }],
    ['no first day', { ...rising, startsOn: null }],
    ['no last day', { ...rising, endsOn: null }],
    ['an end before its start', { ...rising, endsOn: '2025-12-31' }],
    ['a weekend for all its time', { ...rising, startsOn: '2026-01-03', endsOn: '2026-01-04', workingDays: WEEKDAYS }],
  ])('is not known with %s', (_, course) => {
    expect(paceOf(course, 10, at(10))).toBeNull();
  });

  it('stands still over a weekend, whether the time begins before it or on it', () => {
    const week = { ...rising, to: 5, startsOn: '2026-01-03', endsOn: '2026-01-11', workingDays: WEEKDAYS };
    const expected = Array.from({ length: 10 }, (_, n) => paceOf(week, 0, addDays(week.startsOn, n))?.expected);
    // Saturday to Monday of the week after: nothing until Monday has gone by, all of it from Friday evening on.
    expect(expected).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 5, 5]);
    expect(paceOf(week, 5, '2026-01-07')?.ofDays).toBe(5);
  });

  it('of a single day is all to come on that day, and all over on the next', () => {
    const day = { ...rising, startsOn: '2026-01-05', endsOn: '2026-01-05', workingDays: WEEKDAYS };
    expect(paceOf(day, 0, '2026-01-05')).toMatchObject({ standing: 'on-pace', expected: 0, days: 0, ofDays: 1 });
    expect(paceOf(day, 10, '2026-01-06')).toMatchObject({ standing: 'ended', expected: 50, days: -1 });
    expect(paceOf(day, 50, '2026-01-05')).toMatchObject({ standing: 'reached' });
  });

  it('is the same for a number and for its mirror image', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, number, fc.integer({ min: -50, max: 200 }), (from, to, value, day) => {
        fc.pre(Math.abs(to - from) > 1e-6);
        const one = paceOf({ ...rising, from, to }, value, at(day));
        const other = paceOf({ ...rising, from: -from, to: -to }, -value, at(day));
        expect(other && { ...other, expected: -other.expected + 0 }).toEqual(
          one && { ...one, expected: one.expected + 0 },
        );
      }),
    );
  });
});

describe('the share of working days gone by', () => {
  const spans = fc.record({
    startsOn: fc.integer({ min: -400, max: 400 }).map(at),
    length: fc.integer({ min: 0, max: 400 }),
    workingDays: fc.subarray(EVERY_DAY, { minLength: 1 }),
  });
  const spanOf = ({ startsOn, length, workingDays }: { startsOn: string; length: number; workingDays: number[] }) => ({
    ...{ startsOn, endsOn: addDays(startsOn, length), workingDays },
  });

  it('goes from 0 to 1, never back, and only over a working day, by the same step each', () => {
    fc.assert(
      fc.property(spans, (given) => {
        const span = spanOf(given);
        const days = Array.from({ length: daysBetween(span.startsOn, span.endsOn) + 1 }, (_, n) =>
          addDays(span.startsOn, n),
        );
        const worked = days.filter((day) => isWorkingDay(day, span.workingDays)).length;
        fc.pre(worked > 0);
        expect(shareGone(span, addDays(span.startsOn, -1))).toBe(0);
        expect(shareGone(span, span.startsOn)).toBe(0);
        for (const day of days) {
          const step = (shareGone(span, addDays(day, 1)) ?? 0) - (shareGone(span, day) ?? 0);
          expect(step).toBeCloseTo(isWorkingDay(day, span.workingDays) ? 1 / worked : 0);
        }
        expect(shareGone(span, addDays(span.endsOn, 1))).toBe(1);
        expect(shareGone(span, addDays(span.endsOn, 100))).toBe(1);
      }),
      { numRuns: 40 },
    );
  });

  it('is that of the even pace, and null exactly where there is no pace', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: -500, max: 900 }), (given, day) => {
        const span = spanOf(given);
        const pace = paceOf({ ...span, from: 0, to: 1 }, 0, at(day));
        expect(pace?.expected ?? null).toBe(shareGone(span, at(day)));
      }),
    );
  });
});
