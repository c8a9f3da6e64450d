import { type Kysely, sql } from 'kysely';

/** Who read whose page from above, by day, and who is told of it. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table page_reads (
      reader_id text not null references people on delete cascade,
      person_id text not null references people on delete cascade,
      day date not null,
      first_at timestamptz not null,
      told_ids text[] not null,
      primary key (reader_id, person_id, day)
    )`.execute(db);
}
