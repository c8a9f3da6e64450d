import { type Kysely, sql } from 'kysely';

/** Lists that people come back to: a name for what stands in the list's address. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table saved_views (
      id bigint generated always as identity primary key,
      person_id text not null references people on delete cascade,
      name text not null check (name <> ''),
      search text not null,
      is_shared boolean not null,
      created_at timestamptz not null,
      deleted_at timestamptz
    )`.execute(db);
  await sql`create unique index saved_views_one_name on saved_views (person_id, lower(name)) where deleted_at is null`.execute(
    db,
  );
  await sql`create index saved_views_shared on saved_views (id) where is_shared and deleted_at is null`.execute(db);
}
