import { isConnectorError } from '../../connectors/errors.ts';
import type { FetchedDocuments } from '../../connectors/wiki.ts';
import { taskId } from '../domain/task.ts';
import { inTransaction } from '../store/database.ts';
import { listLooseIds, listReadable } from '../store/documents.ts';
import type { StoredScope } from '../store/scopes.ts';
import { addPage, findSyncRun } from '../store/sync-runs.ts';
import { ingestDocuments, ingestMissing } from './ingest-documents.ts';
import { loseDocuments } from './pull-documents.ts';
import { instantOf, progressOf, toRef, type WikiRun } from './sync-run.ts';

/** Each costs a request or more: so much is stored at once. */
const IDS_AT_ONCE = 25;
/** The next one asks for the rest: a whole wiki that vanished must not hold up the others for hours. */
const ASK_MAX = 1_000;
const NOTHING = { records: [], setAside: [] };

/** After a walk in full: what it did not give is asked for by id. */
export async function readAbsent(run: WikiRun, scope: StoredScope): Promise<void> {
  const { db } = run.deps;
  const startedAt = (await findSyncRun(db, run.runId))?.started_at ?? null;
  const absent = (await listReadable(db, scope.id)).filter((one) => startedAt !== null && one.read_at < startedAt);
  await readAgain(
    run,
    scope,
    absent.map((one) => one.external_id),
  );
}

/** Holds what is stored of a scope against every id the wiki gives; what either lacks is asked for by id. */
export async function compareWithCensus(run: WikiRun, scope: StoredScope, isListed: boolean): Promise<void> {
  // Ours first: a document that comes while the wiki is asked must not look like one it lacks.
  const ours = new Set((await listReadable(run.deps.db, scope.id)).map((one) => one.external_id));
  try {
    const theirs = await readCensus(run, scope);
    if (!isListed && theirs.size === 0) {
      await loseDocuments(run, scope, `${scope.name} is not listed any more.`);
      return;
    }
    const unknown = [...theirs].filter((id) => !ours.has(id));
    await readAgain(run, scope, [...unknown, ...[...ours].filter((id) => !theirs.has(id))]);
    await closeScope(run, scope);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    await loseDocuments(run, scope, error.message);
  }
}

/** Every id of the scope: its end is reached, or this throws. */
async function readCensus(run: WikiRun, scope: StoredScope): Promise<Set<string>> {
  const theirs = new Set<string>();
  for await (const ids of run.connector.census(toRef(scope), run.signal)) {
    for (const id of ids) theirs.add(id);
    run.signal.throwIfAborted();
  }
  return theirs;
}

/**
 * Documents that stand in no scope are in no list that is whole: each we know is asked for by id, also one that was unreadable, and each
 * that the wiki names and we do not know.
 */
export async function readLoose(run: WikiRun): Promise<void> {
  const ours = await listLooseIds(run.deps.db, run.connection.id);
  const known = new Set(ours);
  const unknown: string[] = [];
  for await (const ids of run.connector.listLooseIds?.(run.signal) ?? []) {
    unknown.push(...ids.filter((id) => !known.has(id)));
    run.signal.throwIfAborted();
  }
  await readAgain(run, null, [...unknown, ...ours]);
}

async function readAgain(run: WikiRun, scope: StoredScope | null, externalIds: readonly string[]): Promise<void> {
  const asked = externalIds.slice(0, ASK_MAX);
  for (let from = 0; from < asked.length; from += IDS_AT_ONCE) {
    // The moment before: whoever reads one of them meanwhile knows better.
    const at = instantOf(run.deps);
    await store(run, scope, await fetchEach(run, asked.slice(from, from + IDS_AT_ONCE)), at);
    run.signal.throwIfAborted();
  }
}

/** A document that is forbidden is missing like any other, and takes no other along. */
async function fetchEach(run: WikiRun, ids: readonly string[]): Promise<FetchedDocuments> {
  try {
    return await run.connector.fetchRecords(ids, run.signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    if (ids.length === 1) return { ...NOTHING, missing: ids };
  }
  const each = [];
  for (const id of ids) each.push(await fetchEach(run, [id]));
  return {
    records: each.flatMap((one) => one.records),
    setAside: each.flatMap((one) => one.setAside),
    missing: each.flatMap((one) => one.missing),
  };
}

async function store(run: WikiRun, scope: StoredScope | null, found: FetchedDocuments, at: Date): Promise<void> {
  const { deps, connection, runId } = run;
  const progress = { ...progressOf(run, found), isLast: run.kind === 'full' };
  const origin = { connectionId: connection.id, scopeId: null, syncRunId: runId, at };
  await inTransaction(deps.db, async (tx) => {
    await ingestDocuments(tx, found, origin);
    const missing = found.missing.map((id) => taskId(connection.id, id));
    await ingestMissing(tx, missing, origin);
    await addPage(tx, { id: runId, fence: run.fence }, scope?.id ?? null, progress, at);
  });
}

/** Nothing more is to be looked at in it. */
export async function closeScope(run: WikiRun, scope: StoredScope): Promise<void> {
  const progress = { ...progressOf(run, NOTHING), pages: 0, isLast: true };
  await inTransaction(run.deps.db, (tx) =>
    addPage(tx, { id: run.runId, fence: run.fence }, scope.id, progress, instantOf(run.deps)),
  );
}
