import { sql } from 'kysely';
import { STANDING_OF, type Weight } from '../../domain/alignment.ts';
import { FLAG_STATES } from '../../domain/flag.ts';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { medians } from './alignment.ts';
import { fromJudged, type Moment, matches, onlySeen, readsTask, sumOfWeights, type TaskFilter } from './judged.ts';

const UNALIGNED = FLAG_STATES.filter((state) => STANDING_OF[state] === 'unaligned');

export interface ThemeSum {
  readonly id: string;
  readonly stems: readonly string[];
  readonly since: Date;
  readonly count: number;
  readonly weight: number;
}

/** The unaligned tasks of each theme that the viewer may see, summed. */
export async function sumThemes(
  db: Database,
  viewer: Viewer,
  filter: TaskFilter,
  moment: Moment,
  weight: Weight,
): Promise<ThemeSum[]> {
  const wanted = { ...filter, states: UNALIGNED };
  const { rows } = await sql<ThemeSum>`
    with j as (
      select p.task_id, p.scope_id, p.estimate, p.active_days
      ${fromJudged(moment, readsTask(wanted, moment))} and ${onlySeen(viewer)} and ${matches(wanted, moment)}
    ), m as (${medians(moment, weight)})
    select h.id, h.stems, h.since, count(*) as count, ${sumOfWeights(weight)} as weight
    from j
    join theme_tasks x on x.task_id = j.task_id
    join themes h on h.id = x.theme_id
    left join m on m.scope_id is not distinct from j.scope_id
    group by h.id
    order by h.id`.execute(db);
  return rows;
}

/** How many unaligned tasks these themes have, whoever may see them, by id. */
export async function countThemes(
  db: Database,
  filter: TaskFilter,
  moment: Moment,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const wanted = { ...filter, states: UNALIGNED };
  const { rows } = await sql<{ id: string; count: number }>`
    select x.theme_id as id, count(*) as count
    from theme_tasks x
    join lateral (
      select ${fromJudged(moment, readsTask(wanted, moment))} and p.task_id = x.task_id and ${matches(wanted, moment)}
    ) j on true
    where x.theme_id = any(${[...ids]}::text[])
    group by x.theme_id`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

export interface ThemeTaskRow {
  readonly themeId: string;
  readonly id: string;
  readonly key: string | null;
  readonly title: string;
}

/** Of each theme the unaligned tasks the viewer may see, the largest first, at most so many. */
export async function listThemeTasks(
  db: Database,
  viewer: Viewer,
  filter: TaskFilter,
  moment: Moment,
  { ids, tasksMax }: { readonly ids: readonly string[]; readonly tasksMax: number },
): Promise<ThemeTaskRow[]> {
  const wanted = { ...filter, states: UNALIGNED };
  const { rows } = await sql<ThemeTaskRow>`
    with j as (
      select t.id, t.key, t.title, p.estimate
      ${fromJudged(moment)} and ${onlySeen(viewer)} and ${matches(wanted, moment)}
        and p.task_id in (select task_id from theme_tasks where theme_id = any(${[...ids]}::text[]))
    )
    select r."themeId", r.id, r.key, r.title
    from (
      select x.theme_id as "themeId", j.id, j.key, j.title,
        row_number() over (partition by x.theme_id order by j.estimate desc nulls last, j.id) as place
      from j join theme_tasks x on x.task_id = j.id
    ) r
    where r.place <= ${tasksMax} order by r."themeId", r.place`.execute(db);
  return rows;
}

/** What the tasks of these themes have in common, by id. */
export async function listThemeStems(db: Database, ids: readonly string[]): Promise<Map<string, readonly string[]>> {
  const rows = await db
    .selectFrom('themes')
    .select(['id', 'stems'])
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute();
  return new Map(rows.map(({ id, stems }) => [id, stems]));
}
