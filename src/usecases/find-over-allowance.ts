import { splitByAllowance } from '../domain/allowance.ts';
import { countLiveByTeam, listKtloTasks } from '../store/allowances.ts';
import type { Database } from '../store/database.ts';

export interface OverAllowance {
  /** Tasks beyond what their team may keep going; only the excess, newest first out. */
  readonly over: ReadonlySet<string>;
  /** Whose flag does not say so yet, or still does. */
  readonly changed: readonly string[];
}

/** Splits each team's upkeep by its allowance, each task counted as one. A team without an allowance has nothing beyond it. */
export async function findOverAllowance(
  db: Database,
  allowances: readonly { readonly teamId: string | null; readonly share: number }[],
): Promise<OverAllowance> {
  const shares = new Map(allowances.map((allowance) => [allowance.teamId, allowance.share]));
  const tasks = await listKtloTasks(db);
  const totals = await countLiveByTeam(db);
  const over = new Set<string>();
  for (const [teamId, own] of Map.groupBy(tasks, (task) => task.teamId)) {
    const weighed = own.map((task) => ({
      taskId: task.taskId,
      weight: 1,
      createdAt: task.createdAt?.getTime() ?? null,
    }));
    for (const id of splitByAllowance(weighed, totals.get(teamId) ?? 0, shares.get(teamId) ?? null)) over.add(id);
  }
  return { over, changed: tasks.filter((task) => over.has(task.taskId) !== task.isOver).map((task) => task.taskId) };
}
