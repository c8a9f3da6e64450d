import type { Connector, Cursor, Page, ScopeRef, TrafficEvent } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import type { Connection } from '../store/connections.ts';
import {
  findConnection,
  noteConnectionError,
  noteConnectionSynced,
  saveSharedCursor,
  setConnectionState,
} from '../store/connections.ts';
import { type Database, inTransaction } from '../store/database.ts';
import {
  listScopes,
  listSelectedScopes,
  markScopeLost,
  type StoredScope,
  saveScopeCursor,
  upsertScopes,
} from '../store/scopes.ts';
import { markScopeStale } from '../store/stale.ts';
import {
  addPage,
  failSyncRun,
  finishSyncRun,
  listScopeProgress,
  openScopes,
  startSyncRun,
} from '../store/sync-runs.ts';
import { ingestPage } from './ingest-page.ts';
import { matchFoundPeople } from './match-people.ts';
import { matchToolGoals } from './match-tool-goals.ts';
import { readWords } from './read-words.ts';
import { countTraffic, seldom, type Traffic, takeTurns, trafficOf } from './sync-lanes.ts';

export interface SyncDeps {
  readonly db: Database;
  readonly openConnector: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => Connector;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  /** Called when tasks became stale, so that their links and flags follow. */
  readonly onStale: () => Promise<void>;
}

export interface SyncAttempt {
  readonly signal: AbortSignal;
  /** After this one nobody tries again: a failure is then the run's result. */
  readonly isLast: boolean;
}

interface RunUnderWay {
  readonly deps: SyncDeps;
  readonly connection: Connection;
  readonly connector: Connector;
  readonly runId: string;
  readonly kind: 'full' | 'incremental' | 'census';
  /** A worker that lost its job finds a larger fence and stops. */
  readonly fence: number;
  readonly traffic: Traffic;
  /** Two lanes never settle at once: they would write the same rows. */
  readonly inTurn: <T>(settle: () => Promise<T>) => Promise<T>;
  /** Tells whoever watches, not for every page. */
  readonly tellProgress: () => Promise<void>;
  readonly signal: AbortSignal;
}

const SCOPES_AT_ONCE = 2;
/** A connection's pages say "this is where we are" this often at most. */
const PROGRESS_EVERY_MS = 250;

/**
 * Pulls one connection, resuming where an earlier attempt of the same run stopped: each page's rows, cursor and progress are one
 * transaction, so a crash repeats a page and never skips one.
 *
 * @throws ConnectorError as the connector gave it, after it was stored with the run and the connection. `not-visible` touches
 *   only its scope and is not thrown.
 */
export async function syncConnection(deps: SyncDeps, runId: string, attempt: SyncAttempt): Promise<void> {
  const started = await startSyncRun(deps.db, runId, at(deps));
  if (!started) return;
  const connection = await findConnection(deps.db, started.connectionId);
  if (!connection || connection.state === 'paused') {
    await failSyncRun(deps.db, runId, { kind: 'paused', message: 'The connection is paused.', call: null }, at(deps));
    return;
  }
  const traffic = countTraffic();
  const connector = deps.openConnector(connection, (event) => (trafficOf.getStore() ?? traffic).note(event));
  const run: RunUnderWay = {
    deps,
    connection,
    connector,
    runId,
    kind: started.kind,
    fence: started.fence,
    traffic,
    inTurn: takeTurns(),
    tellProgress: seldom(PROGRESS_EVERY_MS, () =>
      deps.notify({ type: 'sync-progress', connectionId: connection.id, syncRunId: runId }),
    ),
    signal: attempt.signal,
  };
  try {
    await pullConnection(run);
    await finishSyncRun(deps.db, runId, at(deps));
    await noteConnectionSynced(deps.db, connection.id, at(deps));
  } catch (error) {
    await noteFailure(run, error, attempt.isLast);
    throw error;
  } finally {
    await deps.notify({ type: 'sync-finished', connectionId: connection.id, syncRunId: runId });
  }
}

async function pullConnection(run: RunUnderWay): Promise<void> {
  const { deps, connection, connector } = run;
  await readScopes(run);
  const scopes = await listSelectedScopes(deps.db, connection.id);
  await openScopes(
    deps.db,
    run.runId,
    scopes.map((scope) => scope.id),
    at(deps),
  );
  await readWords({ db: deps.db, now: deps.now }, connection, connector, scopes.map(toRef), run.signal);
  await pullShared(run);
  await pullScopes(run, scopes);
  await settlePeopleAndGoals(run);
}

