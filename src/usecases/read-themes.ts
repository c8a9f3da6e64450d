import type { Viewer } from '../domain/person.ts';
import { nameTheme } from '../domain/theme-name.ts';
import { findSchedule } from '../store/schedules.ts';
import type { TaskFilter } from '../store/views/judged.ts';
import {
  countThemes,
  listThemeStems,
  listThemeTasks,
  sumThemes,
  type ThemeSum,
  type ThemeTaskRow,
} from '../store/views/themes.ts';
import { UseCaseError } from './errors.ts';
import type { AlignmentQuery, ViewDeps } from './read-alignment.ts';
import { THEMES } from './refresh-themes.ts';
import { momentOf, toFilter, type ViewMoment, weightOf } from './view-query.ts';

/** Titles that a theme is named by: more would not change it. */
const NAMED_BY = 100;
const SAMPLES = 3;

export interface ThemesQuery extends AlignmentQuery {
  readonly limit: number;
}

/**
 * The themes in unaligned work, the most of it first, by the tasks the viewer may see: names and samples come from these alone, the others
 * are counted.
 */
export async function readThemes(deps: ViewDeps, viewer: Viewer, query: ThemesQuery) {
  const moment = await momentOf(deps.db, deps.now());
  const filter = await toFilter(deps.db, query);
  const weight = weightOf(query.weight);
  const [all, schedule] = await Promise.all([
    sumThemes(deps.db, viewer, filter, moment, weight),
    findSchedule(deps.db, THEMES),
  ]);
  const seen = all.toSorted(byWeight);
  const shown = seen.slice(0, query.limit);
  const ids = shown.map(({ id }) => id);
  const [tasks, counts] = await Promise.all([
    tasksOf(deps, viewer, filter, moment, shown),
    countThemes(deps.db, filter, moment, ids),
  ]);
  return {
    weight,
    items: shown.map((theme) =>
      toThemeView(theme, tasks.get(theme.id) ?? [], Math.max(0, (counts.get(theme.id) ?? 0) - theme.count)),
    ),
    total: seen.length,
    tasks: seen.reduce((sum, { count }) => sum + count, 0),
    foundAt: schedule?.last_finished_at?.toISOString() ?? null,
  };
}

function byWeight(a: ThemeSum, b: ThemeSum): number {
  return b.weight - a.weight || b.count - a.count || (a.id < b.id ? -1 : 1);
}

async function tasksOf(
  { db }: ViewDeps,
  viewer: Viewer,
  filter: TaskFilter,
  moment: ViewMoment,
  themes: readonly ThemeSum[],
): Promise<Map<string, ThemeTaskRow[]>> {
  if (themes.length === 0) return new Map();
  const ids = themes.map(({ id }) => id);
  const rows = await listThemeTasks(db, viewer, filter, moment, { ids, tasksMax: NAMED_BY });
  return Map.groupBy(rows, ({ themeId }) => themeId);
}

function toThemeView(theme: ThemeSum, tasks: readonly ThemeTaskRow[], hidden: number) {
  return {
    id: theme.id,
    name: nameOf(theme, tasks),
    count: theme.count,
    hidden,
    effort: theme.weight,
    since: theme.since.toISOString(),
    samples: samplesOf(tasks).map(({ id, key, title }) => ({ id, key, title })),
  };
}

/** Three that say the same thing word for word say it once. */
function samplesOf(tasks: readonly ThemeTaskRow[]): ThemeTaskRow[] {
  const unlike = [...new Map(tasks.toReversed().map((task) => [task.title, task])).values()].reverse();
  return unlike.slice(0, SAMPLES);
}

/** Titles the viewer may see always hold a word of the theme; where they are in a script without spaces, the first of them stands for it. */
function nameOf({ stems }: Pick<ThemeSum, 'stems'>, tasks: readonly ThemeTaskRow[]): string {
  const titles = tasks.map(({ title }) => title);
  return nameTheme(titles, stems) ?? titles[0] ?? '';
}

/** One theme as the viewer may see it, with all its tasks they see. @throws UseCaseError `unknown-theme` */
export async function findTheme(deps: ViewDeps, viewer: Viewer, id: string) {
  const moment = await momentOf(deps.db, deps.now());
  const [seen] = await sumThemes(deps.db, viewer, { themeId: id }, moment, 'count');
  if (!seen) throw new UseCaseError('unknown-theme', 'There is no such theme any more.', { isNotFound: true });
  const selection = { ids: [id], tasksMax: seen.count };
  const tasks = await listThemeTasks(deps.db, viewer, { themeId: id }, moment, selection);
  return { id, name: nameOf(seen, tasks.slice(0, NAMED_BY)), taskIds: tasks.map((task) => task.id) };
}

/** The names of these themes as the viewer may read them, by id; one they see no task of has none. */
export async function nameThemes(
  { db }: ViewDeps,
  viewer: Viewer,
  ids: readonly string[],
  moment: ViewMoment,
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const stems = await listThemeStems(db, ids);
  const rows = await listThemeTasks(db, viewer, {}, moment, { ids, tasksMax: NAMED_BY });
  const tasks = Map.groupBy(rows, ({ themeId }) => themeId);
  return new Map([...tasks].map(([id, own]): [string, string] => [id, nameOf({ stems: stems.get(id) ?? [] }, own)]));
}
