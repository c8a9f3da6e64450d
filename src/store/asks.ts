import { type RawBuilder, sql } from 'kysely';
import type { Ask, OpenQuestion } from '../domain/linking/asking.ts';
import type { Database, Tx } from './database.ts';

/** More of a title than that tells nothing about its goal. */
const TITLE_CHARACTERS_MAX = 300;

/**
 * The goal that the task of flag `f` comes nearest to as it stands now, as `goal_id` and `likelihood`: what is suggested for it, else the
 * best of what was tried. A goal that a person refused for it is none, unless newer evidence suggests it again.
 *
 * @param openGoalIds No other goal is asked about.
 */
export function nearestGoal(openGoalIds: readonly string[]): RawBuilder<unknown> {
  return sql`
    (select near.goal_id, near.likelihood
     from (
       select l.goal_id, l.likelihood, true as is_suggested from links l
       where l.task_id = f.task_id and l.verdict = 'suggested' and l.valid_to is null
       union all
       select one ->> 'bestGoalId', (one ->> 'bestScore')::float8, false from jsonb_array_elements(f.tried) one
       where one ->> 'bestGoalId' is not null and one ->> 'bestScore' is not null
         and not exists (
           select from link_decisions d
           where d.task_id = f.task_id and d.goal_id = one ->> 'bestGoalId' and d.undone_at is null)
     ) near
     where near.goal_id = any(${[...openGoalIds]}::text[])
     order by near.is_suggested desc, near.likelihood desc, near.goal_id limit 1)`;
}

/**
 * Live countable tasks that hang on no goal, each with the one it comes nearest to. Of more than `countMax` those that may be a goal's
 * first example come first, then the most uncertain.
 */
export async function listOpenQuestions(
  db: Database,
  openGoalIds: readonly string[],
  countMax: number,
): Promise<OpenQuestion[]> {
  const { rows } = await sql<OpenQuestion>`
    select q.task_id as "taskId", q.goal_id as "goalId", q.likelihood, left(t.title, ${TITLE_CHARACTERS_MAX}) as title
    from (
      select f.task_id, near.goal_id, near.likelihood,
        row_number() over (partition by near.goal_id order by near.likelihood desc, f.task_id) as place
      from flags f
      join task_periods p on p.task_id = f.task_id and p.valid_to is null and p.is_countable and p.is_live
      cross join lateral ${nearestGoal(openGoalIds)} near
      where f.valid_to is null and f.state in ('no-why', 'suggested')
    ) q
    join tasks t on t.id = q.task_id and t.gone_at is null and t.visibility = 'visible'
    order by q.place > 1, abs(q.likelihood - 0.5), q.task_id
    limit ${countMax}`.execute(db);
  return rows;
}

/** Goals that some task is known to serve: by a person's word, by a link that stands, or by what was learnt of another cycle. */
export async function listGoalsWithExamples(db: Database): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select g.id from goals g
    where exists (select from links l where l.goal_id = g.id and l.verdict in ('accepted', 'automatic') and l.valid_to is null)
      or exists (select from linking_examples e where g.id = any(e.goal_ids))`.execute(db);
  return rows.map(({ id }) => id);
}

/** Puts these questions, in their order, in place of those asked so far. One whose task or goal is gone since is left out. */
export async function replaceAsks(tx: Tx, asks: readonly Ask[], at: Date): Promise<void> {
  // Two orderings at once would otherwise mix, each with half of its ranks.
  await sql`lock table review_asks in share row exclusive mode`.execute(tx);
  await sql`delete from review_asks`.execute(tx);
  await sql`
    insert into review_asks (task_id, goal_id, rank, why, settles, asked_at)
    select a."taskId", a."goalId", a.rank, a.why, a.settles, ${at}
    from jsonb_to_recordset(${JSON.stringify(asks.map((ask, at) => ({ ...ask, rank: at + 1 })))}::jsonb)
      as a("taskId" text, "goalId" text, rank integer, why text, settles integer)
    where exists (select from tasks t where t.id = a."taskId") and exists (select from goals g where g.id = a."goalId")`.execute(
    tx,
  );
}

/** Ordered again sooner than that nobody would see. */
const PAUSE_MS = 600_000;
/** Who has just brought goals in waits for what is asked about them; a person who writes them one by one is not asked anew each time. */
const NEW_GOALS_PAUSE_MS = 5_000;

/**
 * True where something happened since the order was made last that may change it: a pull of everything, a person's word, other goals, or
 * something learnt; and sooner where there is a goal that was in none yet.
 *
 * @param names Of the schedules of ordering and of learning.
 */
export async function isOrderWanted(
  db: Database,
  names: { readonly ordering: string; readonly learning: string },
  now: Date,
): Promise<boolean> {
  const { rows } = await sql`
    select from (select max(last_started_at) as at from schedules where name = ${names.ordering}) o
    cross join lateral (select coalesce(o.at, '-infinity') as at) last
    where last.at < ${new Date(now.getTime() - NEW_GOALS_PAUSE_MS)} and exists (
      select from goal_periods p where p.valid_to is null and p.valid_from > last.at
        and not exists (select from goal_periods before where before.goal_id = p.goal_id and before.valid_from <= last.at))
    or last.at < ${new Date(now.getTime() - PAUSE_MS)} and (
      exists (select from sync_runs r where r.kind = 'full' and r.state = 'done' and r.finished_at > last.at)
      or exists (select from link_decisions d where greatest(d.at, d.undone_at) > last.at)
      or exists (select from goals g where g.updated_at > last.at)
      or exists (select from schedules l where l.name = ${names.learning} and l.last_finished_at > last.at))`.execute(
    db,
  );
  return rows.length > 0;
}
