import type { DocumentPage } from '../../connectors/wiki.ts';
import type { DocumentRecord } from '../domain/document.ts';
import type { Tx } from '../store/database.ts';
import { noteUnreadable, upsertDocuments } from '../store/documents.ts';
import { storeSetAsides } from '../store/set-asides.ts';
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
  const changed = await upsertDocuments(tx, connectionId, scopeId, page.records.map(storable), at);
  await storeFaults(tx, page.setAside, origin);
  return changed;
}

/** They are not given any more. What they stated stays, and says so. @returns The ids of those that were readable until now. */
export async function ingestMissing(tx: Tx, ids: readonly string[], { at }: DocumentOrigin): Promise<string[]> {
  return noteUnreadable(tx, ids, at);
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
