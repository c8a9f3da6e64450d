import { CompiledQuery } from 'kysely';
import { DatabaseError } from 'pg';
import type { Database } from './database.ts';
import { prepared } from './prepared.ts';

export interface NewDelivery {
  readonly webhookId: string | null;
  /** The webhook's secret as it was read, sealed, when the delivery was proved by it. */
  readonly sealedSecret: string | null;
  /** The same over its retries. */
  readonly key: string;
  /** Those that reading it needs, never a credential. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly at: Date;
}

/** What deliveries were proved by: a connection's credentials as they were read, sealed. */
export interface ProvedBy {
  readonly connectionId: string;
  readonly sealedCredentials: string | null;
}

/** `void`: the connection, the webhook or its secret is another by now than what it was proved by, and nothing was stored. */
export type StoredAs = 'new' | 'known' | 'void';

/**
 * Stores proved deliveries once, all in one statement, which also looks whether what proved them still holds.
 *
 * @returns What became of each, in their order.
 */
export async function storeDeliveries(
  db: Database,
  { connectionId, sealedCredentials }: ProvedBy,
  deliveries: readonly NewDelivery[],
): Promise<StoredAs[]> {
  let from = 1;
  const rows = deliveries.map(({ webhookId, sealedSecret, key, headers, body, at }, place) => {
    const row = { place, webhook_id: webhookId, secret: sealedSecret, key, at, headers, from, length: body.length };
    from += body.length;
    return row;
  });
  const bodies = Buffer.concat(deliveries.map(({ body }) => body));
  const values = [connectionId, sealedCredentials, JSON.stringify(rows), bodies];
  const found = await db.executeQuery<{ place: number; is_new: boolean }>(CompiledQuery.raw(STORE, values));
  return outcomes(deliveries, new Map(found.rows.map((row) => [row.place, row.is_new])));
}

/** Of one that came twice only the first is new. */
function outcomes(deliveries: readonly NewDelivery[], stored: ReadonlyMap<number, boolean>): StoredAs[] {
  const seen = new Set<string>();
  return deliveries.map(({ key }, place) => {
    const isNew = stored.get(place);
    if (isNew === undefined) return 'void';
    if (!isNew || seen.has(key)) return 'known';
    seen.add(key);
    return 'new';
  });
}

/**
 * The bodies come as one, since a binary value costs nothing to send and a list of them
 * would be written out as text. By key: two statements with the same keys then wait for each other and never in a ring.
 */
const STORE = prepared(
  'store_deliveries',
  `
  with arrived as materialized (
    select a.* from json_to_recordset($3::json) as a(
      place integer, webhook_id text, secret text, key text, at timestamptz, headers jsonb, "from" integer, length integer)
    where exists (
        select from connections where id = $1 and removed_at is null and credentials is not distinct from $2::text)
      and (a.webhook_id is null or exists (
        select from webhooks w
        where w.id = a.webhook_id and w.connection_id = $1 and w.secret is not distinct from a.secret))
  ), stored as (
    insert into deliveries (connection_id, webhook_id, delivery_key, received_at, headers, body, state)
    select $1, webhook_id, key, at, headers, substring($4::bytea from "from" for length), 'stored'
    from arrived order by key, place
    on conflict (connection_id, delivery_key) do nothing
    returning delivery_key
  )
  select place, key in (select delivery_key from stored) as is_new from arrived`,
);

/** Whether the server refused a statement for what stands in it, or for whom it met: one row of several may be to blame. */
export function isOfOneRow(error: unknown): boolean {
  return error instanceof DatabaseError && /^(22|23|40)/.test(error.code ?? '');
}
