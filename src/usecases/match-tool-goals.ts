import { indexGoals, matchToolGoal } from '../domain/evidence/goal-index.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { listGoals } from '../store/goals.ts';
import { markAllStale } from '../store/stale.ts';
import { listToolGoals, saveToolGoalMatches } from '../store/tool-goals.ts';
import { refreshToolGoals } from './refresh-tool-goals.ts';

/** Finds which of our goals a goal kept in a tool is: by the key in its title, by its title or its page. A match by hand stays; those that are none
 * of ours are proposed. */
export async function matchToolGoals(
  deps: { readonly db: Database; readonly now: () => number },
  connectionId?: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const at = new Date(deps.now());
    const index = indexGoals(await listGoals(tx), []);
    const stored = await listToolGoals(tx, connectionId);
    const matches = stored
      .filter((goal) => goal.matchedBy !== 'hand')
      .map((goal) => ({ id: goal.id, goalId: matchToolGoal(goal, index) }));
    const changed = await saveToolGoalMatches(tx, matches);
    if (changed > 0) await markAllStale(tx, at, connectionId);
    for (const id of new Set(stored.map((goal) => goal.connectionId))) await refreshToolGoals(tx, id, at);
  });
}
