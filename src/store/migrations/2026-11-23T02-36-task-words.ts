import { type Kysely, sql } from 'kysely';

/** Which words the titles of tasks have that hang on no goal: whoever decided about one finds those that read like it without reading all. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table task_words (
      task_id text primary key references tasks on delete cascade,
      stems text[] not null
    )`.execute(db);
  await sql`create index task_words_stems on task_words using gin (stems)`.execute(db);
  // Words are noted where a text is read: those of tasks that were read before are read once more.
  await sql`
    insert into stale_sweeps (connection_id, which, marked_at)
    select null, 'unlinked', now() where exists (select from tasks)`.execute(db);
}
