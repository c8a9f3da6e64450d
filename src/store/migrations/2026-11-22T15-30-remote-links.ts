import { type Kysely, sql } from 'kysely';

/** Pages tied to a task beside it, read apart from it. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table tasks add column remote_links jsonb not null default '[]'`.execute(db);
}
