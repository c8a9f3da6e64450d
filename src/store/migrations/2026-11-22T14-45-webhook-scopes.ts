import { type Kysely, sql } from 'kysely';

/** What a webhook was told to watch: another choice of scopes needs another registration. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table webhooks add column scope_ids text[] not null default '{}'`.execute(db);
}
