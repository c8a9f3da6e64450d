import { isConnectorError } from '../../connectors/errors.ts';
import { wikis } from '../../connectors/registry.ts';
import type { DocumentId, FetchedDocuments, WikiConnector, WikiDelivery } from '../../connectors/wiki.ts';
import { taskId } from '../domain/task.ts';
import type { Tx } from '../store/database.ts';
import { findNewestRunId, finishDeliveries, type StoredDelivery } from '../store/deliveries.ts';
import { findKnownIds } from '../store/documents.ts';
import { listScopes, type StoredScope } from '../store/scopes.ts';
import { requestSyncRun } from '../store/sync-runs.ts';
import { ingestDocuments, ingestMissing } from './ingest-documents.ts';

export interface NamedDocuments {
  readonly connectionId: string;
  readonly connector: WikiConnector;
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/**
 * Reads again what a wiki's deliveries name, and stores only what is read: they carry no content, and what they say happened is not
 * believed. A page that is not given, deleted or not, is unreadable.
 */
export async function storeNamedDocuments(named: NamedDocuments, tx: Tx, rows: readonly StoredDelivery[]) {
  const { connectionId, connector } = named;
  const at = new Date(named.now());
  const read = rows.map((row) => ({ row, reading: readOne(connector, row) }));
  const readings = read.map(({ reading }) => reading);
  const found = await fetchAll(named, idsOf(readings, 'document'));
  const scopes = await listScopes(tx, connectionId);
  const records = await ofOurScopes(tx, connectionId, found.records, scopes);
  const syncRunId = await findNewestRunId(tx, connectionId);
  const origin = { connectionId, scopeId: null, syncRunId, at };
  const changed = await ingestDocuments(tx, { records, setAside: found.setAside }, origin);
  const missing = found.missing.map((id) => taskId(connectionId, id));
  const lost = await ingestMissing(tx, missing, origin);
  const runs = await askForRuns(tx, connectionId, readings, scopes, at);
  await finishDeliveries(
    tx,
    read.map(({ row, reading: { changed, deleted, ignored } }) => ({
      id: row.id,
      changed: changed.length,
      deleted: deleted.length,
      ignored,
    })),
    at,
  );
  return { taskIds: [], hasChanged: changed.length + lost.length > 0, runs };
}

function readOne({ tool }: WikiConnector, { headers, body }: StoredDelivery): WikiDelivery {
  return wikis[tool].readDelivery({ headers, body, callbackUrl: null });
}

function idsOf(readings: readonly Pick<WikiDelivery, 'changed' | 'deleted'>[], kind: DocumentId['kind']): string[] {
  const all = readings.flatMap(({ changed, deleted }) => [...changed, ...deleted]);
  return [...new Set(all.filter((one) => one.kind === kind).map((one) => one.externalId))];
}

/** One by one: a page that is forbidden is missing, and takes no other along. */
async function fetchAll({ connector, signal }: NamedDocuments, ids: readonly string[]): Promise<FetchedDocuments> {
  const found = [];
  for (const id of ids) {
    try {
      found.push(await connector.fetchRecords([id], signal));
    } catch (error) {
      if (!isConnectorError(error, 'not-visible')) throw error;
      found.push({ records: [], setAside: [], missing: [id] });
    }
  }
  return {
    records: found.flatMap((one) => one.records),
    setAside: found.flatMap((one) => one.setAside),
    missing: found.flatMap((one) => one.missing),
  };
}

/** Rows of a data source nobody selected stay out, but for one we know: it has moved there. A page in none was shared with us itself. */
async function ofOurScopes(
  tx: Tx,
  connectionId: string,
  records: FetchedDocuments['records'],
  scopes: readonly StoredScope[],
): Promise<FetchedDocuments['records']> {
  const ours = new Set(scopes.filter((scope) => scope.isSelected).map((scope) => scope.externalId));
  const known = await findKnownIds(
    tx,
    records.map((one) => taskId(connectionId, one.externalId)),
  );
  return records.filter(
    ({ externalId, scopeExternalId }) =>
      scopeExternalId === null || ours.has(scopeExternalId) || known.has(taskId(connectionId, externalId)),
  );
}

/** What ids of pages cannot answer: a data source that changed is pulled; one that is gone, or that we never heard of, is looked for. */
async function askForRuns(
  tx: Tx,
  connectionId: string,
  readings: readonly WikiDelivery[],
  scopes: readonly StoredScope[],
  at: Date,
) {
  const known = new Map(scopes.map((scope) => [scope.externalId, scope]));
  const changed = idsOf(
    readings.map((one) => ({ changed: one.changed, deleted: [] })),
    'scope',
  );
  const gone = idsOf(
    readings.map((one) => ({ changed: [], deleted: one.deleted })),
    'scope',
  );
  const isPulled = changed.some((id) => known.get(id)?.isSelected);
  const isLookedFor = changed.some((id) => !known.has(id)) || gone.some((id) => known.get(id)?.isSelected);
  const kinds = [...(isPulled ? (['incremental'] as const) : []), ...(isLookedFor ? (['census'] as const) : [])];
  const runs = [];
  for (const kind of kinds) runs.push({ id: (await requestSyncRun(tx, connectionId, kind, at)).id, connectionId });
  return runs;
}
