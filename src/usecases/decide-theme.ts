import type { Cycle, Goal, GoalKind } from '../domain/goal.ts';
import { nextGoalKey } from '../domain/goal-keys.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { GoalDraft } from '../domain/import/goals.ts';
import { normaliseTitle } from '../domain/normal-text.ts';
import type { Person, Viewer } from '../domain/person.ts';
import type { Tx } from '../store/database.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { deleteGoal } from '../store/proposal-goals.ts';
import { holdContextAlone } from '../store/stale.ts';
import { isGoalFreeOf } from '../store/theme-goals.ts';
import { type DecideDeps, decideLinkWords, undoLinkWords } from './decide-links.ts';
import { decideTasks, type TaskWord } from './decide-tasks.ts';
import { UseCaseError } from './errors.ts';
import { writeGoals } from './import-goals.ts';
import { findTheme } from './read-themes.ts';
import { settleGoals } from './settle-goals.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

export interface ThemeGoal {
  readonly kind: Exclude<GoalKind, 'vision'>;
  /** Left out: the theme's name. */
  readonly title?: string | undefined;
  /** A key result's objective; an objective stands under the vision where there is one. */
  readonly parentKey?: string | undefined;
}

/**
 * Writes down the goal that a theme may be, in the cycle under way, and links the theme's tasks to it by this person's word: those they may
 * see. An open goal of that title is taken instead of a second one, so that asking twice makes one goal.
 *
 * @throws UseCaseError `unknown-theme`, `unknown-goal`: nothing is done then.
 */
export async function makeThemeGoal(
  deps: DecideDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name' | 'email'>,
  themeId: string,
  wish: ThemeGoal,
) {
  const theme = await findTheme(deps, viewer, themeId);
  const title = wish.title?.trim() || theme.name;
  const moment = await momentOf(deps.db, deps.now());
  const goalKey = await deps.db.transaction().execute((tx) => writeGoal(tx, { ...wish, title }, by, moment));
  const decided = await inBatches(theme.taskIds, (taskIds) =>
    decideLinkWords(deps, viewer, by, { says: 'accepted', items: taskIds.map((taskId) => ({ taskId, goalKey })) }),
  );
  return { goal: { key: goalKey, title }, ...decided };
}

/** As many as one word of a person decides at once: a theme may hold thousands, and others decide in between. */
const AT_ONCE = 500;

type Decided = Awaited<ReturnType<typeof decideTasks>>;

async function inBatches(
  taskIds: readonly string[],
  decide: (taskIds: readonly string[]) => Promise<Decided>,
): Promise<Decided> {
  const all: Decided = { decisionIds: [], decided: 0, failed: [] };
  for (let at = 0; at < taskIds.length; at += AT_ONCE) {
    const { decisionIds, decided, failed } = await decide(taskIds.slice(at, at + AT_ONCE));
    all.decisionIds.push(...decisionIds);
    all.failed.push(...failed);
    all.decided += decided;
  }
  return all;
}

interface Wish extends ThemeGoal {
  readonly title: string;
}

/** @returns Its key. */
async function writeGoal(
  tx: Tx,
  wish: Wish,
  by: Pick<Person, 'id' | 'name' | 'email'>,
  moment: ViewMoment,
): Promise<string> {
  // Whoever writes goals holds it before any row, so that nobody waits in a ring.
  await holdContextAlone(tx);
  const [goals, cycles] = [await listGoals(tx), await listCycles(tx)];
  const byId = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const same = goals.find(
    (goal) =>
      goal.kind === wish.kind &&
      normaliseTitle(goal.title) === normaliseTitle(wish.title) &&
      goalStanding(goal, byId, moment.today) === 'open',
  );
  if (same) return same.key;
  const draft = draftOf(wish, by, goals, cycles, moment.today);
  await writeGoals(tx, [draft], moment.at);
  await settleGoals(tx, { by, through: 'theme' }, moment.at);
  return draft.key;
}

function draftOf(
  wish: Wish,
  by: Pick<Person, 'email'>,
  goals: readonly Goal[],
  cycles: readonly Cycle[],
  today: string,
): GoalDraft {
  const parent = parentOf(wish, goals);
  const cycle = cycles.find(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn);
  return {
    key: nextGoalKey(wish.kind, parent, goals),
    kind: wish.kind,
    title: wish.title,
    description: '',
    parentKey: parent?.key ?? null,
    cycle: cycle ? { name: cycle.name, startsOn: cycle.startsOn, endsOn: cycle.endsOn } : null,
    ...{ from: null, to: null, unit: null, by: null },
    ownerEmail: by.email,
    team: null,
    commitment: null,
    weight: 1,
  };
}

function parentOf({ kind, parentKey }: Wish, goals: readonly Goal[]): Goal | undefined {
  if (kind === 'objective') return goals.find((goal) => goal.kind === 'vision');
  const parent = goals.find((goal) => goal.kind === 'objective' && goal.key.toLowerCase() === parentKey?.toLowerCase());
  if (!parent) throw new UseCaseError('unknown-goal', 'A key result stands under an objective; name one by its key.');
  return parent;
}

/**
 * Takes it back: the tasks are as before, and the goal goes where nothing else hangs on it; else it stays, and the answer says so.
 *
 * @param decisionIds As `makeThemeGoal` gave them.
 */
export async function undoThemeGoal(
  deps: DecideDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name'>,
  given: { readonly goalKey: string; readonly decisionIds: readonly number[] },
): Promise<{ undone: number; isGoalGone: boolean }> {
  let undone = 0;
  for (let at = 0; at < given.decisionIds.length; at += AT_ONCE)
    undone += (await undoLinkWords(deps, viewer, given.decisionIds.slice(at, at + AT_ONCE))).undone;
  const isGoalGone = await deps.db.transaction().execute(async (tx) => {
    await holdContextAlone(tx);
    const goal = (await listGoals(tx)).find(({ key }) => key.toLowerCase() === given.goalKey.toLowerCase());
    if (!goal || !(await isGoalFreeOf(tx, goal.id, given.decisionIds))) return false;
    await deleteGoal(tx, goal.id);
    await settleGoals(tx, { by, through: 'theme' }, new Date(deps.now()));
    return true;
  });
  await deps.onStale();
  return { undone, isGoalGone };
}

/** Puts off all tasks of a theme that the viewer may see, with one reason. */
export async function putThemeOff(
  deps: DecideDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name'>,
  themeId: string,
  word: Pick<TaskWord, 'because' | 'yieldsTo' | 'revisitOn'>,
) {
  const { taskIds } = await findTheme(deps, viewer, themeId);
  return inBatches(taskIds, (some) =>
    decideTasks(deps, viewer, by, { ...word, says: 'not-now', items: some.map((taskId) => ({ taskId })) }),
  );
}
