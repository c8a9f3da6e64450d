import { type CheckIn, confidenceTrend } from '../domain/check-in.ts';
import { addDays, dayAt, startOfDay } from '../domain/days.ts';
import type { Cycle, Goal } from '../domain/goal.ts';
import { findGoalFlags, OUTPUT_DAYS } from '../domain/goal-flag.ts';
import { paceOf } from '../domain/pace.ts';
import { type CheckInRow, listCheckIns } from '../store/check-ins.ts';
import type { Database } from '../store/database.ts';
import { readSettings } from '../store/settings.ts';
import { countFinishedSets, type FinishedSet } from '../store/views/goals.ts';
import type { ViewMoment } from './view-query.ts';

/** What people said of all goals, and what was finished for them. */
export interface GoalGround {
  readonly checkIns: ReadonlyMap<string, readonly CheckInRow[]>;
  readonly finished: readonly FinishedSet[];
  readonly staleDays: number;
  readonly workingDays: readonly number[];
  readonly moment: ViewMoment;
}

export async function loadGoalGround(db: Database, moment: ViewMoment): Promise<GoalGround> {
  const since = startOfDay(addDays(moment.today, -OUTPUT_DAYS), moment.timeZone);
  const [checkIns, finished, settings] = await Promise.all([
    listCheckIns(db, moment.isNow ? undefined : moment.at),
    countFinishedSets(db, new Date(since), moment),
    readSettings(db),
  ]);
  return {
    checkIns: Map.groupBy(checkIns, ({ goalId }) => goalId),
    finished,
    staleDays: settings.stale_check_in_days,
    workingDays: settings.working_days,
    moment,
  };
}

export interface GoalFacts {
  readonly isOpen: boolean;
  readonly isStaffed: boolean;
  readonly cycle: Cycle | undefined;
  /** The goal and everything under it. */
  readonly treeIds: readonly string[];
}

/** Where a goal stands by its check-ins, its pace, and what is to be said of it. */
export function progressOf(goal: Goal, { isOpen, isStaffed, cycle, treeIds }: GoalFacts, ground: GoalGround) {
  const { timeZone, today } = ground.moment;
  const rows = ground.checkIns.get(goal.id) ?? [];
  const checkIns = rows.map(
    (row): CheckIn => ({
      value: row.value,
      confidence: row.confidence,
      on: dayAt(row.at.getTime(), timeZone),
    }),
  );
  const last = checkIns.at(-1);
  const startsOn = cycle?.startsOn ?? null;
  const { workingDays } = ground;
  const course = { from: goal.from, to: goal.to, startsOn, endsOn: goal.by ?? cycle?.endsOn ?? null, workingDays };
  const pace = last ? paceOf(course, last.value, last.on) : null;
  const ids = new Set(treeIds);
  const finishedTasks = ground.finished
    .filter(({ goalIds }) => goalIds.some((id) => ids.has(id)))
    .reduce((sum, { count }) => sum + count, 0);
  const trend = confidenceTrend(checkIns);
  return {
    progress: last
      ? {
          value: last.value,
          on: last.on,
          by: rows.at(-1)?.byName ?? '',
          confidence: trend.last,
          confidenceBefore: trend.before,
        }
      : null,
    pace: pace && { standing: pace.standing, days: pace.days, share: pace.share, expected: pace.expected },
    flags: findGoalFlags({
      goal,
      isOpen,
      isStaffed,
      checkIns,
      startsOn,
      pace,
      finishedTasks,
      staleDays: ground.staleDays,
      today,
    }),
  };
}
