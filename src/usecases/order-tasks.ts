import type { Person, Viewer } from '../domain/person.ts';
import type { ToolName } from '../domain/task.ts';
import { managersOfTeams } from '../domain/team-managers.ts';
import { TOOL_WORDS } from '../domain/wording.ts';
import { areReadingsCalibrated } from '../store/examples.ts';
import { listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { type Grouping, type OrderedGroup, readArrivals, readOrder } from '../store/views/order.ts';
import { listRowsById, type TaskSort } from '../store/views/tasks.ts';
import { UseCaseError } from './errors.ts';
import { toTaskView } from './list-tasks.ts';
import { type PartPage, partPages } from './part-pages.ts';
import type { ViewDeps } from './read-alignment.ts';
import { nameThemes } from './read-themes.ts';
import { type FilterQuery, momentOf, toFilter, type ViewMoment } from './view-query.ts';

export interface OrderQuery extends FilterQuery {
  readonly sort: TaskSort;
  readonly group?: Grouping | undefined;
}

/** A list that a person scrolls through; beyond it nothing is found but by filters. */
const ORDER_MAX = 200_000;
const ARRIVED_MAX = 2_000;
/** A flag is stamped when its batch begins and seen when the batch is committed: what was on its way counts as new, too. */
const ON_THE_WAY_MS = 120_000;

export interface TaskGroup extends OrderedGroup {
  readonly name: string;
  readonly page: PartPage;
}

/**
 * The ids of everything a list shows, in order, at this moment: what a page scrolls through, jumps in, selects from and exports, whatever
 * changes meanwhile. The rows themselves are read by these ids, a window at a time (`readTaskRows`).
 */
export async function orderTasks(deps: ViewDeps, viewer: Viewer, query: OrderQuery) {
  const moment = await momentOf(deps.db, deps.now());
  const filter = await toFilter(deps.db, query);
  const group = query.group ?? null;
  const people = group === 'manager' ? await listPeople(deps.db) : [];
  const order = await readOrder(deps.db, viewer, {
    filter,
    moment,
    sort: query.sort,
    group,
    managers: managersOfTeams(people),
    includesUnjudged: Boolean(filter.search) && !filter.states,
    idsMax: ORDER_MAX,
  });
  const pages = partPages(viewer, people);
  const pageOf = { team: pages.ofTeam, manager: pages.ofManager, theme: noPage, tool: noPage };
  const nameOf = await groupNames(deps, viewer, { group, people, moment, groups: order.groups });
  return {
    at: moment.at.toISOString(),
    total: order.total,
    hidden: order.hidden,
    listed: order.groups.reduce((sum, { count }) => sum + count, 0),
    groups: order.groups
      .map((one) => ({ ...one, name: nameOf(one.key), page: group && pageOf[group](one.key) }))
      .sort(largestFirst),
  };
}

function noPage(): PartPage {
  return null;
}

/** The largest group first, what belongs to none last. */
function largestFirst(a: TaskGroup, b: TaskGroup): number {
  return Number(a.key === null) - Number(b.key === null) || b.count - a.count || a.name.localeCompare(b.name);
}

const NO_GROUP: Readonly<Record<Grouping, string>> = {
  team: 'No team',
  manager: 'No manager',
  theme: 'No theme',
  tool: 'No tool',
};

interface Named {
  readonly group: Grouping | null;
  readonly people: readonly Person[];
  readonly moment: ViewMoment;
  readonly groups: readonly OrderedGroup[];
}

async function groupNames(deps: ViewDeps, viewer: Viewer, { group, people, moment, groups }: Named) {
  if (group === null) return () => '';
  const names =
    group === 'theme'
      ? await nameThemes(
          deps,
          viewer,
          groups.flatMap(({ key }) => key ?? []),
          moment,
        )
      : new Map((group === 'team' ? await listTeams(deps.db) : people).map(({ id, name }) => [id, name]));
  return (key: string | null) => {
    if (key === null) return NO_GROUP[group];
    return group === 'tool' ? TOOL_WORDS[key as ToolName] : (names.get(key) ?? key);
  };
}

/** These tasks as a list shows them now, whatever became of them since the list was read; in the order asked for. */
export async function readTaskRows(deps: ViewDeps, viewer: Viewer, ids: readonly string[]) {
  const moment = await momentOf(deps.db, deps.now());
  const rows = await listRowsById(deps.db, viewer, ids, moment);
  const goals = new Map((await listGoals(deps.db)).map((goal) => [goal.id, goal]));
  const isCalibrated = await areReadingsCalibrated(deps.db);
  return rows.map((row) => toTaskView(row, goals, moment, isCalibrated));
}

/** @throws UseCaseError `bad-instant` */
export async function readTaskArrivals(
  deps: ViewDeps,
  viewer: Viewer,
  query: FilterQuery & { readonly since: string },
) {
  const since = Date.parse(query.since);
  if (Number.isNaN(since)) throw new UseCaseError('bad-instant', `“${query.since}” is not an instant.`);
  const { total, ids } = await readArrivals(deps.db, viewer, {
    filter: await toFilter(deps.db, query),
    moment: await momentOf(deps.db, deps.now()),
    since: new Date(since - ON_THE_WAY_MS),
    idsMax: ARRIVED_MAX,
  });
  return { total, ids, isCut: ids.length === ARRIVED_MAX };
}
