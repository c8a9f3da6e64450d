export interface AllowanceTask {
  readonly taskId: string;
  /** In whatever the total is counted in. */
  readonly weight: number;
  /** ms since 1970; null where unknown: taken for the oldest. */
  readonly createdAt: number | null;
}

/** Sums of decimals miss by less than this; a team exactly at its allowance is within it. */
const TOLERANCE = 1e-9;

/**
 * The KTLO tasks beyond a team's allowance: the newest ones, only as many as it takes for the rest to fit. Same input in any order, same set.
 *
 * @param ktloTasks What keeps the lights on by a rule; those a person called KTLO are not asked about again.
 * @param totalWeight Of all the team's countable tasks, KTLO included.
 * @param allowance Share of the total, 0 to 1; null: none was set, nothing is beyond it.
 */
export function splitByAllowance(
  ktloTasks: readonly AllowanceTask[],
  totalWeight: number,
  allowance: number | null,
): Set<string> {
  const over = new Set<string>();
  if (allowance === null) return over;
  const budget = allowance * totalWeight + TOLERANCE;
  let kept = ktloTasks.reduce((sum, task) => sum + task.weight, 0);
  for (const task of [...ktloTasks].sort(newestFirst)) {
    if (kept <= budget) break;
    if (task.weight <= 0) continue;
    over.add(task.taskId);
    kept -= task.weight;
  }
  return over;
}

function newestFirst(a: AllowanceTask, b: AllowanceTask): number {
  const age = (task: AllowanceTask) => task.createdAt ?? Number.NEGATIVE_INFINITY;
  return age(b) === age(a) ? (a.taskId < b.taskId ? 1 : -1) : age(b) - age(a);
}
