import type { Cursor, Page } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { saveSharedCursor } from '../store/connections.ts';
import { inTransaction } from '../store/database.ts';
import { markNamedByKeyStale } from '../store/referenced.ts';
import {
  listScopes,
  listSelectedScopes,
  markScopeLost,
  type StoredScope,
  saveScopeCursor,
  upsertScopes,
} from '../store/scopes.ts';
import { markScopeStale } from '../store/stale.ts';
import { addPage, listScopeProgress, openScopes } from '../store/sync-runs.ts';
import { ingestPage, missToolGoals } from './ingest-page.ts';
import { isNamedByKey } from './named-by-key.ts';
import { readWords } from './read-words.ts';
import { countTraffic, trafficOf } from './sync-lanes.ts';
import {
  instantOf,
  originOf,
  progressOf,
  type RunUnderWay,
  settlePeopleAndGoals,
  toRef,
  type WikiRun,
} from './sync-run.ts';

const SCOPES_AT_ONCE = 2;

/** Everything a connection holds: its scopes, its words, what belongs to no scope, then scope by scope. */
export async function pullEverything(run: RunUnderWay): Promise<void> {
  await readScopes(run);
  const scopes = await listSelectedScopes(run.deps.db, run.connection.id);
  await readWordsOf(run, scopes);
  await pullShared(run);
  await pullScopes(run, scopes);
  await settlePeopleAndGoals(run);
}

/**
 * Two scopes side by side, each page by page, so that a kill costs a scope at most one page twice. Their pages may hold the same tasks
 * or relatives of each other's. The first fault stops both.
 */
export async function pullScopes(run: RunUnderWay, scopes: readonly StoredScope[]): Promise<void> {
  const { db } = run.deps;
  const ids = scopes.map((scope) => scope.id);
  await openScopes(db, run.runId, ids, instantOf(run.deps));
  const waiting = [...scopes];
  const stop = new AbortController();
  const signal = AbortSignal.any([run.signal, stop.signal]);
  const walkLane = async () => {
    for (let scope = waiting.shift(); scope; scope = waiting.shift()) {
      const traffic = countTraffic();
      const lane = { ...run, signal, traffic };
      const own = scope;
      await trafficOf.run(traffic, () => pullScope(lane, own));
      await run.inTurn(() => settlePeopleAndGoals(run));
    }
  };
  const faults: unknown[] = [];
  const lanes = Array.from({ length: SCOPES_AT_ONCE }, () =>
    walkLane().catch((error: unknown) => {
      faults.push(error);
      stop.abort(error);
    }),
  );
  await Promise.all(lanes);
  if (faults.length > 0) throw faults[0];
}

/**
 * What the tool lists; tasks of a scope that was archived, or taken up again, are counted anew.
 *
 * @returns The external ids of all it lists.
 */
export async function readScopes({
  deps,
  connection,
  connector,
  signal,
}: Pick<RunUnderWay | WikiRun, 'deps' | 'connection' | 'connector' | 'signal'>): Promise<Set<string>> {
  const before = new Map((await listScopes(deps.db, connection.id)).map((scope) => [scope.externalId, scope]));
  const listed = new Set<string>();
  for await (const scope of connector.listScopes(signal)) {
    listed.add(scope.externalId);
    await deps.db.transaction().execute(async (tx) => {
      await upsertScopes(tx, connection.id, [scope]);
      const known = before.get(scope.externalId);
      // A new project's keys may be those of another site, too.
      if (!known && isNamedByKey(connection.tool)) await markNamedByKeyStale(tx, instantOf(deps));
      if (known && known.isArchived !== scope.archived) await markScopeStale(tx, known.id, instantOf(deps));
    });
  }
  return listed;
}

export async function readWordsOf(run: RunUnderWay, scopes: readonly StoredScope[]): Promise<void> {
  const { deps, connection, connector, signal } = run;
  await readWords({ db: deps.db, now: deps.now }, connection, connector, scopes.map(toRef), signal);
}

/** People and goals of the tool, from the beginning unless this very run was cut short in them. */
export async function pullShared(run: RunUnderWay): Promise<void> {
  const { deps, connection, runId } = run;
  const stored = connection.sharedCursor;
  // A cursor of another run begins anew: goals and people are few, and a change in them has no feed.
  const resumed = stored && stored.runId === runId ? stored : null;
  if (resumed?.isDone) return;
  for await (const page of run.connector.pullShared((resumed?.cursor as Cursor | undefined) ?? null, run.signal)) {
    const progress = { ...progressOf(run, page), tasks: 0 };
    await deps.db.transaction().execute(async (tx) => {
      await ingestPage(tx, page, originOf(run, null));
      if (page.isLast && !page.isPartial) await missToolGoals(tx, connection.id, runId, instantOf(deps));
      const readAt = page.isLast ? instantOf(deps).toISOString() : (stored?.readAt ?? null);
      await saveSharedCursor(tx, connection.id, { runId, cursor: page.cursor, isDone: page.isLast, readAt });
      await addPage(tx, { id: runId, fence: run.fence }, null, progress, instantOf(deps));
    });
  }
}

/** Walks one scope, resuming where this run, or an earlier one that did not end, stood in it. */
export async function pullScope(run: RunUnderWay, scope: StoredScope): Promise<void> {
  const { deps, runId } = run;
  const progress = (await listScopeProgress(deps.db, runId)).find((one) => one.scopeId === scope.id);
  if (progress?.state === 'done' || progress?.state === 'access-lost') return;
  // Once a page of this run is stored the scope's cursor is this run's; before, it is an earlier run's.
  const isResumed = progress?.state === 'running';
  const since = isResumed || run.kind === 'incremental' ? (scope.cursor as Cursor | null) : null;
  try {
    await walkScope(run, scope, since);
  } catch (error) {
    if (isConnectorError(error, 'not-visible')) return loseScope(run, scope, error.message);
    if (isConnectorError(error, 'cursor-expired') && since) return walkScope(run, scope, null);
    throw error;
  }
}

async function walkScope(run: RunUnderWay, scope: StoredScope, since: Cursor | null): Promise<void> {
  for await (const page of run.connector.pull(toRef(scope), since, run.signal)) {
    await storePage(run, scope, page);
    await run.tellProgress();
    run.signal.throwIfAborted();
  }
}

/** In one transaction with the cursor: a crash then repeats a page, it never skips one. */
async function storePage(run: RunUnderWay, scope: StoredScope, page: Page): Promise<void> {
  const { deps, runId } = run;
  const progress = progressOf(run, page);
  await inTransaction(deps.db, async (tx) => {
    await ingestPage(tx, page, { ...originOf(run, scope.id), isFirstWalk: scope.walkedAt === null });
    await saveScopeCursor(tx, scope.id, { cursor: page.cursor, isComplete: page.isLast, at: instantOf(deps) });
    await addPage(tx, { id: runId, fence: run.fence }, scope.id, progress, instantOf(deps));
  });
}

export async function loseScope(
  { deps, runId }: Pick<RunUnderWay, 'deps' | 'runId'>,
  scope: StoredScope,
  message: string,
): Promise<void> {
  await inTransaction(deps.db, (tx) => markScopeLost(tx, runId, scope.id, message, instantOf(deps)));
}
