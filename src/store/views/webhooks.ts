import { sql } from 'kysely';
import type { Database } from '../database.ts';

export interface WebhookSummary {
  readonly connectionId: string;
  readonly active: number;
  readonly creating: number;
  readonly failed: number;
  /** The first that ends. */
  readonly expiresAt: Date | null;
  readonly lastDeliveryAt: Date | null;
  readonly trouble: string | null;
  /** Refused deliveries of the days that reach into the time asked about. */
  readonly refused: number;
  /** Deliveries that are stored and not worked on yet. */
  readonly waiting: number;
}

/** Of each connection, with the deliveries refused since. */
export async function summariseWebhooks(db: Database, since: Date): Promise<Map<string, WebhookSummary>> {
  const { rows } = await sql<WebhookSummary>`
    select c.id as "connectionId", w.active, w.creating, w.failed, w.expires_at as "expiresAt",
      w.last_delivery_at as "lastDeliveryAt", w.trouble,
      (select coalesce(sum(r.count), 0) from delivery_refusals r where r.connection_id = c.id and r.last_at > ${since})
        as refused,
      (select count(*) from deliveries d where d.connection_id = c.id and d.state = 'stored') as waiting
    from connections c
    cross join lateral (
      select count(*) filter (where state = 'active') as active, count(*) filter (where state = 'creating') as creating,
        count(*) filter (where state = 'failed') as failed, min(expires_at) as expires_at,
        max(last_delivery_at) as last_delivery_at, min(trouble) as trouble
      from webhooks where connection_id = c.id
    ) w`.execute(db);
  return new Map(rows.map((row) => [row.connectionId, row]));
}
