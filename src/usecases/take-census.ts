import { isConnectorError } from '../../connectors/errors.ts';
import { taskId } from '../domain/task.ts';
import { inTransaction } from '../store/database.ts';
import { listKept } from '../store/held-removals.ts';
import { forgetWalks, listScopes, markScopeDeleted, type StoredScope } from '../store/scopes.ts';
import { markRelativesStale } from '../store/stale.ts';
import { addPage, listScopeProgress, requestSyncRun } from '../store/sync-runs.ts';
import { listTaskIdsInScope, markMovedOut } from '../store/vanished.ts';
import { ingestPage } from './ingest-page.ts';
import { loseScope, pullScope, readScopes } from './pull-scopes.ts';
import { settleVanished } from './settle-removals.ts';
import { instantOf, originOf, progressOf, type RunUnderWay, settlePeopleAndGoals, toRef } from './sync-run.ts';

const IDS_AT_ONCE = 100;
/** Beyond it a walk is cheaper than asking one by one; and of so many missing ones a person decides in any case. */
const ASK_MAX = 1_000;
const NOTHING = { records: [], setAside: [] };

/**
 * Finds what no feed tells: first which scopes the tool still lists, then all ids of each. A scope that is not listed is out of sight,
 * which says nothing of its tasks; one that is listed again is read anew. Only a walk that came to its end may remove anything: any error
 * ends the run before its scope is settled.
 */
export async function takeCensus(run: RunUnderWay): Promise<void> {
  const { db } = run.deps;
  const listed = await readScopes(run);
  const bin = openBin(run);
  const waiting = (await listScopeProgress(db, run.runId)).filter(
    ({ state }) => !['done', 'access-lost'].includes(state),
  );
  const wanted = new Set(waiting.map((one) => one.scopeId));
  for (const scope of await listScopes(db, run.connection.id)) {
    if (scope.isSelected && !listed.has(scope.externalId)) await loseUnlisted(run, scope, bin);
    else if (wanted.has(scope.id)) await visit(run, scope);
    await run.tellProgress();
    run.signal.throwIfAborted();
  }
  await settlePeopleAndGoals(run);
}

type Bin = () => Promise<ReadonlySet<string>>;

/** Asked for once, and only where a scope is missing. */
function openBin({ connector, signal }: RunUnderWay): Bin {
  let found: ReturnType<Bin> | null = null;
  const read = async () => {
    const ids = new Set<string>();
    for await (const id of connector.listDeletedScopes?.(signal) ?? []) ids.add(id);
    return ids;
  };
  return () => {
    found ??= read();
    return found;
  };
}

/** Out of sight, unless the tool itself says that it was deleted: its word needs nobody's leave. */
async function loseUnlisted(run: RunUnderWay, scope: StoredScope, bin: Bin): Promise<void> {
  if (scope.visibility === 'visible') await loseScope(run, scope, `${scope.name} is not listed any more.`);
  if (scope.deletedAt !== null || !(await bin()).has(scope.externalId)) return;
  const at = instantOf(run.deps);
  await inTransaction(run.deps.db, async (tx) => {
    await markRelativesStale(tx, await markScopeDeleted(tx, scope.id, at), [], at);
  });
  await run.deps.notify({ type: 'connections-changed' });
}

async function visit(run: RunUnderWay, scope: StoredScope): Promise<void> {
  // An archived one is closed to search in some tools.
  if (!scope.isSelected || scope.isArchived) return close(run, scope);
  // It is listed again: what changed while it was out of sight is not known to any feed.
  if (scope.visibility === 'access-lost') return pullScope(run, scope);
  // Of one that was never read whole nothing can be missing.
  if (!scope.isWalkComplete) return close(run, scope);
  try {
    await compare(run, scope);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    await loseScope(run, scope, error.message);
  }
}

async function compare(run: RunUnderWay, scope: StoredScope): Promise<void> {
  const { db } = run.deps;
  // Ours first: a task that comes while the tool is asked must not look like one it lacks.
  const ours = await listTaskIdsInScope(db, scope);
  const kept = await listKept(db, scope.id);
  const theirs = await readCensus(run, scope);
  const unknown = [...theirs].filter((id) => !ours.has(id));
  const absent = [...ours].filter((id) => !theirs.has(id) && !kept.has(id));
  const isFar = unknown.length > ASK_MAX;
  const missing = await readAgain(run, scope, [...(isFar ? [] : unknown), ...(absent.length > ASK_MAX ? [] : absent)]);
  const vanished = absent.length > ASK_MAX ? absent : absent.filter((id) => missing.has(id));
  await settle(run, scope, { ids: vanished, ofTasks: ours.size, isFar });
}

/** Every id of the scope: its end is reached, or this throws. */
async function readCensus(run: RunUnderWay, scope: StoredScope): Promise<Set<string>> {
  const theirs = new Set<string>();
  for await (const ids of run.connector.census(toRef(scope), run.signal)) {
    for (const id of ids) theirs.add(id);
    run.signal.throwIfAborted();
  }
  return theirs;
}

/** Asks for these by id and stores what comes, wherever it stands now. @returns What was not given. */
async function readAgain(run: RunUnderWay, scope: StoredScope, ids: readonly string[]): Promise<Set<string>> {
  const missing = new Set<string>();
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const some = ids.slice(from, from + IDS_AT_ONCE).map((externalId) => ({ kind: 'task' as const, externalId }));
    const answer = await run.connector.fetchRecords(some, run.signal);
    for (const id of answer.missing) missing.add(id);
    await store(run, scope, answer.page);
    run.signal.throwIfAborted();
  }
  return missing;
}

async function store(
  run: RunUnderWay,
  scope: StoredScope,
  page: Awaited<ReturnType<RunUnderWay['connector']['fetchRecords']>>['page'],
): Promise<void> {
  const { deps, connection } = run;
  const at = instantOf(deps);
  const progress = { ...progressOf(run, page), isLast: false };
  const read = page.records.flatMap((one) => (one.type === 'task' ? [taskId(connection.id, one.externalId)] : []));
  await inTransaction(deps.db, async (tx) => {
    await ingestPage(tx, page, originOf(run, scope.id));
    await markMovedOut(tx, read, at);
    await addPage(tx, { id: run.runId, fence: run.fence }, scope.id, progress, at);
  });
}

async function settle(
  run: RunUnderWay,
  scope: StoredScope,
  found: { readonly ids: readonly string[]; readonly ofTasks: number; readonly isFar: boolean },
): Promise<void> {
  const { deps, connection } = run;
  const at = instantOf(deps);
  const outcome = await inTransaction(deps.db, async (tx) => {
    const settled = await settleVanished(tx, { scope, ...found }, at);
    if (found.isFar) {
      await forgetWalks(tx, connection.id, [scope.externalId]);
      await requestSyncRun(tx, connection.id, 'incremental', at);
    }
    const progress = { ...progressOf(run, NOTHING), isLast: true };
    await addPage(tx, { id: run.runId, fence: run.fence }, scope.id, progress, at);
    return settled;
  });
  if (outcome === 'held') await deps.notify({ type: 'connections-changed' });
}

async function close(run: RunUnderWay, scope: StoredScope): Promise<void> {
  const progress = { ...progressOf(run, NOTHING), pages: 0, isLast: true };
  await inTransaction(run.deps.db, (tx) =>
    addPage(tx, { id: run.runId, fence: run.fence }, scope.id, progress, instantOf(run.deps)),
  );
}
