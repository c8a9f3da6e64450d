import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';

interface PageRead {
  readonly readerId: string;
  readonly personId: string;
  /** In the organisation's time zone. */
  readonly day: string;
  readonly at: Date;
  readonly toldIds: readonly string[];
}

/** Once a day for each reader and page. @returns Whether it is the first of that day. */
export async function notePageRead(tx: Tx, read: PageRead): Promise<boolean> {
  const row = await tx
    .insertInto('page_reads')
    .values({
      reader_id: read.readerId,
      person_id: read.personId,
      day: read.day,
      first_at: read.at,
      told_ids: [...read.toldIds],
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('day')
    .executeTakeFirst();
  return row !== undefined;
}

/** What this person is told of: who read their page, or that of somebody below them, since that day; newest first. */
export async function listReadsTold(db: Database, personId: string, sinceDay: string) {
  return db
    .selectFrom('page_reads as r')
    .innerJoin('people as reader', 'reader.id', 'r.reader_id')
    .innerJoin('people as person', 'person.id', 'r.person_id')
    .select([
      'r.day',
      'reader.id as reader_id',
      'reader.name as reader',
      'person.id as person_id',
      'person.name as person',
    ])
    .where('r.day', '>=', sinceDay)
    .where(sql<boolean>`${personId} = any(r.told_ids)`)
    .orderBy('r.first_at', 'desc')
    .execute();
}
