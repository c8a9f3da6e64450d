import { addDays, type Day, dayAt, isWorkingDay, WORKING_DAYS } from './days.ts';
import type { Transition } from './task.ts';

/**
 * How many of the organisation's working days, in its zone, a task stood "in progress" for at least a moment. A day touched
 * twice counts once, a task opened and finished on one Tuesday counts 1, a weekend counts 0: fractions of a day would claim a
 * precision that status changes do not have.
 *
 * @param transitions Oldest first. Before the first one the task stood in that one's `from` status.
 * @param isInProgress The mapping's word on a status.
 * @param createdAt When it was made, ms since 1970; null: nothing is known before the first transition.
 * @param until Counts up to this moment (ms, exclusive): now, or the end of a week.
 * @param current The status it stands in where it never moved; null where unknown.
 * @param workingDays 1 Monday to 7 Sunday.
 */
export function activeDays(
  transitions: readonly Transition[],
  isInProgress: (status: { readonly externalId: string | null; readonly name: string }) => boolean,
  createdAt: number | null,
  until: number,
  timeZone: string,
  current: { readonly externalId: string | null; readonly name: string } | null = null,
  workingDays: readonly number[] = WORKING_DAYS,
): number {
  const days = new Set<Day>();
  for (const stretch of stretches(transitions, createdAt, until, current)) {
    if (isInProgress(stretch.status)) addWorkingDays(days, stretch, timeZone, workingDays);
  }
  return days.size;
}

interface Stretch {
  readonly status: { readonly externalId: string | null; readonly name: string };
  readonly from: number;
  readonly until: number;
}

function stretches(
  transitions: readonly Transition[],
  createdAt: number | null,
  until: number,
  current: Stretch['status'] | null,
): Stretch[] {
  const found: Stretch[] = [];
  const first = transitions[0];
  const initial = first ? statusBefore(first) : current;
  if (createdAt !== null && initial) found.push({ status: initial, from: createdAt, until: first?.at ?? until });
  transitions.forEach((move, index) => {
    const status = { externalId: move.toId, name: move.toName };
    found.push({ status, from: move.at, until: transitions[index + 1]?.at ?? until });
  });
  return found.map((stretch) => ({ ...stretch, until: Math.min(stretch.until, until) }));
}

function statusBefore(move: Transition): Stretch['status'] | null {
  return move.fromName === null ? null : { externalId: move.fromId, name: move.fromName };
}

function addWorkingDays(
  days: Set<Day>,
  { from, until }: Pick<Stretch, 'from' | 'until'>,
  timeZone: string,
  workingDays: readonly number[],
): void {
  if (until <= from) return;
  // `until` itself is outside: a stretch that ends at midnight does not touch the day that begins there.
  const last = dayAt(until - 1, timeZone);
  for (let day = dayAt(from, timeZone); day <= last; day = addDays(day, 1)) {
    if (isWorkingDay(day, workingDays)) days.add(day);
  }
}
