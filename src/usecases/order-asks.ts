import { dayAt } from '../domain/days.ts';
import type { Goal } from '../domain/goal.ts';
import { goalStanding, parentsOfGoal } from '../domain/goal-standing.ts';
import { orderAsks } from '../domain/linking/asking.ts';
import { listGoalsWithExamples, listOpenQuestions, replaceAsks } from '../store/asks.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { notifyChange } from '../store/notify.ts';
import { noteFinished, noteStarted } from '../store/schedules.ts';
import { readSettings } from '../store/settings.ts';
import { holdContext } from '../store/stale.ts';
import { finishInTurns } from './in-turns.ts';

/** The name of its schedule. */
export const ORDERING = 'review';

/** Of more open questions the least uncertain are left out. */
const QUESTIONS_MAX = 50_000;

export interface OrderDeps {
  readonly db: Database;
  readonly now: () => number;
}

/**
 * Puts what people are asked in the order that teaches most, in place of the last order. A goal has an example where a task is known to
 * serve it or one beneath it.
 *
 * @returns How many questions there are.
 */
export async function orderQuestions({ db, now }: OrderDeps, signal: AbortSignal): Promise<number> {
  const startedAt = await begin(db, now);
  const goals = await listGoals(db);
  const openIds = await listOpenGoalIds(db, goals, now());
  const questions = await listOpenQuestions(db, openIds, QUESTIONS_MAX);
  const known = withParents(await listGoalsWithExamples(db), goals);
  const asking = orderAsks(questions, new Set(openIds.filter((id) => !known.has(id))));
  const asks = await finishInTurns(asking, signal);
  await inTransaction(db, async (tx) => {
    await replaceAsks(tx, asks, startedAt);
    // Whoever waits for the first of them sees them come.
    await notifyChange(tx, { type: 'flags-changed', tasks: 0 });
  });
  await noteFinished(db, ORDERING, startedAt);
  return asks.length;
}

/**
 * Noted first: one that fails for good is tried again next night, and not at every look at what is due. Nobody writes goals at that
 * moment: what they write is read here, or later than it.
 */
async function begin(db: Database, now: () => number): Promise<Date> {
  return inTransaction(db, async (tx) => {
    await holdContext(tx);
    const startedAt = new Date(now());
    await noteStarted(tx, ORDERING, startedAt);
    return startedAt;
  });
}

/** Goals that work counts for today. */
async function listOpenGoalIds(db: Database, goals: readonly Goal[], now: number): Promise<string[]> {
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const today = dayAt(now, (await readSettings(db)).time_zone);
  return goals.filter((goal) => goalStanding(goal, cycles, today) === 'open').map(({ id }) => id);
}

function withParents(ids: readonly string[], goals: readonly Goal[]): ReadonlySet<string> {
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const known = ids.flatMap((id) => byId.get(id) ?? []);
  return new Set(known.flatMap((goal) => [goal.id, ...parentsOfGoal(goal, byId).map(({ id }) => id)]));
}
