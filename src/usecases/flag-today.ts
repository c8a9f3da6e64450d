import { addDays, dayAt } from '../domain/days.ts';
import type { Database, Tx } from '../store/database.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { readSettings, updateSettings } from '../store/settings.ts';
import { markAllStale, markDayStale } from '../store/stale.ts';

/**
 * Marks what reads differently today than on the last day looked at: every task when a cycle began or ended or a goal closed since,
 * otherwise work in progress and what a decision touches. The second call of a day finds nothing.
 */
export async function flagToday(deps: { readonly db: Database; readonly now: () => number }): Promise<void> {
  const { db } = deps;
  const at = new Date(deps.now());
  const { time_zone: timeZone, flagged_on: last } = await readSettings(db);
  const today = dayAt(at.getTime(), timeZone);
  if (last === today) return;
  await db.transaction().execute(async (tx) => {
    if (last === null || (await isTurningPoint(tx, last, today))) await markAllStale(tx, at);
    else await markDayStale(tx, last, today, at);
    await updateSettings(tx, { flagged_on: today });
  });
}

async function isTurningPoint(db: Database | Tx, after: string, today: string): Promise<boolean> {
  const isBetween = (day: string | null) => day !== null && day > after && day <= today;
  const cycles = await listCycles(db);
  if (cycles.some((cycle) => isBetween(cycle.startsOn) || isBetween(addDays(cycle.endsOn, 1)))) return true;
  return (await listGoals(db)).some((goal) => isBetween(goal.closedOn));
}
