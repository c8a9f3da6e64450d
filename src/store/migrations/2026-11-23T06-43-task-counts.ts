import { type Kysely, sql } from 'kysely';

/** How many tasks a connection has, and how many of them it cannot see any more, without reading them. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create index tasks_connection on tasks (connection_id) where gone_at is null`.execute(db);
  await sql`
    create index tasks_out_of_sight on tasks (connection_id, scope_id) where gone_at is null and visibility = 'access-lost'`.execute(
    db,
  );
}
