import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, dayByKey, weekdaysFrom, weeksOfMonth } from '../../../src/dashboard/calendar-days.ts';
import { weekdayOf } from '../../../src/domain/days.ts';
import { FIRST_WEEKDAYS } from '../../../src/domain/settings-words.ts';

const days = fc
  .date({ min: new Date('0100-01-01'), max: new Date('9900-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const firstWeekdays = fc.constantFrom(...FIRST_WEEKDAYS);

describe('a month in weeks', () => {
  it('holds each of its days once, in order, each week of seven days from the chosen one on', () => {
    fc.assert(
      fc.property(days, firstWeekdays, (day, firstWeekday) => {
        const weeks = weeksOfMonth(day, firstWeekday);
        expect(weeks.map((week) => week.map(weekdayOf))).toEqual(weeks.map(() => weekdaysFrom(firstWeekday)));
        const all = weeks.flat();
        expect(all).toEqual(all.map((_, at) => addDays(all[0] ?? '', at)));
        const inMonth = all.filter((one) => one.slice(0, 7) === day.slice(0, 7));
        expect([inMonth[0]?.slice(8), inMonth.includes(day)]).toEqual(['01', true]);
        expect(addDays(inMonth.at(-1) ?? '', 1).slice(8)).toBe('01');
        // No week of other months alone.
        for (const week of weeks) expect(week.some((one) => inMonth.includes(one))).toBe(true);
      }),
    );
  });

  it.each([
    [1, '2026-10-26'],
    [7, '2026-11-01'],
    [6, '2026-10-31'],
  ])('begins November 2026 where weeks begin with %i on %s', (firstWeekday, first) => {
    expect(weeksOfMonth('2026-11-16', firstWeekday)[0]?.[0]).toBe(first);
  });
});

describe('the keyboard in a calendar', () => {
  it.each([
    ['ArrowLeft', '2026-11-15'],
    ['ArrowRight', '2026-11-17'],
    ['ArrowUp', '2026-11-09'],
    ['ArrowDown', '2026-11-23'],
    ['Home', '2026-11-15'],
    ['End', '2026-11-21'],
    ['PageUp', '2026-10-16'],
    ['PageDown', '2026-12-16'],
    ['Enter', null],
  ])('goes with %s to %s', (key, day) => {
    expect(dayByKey(key, '2026-11-16', 7)).toBe(day);
  });

  it('stays within the week with Home and End, whatever it begins with', () => {
    fc.assert(
      fc.property(days, firstWeekdays, (day, firstWeekday) => {
        const [home, end] = [dayByKey('Home', day, firstWeekday), dayByKey('End', day, firstWeekday)];
        expect(weekdayOf(home ?? '')).toBe(firstWeekday);
        expect(end).toBe(addDays(home ?? '', 6));
        expect((home ?? '') <= day && day <= (end ?? '')).toBe(true);
      }),
    );
  });

  it('goes to the last day of a shorter month, and never out of the years', () => {
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2026-03-31', -13)).toBe('2025-02-28');
    expect([addDays('9999-12-31', 1), addDays('0001-01-01', -1)]).toEqual(['9999-12-31', '0001-01-01']);
  });
});
