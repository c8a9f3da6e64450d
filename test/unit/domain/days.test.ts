import { describe, expect, it } from 'vitest';
import {
  addDays,
  dayAt,
  daysBetween,
  isDay,
  isTimeZone,
  isWorkingDay,
  startOfDay,
  weekdayOf,
} from '../../../src/domain/days.ts';

const at = (iso: string) => Date.parse(iso);

describe('isDay', () => {
  it.each([
    ['2026-11-22', true],
    ['2024-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['20261122', false],
    ['2026-11-22T00:00', false],
    ['', false],
  ])('%j: %j', (value, expected) => {
    expect(isDay(value)).toBe(expected);
  });
});

describe('dayAt', () => {
  it.each([
    ['2026-11-22T23:30:00Z', 'UTC', '2026-11-22'],
    ['2026-11-22T23:30:00Z', 'Europe/Lisbon', '2026-11-22'],
    ['2026-11-22T23:30:00Z', 'Europe/Berlin', '2026-11-23'],
    ['2026-11-22T12:30:00Z', 'Pacific/Auckland', '2026-11-23'],
    ['2026-11-22T07:30:00Z', 'America/Los_Angeles', '2026-11-21'],
  ])('%s in %s is %s', (iso, zone, day) => {
    expect(dayAt(at(iso), zone)).toBe(day);
  });
});

describe('startOfDay', () => {
  it.each([
    ['2026-11-22', 'UTC', '2026-11-22T00:00:00Z'],
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00Z'],
    ['2026-03-30', 'Europe/Berlin', '2026-03-29T22:00:00Z'],
    // Clocks jump over midnight in Beirut that night: the day begins at one o'clock.
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00Z'],
  ])('%s in %s begins at %s', (day, zone, iso) => {
    expect(startOfDay(day, zone)).toBe(at(iso));
  });
});

describe('day arithmetic', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2026-03-28', 2, '2026-03-30'],
  ])('%s plus %i days is %s and back', (day, days, expected) => {
    expect(addDays(day, days)).toBe(expected);
    expect(daysBetween(day, expected)).toBe(days);
  });

  it.each([
    ['2026-11-20', 5, true],
    ['2026-11-21', 6, false],
    ['2026-11-22', 7, false],
    ['2026-11-23', 1, true],
  ])('%s is weekday %i, working: %j', (day, weekday, working) => {
    expect([weekdayOf(day), isWorkingDay(day)]).toEqual([weekday, working]);
  });
});

describe('isTimeZone', () => {
  it.each([
    ['Europe/Lisbon', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['', false],
  ])('%j: %j', (name, expected) => {
    expect(isTimeZone(name)).toBe(expected);
  });
});
