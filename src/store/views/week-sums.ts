import { type RawBuilder, sql } from 'kysely';
import type { Weight } from '../../domain/alignment.ts';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { medians, type StateSum } from './alignment.ts';
import { fromJudged, isWeighed, type Moment, maySee, type TaskFilter, weightOf } from './judged.ts';

/**
 * Sums what was judged at the end of a week by team, scope and state, and keeps it: past weeks are not counted again. Whatever is
 * written into the past later makes the database forget the weeks from there on.
 */
export async function keepWeek(db: Database, moment: Moment): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { at, weekStart } = moment;
    const { rows } = await sql`
      insert into summed_weeks (at, week_start) values (${at}, ${weekStart}) on conflict do nothing returning at`.execute(
      tx,
    );
    if (rows.length === 0) return;
    await sql`
      with j as (
        select f.state, p.team_id, p.scope_id, p.estimate, p.active_days ${fromJudged(moment, false)}
      ), m as (${medians(moment, 'estimate')})
      insert into week_sums (at, team_id, scope_id, state, tasks, estimated, estimate_weight, median, timed, active_days)
      select ${at}::timestamptz, j.team_id, j.scope_id, j.state, count(*), count(*) filter (where ${isWeighed('estimate')}),
        sum(${weightOf('estimate')}::numeric), m.median, count(j.active_days), coalesce(sum(j.active_days::numeric), 0)
      from j left join m on m.scope_id is not distinct from j.scope_id
      group by j.team_id, j.scope_id, j.state, m.median`.execute(tx);
  });
}

/** Which of these weeks are kept, by the moment they ended. */
export async function listKeptWeeks(db: Database, moments: readonly Moment[]): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ at: Date }>`${keptAmong(moments)}`.execute(db);
  return new Set(rows.map(({ at }) => at.getTime()));
}

/** When anything was judged first; null before. */
export async function findFirstFlag(db: Database): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`select min(valid_from) as at from flags`.execute(db);
  return rows[0]?.at ?? null;
}

/** What the sums of a week can tell apart; other filters look at the tasks themselves. */
const KEPT_BY: readonly (keyof TaskFilter)[] = ['states', 'teamId', 'teamIds', 'scopeId'];

export function isKeptBy(filter: TaskFilter): boolean {
  return Object.keys(filter).every((name) => KEPT_BY.some((known) => known === name));
}

/** The same as `sumFlags` for each of these weeks that is kept, by the moment it ended; those that are not are left out. */
export async function sumKeptWeeks(
  db: Database,
  viewer: Viewer,
  filter: TaskFilter,
  moments: readonly Moment[],
  weight: Weight,
): Promise<Map<number, StateSum[]>> {
  const { rows } = await sql<Omit<StateSum, 'state'> & { at: Date; state: StateSum['state'] | null }>`
    with r as materialized (
      select p.at, p.state, p.team_id, p.tasks, ${KEPT[weight].weight} as weight, ${KEPT[weight].weighed} as weighed
      from week_sums p left join scopes s on s.id = p.scope_id
      where p.at = any(${moments.map(({ at }) => at)}::timestamptz[]) and ${narrowed(viewer)} and ${ofTeams(viewer)} and ${matchesKept(filter)}
      ${ownBeside(viewer, filter, moments, weight)}
    )
    select w.at, r.state, r.team_id as "teamId", sum(r.tasks)::integer as count, sum(r.weight)::double precision as weight,
      sum(r.weighed)::integer as weighed
    from (${keptAmong(moments)}) w left join r on r.at = w.at
    group by w.at, r.state, r.team_id order by w.at, r.state, r.team_id`.execute(db);
  const weeks = Map.groupBy(rows, ({ at }) => at.getTime());
  // A week of which the viewer sees nothing is kept all the same, as a row without a state.
  return new Map(
    [...weeks].map(([at, own]) => [at, own.flatMap(({ at: _, state, ...sum }) => (state ? [{ ...sum, state }] : []))]),
  );
}

function keptAmong(moments: readonly Moment[]): RawBuilder<unknown> {
  return sql`
    select w.at, w.week_start from summed_weeks w
    join unnest(${moments.map(({ at }) => at)}::timestamptz[], ${moments.map(({ weekStart }) => weekStart)}::timestamptz[])
      as asked(at, week_start) on asked.at = w.at and asked.week_start = w.week_start`;
}

const KEPT: Readonly<Record<Weight, { readonly weight: RawBuilder<unknown>; readonly weighed: RawBuilder<unknown> }>> =
  {
    count: { weight: sql`p.tasks::numeric`, weighed: sql`p.tasks` },
    estimate: { weight: sql`p.estimate_weight`, weighed: sql`p.estimated` },
    'active-days': { weight: sql`p.active_days`, weighed: sql`p.timed` },
  };

function matchesKept({ states, teamId, teamIds, scopeId }: TaskFilter): RawBuilder<boolean> {
  const parts = [
    states ? sql`p.state = any(${[...states]})` : sql`true`,
    teamId === undefined ? sql`true` : sql`p.team_id is not distinct from ${teamId}`,
    teamIds ? sql`p.team_id = any(${[...teamIds]})` : sql`true`,
    scopeId ? sql`p.scope_id = ${scopeId}` : sql`true`,
  ];
  return sql<boolean>`${sql.join(parts, sql` and `)}`;
}

/** What a viewer sees whoever it is assigned to: of their teams, and of the private scopes they are named for. */
function ofTeams(viewer: Viewer): RawBuilder<boolean> {
  return maySee(viewer, sql`false`);
}

/** As in `onlySeen`: found by an index. */
function narrowed({ role, teamIds, personId }: Viewer): RawBuilder<unknown> {
  if (role === 'owner') return sql`true`;
  const isNamed = sql`p.scope_id = any(array(select sp.scope_id from scope_people sp where sp.person_id = ${personId}))`;
  return role === 'member' ? isNamed : sql`(p.team_id = any(${[...teamIds]}) or ${isNamed})`;
}

/** Their own tasks beside those: of other teams, or of none, counted one by one, by the medians that the week was summed by. */
function ownBeside(
  viewer: Viewer,
  filter: TaskFilter,
  moments: readonly Moment[],
  weight: Weight,
): RawBuilder<unknown> {
  if (viewer.personId === null || viewer.role === 'owner') return sql``;
  return sql`
    union all
    select j.at, j.state, j.team_id, 1, ${weightOf(weight)}::numeric, ${isWeighed(weight)}::integer
    from (
      select w.at, p.state, p.team_id, p.scope_id, p.estimate, p.active_days
      from summed_weeks w
      join lateral (
        select p.task_id, p.team_id, p.scope_id, p.estimate, p.active_days, f.state
        from task_periods p
        join flags f on f.task_id = p.task_id and f.valid_from <= w.at and (f.valid_to is null or f.valid_to > w.at)
        where p.assignee_id = ${viewer.personId} and p.valid_from <= w.at and (p.valid_to is null or p.valid_to > w.at)
          and p.is_countable and (p.is_live or p.finished_at >= w.week_start)
      ) p on true
      left join scopes s on s.id = p.scope_id
      where w.at = any(${moments.map(({ at }) => at)}::timestamptz[]) and not coalesce(s.is_private, false)
        and not ${ofTeams(viewer)} and ${matchesKept(filter)}
    ) j
    left join lateral (
      select x.median from week_sums x
      where x.at = j.at and x.team_id is not distinct from j.team_id and x.scope_id is not distinct from j.scope_id limit 1
    ) m on true`;
}
