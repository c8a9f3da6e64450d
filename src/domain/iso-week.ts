import { Temporal } from 'temporal-polyfill';
import { addDays, type Day, dayAt, startOfDay } from './days.ts';

/** An ISO 8601 week as `2026-W47`: Monday to Sunday, named by the year its Thursday lies in. Such strings compare in time order. */
export type IsoWeek = string;

export function isoWeekOf(day: Day): IsoWeek {
  const date = Temporal.PlainDate.from(day);
  // The ISO calendar always has week numbers; the type allows calendars that have none.
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`;
}

/** The week it is at this moment for people in this zone. */
export function isoWeekAt(now: number, timeZone: string): IsoWeek {
  return isoWeekOf(dayAt(now, timeZone));
}

/** True for `2026-W01` to `2026-W53`, where that year has such a week. */
export function isIsoWeek(value: string): boolean {
  const read = /^(\d{4})-W(\d{2})$/.exec(value);
  return read !== null && Number(read[2]) >= 1 && isoWeekOf(mondayOf(value)) === value;
}

/** The first day of the week. */
export function mondayOf(week: IsoWeek): Day {
  const [year, number] = week.split('-W');
  // 4 January is always in week 1.
  const inFirstWeek = Temporal.PlainDate.from(`${year}-01-04`);
  return inFirstWeek.add({ days: (Number(number) - 1) * 7 - (inFirstWeek.dayOfWeek - 1) }).toString();
}

export function addWeeks(week: IsoWeek, weeks: number): IsoWeek {
  return isoWeekOf(addDays(mondayOf(week), weeks * 7));
}

/** When the week begins and ends for people in this zone, ms since 1970; `until` is the first moment after it. */
export function boundsOfWeek(week: IsoWeek, timeZone: string): { readonly from: number; readonly until: number } {
  const monday = mondayOf(week);
  return { from: startOfDay(monday, timeZone), until: startOfDay(addDays(monday, 7), timeZone) };
}
