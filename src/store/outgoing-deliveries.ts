import { sql } from 'kysely';
import type { OutgoingDeliveryState, OutgoingType } from '../domain/outgoing.ts';
import { TEST_EVENT } from '../domain/outgoing.ts';
import type { OutgoingItem } from '../domain/outgoing-item.ts';
import type { Database, Tx } from './database.ts';

export interface OutgoingDelivery {
  readonly id: number;
  readonly messageId: string;
  readonly webhookId: string;
  readonly type: OutgoingType;
  readonly madeAt: Date;
  readonly items: readonly OutgoingItem[];
  readonly hidden: number;
  readonly state: OutgoingDeliveryState;
  readonly attempts: number;
  readonly retryAt: Date;
}

const COLUMNS = sql`d.id, d.message_id as "messageId", d.webhook_id as "webhookId", d.type, d.made_at as "madeAt", d.items, d.hidden,
  d.state, d.attempts, d.retry_at as "retryAt"`;

type NewDelivery = Pick<OutgoingDelivery, 'messageId' | 'webhookId' | 'type' | 'madeAt' | 'items' | 'hidden'>;

export async function insertOutgoingDelivery(db: Database | Tx, row: NewDelivery): Promise<number> {
  const { id } = await db
    .insertInto('outgoing_deliveries')
    .values({
      message_id: row.messageId,
      webhook_id: row.webhookId,
      type: row.type,
      made_at: row.madeAt,
      items: JSON.stringify(row.items),
      hidden: row.hidden,
      retry_at: row.madeAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** What is sent next: a test that is due, else the oldest that waits. */
export async function findNextDelivery(
  db: Database,
  webhookId: string,
  { onlyTests, now }: { readonly onlyTests: boolean; readonly now: Date },
): Promise<OutgoingDelivery | null> {
  const { rows } = await sql<OutgoingDelivery>`
    select ${COLUMNS} from outgoing_deliveries d
    where d.webhook_id = ${webhookId} and d.state = 'waiting' and case when d.type = ${TEST_EVENT} then d.retry_at <= ${now} else not ${onlyTests}::boolean end
    order by d.type = ${TEST_EVENT} desc, d.id limit 1`.execute(db);
  return rows[0] ?? null;
}

/** Counts a try before it is made: of one that is cut off in the midst nobody knows what became. */
export async function noteTry(db: Database, id: number): Promise<void> {
  await sql`update outgoing_deliveries set attempts = attempts + 1 where id = ${id}`.execute(db);
}

export interface OutgoingOutcome {
  readonly state: OutgoingDeliveryState;
  readonly status: number | null;
  /** One sentence; null where it was taken. */
  readonly trouble: string | null;
  /** Of one that is tried again. */
  readonly retryAt?: Date;
}

export async function noteOutgoingOutcome(tx: Tx, id: number, outcome: OutgoingOutcome, at: Date): Promise<void> {
  const { state, status, trouble, retryAt } = outcome;
  await tx
    .updateTable('outgoing_deliveries')
    .set({ state, status, trouble, ...(retryAt ? { retry_at: retryAt } : { finished_at: at }) })
    .where('id', '=', id)
    .execute();
}

/** How it goes with an address: since when it takes nothing, or that it took something. @returns Since when. */
export async function noteStanding(tx: Tx, webhookId: string, isGood: boolean, at: Date): Promise<Date | null> {
  const { rows } = await sql<{ since: Date | null }>`
    update outgoing_webhooks
    set failing_since = ${isGood ? null : sql`coalesce(failing_since, ${at})`},
        delivered_at = ${isGood ? at : sql`delivered_at`}
    where id = ${webhookId} returning failing_since as since`.execute(tx);
  return rows[0]?.since ?? null;
}

/** Nothing that waits is sent any more. */
export async function giveUpWaiting(tx: Tx, webhookId: string, trouble: string, at: Date): Promise<void> {
  await sql`
    update outgoing_deliveries set state = 'failed', trouble = ${trouble}, finished_at = ${at}
    where webhook_id = ${webhookId} and state = 'waiting'`.execute(tx);
}

export interface OutgoingDeliveryRow extends Omit<OutgoingDelivery, 'items'> {
  readonly count: number;
  readonly status: number | null;
  readonly trouble: string | null;
  readonly finishedAt: Date | null;
}

/** Newest first; without what they name. @param before The id a page ends before; null: from the newest. */
export async function listOutgoingDeliveries(
  db: Database,
  webhookId: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<OutgoingDeliveryRow[]> {
  const { rows } = await sql<OutgoingDeliveryRow>`
    select d.id, d.message_id as "messageId", d.webhook_id as "webhookId", d.type, d.made_at as "madeAt", d.hidden, d.state,
      d.attempts, d.retry_at as "retryAt", jsonb_array_length(d.items) as count, d.status, d.trouble, d.finished_at as "finishedAt"
    from outgoing_deliveries d
    where d.webhook_id = ${webhookId} and (${page.before}::bigint is null or d.id < ${page.before}::bigint)
    order by d.id desc limit ${page.limit}`.execute(db);
  return rows;
}

/** Sends one that is over once more, under its own id. @returns Whether there is such a one. */
export async function sendAgain(db: Database | Tx, webhookId: string, id: number, at: Date): Promise<boolean> {
  const { rows } = await sql`
    update outgoing_deliveries set state = 'waiting', attempts = 0, retry_at = ${at}, finished_at = null
    where id = ${id} and webhook_id = ${webhookId} and (state <> 'waiting' or retry_at > ${at}) returning id`.execute(
    db,
  );
  return rows.length > 0;
}

export async function pruneOutgoing(db: Database, before: Date): Promise<void> {
  await sql`delete from outgoing_deliveries where state <> 'waiting' and finished_at < ${before}`.execute(db);
}
