import { sql } from 'kysely';
import type { OutgoingEvent, OutgoingState } from '../domain/outgoing.ts';
import type { Database, Tx } from './database.ts';

export interface OutgoingWebhook {
  readonly id: string;
  readonly url: string;
  readonly events: readonly OutgoingEvent[];
  readonly state: OutgoingState;
  /** null once it is gone. */
  readonly sealedSecrets: string | null;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly failingSince: Date | null;
  readonly deliveredAt: Date | null;
}

const COLUMNS = sql`id, url, events, state, secrets as "sealedSecrets", made_at as "madeAt", made_by as "madeBy",
  failing_since as "failingSince", delivered_at as "deliveredAt"`;

export async function listOutgoing(db: Database | Tx): Promise<OutgoingWebhook[]> {
  const { rows } = await sql<OutgoingWebhook>`select ${COLUMNS} from outgoing_webhooks order by made_at, id`.execute(
    db,
  );
  return rows;
}

export async function findOutgoing(db: Database | Tx, id: string): Promise<OutgoingWebhook | null> {
  const { rows } = await sql<OutgoingWebhook>`select ${COLUMNS} from outgoing_webhooks where id = ${id}`.execute(db);
  return rows[0] ?? null;
}

/** Held until the end of the transaction: what is decided about it is decided one after the other. */
export async function holdOutgoing(tx: Tx, id: string): Promise<OutgoingWebhook | null> {
  const { rows } = await sql<OutgoingWebhook>`
    select ${COLUMNS} from outgoing_webhooks where id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

type NewWebhook = Pick<OutgoingWebhook, 'id' | 'url' | 'events' | 'sealedSecrets' | 'madeAt' | 'madeBy'>;

export async function insertOutgoing(tx: Tx, row: NewWebhook): Promise<void> {
  const { sealedSecrets, madeAt, madeBy, events, ...rest } = row;
  await tx
    .insertInto('outgoing_webhooks')
    .values({
      ...rest,
      events: [...events],
      state: 'active',
      secrets: sealedSecrets,
      made_at: madeAt,
      made_by: madeBy,
    })
    .execute();
}

export interface OutgoingEdit {
  readonly events?: readonly OutgoingEvent[];
  readonly state?: OutgoingState;
  readonly sealedSecrets?: string | null;
  readonly failingSince?: null;
}

export async function updateOutgoing(tx: Tx, id: string, edit: OutgoingEdit): Promise<void> {
  const { events, state, sealedSecrets, failingSince } = edit;
  await tx
    .updateTable('outgoing_webhooks')
    .set({
      ...(events ? { events: [...events] } : {}),
      ...(state ? { state } : {}),
      ...(sealedSecrets === undefined ? {} : { secrets: sealedSecrets }),
      ...(failingSince === undefined ? {} : { failing_since: failingSince }),
    })
    .where('id', '=', id)
    .execute();
}

export async function deleteOutgoing(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('outgoing_webhooks').where('id', '=', id).execute();
}

/** A test goes ahead of all and also where it is paused; of the rest the oldest, and before it is over nothing new is gathered. */
function hasWork(now: Date) {
  return sql<boolean>`(
    exists (select from outgoing_deliveries d where d.webhook_id = w.id and d.state = 'waiting' and d.type = 'webhook.test'
        and d.retry_at <= ${now})
    or (w.state = 'active' and coalesce(
      (select d.retry_at <= ${now} from outgoing_deliveries d
        where d.webhook_id = w.id and d.state = 'waiting' and d.type <> 'webhook.test' order by d.id limit 1),
      coalesce(w.gather_at <= ${now}, true) and exists (select from outgoing_changes c where c.webhook_id = w.id))))`;
}

/** Whether there is anything to send now. */
export async function hasOutgoingWork(db: Database, now: Date): Promise<boolean> {
  const { rows } = await sql`
    select from outgoing_webhooks w where coalesce(w.leased_until <= ${now}, true) and ${hasWork(now)} limit 1`.execute(
    db,
  );
  return rows.length > 0;
}

/**
 * Takes a webhook that has something to be sent, for as long as the lease stands; one at a time works on each.
 *
 * @param except Those that had their turn.
 */
export async function takeOutgoing(
  db: Database,
  now: Date,
  leaseUntil: Date,
  except: readonly string[],
): Promise<OutgoingWebhook | null> {
  const { rows } = await sql<OutgoingWebhook>`
    update outgoing_webhooks set leased_until = ${leaseUntil}, worked_at = ${now}
    where id = (
      select w.id from outgoing_webhooks w
      where coalesce(w.leased_until <= ${now}, true) and w.id <> all(${[...except]}::text[]) and ${hasWork(now)}
      order by w.worked_at nulls first, w.id limit 1 for update skip locked)
    returning ${COLUMNS}`.execute(db);
  return rows[0] ?? null;
}

/** @returns Whether it is still ours: it may be removed, or the lease was lost to another. */
export async function prolongLease(db: Database, id: string, from: Date, until: Date): Promise<boolean> {
  const { rows } = await sql`
    update outgoing_webhooks set leased_until = ${until} where id = ${id} and leased_until = ${from} returning id`.execute(
    db,
  );
  return rows.length > 0;
}

/** @param gatherAt When changes are gathered next; null: as it was. */
export async function endLease(db: Database, id: string, lease: Date, gatherAt: Date | null): Promise<void> {
  await sql`
    update outgoing_webhooks set leased_until = null, gather_at = coalesce(${gatherAt}::timestamptz, gather_at)
    where id = ${id} and leased_until = ${lease}`.execute(db);
}
