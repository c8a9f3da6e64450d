import { noteChangesRefused } from '../store/connections.ts';
import { listScopes, listSelectedScopes, type StoredScope } from '../store/scopes.ts';
import { listScopeProgress, openScopes, requestSyncRun } from '../store/sync-runs.ts';
import { closeScope, compareWithCensus, readAbsent, readLoose } from './find-absent-documents.ts';
import { pullDocumentChanges } from './pull-document-changes.ts';
import { pullDocuments } from './pull-documents.ts';
import { pullLoose } from './pull-loose.ts';
import { readScopes } from './pull-scopes.ts';
import { instantOf, type WikiRun } from './sync-run.ts';

/** Makes one run of a wiki connection: everything, what changed, or a census. */
export async function syncWiki(run: WikiRun): Promise<void> {
  if (run.kind === 'census') return takeCensus(run);
  const listed = run.kind === 'full' ? await readScopes(run) : null;
  const { scopes, isRefused } = await pullDocumentChanges(run, await listWanted(run));
  await openScopes(
    run.deps.db,
    run.runId,
    scopes.map((scope) => scope.id),
    instantOf(run.deps),
  );
  let isAnyThere = false;
  for (const scope of scopes) {
    const isThere = await pullDocuments(run, scope, listed?.has(scope.externalId) ?? true);
    if (isThere && run.kind === 'full') await readAbsent(run, scope);
    isAnyThere ||= isThere;
    await run.deps.onStale();
  }
  if (await pullLoose(run)) await run.deps.onStale();
  // They may read, and may not search: that is said, and not tried with each run.
  if (isRefused && isAnyThere) await noteChangesRefused(run.deps.db, run.connection.id, instantOf(run.deps));
}

/** One out of sight is left to the nightly walk: asking for it each time would cost a request each time. */
async function listWanted({ deps, connection, kind }: WikiRun): Promise<StoredScope[]> {
  const scopes = await listSelectedScopes(deps.db, connection.id);
  return kind === 'full' ? scopes : scopes.filter((scope) => scope.visibility === 'visible');
}

/**
 * Finds what no list of changes tells: documents that are in the trash, restricted or not shared any more, and those that came without
 * a change. None is ever taken for deleted.
 */
async function takeCensus(run: WikiRun): Promise<void> {
  const { db } = run.deps;
  const listed = await readScopes(run);
  const progress = await listScopeProgress(db, run.runId);
  const wanted = new Set(progress.flatMap(({ scopeId, state }) => (isOver(state) ? [] : [scopeId])));
  for (const scope of await listScopes(db, run.connection.id)) {
    if (!wanted.has(scope.id)) continue;
    await visit(run, scope, listed.has(scope.externalId));
    await run.tellProgress();
    run.signal.throwIfAborted();
  }
  await readLoose(run);
  await askForUnread(run);
  await run.deps.onStale();
}

/** A space that was listed for the first time is walked next. */
async function askForUnread({ deps, connection }: WikiRun): Promise<void> {
  const scopes = await listSelectedScopes(deps.db, connection.id);
  const isUnread = scopes.some((scope) => !scope.isWalkComplete && scope.visibility === 'visible');
  if (isUnread) await requestSyncRun(deps.db, connection.id, 'incremental', instantOf(deps));
}

function isOver(state: string): boolean {
  return state === 'done' || state === 'access-lost';
}

async function visit(run: WikiRun, scope: StoredScope, isListed: boolean): Promise<void> {
  if (!scope.isSelected || scope.isArchived) return closeScope(run, scope);
  // It is listed again: what changed while it was out of sight is not known.
  if (scope.visibility === 'access-lost') {
    if (isListed) await pullDocuments(run, scope, isListed);
    else await closeScope(run, scope);
    return;
  }
  // Of one that was never read whole nothing can be missing.
  if (!scope.isWalkComplete) return closeScope(run, scope);
  await compareWithCensus(run, scope, isListed);
}
