import { type Kysely, sql } from 'kysely';

/** Programs of other people that are told of changed flags and links; a notice may be about one of them, and then of no connection. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table outgoing_webhooks (
      id text primary key,
      url text not null,
      events text[] not null,
      state text not null,
      secrets text,
      made_at timestamptz not null,
      made_by text not null,
      leased_until timestamptz,
      worked_at timestamptz,
      gather_at timestamptz,
      failing_since timestamptz,
      delivered_at timestamptz
    )`.execute(db);
  // What is to be told, one row for each task or link however often it changes meanwhile.
  await sql`
    create table outgoing_changes (
      webhook_id text not null references outgoing_webhooks on delete cascade,
      type text not null,
      subject text not null,
      task_id text not null references tasks on delete cascade,
      before jsonb,
      since timestamptz not null,
      primary key (webhook_id, type, subject)
    )`.execute(db);
  await sql`create index outgoing_changes_since on outgoing_changes (webhook_id, since)`.execute(db);
  await sql`create index outgoing_changes_task on outgoing_changes (task_id)`.execute(db);
  await sql`
    create table outgoing_deliveries (
      id bigint generated always as identity primary key,
      message_id text not null unique,
      webhook_id text not null references outgoing_webhooks on delete cascade,
      type text not null,
      made_at timestamptz not null,
      items jsonb not null,
      hidden integer not null,
      state text not null default 'waiting',
      attempts integer not null default 0,
      retry_at timestamptz not null,
      status integer,
      trouble text,
      finished_at timestamptz
    )`.execute(db);
  await sql`create index outgoing_deliveries_of on outgoing_deliveries (webhook_id, id)`.execute(db);
  await sql`
    create index outgoing_deliveries_waiting on outgoing_deliveries (webhook_id, id) where state = 'waiting'`.execute(
    db,
  );
  await sql`alter table notices alter column connection_id drop not null`.execute(db);
  await sql`drop index notices_open`.execute(db);
  await sql`
    create unique index notices_open on notices (connection_id, kind, subject) nulls not distinct
    where cleared_at is null`.execute(db);
}
