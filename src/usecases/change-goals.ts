import { mayEditGoal, mayEditStrategy } from '../domain/access.ts';
import type { Goal } from '../domain/goal.ts';
import { type GoalFieldChange, goalDifference } from '../domain/goal-history.ts';
import { GOAL_FIELD_WORDS } from '../domain/goal-history-words.ts';
import { treeIds } from '../domain/goal-order.ts';
import type { Viewer } from '../domain/person.ts';
import type { Actor } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { countStatingTasks, placeGoals, renameGoal } from '../store/goal-edits.ts';
import { listGoalStates, listGoalVersions } from '../store/goal-periods.ts';
import { setGoalClosed } from '../store/imports.ts';
import { UseCaseError } from './errors.ts';
import { draftOfChanged, draftOfNew, findGoal, type GoalShelf, type GoalWords, loadGoalShelf } from './goal-words.ts';
import { writeGoals } from './import-goals.ts';
import { COMMAND_LINE } from './note-act.ts';
import { actOnGoals, type GoalDeps } from './settle-goals.ts';

/** What was done: the goal by its key of now, and the change that can be taken back; null where all was so already. */
export interface GoalChanged {
  readonly key: string;
  readonly changeId: number | null;
}

export interface GoalChange extends GoalWords {
  /** The day it is closed on; null opens it again. */
  readonly closedOn?: string | null | undefined;
  /** With everything that is open under it. */
  readonly withChildren?: boolean | undefined;
  /** The state that was looked at; left out: whatever stands. */
  readonly seenVersion?: number | undefined;
}

/** Writes a new goal down. @throws UseCaseError `bad-goal` with what is wrong by field; `not-your-goal`. */
export async function addGoal(
  deps: GoalDeps,
  viewer: Viewer,
  by: Actor,
  words: GoalWords & { readonly title: string },
): Promise<GoalChanged> {
  const { answer: key, changeId } = await actOnGoals(deps, { by, through: 'browser' }, async (tx, at) => {
    const shelf = await loadGoalShelf(tx);
    const draft = draftOfNew(words, shelf);
    const ownerId = shelf.people.find(({ email }) => email === draft.ownerEmail)?.id ?? null;
    requireMayEdit(viewer, { ownerId, team: draft.team, key: draft.key }, shelf);
    await writeGoals(tx, [draft], at);
    return draft.key;
  });
  return { key, changeId };
}

/**
 * Changes what is named of a goal, all of it or nothing.
 *
 * @throws UseCaseError `unknown-goal`, `not-your-goal`, `changed-since`, `bad-goal`, `key-in-use`.
 */
export async function changeGoal(
  deps: GoalDeps,
  viewer: Viewer,
  by: Actor,
  key: string,
  change: GoalChange,
): Promise<GoalChanged> {
  const { closedOn, withChildren, seenVersion, ...words } = change;
  const { answer, changeId } = await actOnGoals(deps, { by, through: 'browser' }, async (tx, at) => {
    const shelf = await loadGoalShelf(tx);
    const goal = findGoal(shelf, key);
    requireMayEdit(viewer, goal, shelf);
    if (seenVersion !== undefined) await requireUnchanged(tx, goal, seenVersion);
    const keyNow = await reword(tx, goal, words, shelf, at);
    if (closedOn !== undefined) await close(tx, goal, keyNow, { closedOn, withChildren }, shelf);
    return keyNow;
  });
  return { key: answer, changeId };
}

/**
 * Puts the goals that stand side by side into this order.
 *
 * @throws UseCaseError `leaders-only`, `not-your-goal`; `siblings-changed` where others stand there by now.
 */
export async function orderGoals(
  deps: GoalDeps,
  viewer: Viewer,
  by: Actor,
  wanted: { readonly parentKey: string | null; readonly keys: readonly string[] },
): Promise<{ readonly changeId: number | null }> {
  const { changeId } = await actOnGoals(deps, { by, through: 'browser' }, async (tx) => {
    const shelf = await loadGoalShelf(tx);
    const parent = wanted.parentKey === null ? null : findGoal(shelf, wanted.parentKey);
    if (parent) requireMayEdit(viewer, parent, shelf);
    else if (!mayEditStrategy(viewer))
      throw new UseCaseError('leaders-only', 'Only owners and leaders put these in order.', { isForbidden: true });
    const chosen = wanted.keys.map((key) => findGoal(shelf, key));
    const kinds = new Set(chosen.map(({ kind }) => kind));
    const siblings = shelf.goals.filter((goal) => goal.parentId === (parent?.id ?? null) && kinds.has(goal.kind));
    if (new Set(chosen).size !== chosen.length || siblings.length !== chosen.length || !siblings.every(isIn(chosen)))
      throw new UseCaseError('siblings-changed', 'Other goals stand there by now; nothing was moved. Look again.', {
        isConflict: true,
      });
    await placeGoals(
      tx,
      chosen.map(({ id }) => id),
    );
  });
  return { changeId };
}

