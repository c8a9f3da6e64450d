import type { Day } from './days.ts';
import { workingDaysBefore, workingDaysThrough } from './working-days.ts';

/** The days a number has for its way: from the first to the last, both included. Of these, the working days count. */
export interface PaceSpan {
  readonly startsOn: Day | null;
  readonly endsOn: Day | null;
  /** 1 Monday to 7 Sunday, each once. */
  readonly workingDays: readonly number[];
}

/** A number that should go evenly from one value to another over its working days; a target below its start counts the same. */
export interface Course extends PaceSpan {
  readonly from: number | null;
  readonly to: number | null;
}

export interface Pace {
  /** Where an even pace would stand on the day of the value. */
  readonly expected: number;
  /** How far the value is on the way: 0 at the start, 1 at the target; below and above where it is. */
  readonly share: number;
  /** Whole working days ahead of an even pace, or, below zero, behind it. */
  readonly days: number;
  /** Working days from start to end. */
  readonly ofDays: number;
  /** ended: its last day has passed without reaching the target. */
  readonly standing: 'reached' | 'ahead' | 'on-pace' | 'behind' | 'ended';
}

/** How a value stands against an even pace on its day. null where there is no way to go, or no working day to go it in. */
export function paceOf(course: Course, value: number, on: Day): Pace | null {
  const { from, to } = course;
  const time = timeOf(course, on);
  if (!time || from === null || to === null || from === to) return null;
  const share = (value - from) / (to - from);
  // A number that went the wrong way is as far behind as one that never moved. "+ 0": no minus zero.
  const days = Math.round(Math.max(0, share) * time.days - time.gone) + 0;
  const expected = from + (to - from) * Math.min(1, time.gone / time.days);
  return { expected, share, days, ofDays: time.days, standing: standingOf(share, days, time.isOver) };
}

/**
 * The share of the working days that has gone by when a day begins: 0 until the first of them is over, 1 from the day after the last one.
 * null where there is none.
 */
export function shareGone(span: PaceSpan, on: Day): number | null {
  const time = timeOf(span, on);
  return time && Math.min(1, time.gone / time.days);
}

function standingOf(share: number, days: number, isOver: boolean): Pace['standing'] {
  if (share >= 1) return 'reached';
  if (isOver) return 'ended';
  if (days === 0) return 'on-pace';
  return days > 0 ? 'ahead' : 'behind';
}

/** Working days in all, and how many went by before this day: also those after the end, since what is late grows later. */
function timeOf({ startsOn, endsOn, workingDays }: PaceSpan, on: Day) {
  if (startsOn === null || endsOn === null) return null;
  const days = workingDaysThrough(endsOn, startsOn, workingDays);
  if (days === 0) return null;
  return { days, gone: workingDaysBefore(on, startsOn, workingDays), isOver: on > endsOn };
}
