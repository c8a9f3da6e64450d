import type { Cycle, Goal } from '../domain/goal.ts';
import type { Database } from '../store/database.ts';
import { findFormerKey, listCyclesAt, listGoalsAt } from '../store/goal-periods.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import type { Moment } from '../store/views/judged.ts';

/** Goals as they are written now, or as they were at a moment of the past. */
export function listGoalsOf(db: Database, moment: Pick<Moment, 'isNow' | 'at'>): Promise<Goal[]> {
  return moment.isNow ? listGoals(db) : listGoalsAt(db, moment.at);
}

export function listCyclesOf(db: Database, moment: Pick<Moment, 'isNow' | 'at'>): Promise<Cycle[]> {
  return moment.isNow ? listCycles(db) : listCyclesAt(db, moment.at);
}

/**
 * The goal that is meant by a key: by its key of that moment, else by its key of today, else by one it had once.
 *
 * @param goals As they were at the moment.
 * @returns `not-yet` where it is one of today's that was not written down then; null where no goal ever had this key.
 */
export async function findGoalOf(
  db: Database,
  goals: readonly Goal[],
  moment: Pick<Moment, 'isNow'>,
  key: string,
): Promise<Goal | 'not-yet' | null> {
  const isNamed = (one: Goal) => one.key.toLowerCase() === key.trim().toLowerCase();
  const named = goals.find(isNamed);
  if (named) return named;
  const now = moment.isNow ? [] : await listGoals(db);
  const id = now.find(isNamed)?.id ?? (await findFormerKey(db, key.trim()));
  return goals.find((one) => one.id === id) ?? (now.some((one) => one.id === id) ? 'not-yet' : null);
}
