import { addDays, isDay } from '../domain/days.ts';
import type { Cycle, Goal } from '../domain/goal.ts';
import { isClosed } from '../domain/goal-standing.ts';
import type { Person, Viewer } from '../domain/person.ts';
import {
  BECAUSE_CHARACTERS_MAX,
  maySay,
  nextCycleDay,
  REVISIT_DAYS,
  type TaskWordSays,
} from '../domain/task-decision.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { markTreesStale } from '../store/stale.ts';
import {
  type DecidableTask,
  findDecidable,
  findTaskDecisions,
  holdTasks,
  insertTaskDecisions,
  type NewTaskDecision,
  takeBackTaskDecisions,
} from '../store/task-decisions.ts';
import { nameTasks } from '../store/views/tasks.ts';
import type { DecideDeps } from './decide-links.ts';
import { deriveTasks } from './derive.ts';
import { UseCaseError } from './errors.ts';
import { learnDecided } from './learn-examples.ts';
import { momentOf, type ViewMoment } from './view-query.ts';
import { findAsked } from './whom-to-ask.ts';

export interface TaskWord {
  readonly says: TaskWordSays;
  readonly items: readonly { readonly taskId: string }[];
  /** Plain text; a “not now” needs one. */
  readonly because?: string | undefined;
  /** The key of the goal a “not now” makes room for. */
  readonly yieldsTo?: string | undefined;
  /** The day a “not now” comes back; left out: the first of the next cycle, else in ninety days. */
  readonly revisitOn?: string | undefined;
  /** Whose decision it waits for; left out: who leads the task's team, else the next above who may see it. */
  readonly askedPersonId?: string | undefined;
}

interface Failure {
  readonly taskId: string;
  readonly code: string;
  readonly detail: string;
}

/**
 * A person says of tasks that they keep the lights on, are not for now, or wait for somebody's decision. What cannot be decided is named
 * and the rest is done. The tasks' flags are derived before this returns.
 *
 * @throws UseCaseError `needs-a-reason`, `reason-too-long`, `bad-revisit-day`, `unknown-goal`, `goal-closed`, `unknown-person`: nothing
 * is decided then.
 */
export async function decideTasks(
  deps: DecideDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name'>,
  word: TaskWord,
): Promise<{ decisionIds: number[]; decided: number; failed: Failure[] }> {
  const moment = await momentOf(deps.db, deps.now());
  const said = await readWord(deps, word, moment);
  const taskIds = [...new Set(word.items.map(({ taskId }) => taskId))];
  const visible = await nameTasks(deps.db, viewer, taskIds, moment);
  const tasks = await findDecidable(deps.db, [...visible.keys()]);
  const asked =
    word.says === 'ask-owner' ? await findAsked(deps, [...tasks.values()], by.id, word.askedPersonId) : null;
  const failed: Failure[] = [];
  const decided: NewTaskDecision[] = [];
  for (const taskId of taskIds) {
    const fault = faultOf(tasks.get(taskId), viewer, word.says) ?? (asked && !asked.has(taskId) ? NOBODY_TO_ASK : null);
    if (fault) failed.push({ taskId, ...fault });
    else decided.push({ ...said, taskId, byPersonId: by.id, byName: by.name, asked: asked?.get(taskId) ?? null });
  }
  const decidedIds = decided.map(({ taskId }) => taskId);
  const at = new Date(deps.now());
  const decisionIds = await deps.db.transaction().execute(async (tx) => {
    await holdTasks(tx, decidedIds);
    const ids = await insertTaskDecisions(tx, decided, at);
    await markTreesStale(tx, decidedIds, at);
    return ids;
  });
  await showDecided(deps, decidedIds);
  return { decisionIds, decided: decisionIds.length, failed };
}

/**
 * Takes decisions back, those about tasks the viewer may see; the word each replaced is in force again. A member takes back only what
 * they said themselves. @returns How many tasks are as before.
 */
