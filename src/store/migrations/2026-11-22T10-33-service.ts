import { type Kysely, sql } from 'kysely';

/** What the service itself keeps: sync runs with progress by scope, set-asides, due times, sign-in. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await createSyncRuns(db);
  await createSetAsides(db);
  await sql`
    create table schedules (
      name text primary key,
      due_at timestamptz not null,
      last_started_at timestamptz,
      last_finished_at timestamptz
    )`.execute(db);
  await createSignIn(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createSyncRuns(db: Kysely<any>): Promise<void> {
  await sql`
    create table sync_runs (
      id text primary key,
      connection_id text not null references connections on delete cascade,
      kind text not null check (kind in ('full', 'incremental')),
      state text not null check (state in ('queued', 'running', 'done', 'failed')),
      requested_at timestamptz not null,
      started_at timestamptz,
      finished_at timestamptz,
      fence integer not null default 0,
      requests integer not null default 0,
      wait_ms bigint not null default 0,
      pages integer not null default 0,
      tasks integer not null default 0,
      set_aside integer not null default 0,
      error jsonb
    )`.execute(db);
  // One waits at most: whoever asks for a second pull meanwhile is given the first.
  await sql`create unique index sync_runs_one_queued on sync_runs (connection_id) where state = 'queued'`.execute(db);
  await sql`create index sync_runs_open on sync_runs (requested_at) where state in ('queued', 'running')`.execute(db);
  await sql`create index sync_runs_connection on sync_runs (connection_id, requested_at desc)`.execute(db);
  await sql`
    create table sync_run_scopes (
      sync_run_id text not null references sync_runs on delete cascade,
      scope_id text not null references scopes on delete cascade,
      state text not null check (state in ('waiting', 'running', 'done', 'failed', 'access-lost')),
      pages integer not null default 0,
      tasks integer not null default 0,
      requests integer not null default 0,
      wait_ms bigint not null default 0,
      expected_tasks integer,
      error jsonb,
      updated_at timestamptz not null,
      primary key (sync_run_id, scope_id)
    )`.execute(db);
}

/** A record is set aside once, however often its page is read: known by the tool's id, else by what it holds. */
// biome-ignore lint/suspicious/noExplicitAny: as above
async function createSetAsides(db: Kysely<any>): Promise<void> {
  await sql`
    create table set_asides (
      id bigint generated always as identity primary key,
      connection_id text not null references connections on delete cascade,
      scope_id text references scopes on delete cascade,
      external_id text,
      reason text not null,
      raw jsonb not null,
      sync_run_id text not null references sync_runs on delete cascade,
      at timestamptz not null
    )`.execute(db);
  await sql`
    create unique index set_asides_record
    on set_asides (connection_id, coalesce(scope_id, ''), coalesce(external_id, md5(raw::text)))`.execute(db);
  await sql`create index set_asides_run on set_asides (sync_run_id)`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createSignIn(db: Kysely<any>): Promise<void> {
  await sql`
    create table sign_in_links (
      token_hash text primary key,
      person_id text not null references people on delete cascade,
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db);
  await sql`
    create table sessions (
      id_hash text primary key,
      person_id text not null references people on delete cascade,
      created_at timestamptz not null,
      seen_at timestamptz not null,
      expires_at timestamptz not null
    )`.execute(db);
  await sql`
    create table idempotency_keys (
      key text not null,
      person_id text not null references people on delete cascade,
      call text not null,
      request_hash text not null,
      status integer,
      body jsonb,
      created_at timestamptz not null default now(),
      primary key (person_id, key)
    )`.execute(db);
  await sql`create index idempotency_keys_age on idempotency_keys (created_at)`.execute(db);
}
