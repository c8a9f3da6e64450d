import type {
  Connector,
  DeliveryReading,
  Page,
  RecordId,
  ToolRecord,
  TrafficEvent,
} from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { connectors } from '../../connectors/registry.ts';
import type { WikiConnector } from '../../connectors/wiki.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import { isWiki, taskId } from '../domain/task.ts';
import { type Connection, findConnection } from '../store/connections.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import {
  countFailedTry,
  findLiveIds,
  findNewestRunId,
  finishDeliveries,
  hasWaitingDeliveries,
  type StoredDelivery,
  takeDeliveries,
} from '../store/deliveries.ts';
import { listScopes, type StoredScope } from '../store/scopes.ts';
import { requestSyncRun } from '../store/sync-runs.ts';
import { deriveTasks } from './derive.ts';
import { ingestPage } from './ingest-page.ts';
import { storeNamedDocuments } from './read-named-documents.ts';
import { enterToolGate, PutOff, type ToolGate } from './tool-gate.ts';

export interface DeliveryDeps {
  readonly db: Database;
  readonly openConnector: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => Connector;
  readonly openWiki: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => WikiConnector;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  /** Relatives of what changed are stale: links and flags follow. */
  readonly onStale: () => Promise<void>;
  /** A pull or a census was asked for: its row stands, its job follows. */
  readonly onSyncRequested: (run: { readonly id: string; readonly connectionId: string }) => Promise<void>;
}

const AT_ONCE = 200;
/** A wiki gives a page a request or more, three a second: more of them would not be read within a minute. */
const AT_ONCE_OF_WIKI = 20;
const RECORDS_A_CALL = 100;
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
  readonly store: (tx: Tx, rows: readonly StoredDelivery[]) => Promise<Stored>;
}

interface ToolWork extends Ground {
  readonly connector: Connector;
}

