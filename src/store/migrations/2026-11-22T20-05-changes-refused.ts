import { type Kysely, sql } from 'kysely';

/** Since when a tool refuses the one question about all changes: each scope is then asked by itself. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table connections add column changes_refused_at timestamptz`.execute(db);
}
