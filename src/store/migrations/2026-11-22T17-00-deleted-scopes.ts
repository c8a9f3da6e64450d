import { type Kysely, sql } from 'kysely';

/** Scopes that the tool itself says were deleted. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table scopes add column deleted_at timestamptz`.execute(db);
}
