import { type Kysely, sql } from 'kysely';

/** What we found and what people decided, over time: task periods, links, flags, decisions, allowances. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await createTaskPeriods(db);
  await createLinks(db);
  await createFlags(db);
  await createDecisions(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createTaskPeriods(db: Kysely<any>): Promise<void> {
  await sql`
    create table task_periods (
      id bigint generated always as identity primary key,
      task_id text not null references tasks on delete cascade,
      scope_id text,
      team_id text,
      assignee_id text,
      status_category text not null check (status_category in ('todo', 'in-progress', 'done')),
      is_countable boolean not null,
      is_live boolean not null,
      finished_at timestamptz,
      estimate double precision,
      active_days double precision,
      valid_from timestamptz not null,
      valid_to timestamptz,
      check (valid_to is null or valid_to >= valid_from)
    )`.execute(db);
  await sql`create unique index task_periods_one_open on task_periods (task_id) where valid_to is null`.execute(db);
  await sql`create index task_periods_team on task_periods (team_id) where valid_to is null`.execute(db);
  await sql`create index task_periods_scope on task_periods (scope_id) where valid_to is null`.execute(db);
  await sql`create index task_periods_task on task_periods (task_id, valid_from)`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createLinks(db: Kysely<any>): Promise<void> {
  await sql`
    create table links (
      id bigint generated always as identity primary key,
      task_id text not null references tasks on delete cascade,
      goal_id text not null references goals on delete cascade,
      verdict text not null check (verdict in ('accepted', 'automatic', 'suggested', 'rejected', 'broken')),
      likelihood double precision not null check (likelihood between 0 and 1),
      evidence jsonb not null,
      broken_hop jsonb,
      weight double precision not null check (weight >= 0),
      valid_from timestamptz not null,
      valid_to timestamptz,
      check (valid_to is null or valid_to >= valid_from),
      constraint links_have_evidence check (jsonb_array_length(evidence) > 0)
    )`.execute(db);
  await sql`create unique index links_one_open on links (task_id, goal_id) where valid_to is null`.execute(db);
  await sql`create index links_goal on links (goal_id, verdict) where valid_to is null`.execute(db);
  await sql`create index links_task on links (task_id, valid_from)`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createFlags(db: Kysely<any>): Promise<void> {
  await sql`
    create table flags (
      id bigint generated always as identity primary key,
      task_id text not null references tasks on delete cascade,
      state text not null check (state in (
        'unknown', 'not-now', 'approved', 'pending-decision', 'ktlo', 'aligned', 'wrong-cycle', 'closed-goal',
        'broken-link', 'over-allowance', 'suggested', 'no-why')),
      reason text not null,
      next_action text not null,
      goal_ids text[] not null,
      tried jsonb not null,
      best_score double precision,
      valid_from timestamptz not null,
      valid_to timestamptz,
      check (valid_to is null or valid_to >= valid_from),
      constraint flags_have_a_reason check (reason <> '')
    )`.execute(db);
  await sql`create unique index flags_one_open on flags (task_id) where valid_to is null`.execute(db);
  await sql`create index flags_state on flags (state, task_id) where valid_to is null`.execute(db);
  await sql`create index flags_task on flags (task_id, valid_from)`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createDecisions(db: Kysely<any>): Promise<void> {
  await sql`
    create table link_decisions (
      id bigint generated always as identity primary key,
      task_id text not null references tasks on delete cascade,
      goal_id text not null references goals on delete cascade,
      says text not null check (says in ('accepted', 'rejected')),
      seen_fingerprints text[] not null,
      by_person_id text references people on delete set null,
      by_name text not null,
      at timestamptz not null,
      undone_at timestamptz
    )`.execute(db);
  await sql`create unique index link_decisions_one_in_force on link_decisions (task_id, goal_id) where undone_at is null`.execute(
    db,
  );
  await sql`
    create table task_decisions (
      id bigint generated always as identity primary key,
      task_id text not null references tasks on delete cascade,
      says text not null check (says in ('ktlo', 'not-now', 'approved', 'pending-decision')),
      because text not null,
      by_person_id text references people on delete set null,
      by_name text not null,
      from_on date not null,
      until_on date,
      at timestamptz not null,
      undone_at timestamptz,
      check (until_on is null or until_on >= from_on)
    )`.execute(db);
  await sql`create index task_decisions_task on task_decisions (task_id) where undone_at is null`.execute(db);
  await sql`
    create table allowances (
      id bigint generated always as identity primary key,
      team_id text references teams on delete cascade,
      share double precision not null check (share between 0 and 1),
      unique nulls not distinct (team_id)
    )`.execute(db);
}