export async function undoTaskDecisions(
  deps: DecideDeps,
  viewer: Viewer,
  decisionIds: readonly number[],
): Promise<{ undone: number }> {
  const moment = await momentOf(deps.db, deps.now());
  const found = await findTaskDecisions(deps.db, decisionIds);
  const taskIds = found.map(({ taskId }) => taskId);
  const visible = await nameTasks(deps.db, viewer, taskIds, moment);
  const isTheirs = (byPersonId: string | null) => viewer.role !== 'member' || byPersonId === viewer.personId;
  const own = found.filter(({ taskId, byPersonId }) => visible.has(taskId) && isTheirs(byPersonId));
  const at = new Date(deps.now());
  const undone = await deps.db.transaction().execute(async (tx) => {
    await holdTasks(
      tx,
      own.map(({ taskId }) => taskId),
    );
    const ids = await takeBackTaskDecisions(
      tx,
      own.map(({ id }) => id),
      at,
    );
    await markTreesStale(tx, ids, at);
    return ids;
  });
  await showDecided(deps, undone);
  return { undone: undone.length };
}

/** The tasks themselves before this returns; those that read like them right after. */
async function showDecided(deps: DecideDeps, taskIds: readonly string[]): Promise<void> {
  await deriveTasks(deps, taskIds);
  await learnDecided(deps, taskIds);
  await deps.onStale();
}

const NOBODY_TO_ASK = {
  code: 'nobody-to-ask',
  detail: 'Nobody who may see this task and decide about it could be found; name somebody.',
};

function faultOf(task: DecidableTask | undefined, viewer: Viewer, says: TaskWordSays): Omit<Failure, 'taskId'> | null {
  if (!task) return { code: 'no-such-task', detail: 'There is no such task, or you may not see it.' };
  if (!maySay(viewer, says))
    return { code: 'managers-decide', detail: 'Managers decide this; ask, and it waits for them.' };
  if (task.isGone) return { code: 'task-gone', detail: 'This task is not in its tool any more.' };
  if (task.isContainer) return { code: 'has-tasks-below', detail: 'Only the tasks below it count; decide on those.' };
  return null;
}

type Said = Omit<NewTaskDecision, 'taskId' | 'byPersonId' | 'byName' | 'asked'>;

async function readWord({ db }: DecideDeps, word: TaskWord, { today }: ViewMoment): Promise<Said> {
  const because = word.because?.trim() ?? '';
  if (because.length > BECAUSE_CHARACTERS_MAX) {
    throw new UseCaseError('reason-too-long', `A reason has ${BECAUSE_CHARACTERS_MAX} characters at most.`);
  }
  const plain = { because, fromOn: today, untilOn: null, revisitOn: null, yieldsToGoalId: null };
  if (word.says === 'ktlo') return { ...plain, says: 'ktlo' };
  if (word.says === 'ask-owner') return { ...plain, says: 'pending-decision' };
  if (because === '') throw new UseCaseError('needs-a-reason', 'Say why not now; whoever did the work will read it.');
  const revisitOn = revisitDay(word.revisitOn, await listCycles(db), today);
  const goal = word.yieldsTo ? openGoal(word.yieldsTo, await listGoals(db), today) : null;
  return {
    ...plain,
    says: 'not-now',
    revisitOn,
    untilOn: addDays(revisitOn, -1),
    yieldsToGoalId: goal?.id ?? null,
  };
}

function revisitDay(given: string | undefined, cycles: readonly Cycle[], today: string): string {
  if (given === undefined) return nextCycleDay(cycles, today) ?? addDays(today, REVISIT_DAYS);
  if (isDay(given) && given > today) return given;
  throw new UseCaseError(
    'bad-revisit-day',
    `Choose a day after ${today}, as ${addDays(today, 1)}: it is looked at again then.`,
  );
}

function openGoal(key: string, goals: readonly Goal[], today: string): Goal {
  const goal = goals.find((one) => one.key.toLowerCase() === key.trim().toLowerCase());
  if (!goal) throw new UseCaseError('unknown-goal', `There is no goal ${key}.`);
  if (!isClosed(goal, today)) return goal;
  throw new UseCaseError('goal-closed', `${goal.key} was closed on ${goal.closedOn}; choose an open goal.`);
}
