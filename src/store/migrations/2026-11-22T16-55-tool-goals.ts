import { type Kysely, sql } from 'kysely';

/** What a tool's goals say of themselves, which run saw each last, and since when one is not given any more. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    alter table tool_goals
      add column measure jsonb,
      add column is_closed boolean not null default false,
      add column owner_external_id text,
      add column seen_run_id text,
      add column unreadable_at timestamptz`.execute(db);
}
