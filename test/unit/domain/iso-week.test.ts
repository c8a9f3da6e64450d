import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/days.ts';
import { addWeeks, boundsOfWeek, isIsoWeek, isoWeekAt, isoWeekOf, mondayOf } from '../../../src/domain/iso-week.ts';

describe('isoWeekOf', () => {
  it.each([
    ['2026-11-22', '2026-W47'],
    ['2026-11-23', '2026-W48'],
    ['2026-01-01', '2026-W01'],
    ['2025-12-29', '2026-W01'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2021-01-03', '2020-W53'],
  ])('%s is in %s', (day, week) => {
    expect(isoWeekOf(day)).toBe(week);
  });

  it('decides by the organisation’s zone on Sunday night', () => {
    const sundayNight = Date.parse('2026-11-22T23:30:00Z');
    expect([isoWeekAt(sundayNight, 'UTC'), isoWeekAt(sundayNight, 'Australia/Sydney')]).toEqual([
      '2026-W47',
      '2026-W48',
    ]);
  });
});

describe('isIsoWeek', () => {
  it.each([
    ['2026-W47', true],
    ['2026-W53', true],
    ['2025-W53', false],
    ['2026-W54', false],
    ['2026-W00', false],
    ['2026-47', false],
    ['2026-W7', false],
  ])('%j: %j', (value, expected) => {
    expect(isIsoWeek(value)).toBe(expected);
  });
});

describe('weeks', () => {
  it.each([
    ['2026-W53', 1, '2027-W01'],
    ['2026-W01', -1, '2025-W52'],
    ['2026-W47', -8, '2026-W39'],
  ])('%s plus %i is %s', (week, weeks, expected) => {
    expect(addWeeks(week, weeks)).toBe(expected);
  });

  it('last seven days, more or less an hour when clocks change', () => {
    const hours = (week: string) =>
      (boundsOfWeek(week, 'Europe/Berlin').until - boundsOfWeek(week, 'Europe/Berlin').from) / 3_600_000;
    expect([hours('2026-W47'), hours('2026-W13'), hours('2026-W43')]).toEqual([168, 167, 169]);
  });

  it('hold each of their seven days and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const day = addDays('1990-01-01', days);
        const monday = mondayOf(isoWeekOf(day));
        expect(monday <= day && day <= addDays(monday, 6)).toBe(true);
        expect(isoWeekOf(addDays(monday, 7))).not.toBe(isoWeekOf(day));
      }),
    );
  });
});
