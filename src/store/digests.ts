import { type Selectable, sql } from 'kysely';
import type { Digest } from '../domain/digest.ts';
import type { Database, Tx } from './database.ts';
import type { DigestTable } from './tables/outward.ts';

export type DigestRow = Selectable<DigestTable>;

export interface NewDigest {
  readonly id: string;
  readonly personId: string;
  readonly isoWeek: string;
  readonly state: 'due' | 'skipped';
  readonly dueAt: Date;
  readonly address: string;
  readonly messageId: string;
  readonly trouble: string | null;
  readonly isTest?: boolean;
}

/** Makes the rows of digests that are due; of a person and a week that has one already, none. @returns How many are new. */
export async function insertDigests(db: Database | Tx, digests: readonly NewDigest[]): Promise<number> {
  if (digests.length === 0) return 0;
  const { rows } = await sql`
    insert into digests (id, person_id, iso_week, state, due_at, address, message_id, trouble, is_test)
    select d.id, d."personId", d."isoWeek", d.state, d."dueAt", d.address, d."messageId", d.trouble, coalesce(d."isTest", false)
    from jsonb_to_recordset(${JSON.stringify(digests)}::jsonb) as d(id text, "personId" text, "isoWeek" text, state text,
      "dueAt" timestamptz, address text, "messageId" text, trouble text, "isTest" boolean)
    on conflict do nothing returning id`.execute(db);
  return rows.length;
}

/** How long somebody may work on one. */
const LEASE_MS = 120_000;

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}

/** One whose worker is gone: before the mail was handed over it is due again; after, nobody knows. */
export async function settleLost(db: Database, now: Date): Promise<void> {
  await sql`
    update digests set state = case when state = 'making' then 'due' else 'unknown' end, lease_until = null,
      trouble = case when state = 'making' then trouble else 'the process that sent it ended before the mail server answered' end
    where state in ('making', 'sending') and lease_until <= ${now}`.execute(db);
}

/**
 * Takes the one that is due for longest: nobody else gets it while the lease runs. One whose fate is unknown is taken once more at most;
 * a held one where there is mail now.
 *
 * @param options.since What came due before is left.
 */
export async function takeDigest(
  db: Database,
  now: Date,
  options: { readonly hasMail: boolean; readonly since: Date },
): Promise<DigestRow | null> {
  const { rows } = await sql<DigestRow>`
    update digests set state = 'making', attempts = attempts + 1, lease_until = ${leaseFrom(now)},
      retry_at = null, resent_at = case when state = 'unknown' then ${now} else resent_at end
    where id = (
      select id from digests
      where (retry_at is null or retry_at <= ${now}) and due_at >= ${options.since} and (
        state = 'due' or (${options.hasMail} and (state = 'held' or (state = 'unknown' and resent_at is null))))
      order by due_at, id for update skip locked limit 1)
    returning *`.execute(db);
  return rows[0] ?? null;
}

export interface MadeDigest {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly picture: Uint8Array | null;
  readonly data: Digest;
}

/**
 * Keeps what it says, as it is about to be sent, or held. The lease begins anew: writing may have taken most of it, and one that runs out
 * while the mail is on its way would have it sent twice.
 *
 * @returns False where another process has taken it meanwhile.
 */
export async function keepMade(
  tx: Tx,
  row: Pick<DigestRow, 'id' | 'attempts'>,
  made: MadeDigest,
  { state, now }: { readonly state: 'sending' | 'held'; readonly now: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('digests')
    .set({
      state,
      subject: made.subject,
      html: made.html,
      text: made.text,
      picture: made.picture ? Buffer.from(made.picture) : null,
      data: JSON.stringify(made.data),
      lease_until: state === 'held' ? null : leaseFrom(now),
    })
    .where('id', '=', row.id)
    .where('state', '=', 'making')
    .where('attempts', '=', row.attempts)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** How it went. A later try of another process is left alone. */
export async function noteOutcome(
  db: Database | Tx,
  row: Pick<DigestRow, 'id' | 'attempts'>,
  outcome: {
    readonly state: 'due' | 'sent' | 'unknown' | 'skipped' | 'refused' | 'failed';
    readonly trouble: string | null;
    readonly sentAt?: Date;
    readonly retryAt?: Date;
  },
): Promise<void> {
  await db
    .updateTable('digests')
    .set({
      state: outcome.state,
      trouble: outcome.trouble,
      lease_until: null,
      ...(outcome.sentAt ? { sent_at: outcome.sentAt } : {}),
      ...(outcome.retryAt ? { retry_at: outcome.retryAt } : {}),
    })
    .where('id', '=', row.id)
    .where('attempts', '=', row.attempts)
    .execute();
}

/** One that was sent came back. @param trouble null: only looks whose it is. @returns Where it was sent; null where none has this id. */
export async function noteReturned(tx: Tx, messageId: string, trouble: string | null): Promise<string | null> {
  const row = await tx
    .selectFrom('digests')
    .select(['id', 'address'])
    .where('message_id', '=', messageId)
    .forUpdate()
    .executeTakeFirst();
  if (row && trouble !== null)
    await tx
      .updateTable('digests')
      .set({ state: 'refused', trouble, lease_until: null })
      .where('id', '=', row.id)
      .execute();
  return row?.address ?? null;
}

/** What nobody could send in time is given up, and shown. */
export async function giveUpLate(db: Database, since: Date): Promise<void> {
  await db
    .updateTable('digests')
    .set({ state: 'failed', trouble: sql`coalesce(trouble, 'nobody was there to send it in time')`, retry_at: null })
    .where('state', '=', 'due')
    .where('due_at', '<', since)
    .execute();
}

type Said = Pick<Digest, 'asks' | 'unstaffedKeys' | 'revisits' | 'reads'>;

/** What the digests of this person said before, newest first. */
export async function listSaid(db: Database, personId: string, before: Date, limit: number): Promise<Said[]> {
  const { rows } = await sql<Said>`
    select data -> 'asks' as asks, data -> 'unstaffedKeys' as "unstaffedKeys", data -> 'revisits' as revisits,
      coalesce(data -> 'reads', '[]') as reads from digests
    where person_id = ${personId} and not is_test and data is not null and due_at < ${before}
    order by due_at desc limit ${limit}`.execute(db);
  return rows;
}
