import { type Kysely, sql } from 'kysely';

/** Under which secret address a person's feeds are read; one for each. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table feeds (
      person_id text primary key references people on delete cascade,
      token_hash text not null unique,
      made_at timestamptz not null,
      read_at timestamptz
    )`.execute(db);
}
