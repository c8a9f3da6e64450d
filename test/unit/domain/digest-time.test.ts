import { describe, expect, it } from 'vitest';
import { dueAt, lastDueWeek, nextDigest, weekSpokenOf } from '../../../src/domain/digest-time.ts';

const at = (instant: string) => Date.parse(instant);

describe('dueAt', () => {
  it.each([
    ['on the wall of whoever reads it', 'Europe/Lisbon', 1, 9, '2026-W47', '2026-11-16T09:00:00Z'],
    [
      'of the same ISO week, also where UTC still has the one before',
      'Pacific/Auckland',
      1,
      9,
      '2026-W47',
      '2026-11-15T20:00:00Z',
    ],
    ['at the end of a gap', 'Europe/Berlin', 7, 2, '2026-W13', '2026-03-29T01:00:00Z'],
    ['at the end of a gap of half an hour', 'Australia/Lord_Howe', 7, 2, '2026-W40', '2026-10-03T15:30:00Z'],
    ['the first time of an hour that comes twice', 'Europe/Berlin', 7, 2, '2026-W43', '2026-10-25T00:00:00Z'],
    ['at the start of Saturday where Friday is left out', 'Pacific/Apia', 5, 9, '2011-W52', '2011-12-30T10:00:00Z'],
    [
      'at the first moment of Sunday where midnight is left out',
      'America/Havana',
      7,
      0,
      '2026-W10',
      '2026-03-08T05:00:00Z',
    ],
  ])('is due %s', (_how, timeZone, weekday, hour, week, instant) => {
    expect(new Date(dueAt(week, { weekday, hour, timeZone })).toISOString()).toBe(new Date(instant).toISOString());
  });
});

describe('lastDueWeek', () => {
  const monday9 = { weekday: 1, hour: 9, timeZone: 'Europe/Berlin' };

  it('is last week until the hour strikes, and this week from then on', () => {
    expect(lastDueWeek(at('2026-11-23T07:59:59.999Z'), monday9)).toBe('2026-W47');
    expect(lastDueWeek(at('2026-11-23T08:00:00Z'), monday9)).toBe('2026-W48');
  });

  it('names the next one with its moment', () => {
    expect(nextDigest(at('2026-11-23T08:00:00Z'), monday9)).toEqual({
      week: '2026-W49',
      at: at('2026-11-30T08:00:00Z'),
    });
  });

  it('gives everyone who moves over the date line one week after the other, none twice and none left out', () => {
    const apia = { weekday: 1, hour: 9, timeZone: 'Pacific/Apia' };
    const honolulu = { weekday: 1, hour: 9, timeZone: 'Pacific/Honolulu' };
    // Monday 10:00 in Apia is Sunday 11:00 in Honolulu.
    const now = at('2026-11-15T21:00:00Z');
    expect([lastDueWeek(now, apia), lastDueWeek(now, honolulu)]).toEqual(['2026-W47', '2026-W46']);
    expect(lastDueWeek(at('2026-11-16T19:00:00Z'), honolulu)).toBe('2026-W47');
  });
});

describe('weekSpokenOf', () => {
  it.each([
    ['2026-11-23', '2026-W47'],
    ['2026-11-26', '2026-W47'],
    ['2026-11-27', '2026-W48'],
    ['2026-11-29', '2026-W48'],
  ])('on %s most of the last seven days lie in %s', (day, week) => {
    expect(weekSpokenOf(day)).toBe(week);
  });
});
