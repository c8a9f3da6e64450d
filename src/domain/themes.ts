import { wordsIn } from './linking/cohesion.ts';
import { adopt, type Group, mergeAlike, withoutStrangers } from './theme-groups.ts';
import { coverByPairs } from './theme-pairs.ts';
import { readTitles } from './theme-titles.ts';

/** Fewer are a coincidence, and no goal that nobody wrote down. */
export const THEME_TASKS_MIN = 4;
/** Words that a theme is known by, the most telling first. */
const STEMS_MAX = 8;
/** A word that carries less of what a theme is about does not stand for it. */
const STEM_SHARE_MIN = 0.12;

export interface ThemeTask {
  readonly id: string;
  readonly title: string;
}

/** Tasks whose titles are about the same thing. */
export interface FoundTheme {
  /** What they have in common, as stems. */
  readonly stems: readonly string[];
  readonly taskIds: readonly string[];
}

/**
 * Groups tasks by what their titles share. A theme begins with two telling words that stand together in five titles or more, more often than
 * chance would have it; the pair that explains most of what is left comes first. Groups that are about the same thing are put together, and
 * titles near the middle of one join it. Each task is in one theme at most; most are in none. The order of the tasks given decides nothing.
 * The cost grows with the words of the titles, not with pairs of tasks. Pauses now and then.
 *
 * @param names Of people: what titles share besides is what they are about.
 * @returns The largest first.
 */
export function* findThemes(tasks: readonly ThemeTask[], names: readonly string[] = []): Generator<void, FoundTheme[]> {
  const sorted = tasks.toSorted((a, b) => compare(a.id, b.id));
  const titles = yield* readTitles(
    sorted.map(({ title }) => title),
    new Set(names.flatMap(wordsIn)),
  );
  const begun = yield* coverByPairs(titles, THEME_TASKS_MIN);
  const merged = yield* mergeAlike(titles, begun);
  const grown = yield* adopt(titles, merged);
  return (yield* withoutStrangers(titles, grown))
    .filter(({ members }) => members.length >= THEME_TASKS_MIN)
    .map(
      (group): FoundTheme => ({
        stems: tellingStems(group).map((stem) => titles.stemAt(stem)),
        taskIds: group.members.map((at) => sorted[at]?.id ?? ''),
      }),
    )
    .sort((a, b) => b.taskIds.length - a.taskIds.length || compare(a.taskIds[0] ?? '', b.taskIds[0] ?? ''));
}

function tellingStems({ middle }: Group): number[] {
  return [...middle]
    .filter(([, share]) => share >= STEM_SHARE_MIN)
    .sort(([a, shareA], [b, shareB]) => shareB - shareA || a - b)
    .slice(0, STEMS_MAX)
    .map(([stem]) => stem);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
