import type { DocumentPage } from '../../connectors/wiki.ts';
import type { DocumentRecord } from '../domain/document.ts';
import type { Tx } from '../store/database.ts';
import { noteUnreadable, upsertDocuments } from '../store/documents.ts';
import { markReferencedStale } from '../store/referenced.ts';
import { storeSetAsides } from '../store/set-asides.ts';
import { holdContextAlone } from '../store/stale.ts';
import { refreshProposals } from './refresh-proposals.ts';
import { toStorableJson } from './storable.ts';

export interface DocumentOrigin {
  readonly connectionId: string;
  /** Where documents stand that do not say so themselves. */
  readonly scopeId: string | null;
  /** What could not be read is shown with it; null: nobody is told. */
  readonly syncRunId: string | null;
  readonly at: Date;
}

/**
 * Stores documents as they were read, in its caller's transaction, with what follows from them. Storing the same ones twice changes nothing.
 *
 * @returns The ids of those that changed.
 */
export async function ingestDocuments(
  tx: Tx,
  page: Pick<DocumentPage, 'records' | 'setAside'>,
  origin: DocumentOrigin,
): Promise<string[]> {
  const { connectionId, scopeId, at } = origin;
  // Of tasks it named until now, as of those it names from now on, the evidence reads differently.
  const markNamed = (ids: readonly string[]) => markReferencedStale(tx, ids, at);
  const changed = await upsertDocuments(tx, connectionId, scopeId, page.records.map(storable), at, markNamed);
  await settle(tx, changed, origin);
  await storeFaults(tx, page.setAside, origin);
  return changed;
}

/** They are not given any more. What they stated stays, and says so. @returns The ids of those that were readable until now. */
export async function ingestMissing(tx: Tx, ids: readonly string[], origin: DocumentOrigin): Promise<string[]> {
  if (ids.length === 0) return [];
  // Before any row: a person who decides on a proposal takes it first too, so that nobody waits in a ring.
  await holdContextAlone(tx);
  const changed = await noteUnreadable(tx, ids, origin.at);
  await settle(tx, changed, origin);
  return changed;
}

/** The goals they state are proposed anew, and the tasks they name are derived anew. */
async function settle(tx: Tx, ids: readonly string[], { connectionId, at }: DocumentOrigin): Promise<void> {
  if (ids.length === 0) return;
  await refreshProposals(tx, connectionId, ids, at);
  await markReferencedStale(tx, ids, at);
}

function storable(record: DocumentRecord): DocumentRecord {
  return JSON.parse(toStorableJson(record)) as DocumentRecord;
}

async function storeFaults(tx: Tx, faults: DocumentPage['setAside'], origin: DocumentOrigin): Promise<void> {
  const { connectionId, scopeId, syncRunId, at } = origin;
  if (syncRunId === null) return;
  await storeSetAsides(
    tx,
    faults.map((one) => ({
      connection_id: connectionId,
      scope_id: scopeId,
      external_id: one.externalId,
      reason: one.reason,
      raw: toStorableJson(one.raw),
      sync_run_id: syncRunId,
      at,
    })),
  );
}
