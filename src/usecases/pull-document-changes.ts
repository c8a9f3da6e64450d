import type { Cursor } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { DocumentChanges, WikiConnector } from '../../connectors/wiki.ts';
import { scopeId, taskId } from '../domain/task.ts';
import { noteChangesRefused } from '../store/connections.ts';
import { inTransaction } from '../store/database.ts';
import { moveScopeCursor, type StoredScope } from '../store/scopes.ts';
import { addPage } from '../store/sync-runs.ts';
import { ingestDocuments, ingestMissing } from './ingest-documents.ts';
import { instantOf, progressOf, toRef, type WikiRun } from './sync-run.ts';

type PullChanges = NonNullable<WikiConnector['pullChanges']>;

/** A refusal is asked again after a day; new credentials are asked at once. */
const AGAIN_MS = 86_400_000;

export interface Left {
  /** To be asked one by one. */
  readonly scopes: readonly StoredScope[];
  /** The wiki did not let these credentials ask for all of them; whether they may read is not known yet. */
  readonly isRefused: boolean;
}

/** What changed in all scopes that were walked whole, in one question where the wiki takes one: none of them is asked by itself then. */
export async function pullDocumentChanges(run: WikiRun, scopes: readonly StoredScope[]): Promise<Left> {
  const { deps, connection, connector } = run;
  const walked = scopes.filter((scope) => scope.isWalkComplete && scope.cursor !== null);
  const canAsk = run.kind === 'incremental' && connector.pullChanges !== undefined && !isRefusedLately(run);
  if (!canAsk || walked.length === 0) return { scopes, isRefused: false };
  try {
    if ((await readChanges(run, walked)) > 0) await deps.onStale();
  } catch (error) {
    // A place in another form is what a walk mends, scope by scope.
    if (isConnectorError(error, 'cursor-expired')) return { scopes, isRefused: false };
    if (isRefusal(error)) return { scopes, isRefused: true };
    throw error;
  }
  if (connection.changesRefusedAt) await noteChangesRefused(deps.db, connection.id, null);
  return { scopes: scopes.filter((scope) => !walked.includes(scope)), isRefused: false };
}

function isRefusedLately({ deps, connection }: WikiRun): boolean {
  const at = connection.changesRefusedAt?.getTime();
  return at !== undefined && deps.now() - at < AGAIN_MS;
}

/** Whatever is wrong with the credentials themselves is said by the next question, too. */
function isRefusal(error: unknown): boolean {
  return (['unauthorised', 'not-visible', 'unexpected-answer'] as const).some((kind) => isConnectorError(error, kind));
}

/** @returns How many documents came, or came no more. */
async function readChanges(run: WikiRun, scopes: readonly StoredScope[]): Promise<number> {
  const since = scopes.map((scope) => ({ scope: toRef(scope), cursor: scope.cursor as Cursor }));
  let found = 0;
  // The moment before they are read: whoever reads one of them meanwhile knows better.
  let at = instantOf(run.deps);
  for await (const page of (run.connector.pullChanges as PullChanges)(since, run.signal)) {
    await storeChanges(run, page, at);
    at = instantOf(run.deps);
    found += page.records.length + page.missing.length;
    await run.tellProgress();
    run.signal.throwIfAborted();
  }
  return found;
}

/** In one transaction with the cursors: once they moved, nobody would say it again. */
async function storeChanges(run: WikiRun, page: DocumentChanges, at: Date): Promise<void> {
  const { deps, connection, runId } = run;
  const progress = progressOf(run, page);
  const origin = { connectionId: connection.id, scopeId: null, syncRunId: runId, at };
  await inTransaction(deps.db, async (tx) => {
    await ingestDocuments(tx, page, origin);
    const missing = page.missing.map((id) => taskId(connection.id, id));
    await ingestMissing(tx, missing, origin);
    for (const [externalId, cursor] of Object.entries(page.cursors)) {
      await moveScopeCursor(tx, scopeId(connection.id, externalId), cursor, at);
    }
    await addPage(tx, { id: runId, fence: run.fence }, null, progress, at);
  });
}
