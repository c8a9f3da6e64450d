import { afterEach, describe, expect, it } from 'vitest';
import {
  formatAmount,
  formatCount,
  formatDay,
  formatDecimal,
  formatExactRate,
  formatInstant,
  formatLongDay,
  formatMeasure,
  formatMonth,
  formatRate,
  formatSpan,
  formatWeek,
  formatWeekTick,
  plural,
  setReaderLanguages,
} from '../../../src/dashboard/format.ts';
import { chooseReaderLocale } from '../../../src/dashboard/reader-locale.ts';

afterEach(() => setReaderLanguages([]));

const at = Date.UTC(2026, 10, 16, 14, 5);
const everything = () => ({
  count: formatCount(1234567),
  amount: formatAmount(1234.56),
  decimal: formatDecimal(0.8, 2),
  rate: formatRate(0.783),
  exact: formatExactRate(0.7831, 1),
  measure: formatMeasure(99.985, '%'),
  day: formatDay('2026-11-16'),
  shortDay: formatDay('2026-11-16', true),
  instant: formatInstant(at, 'Europe/Lisbon'),
  week: formatWeek('2026-W47'),
  tick: formatWeekTick('2026-W47'),
  long: formatLongDay('2026-11-16'),
  month: formatMonth('2026-11-16'),
});

describe('numbers, days and weeks', () => {
  it('are written as in Britain where the browser says nothing', () => {
    expect(everything()).toEqual({
      count: '1,234,567',
      amount: '1,234.6',
      decimal: '0.80',
      rate: '78\u202f%',
      exact: '78.3\u202f%',
      measure: '99.985\u202f%',
      day: '16 Nov 2026',
      shortDay: '16 Nov',
      instant: 'Mon, 16 Nov 2026, 14:05 in Lisbon',
      week: 'week 47',
      tick: '47',
      long: 'Monday, 16 November 2026',
      month: 'November 2026',
    });
  });

  it('are written as in America: month first, afternoon hours, weeks from Sunday on without a number', () => {
    setReaderLanguages(['en-US', 'en']);
    expect(everything()).toMatchObject({
      count: '1,234,567',
      rate: '78\u202f%',
      day: 'Nov 16, 2026',
      shortDay: 'Nov 16',
      instant: expect.stringMatching(/^Mon, Nov 16, 2026, 02:05\sPM in Lisbon$/),
      week: 'week of Nov 16',
      tick: 'Nov 16',
      long: 'Monday, November 16, 2026',
      month: 'November 2026',
    });
  });

  it('are written as in Germany, with English words', () => {
    setReaderLanguages(['de-DE', 'de', 'en-US', 'en']);
    expect(everything()).toMatchObject({
      count: '1.234.567',
      amount: '1.234,6',
      decimal: '0,80',
      rate: '78\u202f%',
      exact: '78,3\u202f%',
      measure: '99,985\u202f%',
      day: '16 Nov 2026',
      instant: expect.stringMatching(/16 Nov 2026, 14:05 in Lisbon$/),
      week: 'week 47',
      long: 'Monday, 16 November 2026',
      month: 'November 2026',
    });
  });

  it('follow a region English has no form for, with the day before the month', () => {
    setReaderLanguages(['fr-FR']);
    expect(everything()).toMatchObject({ count: '1\u202f234\u202f567', day: '16 Nov 2026', week: 'week 47' });
  });

  it('put the sign for percent where the region puts it', () => {
    setReaderLanguages(['tr-TR']);
    expect(formatRate(0.78)).toBe('%78');
  });

  it('keep the digits of the texts', () => {
    setReaderLanguages(['ar-EG']);
    expect(formatCount(47)).toBe('47');
  });
});

it.each([
  ['a language without a region', ['de'], { numbers: 'de-DE-u-nu-latn', firstDay: 1 }],
  ['English without a region', ['en'], { days: 'en-GB' }],
  ['a faulty tag before a good one', ['x_y z', 'en-US'], { days: 'en-US', hourCycle: 'h12', firstDay: 7 }],
  ['nothing', [], { days: 'en-GB', hourCycle: 'h23', firstDay: 1 }],
])('finds a locale for %s', (_what, tags, expected) => {
  expect(chooseReaderLocale(tags)).toMatchObject(expected);
});

it.each([
  ['2026-W01', '29 Dec'],
  ['2026-W53', '28 Dec'],
  ['2027-W01', '4 Jan'],
])('names %s by its Monday, %s, also over the turn of a year', (week, monday) => {
  setReaderLanguages(['en-PT']);
  expect([formatWeek(week), formatWeek(week).includes('week')]).toEqual([`week of ${monday}`, true]);
});

it('says one of a thing as one, and a span in the words of its size', () => {
  expect([plural(0, 'task'), plural(1, 'task'), plural(2, 'task')]).toEqual(['0 tasks', '1 task', '2 tasks']);
  expect([400, 90_000, 7_200_000, 259_200_000].map(formatSpan)).toEqual(['1 s', '2 min', '2 h', '3 days']);
});
