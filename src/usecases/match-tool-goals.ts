import { indexGoals, matchToolGoal } from '../domain/evidence/goal-index.ts';
import { knownAs } from '../domain/proposal-reading.ts';
import { writtenAs } from '../domain/proposal-tool-goals.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { listGoals } from '../store/goals.ts';
import { listSources } from '../store/proposals.ts';
import { markAllStale } from '../store/stale.ts';
import { listToolGoals, type StoredToolGoal, saveToolGoalMatches } from '../store/tool-goals.ts';
import { refreshToolGoals, toolGoalsProposalId } from './refresh-tool-goals.ts';

/**
 * Finds which of our goals a goal kept in a tool is: the one a person accepted it as, else by the key in its title, by its title or its page. A
 * match by hand stays; those that are none of ours are proposed.
 */
export async function matchToolGoals(
  deps: { readonly db: Database; readonly now: () => number },
  connectionId?: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const at = new Date(deps.now());
    const index = indexGoals(await listGoals(tx), []);
    const stored = await listToolGoals(tx, connectionId);
    const accepted = await readAccepted(tx, new Set(stored.map((goal) => goal.connectionId)));
    const matches = stored
      .filter((goal) => goal.matchedBy !== 'hand')
      .map((goal) => ({ id: goal.id, goalId: accepted(goal) ?? matchToolGoal(goal, index) }));
    const changed = await saveToolGoalMatches(tx, matches);
    if (changed > 0) await markAllStale(tx, at, connectionId);
    for (const id of new Set(stored.map((goal) => goal.connectionId))) await refreshToolGoals(tx, id, at);
  });
}

/** What people accepted goals of these tools as, whatever ours are called since. */
async function readAccepted(
  tx: Tx,
  connectionIds: ReadonlySet<string>,
): Promise<(goal: StoredToolGoal) => string | undefined> {
  const goalIds = new Map<string, string>();
  for (const connectionId of connectionIds) {
    for (const source of await listSources(tx, toolGoalsProposalId(connectionId))) {
      goalIds.set(`${connectionId} ${source.known_as}`, source.goal_id);
    }
  }
  return ({ connectionId, title }) => goalIds.get(`${connectionId} ${knownAs(writtenAs(title))}`);
}
