import { type RawBuilder, sql } from 'kysely';
import { STANDING_OF } from '../../domain/alignment.ts';
import { FLAG_STATES } from '../../domain/flag.ts';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { fromJudged, fromKnown, type Moment, matches, onlySeen, readsTask, type TaskFilter } from './judged.ts';
import { countMatching, SORTS, type TaskSort } from './tasks.ts';

/** What a list can be put together by. */
export type Grouping = 'team' | 'manager' | 'theme' | 'tool';

const UNALIGNED = FLAG_STATES.filter((state) => STANDING_OF[state] === 'unaligned');

export interface OrderOptions {
  readonly filter: TaskFilter;
  readonly moment: Moment;
  readonly sort: TaskSort;
  readonly group: Grouping | null;
  /** Who leads each team; read where `group` is `manager`. */
  readonly managers: ReadonlyMap<string, { readonly id: string }>;
  readonly includesUnjudged: boolean;
  /** More than these are not listed. */
  readonly idsMax: number;
}

export interface OrderedGroup {
  /** A team's, a person's or a theme's id, or a tool; null: none of them. */
  readonly key: string | null;
  readonly count: number;
  /** The ids in order, one a line: the database joins them, so that a hundred thousand of them cost the service next to nothing. */
  readonly ids: string;
}

/** The ids of all tasks the viewer may see, group by group, each in order; how many more there are that they may not see. */
export async function readOrder(
  db: Database,
  viewer: Viewer,
  options: OrderOptions,
): Promise<{ readonly groups: readonly OrderedGroup[]; readonly hidden: number; readonly total: number }> {
  const { idsMax } = options;
  const [whole, counted] = await Promise.all([
    readGroups(db, viewer, options, false),
    countMatching(db, viewer, options),
  ]);
  return {
    groups: counted.total > idsMax ? await readGroups(db, viewer, options, true) : whole,
    total: counted.total,
    hidden: counted.hidden,
  };
}

/** Sorted once, by group and order together; one that is to be cut is sorted before that as well. */
async function readGroups(
  db: Database,
  viewer: Viewer,
  options: OrderOptions,
  isCut: boolean,
): Promise<OrderedGroup[]> {
  const { filter, moment, includesUnjudged, idsMax } = options;
  const { by, isText, isDown } = SORTS[options.sort];
  const direction = sql.raw(isDown ? 'desc' : 'asc');
  const needsTask = isText || readsTask(filter, moment) || !moment.isNow;
  const from = includesUnjudged ? fromKnown(moment) : fromJudged(moment, needsTask);
  const cut = isCut ? sql`order by ${by} ${direction}, t.id ${direction} limit ${idsMax}` : sql``;
  const { rows } = await sql<OrderedGroup>`
    select o.key, count(*) as count, string_agg(o.id, e'\n' order by o.by ${direction}, o.id ${direction}) as ids
    from (
      select ${keyOf(options)} as key, t.id, ${by} as by
      ${from} and ${matches(filter, moment)} and ${onlySeen(viewer)} ${cut}
    ) o group by o.key order by o.key`.execute(db);
  return rows;
}

function keyOf({ group, managers }: OrderOptions): RawBuilder<string | null> {
  switch (group) {
    case null:
      return sql`null::text`;
    case 'team':
      return sql`p.team_id`;
    case 'tool':
      return sql`t.tool`;
    case 'theme':
      // A theme is of unaligned work; a task that found its goal since is in none.
      return sql`(select x.theme_id from theme_tasks x where x.task_id = t.id and f.state = any(${UNALIGNED}))`;
    case 'manager': {
      const teamIds = [...managers.keys()];
      const ids = [...managers.values()].map(({ id }) => id);
      return sql`(${ids}::text[])[array_position(${teamIds}::text[], p.team_id)]`;
    }
  }
}

export interface Arrivals {
  readonly total: number;
  /** Ids of those whose flag or team began since then; they may have been in the list for another reason before. */
  readonly ids: string[];
}

/** What a list that was read a while ago would have more now. */
export async function readArrivals(
  db: Database,
  viewer: Viewer,
  options: Pick<OrderOptions, 'filter' | 'moment'> & { readonly since: Date; readonly idsMax: number },
): Promise<Arrivals> {
  const { filter, moment, since } = options;
  const isNew = sql`greatest(f.valid_from, p.valid_from) > ${since}`;
  const { rows } = await sql<Arrivals>`
    select count(*) as total, coalesce((array_agg(p.task_id) filter (where ${isNew}))[1:${options.idsMax}::int], '{}') as ids
    ${fromJudged(moment, readsTask(filter, moment))} and ${matches(filter, moment)} and ${onlySeen(viewer)}`.execute(
    db,
  );
  return rows[0] ?? { total: 0, ids: [] };
}
