import { isConnectorError } from '../../connectors/errors.ts';
import type { Connection } from '../store/connections.ts';
import { findConnection, noteConnectionError, noteConnectionSynced, setConnectionState } from '../store/connections.ts';
import { FenceLost, failSyncRun, finishSyncRun, startSyncRun } from '../store/sync-runs.ts';
import { canPullChanges, pullWhatChanged } from './pull-changes.ts';
import { pullEverything } from './pull-scopes.ts';
import { countTraffic, seldom, takeTurns, trafficOf } from './sync-lanes.ts';
import { instantOf, type RunUnderWay, type SyncDeps } from './sync-run.ts';
import { takeCensus } from './take-census.ts';

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
 *   only its scope and is not thrown. FenceLost when the run was taken up by another worker, or ended by a person.
 */
export async function syncConnection(deps: SyncDeps, runId: string, attempt: SyncAttempt): Promise<void> {
  const started = await startSyncRun(deps.db, runId, instantOf(deps));
  if (!started) return;
  const connection = await findConnection(deps.db, started.connectionId);
  if (!connection || connection.state === 'paused') {
    const error = { kind: 'paused', message: 'The connection is paused.', call: null };
    await failSyncRun(deps.db, runId, error, instantOf(deps));
    return;
  }
  const run = openRun(deps, connection, { ...started, runId }, attempt.signal);
  try {
    await work(run);
    await finishSyncRun(deps.db, runId, instantOf(deps));
    if (run.kind !== 'census') await noteConnectionSynced(deps.db, connection.id, instantOf(deps));
  } catch (error) {
    await noteFailure(run, error, attempt.isLast);
    throw error;
  } finally {
    await deps.notify({ type: 'sync-finished', connectionId: connection.id, syncRunId: runId });
  }
}

async function work(run: RunUnderWay): Promise<void> {
  if (run.kind === 'census') return takeCensus(run);
  return canPullChanges(run) ? pullWhatChanged(run) : pullEverything(run);
}

function openRun(
  deps: SyncDeps,
  connection: Connection,
  started: Pick<RunUnderWay, 'runId' | 'kind' | 'fence'>,
  signal: AbortSignal,
): RunUnderWay {
  const traffic = countTraffic();
  const { runId, kind, fence } = started;
  return {
    deps,
    connection,
    connector: deps.openConnector(connection, (event) => (trafficOf.getStore() ?? traffic).note(event)),
    runId,
    kind,
    fence,
    traffic,
    inTurn: takeTurns(),
    tellProgress: seldom(PROGRESS_EVERY_MS, () =>
      deps.notify({ type: 'sync-progress', connectionId: connection.id, syncRunId: runId }),
    ),
    signal,
  };
}

async function noteFailure(run: RunUnderWay, error: unknown, isLast: boolean): Promise<void> {
  const { deps, connection, runId } = run;
  // A stop asked for is no failure (the next start resumes), nor is it one that another works on this, or that it was paused.
  if (run.signal.aborted || error instanceof FenceLost) return;
  const known = isConnectorError(error) ? error : null;
  const kind = known?.kind ?? 'internal';
  const message = known?.message ?? 'Something went wrong on our side; the log says what.';
  const retryAt = known?.retryAfterMs ? new Date(deps.now() + known.retryAfterMs) : null;
  await noteConnectionError(deps.db, connection.id, {
    kind,
    message,
    at: instantOf(deps).toISOString(),
    retryAt: retryAt?.toISOString() ?? null,
  });
  if (kind === 'unauthorised') await setConnectionState(deps.db, connection.id, 'unauthorised');
  // Waiting as asked is not failing, however often.
  const isFinal = kind === 'unauthorised' || (isLast && kind !== 'rate-limited');
  if (isFinal) await failSyncRun(deps.db, runId, { kind, message, call: known?.call ?? null }, instantOf(deps));
}