const isIn = (chosen: readonly Goal[]) => (goal: Goal) => chosen.includes(goal);

/** Closes a goal on a day, or opens it again with null; work that hangs on it is flagged from that day on. */
export async function closeGoal(deps: GoalDeps, key: string, closedOn: string | null): Promise<void> {
  await actOnGoals(deps, { by: COMMAND_LINE, through: 'command' }, async (tx) => {
    const found = await setGoalClosed(tx, key, closedOn);
    if (!found) throw new UseCaseError('unknown-goal', `There is no goal ${key}.`, { isNotFound: true });
  });
}

/** @returns Its key from now on. */
async function reword(tx: Tx, goal: Goal, words: GoalWords, shelf: GoalShelf, at: Date): Promise<string> {
  if (Object.values(words).every((value) => value === undefined)) return goal.key;
  const draft = draftOfChanged(goal, words, shelf);
  if (draft.key !== goal.key) {
    await requireKeyFree(tx, goal);
    await renameGoal(tx, goal.id, draft.key);
  }
  await writeGoals(tx, [draft], at);
  return draft.key;
}

/** Tasks that name the key would lose their line. */
async function requireKeyFree(tx: Tx, goal: Goal): Promise<void> {
  const tasks = await countStatingTasks(tx, goal.id);
  if (tasks === 0) return;
  const many = tasks === 1 ? '1 task names' : `${tasks} tasks name`;
  const message = `${many} ${goal.key}; under another key they would lose their goal. Keep the key, or change it in the tool first`;
  throw new UseCaseError('key-in-use', `${message}.`, { fields: [{ field: 'body.key', message }] });
}

async function close(
  tx: Tx,
  goal: Goal,
  key: string,
  { closedOn, withChildren = false }: { closedOn: string | null; withChildren?: boolean | undefined },
  { goals }: GoalShelf,
): Promise<void> {
  await setGoalClosed(tx, key, closedOn);
  if (!withChildren) return;
  const under = treeIds(goal.id, goals).slice(1);
  // Opened together are those that were closed together.
  const isMeant = (one: Goal) => (closedOn === null ? one.closedOn === goal.closedOn : one.closedOn === null);
  for (const one of goals) if (under.includes(one.id) && isMeant(one)) await setGoalClosed(tx, one.key, closedOn);
}

function requireMayEdit(viewer: Viewer, goal: Pick<Goal, 'ownerId' | 'team' | 'key'>, { teams }: GoalShelf): void {
  const teamId = teams.find(({ name }) => name.toLowerCase() === goal.team?.toLowerCase())?.id ?? null;
  if (mayEditGoal(viewer, { ownerId: goal.ownerId, teamId })) return;
  const whose = goal.team === null ? 'its owner’s manager' : `a manager of ${goal.team}`;
  throw new UseCaseError('not-your-goal', `${goal.key} is written by owners and leaders, or by ${whose}.`, {
    isForbidden: true,
  });
}

/** Two people at once: the second is told what stands now, and nothing of theirs is lost. */
async function requireUnchanged(tx: Tx, goal: Goal, seenVersion: number): Promise<void> {
  const version = (await listGoalVersions(tx)).get(goal.id);
  if (version === undefined || version === seenVersion) return;
  const states = await listGoalStates(tx, goal.id, { before: null, limit: 50 });
  const seen = states.find(({ id }) => id === seenVersion);
  const fields = (seen ? goalDifference(seen.goal, goal) : []).map((one) => ({
    field: `body.${one.field}`,
    message: `its ${GOAL_FIELD_WORDS[one.field]} is ${sayNow(one)}`,
  }));
  const who = states[0]?.change ? ` by ${states[0].change.by}` : '';
  const what = fields.map(({ message }) => message).join(', ');
  const detail = `${goal.key} was changed${who} since you looked${what && `: ${what}`}. Nothing was saved.`;
  throw new UseCaseError('changed-since', detail, { isConflict: true, fields });
}

/** Ids and lists say nothing to a reader. */
function sayNow({ field, to }: GoalFieldChange): string {
  if (to === null || to === '') return 'empty now';
  const isNamed = ['parentId', 'cycleId', 'ownerId', 'position', 'urls'].includes(field);
  return isNamed ? 'another now' : `“${to}” now`;
}
