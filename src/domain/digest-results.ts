import { type CheckIn, confidenceTrend } from './check-in.ts';
import type { Day } from './days.ts';
import type { Cycle, Goal } from './goal.ts';
import { type Pace, paceOf } from './pace.ts';

/** What was said of a key result in a week, and what it said before. */
export interface ResultMoved {
  /** What was said last before the week, else where it began; null where neither is known. */
  readonly before: number | null;
  readonly value: number;
  readonly unit: string | null;
  /** 0 to 1. */
  readonly confidence: number | null;
  readonly confidenceBefore: number | null;
  readonly pace: Pick<Pace, 'standing' | 'days'> | null;
  /** Who said so last. */
  readonly by: string;
  readonly note: string;
}

export interface SignedCheckIn extends CheckIn {
  readonly by: string;
  readonly note: string;
}

/**
 * @param checkIns Oldest first, up to the end of the week; none that was taken back.
 * @param monday The first day of the week.
 * @param workingDays 1 Monday to 7 Sunday.
 * @returns null where nobody said anything in it.
 */
export function resultMoved(
  goal: Pick<Goal, 'from' | 'to' | 'unit' | 'by'>,
  cycle: Pick<Cycle, 'startsOn' | 'endsOn'> | undefined,
  checkIns: readonly SignedCheckIn[],
  monday: Day,
  workingDays: readonly number[],
): ResultMoved | null {
  const last = checkIns.at(-1);
  if (!last || last.on < monday) return null;
  const { from, to, unit } = goal;
  const span = { startsOn: cycle?.startsOn ?? null, endsOn: goal.by ?? cycle?.endsOn ?? null, workingDays };
  const pace = paceOf({ from, to, ...span }, last.value, last.on);
  const before = checkIns.filter(({ on }) => on < monday);
  return {
    before: before.at(-1)?.value ?? from,
    value: last.value,
    unit,
    confidence: last.confidence,
    confidenceBefore: confidenceTrend(before).last,
    pace: pace && { standing: pace.standing, days: pace.days },
    by: last.by,
    note: last.note,
  };
}

/** Whether the number is another than before the week. */
export function hasMoved({ before, value }: Pick<ResultMoved, 'before' | 'value'>): boolean {
  return before !== value;
}
