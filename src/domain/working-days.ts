import type { Day } from './days.ts';

const DAY_MS = 86_400_000;

/**
 * How many days from the first up to, and without, this one are worked; 0 where it is not later. By arithmetic alone, since the browser
 * counts them too and carries no calendar of its own.
 *
 * @param workingDays 1 Monday to 7 Sunday, each once.
 */
export function workingDaysBefore(day: Day, first: Day, workingDays: readonly number[]): number {
  return count(dayNumber(first), dayNumber(day), workingDays);
}

/** How many days from the first to the last, both included, are worked; 0 where the last is earlier. */
export function workingDaysThrough(last: Day, first: Day, workingDays: readonly number[]): number {
  return count(dayNumber(first), dayNumber(last) + 1, workingDays);
}

function count(first: number, end: number, workingDays: readonly number[]): number {
  const weeks = Math.floor(Math.max(0, end - first) / 7);
  const rest = first + weeks * 7;
  const days = Array.from({ length: Math.max(0, end - rest) }, (_, at) => weekdayOf(rest + at));
  return weeks * workingDays.length + days.filter((day) => workingDays.includes(day)).length;
}

/** Whole days since 1970. */
function dayNumber(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** 1 Monday to 7 Sunday; the first day of 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
