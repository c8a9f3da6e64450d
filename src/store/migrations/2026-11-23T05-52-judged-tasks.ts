import { type Kysely, sql } from 'kysely';

/**
 * What every view counts, in one narrow row a task, kept by the database itself in the transaction that changes a period or a flag; and the
 * sums of past weeks, forgotten as soon as anything that they counted reads differently.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await createTables(db);
  await createKeepers(db);
  for (const table of ['task_periods', 'flags'])
    for (const [event, rows] of [
      ['insert', 'new table as changed'],
      ['delete', 'old table as changed'],
      ['update', 'old table as were new table as changed'],
    ] as const)
      await sql`
        create trigger ${sql.ref(`${table}_judged_${event}`)} after ${sql.raw(event)} on ${sql.table(table)}
        referencing ${sql.raw(rows)} for each statement execute function keep_judged_tasks()`.execute(db);
  await sql`
    create trigger tasks_judged_age after update on tasks for each row
    when (old.tool_created_at is distinct from new.tool_created_at) execute function keep_judged_age()`.execute(db);
  await fill(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createTables(db: Kysely<any>): Promise<void> {
  await sql`
    create table judged_tasks (
      task_id text primary key,
      tool text not null,
      tool_created_at timestamptz,
      scope_id text,
      team_id text,
      assignee_id text,
      status_category text not null,
      is_live boolean not null,
      finished_at timestamptz,
      estimate double precision,
      active_days double precision,
      valid_from timestamptz not null,
      state text not null,
      next_action text not null,
      goal_ids text[] not null,
      best_score double precision,
      flagged_from timestamptz not null
    )`.execute(db);
  await sql`create index judged_tasks_team on judged_tasks (team_id)`.execute(db);
  await sql`create index judged_tasks_scope on judged_tasks (scope_id, estimate)`.execute(db);
  await sql`create index judged_tasks_assignee on judged_tasks (assignee_id)`.execute(db);
  await sql`create index task_periods_assignee on task_periods (assignee_id, valid_from)`.execute(db);
  await sql`create index task_periods_uncounted on task_periods (task_id) where valid_to is null and not is_countable`.execute(
    db,
  );
  await sql`create index flags_aligned_goals on flags using gin (goal_ids) where state = 'aligned'`.execute(db);
  await sql`
    create table summed_weeks (
      at timestamptz primary key,
      week_start timestamptz not null
    )`.execute(db);
  await sql`
    create table week_sums (
      at timestamptz not null references summed_weeks on delete cascade,
      team_id text,
      scope_id text,
      state text not null,
      tasks integer not null,
      estimated integer not null,
      estimate_weight numeric not null,
      median double precision,
      timed integer not null,
      active_days numeric not null
    )`.execute(db);
  await sql`create index week_sums_team on week_sums (at, team_id)`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createKeepers(db: Kysely<any>): Promise<void> {
  await sql`
    create function keep_judged_tasks() returns trigger language plpgsql as $$
    declare
      since timestamptz;
    begin
      -- What begins takes nothing away, and what is deleted adds nothing.
      if tg_op <> 'INSERT' then
        delete from judged_tasks j using (select distinct task_id from changed) c
        where j.task_id = c.task_id
          and not (exists (select from task_periods p where p.task_id = c.task_id and p.valid_to is null and p.is_countable)
            and exists (select from flags f where f.task_id = c.task_id and f.valid_to is null));
      end if;
      if tg_op <> 'DELETE' then
        insert into judged_tasks as j (task_id, tool, tool_created_at, scope_id, team_id, assignee_id, status_category, is_live, finished_at, estimate,
          active_days, valid_from, state, next_action, goal_ids, best_score, flagged_from)
        select p.task_id, t.tool, t.tool_created_at, p.scope_id, p.team_id, p.assignee_id, p.status_category, p.is_live, p.finished_at, p.estimate,
          p.active_days, p.valid_from, f.state, f.next_action, f.goal_ids, f.best_score, f.valid_from
        from (select distinct task_id from changed) c
        join task_periods p on p.task_id = c.task_id and p.valid_to is null and p.is_countable
        join flags f on f.task_id = c.task_id and f.valid_to is null
        join tasks t on t.id = c.task_id
        on conflict (task_id) do update set
          tool = excluded.tool, tool_created_at = excluded.tool_created_at, scope_id = excluded.scope_id, team_id = excluded.team_id,
          assignee_id = excluded.assignee_id, status_category = excluded.status_category, is_live = excluded.is_live, finished_at = excluded.finished_at, estimate = excluded.estimate,
          active_days = excluded.active_days, valid_from = excluded.valid_from, state = excluded.state,
          next_action = excluded.next_action, goal_ids = excluded.goal_ids, best_score = excluded.best_score,
          flagged_from = excluded.flagged_from
        where j.* is distinct from excluded.*;
      end if;
      -- What ends now changes nothing before now; what is written into the past changes the weeks from there on.
      if tg_op = 'UPDATE' then
        select min(case when w.valid_to is distinct from c.valid_to and w.valid_from = c.valid_from
          then least(coalesce(w.valid_to, 'infinity'), coalesce(c.valid_to, 'infinity'))
          else least(w.valid_from, c.valid_from) end)
        into since from changed c join were w on w.id = c.id;
      else
        select min(valid_from) into since from changed;
      end if;
      delete from summed_weeks where at >= since;
      return null;
    end $$`.execute(db);
  await sql`
    create function keep_judged_age() returns trigger language plpgsql as $$
    begin
      update judged_tasks set tool_created_at = new.tool_created_at where task_id = new.id;
      return null;
    end $$`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function fill(db: Kysely<any>): Promise<void> {
  await sql`
    insert into judged_tasks (task_id, tool, tool_created_at, scope_id, team_id, assignee_id, status_category, is_live, finished_at, estimate,
      active_days, valid_from, state, next_action, goal_ids, best_score, flagged_from)
    select p.task_id, t.tool, t.tool_created_at, p.scope_id, p.team_id, p.assignee_id, p.status_category, p.is_live, p.finished_at, p.estimate,
      p.active_days, p.valid_from, f.state, f.next_action, f.goal_ids, f.best_score, f.valid_from
    from task_periods p
    join flags f on f.task_id = p.task_id and f.valid_to is null
    join tasks t on t.id = p.task_id
    where p.valid_to is null and p.is_countable`.execute(db);
}
