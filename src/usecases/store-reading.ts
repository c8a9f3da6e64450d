import { hash } from 'node:crypto';
import type { ProposedGoal } from '../domain/proposal.ts';
import { diffProposal, type ProposalItem } from '../domain/proposal-diff.ts';
import { canonicalReading } from '../domain/proposal-reading.ts';
import { taskId } from '../domain/task.ts';
import type { Tx } from '../store/database.ts';
import { notifyChange } from '../store/notify.ts';
import { lastDecision } from '../store/proposal-decisions.ts';
import { findProposal, noteSources, type SourceWrite, type StoredProposal, saveReading } from '../store/proposals.ts';
import { markReferencedStale } from '../store/referenced.ts';
import { readGround } from './proposal-ground.ts';

/** Of what a reading states, in whatever order and wherever on the page. */
export function hashOf(goals: readonly ProposedGoal[]): string {
  return hash('sha256', canonicalReading(goals));
}

/** Where goals were read: a page, a data source, or (neither) a tool's own goals. */
export interface ReadPlace {
  readonly id: string;
  readonly connectionId: string;
  readonly documentId: string | null;
  readonly scopeId: string | null;
  readonly title: string;
  readonly url: string | null;
}

/**
 * Keeps what was read. An equal reading changes nothing, one that states something else opens the proposal, and our goals stay as they are:
 * only where each is written, or that it is not any more, is noted.
 */
export async function storeReading(tx: Tx, place: ReadPlace, goals: readonly ProposedGoal[], at: Date): Promise<void> {
  const before = await findProposal(tx, place.id, { forUpdate: true });
  // A data source that states nothing yet is kept all the same: somebody may say what its columns hold.
  if (!before && goals.length === 0 && place.scopeId === null) return;
  const goalsHash = hashOf(goals);
  const isChanged = before?.goals_hash !== goalsHash;
  const items = diffProposal(goals, await readGround(tx, { ...place, goals }, at.getTime()));
  const state = await stateOf(tx, { id: place.id, goalsHash, decidedHash: before?.decided_hash ?? null }, items);
  await saveReading(tx, {
    id: place.id,
    connection_id: place.connectionId,
    document_id: place.documentId,
    scope_id: place.scopeId,
    title: place.title,
    url: place.url,
    goals,
    goals_hash: goalsHash,
    state,
    changed_at: before && !isChanged ? before.changed_at : at,
  });
  const touched = await noteSources(tx, place.id, standingOf(place, goals, items));
  await markReferencedStale(tx, touched, at);
  if (isChanged || touched.length > 0 || before?.state !== state) await notifyChange(tx, { type: 'proposals-changed' });
}

interface Read {
  readonly id: string;
  readonly goalsHash: string;
  readonly decidedHash: string | null;
}

/** open: it states something that no person decided on yet. A dismissed page stays dismissed until it states something else. */
export async function stateOf(tx: Tx, read: Read, items: readonly ProposalItem[]): Promise<StoredProposal['state']> {
  if (read.goalsHash === read.decidedHash) {
    const last = await lastDecision(tx, read.id);
    if (last) return last.says === 'dismissed' ? 'dismissed' : 'settled';
  }
  return items.some((item) => item.is !== 'same') ? 'open' : 'settled';
}

/** Where each goal of ours stands by this reading. */
function standingOf(place: ReadPlace, goals: readonly ProposedGoal[], items: readonly ProposalItem[]) {
  const standing = new Map<string, Pick<SourceWrite, 'documentId' | 'stated' | 'path'>>();
  for (const { goalId, index, isLink } of items) {
    const goal = index === null ? undefined : goals[index];
    if (goalId !== null && goal && !isLink) standing.set(goalId, sourceOf(place, goal));
  }
  return standing;
}

/** A tool's own goals stand in no document. */
export function sourceOf(place: Pick<ReadPlace, 'connectionId' | 'documentId' | 'scopeId'>, goal: ProposedGoal) {
  const isInDocument = place.documentId !== null || place.scopeId !== null;
  const documentId = isInDocument ? taskId(place.connectionId, goal.place.documentId) : null;
  return { documentId, stated: goal.stated, path: goal.place.path };
}
