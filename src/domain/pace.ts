import { type Day, daysBetween } from './days.ts';

/** A number that should go evenly from one value to another between two days; a target below its start counts the same. */
export interface Course {
  readonly from: number | null;
  readonly to: number | null;
  readonly startsOn: Day | null;
  readonly endsOn: Day | null;
}

export interface Pace {
  /** Where an even pace would stand on the day of the value. */
  readonly expected: number;
  /** How far the value is on the way: 0 at the start, 1 at the target; below and above where it is. */
  readonly share: number;
  /** Whole days ahead of an even pace, or, below zero, behind it. */
  readonly days: number;
  /** Days from start to end. */
  readonly ofDays: number;
  /** ended: its last day has passed without reaching the target. */
  readonly standing: 'reached' | 'ahead' | 'on-pace' | 'behind' | 'ended';
}

/** How a value stands against an even pace on its day. null where there is no way to go, or no days to go it in. */
export function paceOf(course: Course, value: number, on: Day): Pace | null {
  const way = wayOf(course);
  if (!way) return null;
  const elapsed = Math.max(0, daysBetween(way.startsOn, on));
  const share = (value - way.from) / (way.to - way.from);
  // A number that went the wrong way is as far behind as one that never moved.
  const days = Math.round(Math.max(0, share) * way.days - elapsed);
  const expected = way.from + (way.to - way.from) * Math.min(1, elapsed / way.days);
  return { expected, share, days, ofDays: way.days, standing: standingOf(share, days, elapsed > way.days) };
}

function standingOf(share: number, days: number, isOver: boolean): Pace['standing'] {
  if (share >= 1) return 'reached';
  if (isOver) return 'ended';
  if (days === 0) return 'on-pace';
  return days > 0 ? 'ahead' : 'behind';
}

function wayOf({ from, to, startsOn, endsOn }: Course) {
  if (from === null || to === null || from === to || startsOn === null || endsOn === null) return null;
  const days = daysBetween(startsOn, endsOn);
  return days > 0 ? { from, to, startsOn, days } : null;
}
