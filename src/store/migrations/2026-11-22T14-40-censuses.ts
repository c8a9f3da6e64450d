import { type Kysely, sql } from 'kysely';

/** A census may wait beside a pull of the same connection; and a connection that was removed may leave its tasks behind. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`drop index sync_runs_one_queued`.execute(db);
  await sql`
    create unique index sync_runs_one_queued on sync_runs (connection_id, (kind = 'census')) where state = 'queued'`.execute(
    db,
  );
  await sql`alter table connections add column removed_at timestamptz`.execute(db);
}
