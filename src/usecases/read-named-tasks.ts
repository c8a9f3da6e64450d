import type { Connector, DeliveryReading, Page, RecordId, ToolRecord } from '../../connectors/connector.ts';
import { connectors } from '../../connectors/registry.ts';
import { taskId } from '../domain/task.ts';
import type { Tx } from '../store/database.ts';
import { findLiveIds, findNewestRunId, finishDeliveries, type StoredDelivery } from '../store/deliveries.ts';
import { listScopes, type StoredScope } from '../store/scopes.ts';
import { requestSyncRun } from '../store/sync-runs.ts';
import { ingestPage } from './ingest-page.ts';

const RECORDS_A_CALL = 100;

/** What came of deliveries once they were read again. */
export interface StoredNamed {
  readonly taskIds: readonly string[];
  readonly hasChanged: boolean;
  readonly runs: readonly { readonly id: string; readonly connectionId: string }[];
}

export interface NamedTasks {
  readonly connectionId: string;
  readonly connector: Connector;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Reads again the tasks that these deliveries name, and stores what is read as a pull's page; asks for a run where ids do not suffice. */
export async function storeNamedTasks(work: NamedTasks, tx: Tx, rows: readonly StoredDelivery[]): Promise<StoredNamed> {
  const { connectionId, connector } = work;
  const read = rows.map((row) => ({ row, reading: readOne(connector, row) }));
  const named = unite(read.map(({ reading }) => reading));
  const at = new Date(work.now());
  const found = await readAgain(work, named.tasks);
  const scopes = await listScopes(tx, connectionId);
  const gone = found.missing.filter((id) => named.deleted.has(id));
  const records = await ofOurScopes(tx, connectionId, found.records, scopes);
  const runId = await findNewestRunId(tx, connectionId);
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
    connectionId,
    tool: connector.tool,
    scopeId: null,
    syncRunId: runId ?? '',
    hasHistory: connector.abilities.hasHistory,
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
  const touched = page.records.flatMap((one) => ('externalId' in one ? [taskId(connectionId, one.externalId)] : []));
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

async function readAgain({ connector, signal }: NamedTasks, ids: readonly RecordId[]) {
  const records: ToolRecord[] = [];
  const setAside: Page['setAside'][number][] = [];
  const missing: string[] = [];
  for (let from = 0; from < ids.length; from += RECORDS_A_CALL) {
    const found = await connector.fetchRecords(ids.slice(from, from + RECORDS_A_CALL), signal);
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
  { connectionId, now }: NamedTasks,
  tx: Tx,
  found: { readonly named: Named; readonly scopes: readonly StoredScope[]; readonly vanished: readonly string[] },
) {
  const { named, scopes } = found;
  const unselected = new Set(scopes.filter((scope) => !scope.isSelected).map((scope) => scope.externalId));
  const isOurs = (id: string) => !unselected.has(id);
  const lost = await findLiveIds(
    tx,
    found.vanished.map((id) => taskId(connectionId, id)),
  );
  const kinds = [
    ...(named.hasGoals || named.changedScopes.some(isOurs) ? (['incremental'] as const) : []),
    ...(lost.size > 0 || named.deletedScopes.some(isOurs) ? (['census'] as const) : []),
  ];
  const runs = [];
  for (const kind of kinds) {
    const { id } = await requestSyncRun(tx, connectionId, kind, new Date(now()));
    runs.push({ id, connectionId });
  }
  return runs;
}
