import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface FeedRow {
  readonly madeAt: Date;
  /** When a program read it last; null: never yet. */
  readonly readAt: Date | null;
}

export async function findFeed(db: Database, personId: string): Promise<FeedRow | null> {
  const row = await db
    .selectFrom('feeds')
    .select(['made_at as madeAt', 'read_at as readAt'])
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ?? null;
}

/** The address before, if there was one, leads nowhere from now on. */
export async function replaceFeed(db: Database, personId: string, tokenHash: string, at: Date): Promise<void> {
  const row = { token_hash: tokenHash, made_at: at, read_at: null };
  await db
    .insertInto('feeds')
    .values({ person_id: personId, ...row })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(row))
    .execute();
}

export async function deleteFeed(db: Database, personId: string): Promise<void> {
  await db.deleteFrom('feeds').where('person_id', '=', personId).execute();
}

/** Whose feeds these are; notes that they were read. */
export async function takeFeed(db: Database, tokenHash: string, at: Date): Promise<string | null> {
  const { rows } = await sql<{ personId: string }>`
    update feeds set read_at = ${at} where token_hash = ${tokenHash} returning person_id as "personId"`.execute(db);
  return rows[0]?.personId ?? null;
}

export interface DigestEntry {
  readonly id: string;
  readonly at: Date;
  readonly subject: string;
  /** Its links' secrets are blanked. */
  readonly text: string;
}

/** A person's digests as they were written, newest first; trials are left out. */
export async function listDigestEntries(db: Database, personId: string, limit: number): Promise<DigestEntry[]> {
  const { rows } = await sql<DigestEntry>`
    select id, coalesce(sent_at, due_at) as at, subject, text from digests
    where person_id = ${personId} and not is_test and subject is not null and text is not null
    order by due_at desc, id desc limit ${limit}`.execute(db);
  return rows;
}
