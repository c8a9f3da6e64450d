import { type Kysely, sql } from 'kysely';

/** Changes as they come: webhooks and their deliveries, censuses, and removals that wait for a person. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table sync_runs drop constraint sync_runs_kind_check`.execute(db);
  await sql`alter table sync_runs add check (kind in ('full', 'incremental', 'census'))`.execute(db);
  await sql`
    create table webhooks (
      id text primary key,
      connection_id text not null references connections on delete cascade,
      scope_id text references scopes on delete cascade,
      external_id text,
      callback_url text not null,
      state text not null check (state in ('creating', 'active', 'failed')),
      secret text,
      handshake_until timestamptz,
      expires_at timestamptz,
      refreshed_at timestamptz,
      last_delivery_at timestamptz,
      trouble text,
      created_at timestamptz not null
    )`.execute(db);
  await sql`create unique index webhooks_scope on webhooks (connection_id, coalesce(scope_id, ''))`.execute(db);
  await createDeliveries(db);
  await sql`
    create table held_removals (
      id bigint generated always as identity primary key,
      connection_id text not null references connections on delete cascade,
      scope_id text not null references scopes on delete cascade,
      task_ids text[] not null,
      of_tasks integer not null,
      found_at timestamptz not null,
      decided_at timestamptz,
      says text check (says in ('removed', 'kept')),
      by_name text,
      check ((decided_at is null) = (says is null))
    )`.execute(db);
  await sql`create unique index held_removals_open on held_removals (scope_id) where decided_at is null`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createDeliveries(db: Kysely<any>): Promise<void> {
  await sql`
    create table deliveries (
      id bigint generated always as identity primary key,
      connection_id text not null references connections on delete cascade,
      webhook_id text references webhooks on delete set null,
      delivery_key text not null,
      received_at timestamptz not null,
      headers jsonb not null,
      body bytea not null,
      state text not null check (state in ('stored', 'done', 'failed')),
      attempts integer not null default 0,
      processed_at timestamptz,
      changed integer not null default 0,
      deleted integer not null default 0,
      ignored jsonb not null default '[]',
      error text,
      unique (connection_id, delivery_key)
    )`.execute(db);
  await sql`create index deliveries_waiting on deliveries (connection_id, id) where state = 'stored'`.execute(db);
  await sql`create index deliveries_age on deliveries (received_at)`.execute(db);
  // A refused one leaves a number and nothing else: whoever sends rubbish must not fill the disk.
  await sql`
    create table delivery_refusals (
      connection_id text not null references connections on delete cascade,
      on_day date not null,
      reason text not null,
      count integer not null,
      last_at timestamptz not null,
      primary key (connection_id, on_day, reason)
    )`.execute(db);
}
