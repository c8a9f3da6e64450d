import type { CheckIn } from './check-in.ts';
import { addDays, type Day, daysBetween } from './days.ts';
import type { Goal } from './goal.ts';
import type { Pace } from './pace.ts';
import { workingDayWords } from './wording.ts';

/** What a goal may want somebody to look at; a goal may have several, or none. */
export const GOAL_FLAGS = ['unstaffed', 'off-pace', 'output-without-outcome', 'stale'] as const;
export type GoalFlagKind = (typeof GOAL_FLAGS)[number];

export interface GoalFlag {
  readonly kind: GoalFlagKind;
  /** One sentence. */
  readonly reason: string;
}

export interface GoalFlagInput {
  readonly goal: Pick<Goal, 'kind' | 'from' | 'to' | 'unit'>;
  /** Work for it counts today. */
  readonly isOpen: boolean;
  readonly isStaffed: boolean;
  /** Oldest first; none that was taken back. */
  readonly checkIns: readonly CheckIn[];
  /** Of its cycle. */
  readonly startsOn: Day | null;
  /** Of the last check-in. */
  readonly pace: Pace | null;
  /** Tasks for it that were finished in the last `OUTPUT_DAYS`. */
  readonly finishedTasks: number;
  /** A key result without a check-in for longer is stale. */
  readonly staleDays: number;
  readonly today: Day;
}

/** Work of so many days is held against what the number did in them. */
export const OUTPUT_DAYS = 28;
/** Behind by less than this share of the whole time is what an uneven pace looks like. */
const OFF_PACE_SHARE = 0.1;

/** What is to be said of an open goal today, in the order of `GOAL_FLAGS`. */
export function findGoalFlags(input: GoalFlagInput): GoalFlag[] {
  if (!input.isOpen || input.goal.kind === 'vision') return [];
  return [unstaffed(input), offPace(input), outputWithoutOutcome(input), stale(input)].filter((flag) => flag !== null);
}

function unstaffed({ isStaffed }: GoalFlagInput): GoalFlag | null {
  return isStaffed ? null : { kind: 'unstaffed', reason: 'Nobody works on it now.' };
}

function offPace({ pace }: GoalFlagInput): GoalFlag | null {
  if (!pace || pace.standing === 'reached' || -pace.days <= pace.ofDays * OFF_PACE_SHARE) return null;
  const behind = `${workingDayWords(-pace.days)} behind an even pace`;
  const reason = pace.standing === 'ended' ? `Its time is over, and it was not reached: ${behind}.` : `${behind}.`;
  return { kind: 'off-pace', reason };
}

function outputWithoutOutcome(input: GoalFlagInput): GoalFlag | null {
  const { goal, checkIns, finishedTasks, today } = input;
  const last = checkIns.at(-1);
  const since = addDays(today, -OUTPUT_DAYS);
  // Nobody knows what the number did where nobody said.
  if (!last || last.on <= since || finishedTasks === 0 || goal.from === null || goal.to === null) return null;
  const before = checkIns.findLast(({ on }) => on <= since)?.value ?? startValue(input, since);
  if (before === null || last.value === goal.to) return null;
  if ((last.value - before) * Math.sign(goal.to - goal.from) > 0) return null;
  const work = finishedTasks === 1 ? '1 task for it was finished' : `${finishedTasks} tasks for it were finished`;
  const stood =
    last.value === before
      ? `stayed at ${measureWords(before, goal.unit)}`
      : `went from ${numeral(before)} to ${measureWords(last.value, goal.unit)}`;
  return { kind: 'output-without-outcome', reason: `${work} in four weeks, and the number ${stood}.` };
}

/** Where it began counts only where it began long enough ago for work to show. */
function startValue({ goal, startsOn }: GoalFlagInput, since: Day): number | null {
  return startsOn !== null && startsOn <= since ? goal.from : null;
}

function stale({ goal, checkIns, startsOn, staleDays, today }: GoalFlagInput): GoalFlag | null {
  if (goal.kind !== 'key-result') return null;
  const last = checkIns.at(-1)?.on ?? null;
  if (last === null && startsOn === null) return { kind: 'stale', reason: 'Nobody has checked in on it yet.' };
  const days = daysBetween(last ?? startsOn ?? today, today);
  if (days <= staleDays) return null;
  const since =
    last === null ? `No check-in since its cycle began, ${days} days ago` : `The last check-in was ${days} days ago`;
  return { kind: 'stale', reason: `${since}; one is expected every ${staleDays} days.` };
}

/** "12 days", "35 %", "3,928 clinicians". */
export function measureWords(value: number, unit: string | null): string {
  if (!unit) return numeral(value);
  return unit === '%' ? `${numeral(value)} %` : `${numeral(value)} ${unit}`;
}

const NUMERALS = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 6 });

/** As people write it: 3,928 and 99.937. */
export function numeral(value: number): string {
  return NUMERALS.format(value);
}
