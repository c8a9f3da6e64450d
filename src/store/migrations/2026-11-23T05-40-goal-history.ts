import { type Kysely, sql } from 'kysely';

/** Goals and cycles over time: each change an act of somebody, each state a period. What stands is where the history begins. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table goals add column position integer`.execute(db);
  await sql`alter table cycles add column closed_on date`.execute(db);
  await sql`create unique index cycles_name on cycles (lower(name))`.execute(db);
  await sql`
    create table goal_changes (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      by_person_id text references people on delete set null,
      by_name text not null,
      through text not null check (through in ('browser', 'import', 'proposal', 'theme', 'command')),
      undoes bigint references goal_changes
    )`.execute(db);
  await sql`create index goal_changes_undoes on goal_changes (undoes)`.execute(db);
  await sql`create index goal_changes_by on goal_changes (by_person_id)`.execute(db);
  await createGoalPeriods(db);
  await createCyclePeriods(db);
}

// A goal that is gone keeps its periods: a past day reads as it was.
// biome-ignore lint/suspicious/noExplicitAny: as above
async function createGoalPeriods(db: Kysely<any>): Promise<void> {
  const columns = sql`key, kind, title, description, parent_id, cycle_id, from_value, to_value, unit, due_on, owner_id, team_id,
    commitment, weight, closed_on, urls, position`;
  await sql`
    create table goal_periods (
      id bigint generated always as identity primary key,
      goal_id text not null,
      key text not null,
      kind text not null,
      title text not null,
      description text not null,
      parent_id text,
      cycle_id text,
      from_value double precision,
      to_value double precision,
      unit text,
      due_on date,
      owner_id text,
      team_id text,
      commitment text,
      weight double precision not null,
      closed_on date,
      urls text[] not null,
      position integer,
      change_id bigint references goal_changes,
      ended_change_id bigint references goal_changes,
      valid_from timestamptz not null,
      valid_to timestamptz,
      check (valid_to is null or valid_to >= valid_from)
    )`.execute(db);
  await sql`create unique index goal_periods_one_open on goal_periods (goal_id) where valid_to is null`.execute(db);
  await sql`create index goal_periods_goal on goal_periods (goal_id, id)`.execute(db);
  await sql`create index goal_periods_change on goal_periods (change_id)`.execute(db);
  await sql`create index goal_periods_ended on goal_periods (ended_change_id)`.execute(db);
  await sql`
    insert into goal_periods (goal_id, ${columns}, valid_from)
    select id, ${columns}, created_at from goals order by created_at, id`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createCyclePeriods(db: Kysely<any>): Promise<void> {
  await sql`
    create table cycle_periods (
      id bigint generated always as identity primary key,
      cycle_id text not null,
      name text not null,
      starts_on date not null,
      ends_on date not null,
      closed_on date,
      change_id bigint references goal_changes,
      ended_change_id bigint references goal_changes,
      valid_from timestamptz not null,
      valid_to timestamptz,
      check (valid_to is null or valid_to >= valid_from)
    )`.execute(db);
  await sql`create unique index cycle_periods_one_open on cycle_periods (cycle_id) where valid_to is null`.execute(db);
  await sql`create index cycle_periods_change on cycle_periods (change_id)`.execute(db);
  await sql`create index cycle_periods_ended on cycle_periods (ended_change_id)`.execute(db);
  // Nobody kept when a cycle was made: it counts from the first of its goals on, or from its own first day.
  await sql`
    insert into cycle_periods (cycle_id, name, starts_on, ends_on, valid_from)
    select c.id, c.name, c.starts_on, c.ends_on,
      least(now(), c.starts_on::timestamptz, (select min(g.created_at) from goals g where g.cycle_id = c.id))
    from cycles c order by c.starts_on, c.id`.execute(db);
}
