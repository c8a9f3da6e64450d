import { splitByAllowance } from '../domain/allowance.ts';
import { allowanceInForce, cyclesOn } from '../domain/allowance-in-force.ts';
import { dayAt } from '../domain/days.ts';
import { countLiveByTeam, listAllowances, listKtloTasks } from '../store/allowances.ts';
import type { Database } from '../store/database.ts';
import { listCycles } from '../store/goals.ts';
import { readSettings } from '../store/settings.ts';

export interface OverAllowance {
  /** Tasks beyond what their team may keep going; only the excess, newest first out. */
  readonly over: ReadonlySet<string>;
  /** Whose flag does not say so yet, or still does. */
  readonly changed: readonly string[];
}

/**
 * Splits each team's upkeep by its allowance, each task counted as one. What was set for the cycle comes before what was set for
 * any, and a team's own before the common one; where there is none, nothing is beyond it.
 */
export async function findOverAllowance(db: Database, now: number): Promise<OverAllowance> {
  const today = dayAt(now, (await readSettings(db)).time_zone);
  const allowances = await listAllowances(db, { isInForce: true });
  const cycleIds = cyclesOn(await listCycles(db), today).map(({ id }) => id);
  const tasks = await listKtloTasks(db, today);
  const isAsked = allowances.length > 0 && tasks.length > 0;
  const totals = isAsked ? await countLiveByTeam(db) : new Map<string | null, number>();
  const over = new Set<string>();
  for (const [teamId, own] of Map.groupBy(tasks, (task) => task.teamId)) {
    const weighed = own.map((task) => ({
      taskId: task.taskId,
      weight: 1,
      createdAt: task.createdAt?.getTime() ?? null,
    }));
    const share = allowanceInForce(allowances, teamId, cycleIds)?.share ?? null;
    for (const id of splitByAllowance(weighed, totals.get(teamId) ?? 0, share)) over.add(id);
  }
  return { over, changed: tasks.filter((task) => over.has(task.taskId) !== task.isOver).map((task) => task.taskId) };
}
