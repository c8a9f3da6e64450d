import { isDeepStrictEqual } from 'node:util';
import type { Cursor } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { DocumentPage } from '../../connectors/wiki.ts';
import { saveSharedCursor } from '../store/connections.ts';
import { inTransaction } from '../store/database.ts';
import { addPage } from '../store/sync-runs.ts';
import { ingestDocuments } from './ingest-documents.ts';
import { instantOf, progressOf, type WikiRun } from './sync-run.ts';

/**
 * Documents that stand in no scope, where the wiki lists them: those that changed since an earlier run stood there, also in a run in
 * full, since a census asks for each by id.
 *
 * @returns Whether any came.
 */
export async function pullLoose(run: WikiRun): Promise<boolean> {
  const { cursor = null } = (run.connection.sharedCursor ?? {}) as { readonly cursor?: Cursor | null };
  try {
    return await walk(run, cursor);
  } catch (error) {
    if (cursor === null || !isConnectorError(error, 'cursor-expired')) throw error;
    return walk(run, null);
  }
}

async function walk(run: WikiRun, since: Cursor | null): Promise<boolean> {
  let hasFound = false;
  let before = since;
  for await (const page of run.connector.pullLoose?.(since, run.signal) ?? []) {
    const isNews = page.records.length > 0 || page.setAside.length > 0;
    // A look that found nothing leaves everything as it stood.
    if (isNews || !isDeepStrictEqual(page.cursor, before)) await storePage(run, page);
    before = page.cursor;
    hasFound ||= page.records.length > 0;
    await run.tellProgress();
    run.signal.throwIfAborted();
  }
  return hasFound;
}

/** In one transaction with the cursor: a crash then repeats a page, it never skips one. */
async function storePage(run: WikiRun, page: DocumentPage): Promise<void> {
  const { deps, connection, runId } = run;
  const at = instantOf(deps);
  const progress = progressOf(run, page);
  await inTransaction(deps.db, async (tx) => {
    await ingestDocuments(tx, page, { connectionId: connection.id, scopeId: null, syncRunId: runId, at });
    await saveSharedCursor(tx, connection.id, { runId, cursor: page.cursor, isDone: page.isLast });
    await addPage(tx, { id: runId, fence: run.fence }, null, progress, at);
  });
}
