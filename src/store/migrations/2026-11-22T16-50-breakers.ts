import { type Kysely, sql } from 'kysely';

/** Connections whose tool does not answer: no row, all is well. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table breakers (
      connection_id text primary key references connections on delete cascade,
      failures integer not null,
      openings integer not null default 0,
      opened_at timestamptz,
      retry_at timestamptz,
      is_probing boolean not null default false,
      because text not null,
      check ((opened_at is null) = (retry_at is null))
    )`.execute(db);
}
