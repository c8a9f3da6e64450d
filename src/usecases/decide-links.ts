import type { Goal } from '../domain/goal.ts';
import { isClosed } from '../domain/goal-standing.ts';
import type { Person, Viewer } from '../domain/person.ts';
import {
  findDecisionTasks,
  insertLinkDecisions,
  listSuggestedGoals,
  type NewLinkDecision,
  undoLinkDecisions,
} from '../store/decisions.ts';
import { listGoals } from '../store/goals.ts';
import { markTreesStale } from '../store/stale.ts';
import { holdTasks, replaceTaskDecisions } from '../store/task-decisions.ts';
import { nameTasks } from '../store/views/tasks.ts';
import { type DeriveDeps, deriveTasks } from './derive.ts';
import { learnDecided } from './learn-examples.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

export interface DecideDeps extends DeriveDeps {
  /** Called when tasks below the decided ones became stale too. */
  readonly onStale: () => Promise<void>;
}

export interface LinkWord {
  readonly says: 'accepted' | 'rejected';
  readonly items: readonly {
    readonly taskId: string;
    readonly goalKey?: string | undefined;
    /** Of this one alone; left out: what is said of all. */
    readonly says?: 'accepted' | 'rejected' | undefined;
  }[];
}

interface Failure {
  readonly taskId: string;
  readonly code: string;
  readonly detail: string;
}

/**
 * A person accepts, rejects or sets links, one or many at once. What cannot be decided is named and the rest is done. The decision
 * outlives every later sync; the tasks' flags are derived before this returns.
 */
export async function decideLinkWords(
  deps: DecideDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name'>,
  word: LinkWord,
) {
  const moment = await momentOf(deps.db, deps.now());
  const taskIds = [...new Set(word.items.map((item) => item.taskId))];
  const known = await nameTasks(deps.db, viewer, taskIds, moment);
  const suggested = await listSuggestedGoals(deps.db, taskIds);
  const goals = await listGoals(deps.db);
  const failed: Failure[] = [];
  // By task and goal: what is said twice in one call is said once.
  const words = new Map<string, NewLinkDecision>();
  for (const { taskId, goalKey, says = word.says } of word.items) {
    const goal = goalKey
      ? goals.find((one) => one.key.toLowerCase() === goalKey.toLowerCase())
      : goals.find((one) => one.id === suggested.get(taskId));
    const fault = faultOf(known.has(taskId), goal, goalKey, says, moment);
    if (fault || !goal) failed.push({ taskId, ...(fault ?? NO_GOAL) });
    else
      words.set(`${taskId} ${goal.id}`, {
        taskId,
        goalId: goal.id,
        says,
        byPersonId: by.id,
        byName: by.name,
      });
  }
  const decided = [...words.values()];
  const at = new Date(deps.now());
  const decisionIds = await deps.db.transaction().execute(async (tx) => {
    const ids = await insertLinkDecisions(tx, decided, at);
    // Whoever says what it serves has answered what it waited for, and gone back on what was said instead.
    const linked = decided.filter((one) => one.says === 'accepted').map((one) => one.taskId);
    await holdTasks(tx, linked);
    await replaceTaskDecisions(tx, linked, at);
    await markTreesStale(
      tx,
      decided.map((one) => one.taskId),
      at,
    );
    return ids;
  });
  await showDecided(
    deps,
    decided.map((one) => one.taskId),
  );
  return { decisionIds, decided: decided.length, failed };
}

/** The tasks themselves before this returns; those that read like them right after. */
async function showDecided(deps: DecideDeps, taskIds: readonly string[]): Promise<void> {
  await deriveTasks(deps, taskIds);
  await learnDecided(deps, taskIds);
  await deps.onStale();
}

const NO_GOAL = { code: 'no-suggestion', detail: 'Nothing is suggested for this task; name a goal.' };

function faultOf(
  isKnown: boolean,
  goal: Goal | undefined,
  goalKey: string | undefined,
  says: LinkWord['says'],
  moment: ViewMoment,
): Omit<Failure, 'taskId'> | null {
  if (!isKnown) return { code: 'no-such-task', detail: 'There is no such task, or you may not see it.' };
  if (!goal) return goalKey ? { code: 'unknown-goal', detail: `There is no goal ${goalKey}.` } : NO_GOAL;
  if (says === 'accepted' && isClosed(goal, moment.today)) {
    return { code: 'goal-closed', detail: `${goal.key} was closed on ${goal.closedOn}; choose an open goal.` };
  }
  return null;
}

/** Takes decisions back, those about tasks the viewer may see. @returns How many tasks are as before. */
export async function undoLinkWords(
  deps: DecideDeps,
  viewer: Viewer,
  decisionIds: readonly number[],
): Promise<{ undone: number }> {
  const moment = await momentOf(deps.db, deps.now());
  const tasks = await findDecisionTasks(deps.db, decisionIds);
  const visible = await nameTasks(deps.db, viewer, [...new Set(tasks.values())], moment);
  const own = [...tasks].filter(([, taskId]) => visible.has(taskId)).map(([id]) => id);
  const at = new Date(deps.now());
  const undone = await deps.db.transaction().execute(async (tx) => {
    const ids = await undoLinkDecisions(tx, own, at);
    await markTreesStale(tx, ids, at);
    return ids;
  });
  await showDecided(deps, undone);
  return { undone: undone.length };
}
