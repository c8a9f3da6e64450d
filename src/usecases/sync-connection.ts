import type { TrafficEvent } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { isWiki } from '../domain/task.ts';
import type { Connection } from '../store/connections.ts';
import { findConnection, noteConnectionError, noteConnectionSynced } from '../store/connections.ts';
import { FenceLost, failSyncRun, findSyncRun, finishSyncRun, startSyncRun } from '../store/sync-runs.ts';
import { canPullChanges, pullWhatChanged } from './pull-changes.ts';
import { pullEverything } from './pull-scopes.ts';
import { countTraffic, seldom, takeTurns, trafficOf } from './sync-lanes.ts';
import { type AnyRun, instantOf, type RunUnderWay, type SyncDeps } from './sync-run.ts';
import { syncWiki } from './sync-wiki.ts';
import { takeCensus } from './take-census.ts';
import { enterToolGate, PutOff, type ToolGate } from './tool-gate.ts';

export interface SyncAttempt {
  readonly signal: AbortSignal;
  /** After this one nobody tries again: a failure is then the run's result. */
  readonly isLast: boolean;
}

/** A connection's pages say "this is where we are" this often at most. */
const PROGRESS_EVERY_MS = 250;

/**
 * Makes one run of a connection (everything, what changed, or a census), resuming where an earlier attempt of the same run stopped: each
 * page's rows, cursor and progress are one transaction, so a crash repeats a page and never skips one.
 *
 * @throws ConnectorError as the connector gave it, after it was stored with the run and the connection. `not-visible` touches
 *   only its scope and is not thrown. PutOff while its tool does not answer: the run waits. FenceLost when the run was taken up by
 *   another worker, or ended by a person.
 */
export async function syncConnection(deps: SyncDeps, runId: string, attempt: SyncAttempt): Promise<void> {
  const connection = await connectionOf(deps, runId);
  if (!connection) return;
  const gate = await enterToolGate(deps, connection);
  const started = await startSyncRun(deps.db, runId, instantOf(deps));
  if (!started) return;
  const run = openRun(deps, connection, { ...started, runId }, attempt.signal);
  const make = open(run, gate);
  try {
    await make();
    await gate.passed();
    await finishSyncRun(deps.db, runId, instantOf(deps));
    if (run.kind !== 'census') await noteConnectionSynced(deps.db, connection.id, instantOf(deps));
  } catch (error) {
    const ending = attempt.signal.aborted ? error : await gate.failed(error);
    await noteFailure(run, ending, attempt.isLast);
    throw ending;
  } finally {
    await deps.notify({ type: 'sync-finished', connectionId: connection.id, syncRunId: runId });
  }
}

/** Of a run that may be made now. One whose tool refuses the credentials waits for others; one that is paused ends. */
async function connectionOf(deps: SyncDeps, runId: string): Promise<Connection | null> {
  const run = await findSyncRun(deps.db, runId);
  const connection = run && (await findConnection(deps.db, run.connection_id));
  if (!run || connection?.state === 'unauthorised') return null;
  if (connection?.state === 'active') return connection;
  const error = { kind: 'paused', message: 'The connection is paused.', call: null };
  await failSyncRun(deps.db, runId, error, instantOf(deps));
  return null;
}

/** Opens the connection's connector. @returns What then makes the run. */
function open(run: AnyRun, gate: ToolGate): () => Promise<void> {
  const { deps, connection } = run;
  const note = (event: TrafficEvent) => {
    gate.onTraffic(event);
    (trafficOf.getStore() ?? run.traffic).note(event);
  };
  if (isWiki(connection.tool)) {
    const connector = deps.openWiki(connection, note);
    return () => syncWiki({ ...run, connector });
  }
  const connector = deps.openConnector(connection, note);
  return () => syncTool({ ...run, connector });
}

async function syncTool(run: RunUnderWay): Promise<void> {
  if (run.kind === 'census') return takeCensus(run);
  return canPullChanges(run) ? pullWhatChanged(run) : pullEverything(run);
}

function openRun(
  deps: SyncDeps,
  connection: Connection,
  started: Pick<AnyRun, 'runId' | 'kind' | 'fence'>,
  signal: AbortSignal,
): AnyRun {
  const { runId, kind, fence } = started;
  return {
    deps,
    connection,
    runId,
    kind,
    fence,
    traffic: countTraffic(),
    inTurn: takeTurns(),
    tellProgress: seldom(PROGRESS_EVERY_MS, () =>
      deps.notify({ type: 'sync-progress', connectionId: connection.id, syncRunId: runId }),
    ),
    signal,
  };
}

async function noteFailure(run: AnyRun, error: unknown, isLast: boolean): Promise<void> {
  const { deps, connection, runId } = run;
  // A stop asked for is no failure (the next start resumes), nor is it one that another works on this, or that it was paused.
  if (run.signal.aborted || error instanceof FenceLost) return;
  const isPutOff = error instanceof PutOff;
  const cause = isPutOff ? error.cause : error;
  const known = isConnectorError(cause) ? cause : null;
  const kind = known?.kind ?? 'internal';
  const message = known?.message ?? 'Something went wrong on our side; the log says what.';
  const waitMs = isPutOff ? error.retryAfterMs : known?.retryAfterMs;
  const retryAt = waitMs ? new Date(deps.now() + waitMs) : null;
  // What is said of refused credentials was stored when they were.
  if (kind !== 'unauthorised') {
    const at = instantOf(deps).toISOString();
    await noteConnectionError(deps.db, connection.id, { kind, message, at, retryAt: retryAt?.toISOString() ?? null });
  }
  // Waiting is not failing, however often.
  const isFinal = kind === 'unauthorised' || (isLast && kind !== 'rate-limited' && !isPutOff);
  if (isFinal) await failSyncRun(deps.db, runId, { kind, message, call: known?.call ?? null }, instantOf(deps));
}