function open(ground: Ground): Work {
  const { deps, connection, gate, signal } = ground;
  if (isWiki(connection.tool)) {
    const connector = deps.openWiki(connection, gate.onTraffic);
    const within = () => AbortSignal.any([signal, AbortSignal.timeout(READ_MS_MAX)]);
    const named = { connectionId: connection.id, connector, now: deps.now };
    const store: Work['store'] = (tx, rows) => storeNamedDocuments({ ...named, signal: within() }, tx, rows);
    return { ...ground, atOnce: AT_ONCE_OF_WIKI, store };
  }
  const work = { ...ground, connector: deps.openConnector(connection, gate.onTraffic) };
  return { ...ground, atOnce: AT_ONCE, store: (tx, rows) => storeWhatTheyName(work, tx, rows) };
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

interface Stored {
  readonly taskIds: readonly string[];
  readonly hasChanged: boolean;
  readonly runs: readonly { readonly id: string; readonly connectionId: string }[];
}

async function storeWhatTheyName(work: ToolWork, tx: Tx, rows: readonly StoredDelivery[]): Promise<Stored> {
  const { deps, connection } = work;
  const read = rows.map((row) => ({ row, reading: readOne(work.connector, row) }));
  const named = unite(read.map(({ reading }) => reading));
  const at = new Date(deps.now());
  const found = await readAgain(work, named.tasks);
  const scopes = await listScopes(tx, connection.id);
  const gone = found.missing.filter((id) => named.deleted.has(id));
  const records = await ofOurScopes(tx, connection.id, found.records, scopes);
  const runId = await findNewestRunId(tx, connection.id);
  const tombstones = gone.map((externalId) => ({ type: 'tombstone' as const, externalId, at: null }));
  const page: Page = {
    records: [...records, ...tombstones],
    // A record that could not be read is shown with a run; before the first one the pull itself will say so.
    setAside: runId === null ? [] : found.setAside,
    cursor: {},
    isLast: false,
    expectedTasks: null,
  };
  const counts = await ingestPage(tx, page, {
    connectionId: connection.id,
    tool: work.connector.tool,
    scopeId: null,
    syncRunId: runId ?? '',
    hasHistory: work.connector.abilities.hasHistory,
    at,
  });
  const vanished = found.missing.filter((id) => !named.deleted.has(id));
  const runs = await askForRuns(work, tx, { named, scopes, vanished });
  await finishDeliveries(
    tx,
    read.map(({ row, reading }) => ({
      id: row.id,
      changed: reading.changed.length,
      deleted: reading.deleted.length,
      ignored: reading.ignored,
    })),
    at,
  );
  const touched = page.records.flatMap((one) => ('externalId' in one ? [taskId(connection.id, one.externalId)] : []));
  return { taskIds: [...new Set(touched)], hasChanged: counts.changed > 0 || gone.length > 0, runs };
}

function readOne({ tool }: Connector, { headers, body }: StoredDelivery): DeliveryReading {
  return connectors[tool].readDelivery({ headers, body, callbackUrl: null });
}

interface Named {
  readonly tasks: readonly RecordId[];
  /** Tasks that some delivery says are gone. */
  readonly deleted: ReadonlySet<string>;
  /** Scopes whose lists are to be read again, and those said to be gone. */
  readonly changedScopes: readonly string[];
  readonly deletedScopes: readonly string[];
  readonly hasGoals: boolean;
}

/** Each id once, whatever is said of it: a re-read tells which of them is true. */
function unite(readings: readonly DeliveryReading[]): Named {
  const changed = readings.flatMap((one) => one.changed);
  const deleted = readings.flatMap((one) => one.deleted);
  const idsOf = (list: readonly RecordId[], kind: RecordId['kind']) => [
    ...new Set(list.filter((one) => one.kind === kind && one.externalId !== '').map((one) => one.externalId)),
  ];
  return {
    tasks: idsOf([...changed, ...deleted], 'task').map((externalId) => ({ kind: 'task', externalId })),
    deleted: new Set(idsOf(deleted, 'task')),
    changedScopes: idsOf(changed, 'scope'),
    deletedScopes: idsOf(deleted, 'scope'),
    hasGoals: [...changed, ...deleted].some((one) => one.kind === 'goal'),
  };
}

async function readAgain({ connector, signal }: ToolWork, ids: readonly RecordId[]) {
  const within = AbortSignal.any([signal, AbortSignal.timeout(READ_MS_MAX)]);
  const records: ToolRecord[] = [];
  const setAside: Page['setAside'][number][] = [];
  const missing: string[] = [];
  for (let from = 0; from < ids.length; from += RECORDS_A_CALL) {
    const found = await connector.fetchRecords(ids.slice(from, from + RECORDS_A_CALL), within);
    records.push(...found.page.records);
    setAside.push(...found.page.setAside);
    missing.push(...found.missing);
  }
  return { records, setAside, missing };
}

/** A webhook may tell of scopes nobody selected. Their tasks stay out, but for one we know: it has moved there. */
async function ofOurScopes(
  tx: Tx,
  connectionId: string,
  records: readonly ToolRecord[],
  scopes: readonly StoredScope[],
): Promise<ToolRecord[]> {
  const ours = new Set(scopes.filter((scope) => scope.isSelected).map((scope) => scope.externalId));
  const isPlacedOutside = (one: ToolRecord) =>
    one.type === 'task' && !one.placements.some((place) => ours.has(place.scopeExternalId));
  const outside = records.filter(isPlacedOutside).map((one) => idOf(connectionId, one));
  const known = await findLiveIds(tx, outside);
  return records.filter((one) => !isPlacedOutside(one) || known.has(idOf(connectionId, one)));
}

function idOf(connectionId: string, record: ToolRecord): string {
  return taskId(connectionId, record.externalId);
}

/** What ids alone cannot answer: a scope's list, goals, and tasks that are out of sight without anybody having said why. */
async function askForRuns(
  { deps, connection }: ToolWork,
  tx: Tx,
  found: { readonly named: Named; readonly scopes: readonly StoredScope[]; readonly vanished: readonly string[] },
) {
  const { named, scopes } = found;
  const unselected = new Set(scopes.filter((scope) => !scope.isSelected).map((scope) => scope.externalId));
  const isOurs = (id: string) => !unselected.has(id);
  const lost = await findLiveIds(
    tx,
    found.vanished.map((id) => taskId(connection.id, id)),
  );
  const kinds = [
    ...(named.hasGoals || named.changedScopes.some(isOurs) ? (['incremental'] as const) : []),
    ...(lost.size > 0 || named.deletedScopes.some(isOurs) ? (['census'] as const) : []),
  ];
  const runs = [];
  for (const kind of kinds) {
    const { id } = await requestSyncRun(tx, connection.id, kind, new Date(deps.now()));
    runs.push({ id, connectionId: connection.id });
  }
  return runs;
}

/** At once, before any backlog of a pull: what somebody has just changed is what somebody is looking at. */
async function settle({ deps }: Work, { taskIds, hasChanged, runs }: Stored): Promise<void> {
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
