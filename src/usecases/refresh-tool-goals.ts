import { proposedFromToolGoals } from '../domain/proposal-tool-goals.ts';
import { TOOL_WORDS } from '../domain/wording.ts';
import { findConnection } from '../store/connections.ts';
import type { Tx } from '../store/database.ts';
import { findProposal, listSources } from '../store/proposals.ts';
import { holdContextAlone } from '../store/stale.ts';
import { listToolGoals } from '../store/tool-goals.ts';
import { hashOf, storeReading } from './store-reading.ts';

export function toolGoalsProposalId(connectionId: string): string {
  return `goals-${connectionId}`;
}

/** The goals a tool keeps itself that are none of ours yet, as one proposal of its connection. */
export async function refreshToolGoals(tx: Tx, connectionId: string, at: Date): Promise<void> {
  const id = toolGoalsProposalId(connectionId);
  const connection = await findConnection(tx, connectionId);
  const accepted = new Set((await listSources(tx, id)).map((source) => source.goal_id));
  const goals = proposedFromToolGoals(await listToolGoals(tx, connectionId), accepted);
  const before = await findProposal(tx, id);
  // With each page of a pull: the lock below holds up whoever derives.
  if (!connection || (before ? before.goals_hash === hashOf(goals) : goals.length === 0)) return;
  await holdContextAlone(tx);
  const title = `Goals in ${TOOL_WORDS[connection.tool]}`;
  await storeReading(tx, { id, connectionId, documentId: null, scopeId: null, title, url: null }, goals, at);
}