/**
 * Two scopes side by side, each page by page, so that a kill costs a scope at most one page twice. Their pages may hold the same tasks
 * or relatives of each other's. The first fault stops both.
 */
async function pullScopes(run: RunUnderWay, scopes: readonly StoredScope[]): Promise<void> {
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

/** What the tool lists; tasks of a scope that was archived, or taken up again, are counted anew. */
async function readScopes({ deps, connection, connector, signal }: RunUnderWay): Promise<void> {
  const before = new Map((await listScopes(deps.db, connection.id)).map((scope) => [scope.externalId, scope]));
  for await (const scope of connector.listScopes(signal)) {
    await deps.db.transaction().execute(async (tx) => {
      await upsertScopes(tx, connection.id, [scope]);
      const known = before.get(scope.externalId);
      if (known && known.isArchived !== scope.archived) await markScopeStale(tx, known.id, at(deps));
    });
  }
}

/** Whom the accounts belong to and which of our goals the tool's mean can change with each page; links follow. */
async function settlePeopleAndGoals({ deps, connection }: RunUnderWay): Promise<void> {
  await matchFoundPeople({ db: deps.db, now: deps.now }, connection.id);
  await matchToolGoals({ db: deps.db, now: deps.now }, connection.id);
  await deps.onStale();
}

async function pullShared(run: RunUnderWay): Promise<void> {
  const { deps, connection, runId } = run;
  const stored = connection.sharedCursor;
  // A cursor of another run begins anew: goals and people are few, and a change in them has no feed.
  const resumed = stored && stored.runId === runId ? stored : null;
  if (resumed?.isDone) return;
  for await (const page of run.connector.pullShared((resumed?.cursor as Cursor | undefined) ?? null, run.signal)) {
    const progress = progressOf(run, page, 0);
    await deps.db.transaction().execute(async (tx) => {
      await ingestPage(tx, page, origin(run, null));
      await saveSharedCursor(tx, connection.id, { runId, cursor: page.cursor, isDone: page.isLast });
      await addPage(tx, { id: runId, fence: run.fence }, null, progress, at(deps));
    });
  }
}

async function pullScope(run: RunUnderWay, scope: StoredScope): Promise<void> {
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
  const progress = progressOf(run, page, page.records.filter(({ type }) => type === 'task').length);
  await inTransaction(deps.db, async (tx) => {
    await ingestPage(tx, page, origin(run, scope.id));
    await saveScopeCursor(tx, scope.id, { cursor: page.cursor, isComplete: page.isLast, at: at(deps) });
    await addPage(tx, { id: runId, fence: run.fence }, scope.id, progress, at(deps));
  });
}

async function loseScope({ deps, runId }: RunUnderWay, scope: StoredScope, message: string): Promise<void> {
  await inTransaction(deps.db, (tx) => markScopeLost(tx, runId, scope.id, message, at(deps)));
}

function progressOf(run: RunUnderWay, page: Page, tasks: number) {
  return {
    ...run.traffic.take(),
    pages: 1,
    tasks,
    setAside: page.setAside.length,
    expectedTasks: page.expectedTasks,
    isLast: page.isLast,
  };
}

async function noteFailure(run: RunUnderWay, error: unknown, isLast: boolean): Promise<void> {
  const { deps, connection, runId } = run;
  // A stop asked for is no failure: the next start resumes.
  if (run.signal.aborted) return;
  const known = isConnectorError(error) ? error : null;
  const kind = known?.kind ?? 'internal';
  const message = known?.message ?? 'Something went wrong on our side; the log says what.';
  const retryAt = known?.retryAfterMs ? new Date(deps.now() + known.retryAfterMs) : null;
  await noteConnectionError(deps.db, connection.id, {
    kind,
    message,
    at: at(deps).toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
  });
  if (kind === 'unauthorised') await setConnectionState(deps.db, connection.id, 'unauthorised');
  // Waiting as asked is not failing, however often.
  const isFinal = kind === 'unauthorised' || (isLast && kind !== 'rate-limited');
  if (isFinal) await failSyncRun(deps.db, runId, { kind, message, call: known?.call ?? null }, at(deps));
}

function origin(run: RunUnderWay, scopeId: string | null) {
  return {
    connectionId: run.connection.id,
    tool: run.connection.tool,
    scopeId,
    syncRunId: run.runId,
    hasHistory: run.connector.abilities.hasHistory,
    at: at(run.deps),
  };
}

function at(deps: Pick<SyncDeps, 'now'>): Date {
  return new Date(deps.now());
}

function toRef(scope: StoredScope): ScopeRef {
  return { externalId: scope.externalId, key: scope.key, name: scope.name };
}
