import { type Selectable, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { DeliveryTable } from './tables/pulls.ts';
import { BadCursorError } from './views/tasks.ts';

export interface Refusals {
  readonly connectionId: string;
  readonly reason: string;
  readonly count: number;
  readonly lastAt: Date;
}

/** Counts refused deliveries by day (UTC). Of a connection that is gone nothing is kept. */
export async function addRefusals(db: Database, refusals: readonly Refusals[]): Promise<void> {
  for (const one of refusals) {
    await sql`
      insert into delivery_refusals (connection_id, on_day, reason, count, last_at)
      select id, (${one.lastAt}::timestamptz at time zone 'UTC')::date, ${one.reason}, ${one.count}, ${one.lastAt}
      from connections where id = ${one.connectionId}
      on conflict (connection_id, on_day, reason) do update
      set count = delivery_refusals.count + excluded.count, last_at = excluded.last_at`.execute(db);
  }
}

export type StoredDelivery = Pick<Selectable<DeliveryTable>, 'id' | 'headers' | 'body'>;

/** Takes waiting deliveries for this transaction, oldest first; those another worker has are passed over. */
export async function takeDeliveries(
  tx: Tx,
  connectionId: string,
  limit: number,
  butNot: readonly number[],
): Promise<StoredDelivery[]> {
  return tx
    .selectFrom('deliveries')
    .select(['id', 'headers', 'body'])
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'stored')
    .where(sql<boolean>`not id = any(${[...butNot]}::bigint[])`)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

export interface DeliveryOutcome {
  readonly id: number;
  readonly changed: number;
  readonly deleted: number;
  readonly ignored: readonly { readonly reason: string }[];
}

/** In the transaction that stores what they said. */
export async function finishDeliveries(tx: Tx, outcomes: readonly DeliveryOutcome[], at: Date): Promise<void> {
  await sql`
    update deliveries d
    set state = 'done', processed_at = ${at}, changed = o.changed, deleted = o.deleted, ignored = o.ignored, error = null
    from json_to_recordset(${JSON.stringify(outcomes)}::json)
      as o(id bigint, changed integer, deleted integer, ignored jsonb)
    where d.id = o.id`.execute(tx);
}

/** Counts one try more of these; after so many tries they have failed for good. @param message One sentence. */
export async function countFailedTry(
  db: Database,
  ids: readonly number[],
  message: string,
  triesMax: number,
): Promise<void> {
  await sql`
    update deliveries
    set attempts = attempts + 1, error = ${message},
        state = case when attempts + 1 >= ${triesMax} then 'failed' else 'stored' end
    where id = any(${[...ids]}::bigint[]) and state = 'stored'`.execute(db);
}

/** Whether any of a connection's deliveries waits to be worked on. */
export async function hasWaitingDeliveries(db: Database, connectionId: string): Promise<boolean> {
  const row = await db
    .selectFrom('deliveries')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'stored')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Active connections with deliveries that wait: what a crash left without a job. */
export async function listWaitingConnections(db: Database): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from connections c
    where state = 'active' and exists (select from deliveries d where d.connection_id = c.id and d.state = 'stored')
    order by id`.execute(db);
  return rows.map((row) => row.id);
}

export type DeliveryRow = Omit<Selectable<DeliveryTable>, 'headers' | 'body' | 'delivery_key' | 'webhook_id'>;

/** Newest first, without what they hold. */
export async function listDeliveries(
  db: Database,
  which: { readonly connectionId: string | null; readonly state: DeliveryTable['state'] | null },
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: DeliveryRow[]; nextCursor: string | null }> {
  const before = page.cursor === undefined ? null : Number(page.cursor);
  if (before !== null && !Number.isSafeInteger(before)) throw new BadCursorError();
  const { connectionId, state } = which;
  const rows = await db
    .selectFrom('deliveries')
    .select(['id', 'connection_id', 'received_at', 'state', 'attempts', 'processed_at'])
    .select(['changed', 'deleted', 'ignored', 'error'])
    .$if(connectionId !== null, (query) => query.where('connection_id', '=', connectionId))
    .$if(state !== null, (query) => query.where('state', '=', state))
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
    .execute();
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > page.limit && last ? String(last.id) : null };
}

export interface Redelivery {
  /** null: all of the range. */
  readonly ids: readonly number[] | null;
  /** Received at or after; null: from the first on. */
  readonly from: Date | null;
  /** Received before; null: up to the last. */
  readonly to: Date | null;
}

/** Puts those back that were worked on; they wait as if they had just come. @returns How many. */
export async function storeAgain(db: Database, connectionId: string, which: Redelivery): Promise<number> {
  const result = await db
    .updateTable('deliveries')
    .set({ state: 'stored', attempts: 0, error: null, processed_at: null })
    .where('connection_id', '=', connectionId)
    .where('state', '<>', 'stored')
    .$if(which.ids !== null, (query) => query.where(sql<boolean>`id = any(${[...(which.ids ?? [])]}::bigint[])`))
    .$if(which.from !== null, (query) => query.where('received_at', '>=', which.from))
    .$if(which.to !== null, (query) => query.where('received_at', '<', which.to))
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Forgets deliveries received, and refusals counted, before; those that wait stay. */
export async function pruneDeliveries(db: Database, before: Date): Promise<void> {
  await sql`delete from deliveries where received_at < ${before} and state <> 'stored'`.execute(db);
  await sql`delete from delivery_refusals where last_at < ${before}`.execute(db);
}

/** Which of these tasks we know and do not hold for gone. */
export async function findLiveIds(tx: Tx, taskIds: readonly string[]): Promise<Set<string>> {
  if (taskIds.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select id from tasks where id = any(${[...taskIds]}::text[]) and gone_at is null`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** What is set aside between pulls is shown with the last one. */
export async function findNewestRunId(tx: Tx, connectionId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('sync_runs')
    .select('id')
    .where('connection_id', '=', connectionId)
    .orderBy('requested_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
