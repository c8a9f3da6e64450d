import { Temporal } from 'temporal-polyfill';
import { addDays, type Day } from './days.ts';
import { addWeeks, type IsoWeek, isoWeekAt, isoWeekOf, mondayOf } from './iso-week.ts';

/** When a person wants their digest, by the clock on their wall. */
export interface DigestTime {
  /** 1 Monday to 7 Sunday. */
  readonly weekday: number;
  /** 0 to 23. */
  readonly hour: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** A digest that comes later than this is not sent any more. */
export const GRACE_MS = 24 * 3_600_000;

/**
 * The moment the digest of this ISO week is due, ms since 1970. An hour that the clocks leave out is due at the first moment after the gap
 * (where a whole day is left out, at the start of the next one); one that comes twice, the first time.
 */
export function dueAt(week: IsoWeek, { weekday, hour, timeZone }: DigestTime): number {
  const wanted = Temporal.PlainDate.from(addDays(mondayOf(week), weekday - 1)).toPlainDateTime({ hour });
  const earlier = wanted.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wanted)) return earlier.epochMilliseconds;
  // In a gap: "earlier" stands before it, by as much as it is long.
  const after = earlier.getTimeZoneTransition('next');
  return (after ?? wanted.toZonedDateTime(timeZone)).epochMilliseconds;
}

/** The week whose digest came due last: this week's or, where its time is still to come, the one before. */
export function lastDueWeek(now: number, time: DigestTime): IsoWeek {
  const week = isoWeekAt(now, time.timeZone);
  // Where clocks go back over midnight, Monday begins, and then it is Sunday again.
  return [addWeeks(week, 1), week].find((one) => dueAt(one, time) <= now) ?? addWeeks(week, -1);
}

/** The first digest that is due after this moment. */
export function nextDigest(now: number, time: DigestTime): { readonly week: IsoWeek; readonly at: number } {
  const week = addWeeks(lastDueWeek(now, time), 1);
  return { week, at: dueAt(week, time) };
}

/** The week that a digest sent on this day speaks of: the one in which most of the seven days before lie. */
export function weekSpokenOf(day: Day): IsoWeek {
  return isoWeekOf(addDays(day, -4));
}
