import { type Kysely, sql } from 'kysely';

/** What somebody has to mend in a tool: told once, until it is mended. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table notices (
      id bigint generated always as identity primary key,
      connection_id text not null references connections on delete cascade,
      kind text not null,
      subject text not null default '',
      text text not null,
      action text not null,
      found_at timestamptz not null,
      seen_at timestamptz,
      cleared_at timestamptz
    )`.execute(db);
  await sql`
    create unique index notices_open on notices (connection_id, kind, subject) where cleared_at is null`.execute(db);
}
