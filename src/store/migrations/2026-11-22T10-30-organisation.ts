import { type Kysely, sql } from 'kysely';

/** Settings, teams, people over time, cycles, goals and rules. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table settings (
      id integer primary key default 1 check (id = 1),
      organisation_name text not null,
      time_zone text not null,
      automatic_threshold double precision not null default 0.7 check (automatic_threshold between 0 and 1),
      flagged_on date,
      is_demo boolean not null default false,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create table teams (id text primary key, name text not null)`.execute(db);
  await createPeople(db);
  await createGoals(db);
  await sql`
    create table rules (
      id text primary key,
      position integer not null,
      conditions jsonb not null,
      goal_id text references goals on delete cascade,
      is_ktlo boolean not null,
      constraint rules_say_one_thing check (is_ktlo = (goal_id is null))
    )`.execute(db);
  await sql`create index rules_goal on rules (goal_id)`.execute(db);
}

// Managers and parents are checked at commit: an import writes its rows in the file's order.
// biome-ignore lint/suspicious/noExplicitAny: as above
async function createPeople(db: Kysely<any>): Promise<void> {
  await sql`
    create table people (
      id text primary key,
      email text not null unique check (email = lower(email)),
      name text not null,
      manager_id text references people deferrable initially deferred,
      team_id text references teams,
      role text not null check (role in ('owner', 'leader', 'manager', 'member')),
      jira_account text,
      asana_account text,
      trello_account text,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index people_manager on people (manager_id)`.execute(db);
  await sql`create index people_team on people (team_id)`.execute(db);
  await sql`
    create table person_periods (
      id bigint generated always as identity primary key,
      person_id text not null references people on delete cascade,
      team_id text,
      manager_id text,
      valid_from timestamptz not null,
      valid_to timestamptz,
      check (valid_to is null or valid_to >= valid_from)
    )`.execute(db);
  await sql`create unique index person_periods_one_open on person_periods (person_id) where valid_to is null`.execute(
    db,
  );
  await sql`create index person_periods_person on person_periods (person_id, valid_from)`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createGoals(db: Kysely<any>): Promise<void> {
  await sql`
    create table cycles (
      id text primary key,
      name text not null,
      starts_on date not null,
      ends_on date not null,
      check (ends_on >= starts_on)
    )`.execute(db);
  await sql`
    create table goals (
      id text primary key,
      key text not null,
      kind text not null check (kind in ('vision', 'objective', 'key-result')),
      title text not null,
      description text not null,
      parent_id text references goals deferrable initially deferred check (parent_id <> id),
      cycle_id text references cycles,
      from_value double precision,
      to_value double precision,
      unit text,
      due_on date,
      owner_id text references people on delete set null,
      team_id text references teams on delete set null,
      commitment text check (commitment in ('committed', 'aspirational')),
      weight double precision not null check (weight >= 0),
      closed_on date,
      urls text[] not null default '{}',
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create unique index goals_key on goals (lower(key))`.execute(db);
  await sql`create index goals_parent on goals (parent_id)`.execute(db);
}
