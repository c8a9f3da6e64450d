import type { ProposedGoal } from '../domain/proposal.ts';
import type { PlannedStep } from '../domain/proposal-choice.ts';
import { knownAs, statedGoal } from '../domain/proposal-reading.ts';
import { taskId } from '../domain/task.ts';
import type { Tx } from '../store/database.ts';
import { addGoalUrl, documentUrls } from '../store/proposal-goals.ts';
import { type SourceWrite, saveSources } from '../store/proposals.ts';
import { saveToolGoalMatches } from '../store/tool-goals.ts';
import type { Look } from './look-at-proposal.ts';
import { sourceOf } from './store-reading.ts';

/**
 * Notes where goals of ours are written and what was stated as a person decided: of those accepted now, and of those known before, whose
 * other changes were looked at too.
 *
 * @param ids The goal of each chosen item, by the item's id.
 * @returns Addresses that goals did not carry before, by item id.
 */
export async function writeSources(
  tx: Tx,
  look: Look,
  steps: readonly PlannedStep[],
  ids: ReadonlyMap<string, string>,
): Promise<Map<string, string>> {
  const { items, proposal } = look;
  const found = items.flatMap((item): { itemId: string; goal: ProposedGoal; goalId: string }[] => {
    const goal = item.index === null ? undefined : proposal.goals[item.index];
    const known = item.isLink || item.isBlocked ? null : item.goalId;
    const goalId = ids.get(item.id) ?? known;
    return goal && goalId ? [{ itemId: item.id, goal, goalId }] : [];
  });
  await saveSources(
    tx,
    found.map(({ goal, goalId }) => sourceWrite(look, goal, goalId)),
  );
  const chosen = new Set(steps.map(({ item }) => item.id));
  return addUrls(
    tx,
    look,
    found.filter(({ itemId }) => chosen.has(itemId)),
  );
}

function sourceWrite({ proposal }: Look, goal: ProposedGoal, goalId: string): SourceWrite {
  const place = {
    connectionId: proposal.connection_id,
    documentId: proposal.document_id,
    scopeId: proposal.scope_id,
  };
  return {
    goalId,
    proposalId: proposal.id,
    knownAs: knownAs(goal),
    decided: statedGoal(goal, proposal.goals),
    ...sourceOf(place, goal),
  };
}

/** A task that links to the page states the goal. Goals a tool keeps are matched to ours instead. */
async function addUrls(
  tx: Tx,
  { proposal }: Look,
  found: readonly { readonly itemId: string; readonly goal: ProposedGoal; readonly goalId: string }[],
): Promise<Map<string, string>> {
  const idOf = (goal: ProposedGoal) => taskId(proposal.connection_id, goal.place.documentId);
  if (proposal.document_id === null && proposal.scope_id === null) {
    await saveToolGoalMatches(
      tx,
      found.map(({ goal, goalId }) => ({ id: idOf(goal), goalId })),
    );
    return new Map();
  }
  const urls = await documentUrls(tx, [...new Set(found.map(({ goal }) => idOf(goal)))]);
  const added = new Map<string, string>();
  for (const { itemId, goal, goalId } of found) {
    const url = urls.get(idOf(goal));
    if (url !== undefined && (await addGoalUrl(tx, goalId, url))) added.set(itemId, url);
  }
  return added;
}
