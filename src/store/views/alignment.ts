import { type RawBuilder, sql } from 'kysely';
import type { Weight } from '../../domain/alignment.ts';
import type { FlagState } from '../../domain/flag.ts';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import {
  fromJudged,
  inForce,
  isWeighed,
  type Moment,
  matches,
  onlySeen,
  readsTask,
  sumOfWeights,
  type TaskFilter,
} from './judged.ts';

export interface StateSum {
  readonly state: FlagState;
  readonly teamId: string | null;
  readonly count: number;
  readonly weight: number;
  /** How many of them carry what the weight rests on. */
  readonly weighed: number;
}

/** What the viewer may see of the judged tasks, summed by state and team. One query for every number of every view. */
export async function sumFlags(
  db: Database,
  viewer: Viewer,
  filter: TaskFilter,
  moment: Moment,
  weight: Weight,
): Promise<StateSum[]> {
  const { rows } = await sql<StateSum>`
    with j as (
      select f.state, p.team_id, p.scope_id, p.estimate, p.active_days
      ${fromJudged(moment, readsTask(filter, moment))} and ${onlySeen(viewer)} and ${matches(filter, moment)}
    ), m as (${medians(moment, weight)})
    select j.state, j.team_id as "teamId", count(*) as count, ${sumOfWeights(weight)} as weight,
      count(*) filter (where ${isWeighed(weight)}) as weighed
    from j left join m on m.scope_id is not distinct from j.scope_id
    group by j.state, j.team_id
    order by j.state, j.team_id`.execute(db);
  return rows;
}

/** What each of these tasks counts for in the sums above, by id: those the viewer may see. */
export async function weighTasks(
  db: Database,
  viewer: Viewer,
  taskIds: readonly string[],
  moment: Moment,
  weight: Weight,
): Promise<Map<string, { readonly state: FlagState; readonly weight: number }>> {
  const { rows } = await sql<{ taskId: string; state: FlagState; weight: number }>`
    with j as (
      select p.task_id, f.state, p.scope_id, p.estimate, p.active_days
      ${fromJudged(moment, false)} and p.task_id = any(${[...taskIds]}) and ${onlySeen(viewer)}
    ), m as (${medians(moment, weight)})
    select j.task_id as "taskId", j.state, ${sumOfWeights(weight)} as weight
    from j left join m on m.scope_id is not distinct from j.scope_id
    group by j.task_id, j.state`.execute(db);
  return new Map(rows.map(({ taskId, ...weighed }) => [taskId, weighed]));
}

/**
 * The median estimate of each scope that `j` has rows of, of all judged tasks of the scope, whoever asks and whatever the filter: a weight
 * is nobody's view.
 */
export function medians(moment: Moment, weight: Weight) {
  if (weight !== 'estimate') return sql`select null::text as scope_id, null::double precision as median where false`;
  return sql`
    select p.scope_id, percentile_cont(0.5) within group (order by p.estimate) as median
    ${fromJudged(moment, false)} and p.estimate >= 0
      and (p.scope_id = any(array(select distinct j.scope_id from j)) or p.scope_id is null)
    group by p.scope_id`;
}

/** How many judged tasks of this filter the viewer may not see; 0 of a search, whose count would say what is in them. */
export async function countHidden(db: Database, viewer: Viewer, filter: TaskFilter, moment: Moment): Promise<number> {
  if (filter.search) return 0;
  const { hidden } = await countSeen(db, viewer, fromMatching(filter, moment));
  return hidden;
}

export function fromMatching(filter: TaskFilter, moment: Moment): RawBuilder<unknown> {
  return sql`${fromJudged(moment, readsTask(filter, moment))} and ${matches(filter, moment)}`;
}

/** How many of these the viewer may see, and how many not. Two counts: what they may see is found by an index, and all is counted at once. */
export async function countSeen(
  db: Database,
  viewer: Viewer,
  from: RawBuilder<unknown>,
): Promise<{ readonly total: number; readonly hidden: number }> {
  const { rows } = await sql<{ total: number; known: number }>`
    select (select count(*) ${from} and ${onlySeen(viewer)}) as total, (select count(*) ${from}) as known`.execute(db);
  const { total, known } = rows[0] ?? { total: 0, known: 0 };
  return { total, hidden: known - total };
}

export interface Coverage {
  /** Containers, mirrors, archived and gone ones: known, counted in no rate. */
  readonly excluded: number;
  readonly setAside: number;
}

/** What stands beside the rate, of the whole organisation: what is known and not counted, and what could not be read. */
export async function readCoverage(db: Database, viewer: Viewer, moment: Moment): Promise<Coverage> {
  const excluded = await sql<{ count: number }>`
    select count(*) as count from task_periods p left join scopes s on s.id = p.scope_id
    where ${inForce('p', moment)} and not p.is_countable and ${onlySeen(viewer)}`.execute(db);
  const setAside = await db
    .selectFrom('set_asides')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { excluded: excluded.rows[0]?.count ?? 0, setAside: setAside.count };
}

/** When every active connection was last read whole: the oldest of them; null where one never was, or none is there. */
export async function readSyncedAt(db: Database): Promise<Date | null> {
  const rows = await db.selectFrom('connections').select('last_complete_at').where('removed_at', 'is', null).execute();
  const times = rows.map((row) => row.last_complete_at);
  if (times.length === 0 || times.includes(null)) return null;
  return new Date(Math.min(...times.flatMap((time) => (time ? [time.getTime()] : []))));
}
