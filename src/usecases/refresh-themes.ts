import { keepThemeIds } from '../domain/theme-ids.ts';
import { findThemes, type ThemeTask } from '../domain/themes.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { listPeople } from '../store/people.ts';
import { askForSchedule, noteFinished, noteStarted } from '../store/schedules.ts';
import { holdThemes, listThemes, listUnalignedTitles, replaceThemes } from '../store/themes.ts';
import { finishInTurns } from './in-turns.ts';

/** The name of its schedule. */
export const THEMES = 'themes';

const TASKS_AT_ONCE = 2_000;

export interface ThemeDeps {
  readonly db: Database;
  readonly now: () => number;
}

/**
 * Groups the live tasks without a why by what they are about, in place of the last groups: a theme goes on under its id while most of its
 * tasks stay. A second run finds nothing to do. What people are called leads to no theme.
 *
 * @returns How many themes there are.
 */
export async function refreshThemes({ db, now }: ThemeDeps, signal: AbortSignal): Promise<number> {
  const at = new Date(now());
  // First: one that fails for good is tried again next night, and not at every look at what is due.
  await noteStarted(db, THEMES, at);
  const tasks = await readTasks(db, signal);
  const names = (await listPeople(db)).map(({ name }) => name);
  const found = await finishInTurns(findThemes(tasks, names), signal);
  const ids = new Set(tasks.map(({ id }) => id));
  const count = await inTransaction(db, async (tx) => {
    await holdThemes(tx);
    const themes = keepThemeIds(found, await listThemes(tx), ids);
    await replaceThemes(tx, themes, at);
    return themes.length;
  });
  await noteFinished(db, THEMES, at);
  return count;
}

async function readTasks(db: Database, signal: AbortSignal): Promise<ThemeTask[]> {
  const all: ThemeTask[] = [];
  for (;;) {
    signal.throwIfAborted();
    const page = await listUnalignedTitles(db, all.at(-1)?.id ?? null, TASKS_AT_ONCE);
    all.push(...page);
    if (page.length < TASKS_AT_ONCE) return all;
  }
}

/** A person asks for it: the next look at what is due, some seconds from now, begins it. */
export async function askForThemes({ db, now }: ThemeDeps): Promise<void> {
  await askForSchedule(db, THEMES, new Date(now()));
}
