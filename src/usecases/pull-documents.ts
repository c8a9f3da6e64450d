import type { Cursor } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { DocumentPage } from '../../connectors/wiki.ts';
import { inTransaction } from '../store/database.ts';
import { listReadable } from '../store/documents.ts';
import { markScopeLost, type StoredScope, saveScopeCursor } from '../store/scopes.ts';
import { holdContextAlone } from '../store/stale.ts';
import { addPage, listScopeProgress } from '../store/sync-runs.ts';
import { ingestDocuments, ingestMissing } from './ingest-documents.ts';
import { instantOf, progressOf, toRef, type WikiRun } from './sync-run.ts';

/**
 * Walks one scope, resuming where this run, or an earlier one that did not end, stood in it.
 *
 * @param isListed The wiki names it among its scopes.
 * @returns Whether it is in sight.
 */
export async function pullDocuments(run: WikiRun, scope: StoredScope, isListed: boolean): Promise<boolean> {
  const progress = (await listScopeProgress(run.deps.db, run.runId)).find((one) => one.scopeId === scope.id);
  if (progress?.state === 'done' || progress?.state === 'access-lost') return progress.state === 'done';
  // Once a page of this run is stored the scope's cursor is this run's; before, it is an earlier run's.
  const isResumed = progress?.state === 'running';
  const since = isResumed || run.kind === 'incremental' ? (scope.cursor as Cursor | null) : null;
  try {
    return await walk(run, scope, since, isListed);
  } catch (error) {
    if (isConnectorError(error, 'not-visible')) return loseDocuments(run, scope, error.message);
    if (isConnectorError(error, 'cursor-expired') && since) return walk(run, scope, null, isListed);
    throw error;
  }
}

async function walk(run: WikiRun, scope: StoredScope, since: Cursor | null, isListed: boolean): Promise<boolean> {
  let isFirst = since === null;
  for await (const page of run.connector.pull(toRef(scope), since, run.signal)) {
    if (!isListed && isFirst && isEmpty(page))
      return loseDocuments(run, scope, `${scope.name} is not listed any more.`);
    isFirst = false;
    await storePage(run, scope, page);
    await run.tellProgress();
    run.signal.throwIfAborted();
  }
  return true;
}

/** Some wikis answer for a scope that is out of sight as for one without documents. */
function isEmpty({ isLast, records, setAside }: DocumentPage): boolean {
  return isLast && records.length === 0 && setAside.length === 0;
}

/** In one transaction with the cursor: a crash then repeats a page, it never skips one. */
async function storePage(run: WikiRun, scope: StoredScope, page: DocumentPage): Promise<void> {
  const { deps, connection, runId } = run;
  const at = instantOf(deps);
  const progress = progressOf(run, page);
  await inTransaction(deps.db, async (tx) => {
    await ingestDocuments(tx, page, { connectionId: connection.id, scopeId: scope.id, syncRunId: runId, at });
    await saveScopeCursor(tx, scope.id, { cursor: page.cursor, isComplete: page.isLast, at });
    await addPage(tx, { id: runId, fence: run.fence }, scope.id, progress, at);
  });
}

/** These credentials no longer see it: its documents are unreadable, and what they stated stays. @returns false */
export async function loseDocuments(run: WikiRun, scope: StoredScope, message: string): Promise<false> {
  const { deps, connection, runId } = run;
  const at = instantOf(deps);
  await inTransaction(deps.db, async (tx) => {
    await holdContextAlone(tx);
    await markScopeLost(tx, runId, scope.id, message, at);
    const ids = (await listReadable(tx, scope.id)).map((one) => one.id);
    await ingestMissing(tx, ids, { connectionId: connection.id, scopeId: scope.id, syncRunId: runId, at });
    await addPage(tx, { id: runId, fence: run.fence }, null, { ...progressOf(run, NOTHING), pages: 0 }, at);
  });
  return false;
}

const NOTHING = { records: [], setAside: [] };
