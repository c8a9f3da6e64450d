import { Temporal } from 'temporal-polyfill';

/** A calendar day as `YYYY-MM-DD`. Such strings compare in time order. */
export type Day = string;

/** True for a day that exists: `2026-02-30` does not. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  try {
    return Temporal.PlainDate.from(value, { overflow: 'reject' }).toString() === value;
  } catch {
    return false;
  }
}

/** The day it is at this moment for people in this zone. `now` in ms since 1970, `timeZone` an IANA name. */
export function dayAt(now: number, timeZone: string): Day {
  return Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The moment this day begins for people in this zone, ms since 1970 (not always midnight: clocks jump). */
export function startOfDay(day: Day, timeZone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone }).startOfDay().epochMilliseconds;
}

export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Whole days from one to the other; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** 1 Monday to 7 Sunday, as ISO 8601 counts. */
export function weekdayOf(day: Day): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** Monday to Friday, where nobody chose otherwise. */
export const WORKING_DAYS: readonly number[] = [1, 2, 3, 4, 5];

/** @param workingDays 1 Monday to 7 Sunday. Public holidays differ by place and are working days here. */
export function isWorkingDay(day: Day, workingDays: readonly number[] = WORKING_DAYS): boolean {
  return workingDays.includes(weekdayOf(day));
}

/** True for a zone name this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
