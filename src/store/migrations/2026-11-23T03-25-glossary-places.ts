import { type Kysely, sql } from 'kysely';

/** Where a short form is explained: a few tasks and goals, filled by the next study of the texts. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table glossary_entries add column found_in jsonb not null default '[]'`.execute(db);
}
