import { nameHash } from './linking/name-hash.ts';
import type { FoundTheme } from './themes.ts';

interface KnownTheme {
  readonly id: string;
  readonly taskIds: readonly string[];
}

/**
 * Gives each theme its id: that of the theme before, while most of what is still there of it stays together; else a new one. Tasks that found
 * their goal, or are done, leave a theme without changing what it is.
 *
 * @param found At this run.
 * @param before After the last one.
 * @param taskIds All tasks that were looked at.
 */
export function keepThemeIds(
  found: readonly FoundTheme[],
  before: readonly KnownTheme[],
  taskIds: ReadonlySet<string>,
): (FoundTheme & KnownTheme)[] {
  const ids = inheritedIds(found, before, taskIds);
  const used = new Set(ids.values());
  return found.map((theme, at) => {
    const id = ids.get(at) ?? newId(theme, used);
    used.add(id);
    return { ...theme, id };
  });
}

function inheritedIds(
  found: readonly FoundTheme[],
  before: readonly KnownTheme[],
  taskIds: ReadonlySet<string>,
): Map<number, string> {
  const themeOf = new Map(found.flatMap((theme, at) => theme.taskIds.map((taskId): [string, number] => [taskId, at])));
  const ids = new Map<number, string>();
  // The one that keeps most first: where two become one, it goes on under the larger one's id.
  const heirs = before
    .flatMap((theme) => heirOf(theme, themeOf, taskIds))
    .sort((a, b) => b.kept - a.kept || (a.id < b.id ? -1 : 1));
  for (const { id, at } of heirs) if (!ids.has(at)) ids.set(at, id);
  return ids;
}

function heirOf({ id, taskIds: own }: KnownTheme, themeOf: ReadonlyMap<string, number>, taskIds: ReadonlySet<string>) {
  const left = own.filter((taskId) => taskIds.has(taskId));
  const counts = new Map<number, number>();
  for (const taskId of left) {
    const at = themeOf.get(taskId);
    if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  // More than half of them can be in one theme only.
  return [...counts].filter(([, kept]) => 2 * kept > left.length).map(([at, kept]) => ({ id, at, kept }));
}

/** Says nothing of the words: an address of a theme may be read by people who may not see its tasks. */
function newId({ stems, taskIds }: FoundTheme, used: ReadonlySet<string>): string {
  for (let turn = 0; ; turn += 1) {
    const id = nameHash(`${turn} ${stems.join(' ')} ${taskIds[0]}`)
      .toString(36)
      .padStart(7, '0');
    if (!used.has(id)) return id;
  }
}
