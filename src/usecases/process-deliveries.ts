import type { Connector, TrafficEvent } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { WikiConnector } from '../../connectors/wiki.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import { isWiki } from '../domain/task.ts';
import { type Connection, findConnection } from '../store/connections.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { countFailedTry, hasWaitingDeliveries, type StoredDelivery, takeDeliveries } from '../store/deliveries.ts';
import { deriveTasks } from './derive.ts';
import { storeNamedDocuments } from './read-named-documents.ts';
import { type StoredNamed, storeNamedTasks } from './read-named-tasks.ts';
import type { TextReader } from './text-reader.ts';
import { enterToolGate, PutOff, type ToolGate } from './tool-gate.ts';

export interface DeliveryDeps {
  readonly db: Database;
  readonly openConnector: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => Connector;
  readonly openWiki: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => WikiConnector;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  /** Where texts are read; without it, in this thread. */
  readonly reader?: TextReader | undefined;
  /** Relatives of what changed are stale: links and flags follow. */
  readonly onStale: () => Promise<void>;
  /** A pull or a census was asked for: its row stands, its job follows. */
  readonly onSyncRequested: (run: { readonly id: string; readonly connectionId: string }) => Promise<void>;
}

const AT_ONCE = 200;
/** A wiki gives a page a request or more, three a second: more of them would not be read within a minute. */
const AT_ONCE_OF_WIKI = 20;
const TRIES_MAX = 8;
/** Rows are locked meanwhile; a tool that keeps us waiting longer is asked again later. */
const READ_MS_MAX = 60_000;
const TOO_SLOW = 'The tool did not answer within a minute.';

/**
 * Works on the stored deliveries of one connection until none waits. They are hints: what they name is read again, and only what is
 * read is stored, by the same guard as a pull's pages; so neither their order nor a second time matters.
 *
 * @throws ConnectorError where a re-read failed; what could not be worked on waits for the next try, or has failed after eight. PutOff
 *   while the tool does not answer: nothing is tried, all of them wait.
 */
export async function processDeliveries(deps: DeliveryDeps, connectionId: string, signal: AbortSignal): Promise<void> {
  const connection = await findConnection(deps.db, connectionId);
  if (connection?.state !== 'active' || !(await hasWaitingDeliveries(deps.db, connectionId))) return;
  const gate = await enterToolGate(deps, connection);
  const work = open({ deps, connection, gate, signal });
  const failed: number[] = [];
  let fault: unknown = null;
  let limit = work.atOnce;
  for (;;) {
    signal.throwIfAborted();
    const batch = await processBatch(work, limit, failed);
    if (batch.fault !== null && isPassing(batch.fault)) {
      const ending = await gate.failed(batch.fault);
      await noteFault(work, batch.ids, ending);
      throw ending;
    }
    if (batch.fault !== null && limit > 1) {
      // One of them is to blame: each by itself, so that it does not take the others along.
      limit = 1;
      continue;
    }
    if (batch.fault !== null) {
      fault = batch.fault;
      await noteFault(work, batch.ids, fault);
      failed.push(...batch.ids);
      limit = work.atOnce;
    }
    if (batch.ids.length === 0) break;
  }
  await gate.passed();
  if (fault !== null) throw fault;
}

interface Ground {
  readonly deps: DeliveryDeps;
  readonly connection: Connection;
  readonly gate: ToolGate;
  readonly signal: AbortSignal;
}

interface Work extends Ground {
  /** So many deliveries are taken in one transaction. */
  readonly atOnce: number;
  /** Reads again what these name, and stores it. */
  readonly store: (tx: Tx, rows: readonly StoredDelivery[]) => Promise<StoredNamed>;
}

function open(ground: Ground): Work {
  const { deps, connection, gate, signal } = ground;
  const named = { connectionId: connection.id, now: deps.now };
  const within = () => AbortSignal.any([signal, AbortSignal.timeout(READ_MS_MAX)]);
  if (isWiki(connection.tool)) {
    const connector = deps.openWiki(connection, gate.onTraffic);
    const store: Work['store'] = (tx, rows) => storeNamedDocuments({ ...named, connector, signal: within() }, tx, rows);
    return { ...ground, atOnce: AT_ONCE_OF_WIKI, store };
  }
  const connector = deps.openConnector(connection, gate.onTraffic);
  const store: Work['store'] = (tx, rows) => storeNamedTasks({ ...named, connector, signal: within() }, tx, rows);
  return { ...ground, atOnce: AT_ONCE, store };
}

interface Batch {
  readonly ids: readonly number[];
  readonly fault: unknown;
}

async function processBatch(work: Work, limit: number, butNot: readonly number[]): Promise<Batch> {
  const { deps, connection, signal } = work;
  let ids: number[] = [];
  try {
    const stored = await inTransaction(deps.db, async (tx) => {
      const rows = await takeDeliveries(tx, connection.id, limit, butNot);
      ids = rows.map((row) => row.id);
      return rows.length === 0 ? null : work.store(tx, rows);
    });
    if (stored) await settle(work, stored);
    return { ids, fault: null };
  } catch (fault) {
    // A stop asked for is no failure of theirs.
    if (signal.aborted) throw fault;
    return { ids, fault };
  }
}

/** At once, before any backlog of a pull: what somebody has just changed is what somebody is looking at. */
async function settle({ deps }: Work, { taskIds, hasChanged, runs }: StoredNamed): Promise<void> {
  for (const run of runs) await deps.onSyncRequested(run);
  if (!hasChanged) return;
  const { flagsChanged } = await deriveTasks(deps, taskIds);
  // A title that reads differently moves no flag, and is on a page all the same.
  if (flagsChanged === 0) await deps.notify({ type: 'flags-changed', tasks: 0 });
  await deps.onStale();
}

/** Not the delivery's fault: the tool is away, or says no to everything. */
function isPassing(fault: unknown): boolean {
  return isConnectorError(fault) ? fault.isRetryable || fault.kind === 'unauthorised' : isTimeout(fault);
}

function isTimeout(fault: unknown): boolean {
  return fault instanceof Error && fault.name === 'TimeoutError';
}

async function noteFault({ deps }: Work, ids: readonly number[], fault: unknown): Promise<void> {
  const known = isConnectorError(fault) ? fault : null;
  const message =
    known?.message ?? (isTimeout(fault) ? TOO_SLOW : 'Something went wrong on our side; the log says what.');
  // Waiting is no try, and without credentials there was none.
  if (known?.kind === 'unauthorised' || known?.kind === 'rate-limited' || fault instanceof PutOff) return;
  await countFailedTry(deps.db, ids, message, TRIES_MAX);
}
