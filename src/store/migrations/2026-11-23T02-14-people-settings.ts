import { type Kysely, sql } from 'kysely';

/** Roles given by hand, people who left, what the organisation set for its digests and views, and who did what. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    alter table people
      add column is_role_by_hand boolean not null default false,
      add column left_at timestamptz`.execute(db);
  await sql`
    alter table settings
      add column default_weight text not null default 'count' check (default_weight in ('count', 'estimate', 'active-days')),
      add column digest_weekday integer not null default 1 check (digest_weekday between 1 and 7),
      add column digest_hour integer not null default 9 check (digest_hour between 0 and 23),
      add column stale_check_in_days integer not null default 14 check (stale_check_in_days between 1 and 365)`.execute(
    db,
  );
  await sql`
    create table audit_events (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      by_person_id text references people on delete set null,
      by_name text not null,
      what text not null,
      about jsonb not null,
      says text not null
    )`.execute(db);
  await sql`create index audit_events_person on audit_events (by_person_id)`.execute(db);
}
