import { type Kysely, sql } from 'kysely';

/** Tasks that are to be derived again, too many to be marked in one statement: marked by and by, in the order of their ids. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table stale_sweeps (
      id integer generated always as identity primary key,
      connection_id text references connections on delete cascade,
      which text not null check (which in ('all', 'unlinked')),
      marked_at timestamptz not null,
      after_id text not null default ''
    )`.execute(db);
}
