import type { ChangeEvent } from '../domain/change-event.ts';
import { mayCheckIn, NOTE_CHARACTERS_MAX } from '../domain/check-in.ts';
import type { Goal } from '../domain/goal.ts';
import { isClosed } from '../domain/goal-standing.ts';
import type { Person, Viewer } from '../domain/person.ts';
import { findCheckIns, insertCheckIn, listCheckInHistory, takeBackCheckIns } from '../store/check-ins.ts';
import { listGoals } from '../store/goals.ts';
import { listTeams } from '../store/people.ts';
import { UseCaseError } from './errors.ts';
import { findGoalOf, listGoalsOf } from './goals-of-moment.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

export interface CheckInDeps extends ViewDeps {
  readonly notify: (event: ChangeEvent) => Promise<void>;
}

export interface CheckInWord {
  readonly goalKey: string;
  /** In the key result's own unit. */
  readonly value: number;
  /** That it will be reached, 0 to 1. */
  readonly confidence?: number | undefined;
  /** Plain text. */
  readonly note?: string | undefined;
}

/**
 * A person says how a key result stands today.
 *
 * @throws UseCaseError `unknown-goal`, `no-key-result`, `goal-closed`, `note-too-long`, `not-your-goal`.
 */
export async function checkIn(
  deps: CheckInDeps,
  viewer: Viewer,
  by: Pick<Person, 'id' | 'name'>,
  word: CheckInWord,
): Promise<{ checkInId: number }> {
  const { today } = await momentOf(deps.db, deps.now());
  const goal = await findGoal(deps, word.goalKey);
  if (goal.kind !== 'key-result') {
    throw new UseCaseError('no-key-result', `${goal.key} has no number of its own; check in on its key results.`);
  }
  if (isClosed(goal, today)) throw new UseCaseError('goal-closed', `${goal.key} was closed on ${goal.closedOn}.`);
  const note = word.note?.trim() ?? '';
  if (note.length > NOTE_CHARACTERS_MAX) {
    throw new UseCaseError('note-too-long', `A note has ${NOTE_CHARACTERS_MAX} characters at most.`);
  }
  if (!mayCheckIn(viewer, goal)) throw notYours(goal);
  const checkInId = await insertCheckIn(
    deps.db,
    {
      goalId: goal.id,
      value: word.value,
      confidence: word.confidence ?? null,
      note,
      byPersonId: by.id,
      byName: by.name,
    },
    new Date(deps.now()),
  );
  await deps.notify({ type: 'goals-changed' });
  return { checkInId };
}

/** Takes check-ins back, on goals the viewer may check in on; the ones before them count again. @returns How many. */
export async function undoCheckIns(
  deps: CheckInDeps,
  viewer: Viewer,
  checkInIds: readonly number[],
): Promise<{ undone: number }> {
  const goals = new Map((await listOwned(deps)).map((goal) => [goal.id, goal]));
  const found = await findCheckIns(deps.db, checkInIds);
  const own = found.filter(({ goalId }) => {
    const goal = goals.get(goalId);
    return goal !== undefined && mayCheckIn(viewer, goal);
  });
  const ids = own.map(({ id }) => id);
  const undone = await takeBackCheckIns(deps.db, ids, new Date(deps.now()));
  if (undone > 0) await deps.notify({ type: 'goals-changed' });
  return { undone };
}

/** Every check-in on a goal until a day, newest first. Goals are no secret, and neither is how they stand. @throws UseCaseError `unknown-goal` */
export async function readCheckIns(
  deps: ViewDeps,
  viewer: Viewer,
  query: {
    readonly goalKey: string;
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly asOf?: string | undefined;
  },
) {
  const moment = await momentOf(deps.db, deps.now(), query.asOf);
  const goal = await findGoalThen(deps, moment, query.goalKey);
  const page = await listCheckInHistory(deps.db, goal.id, {
    cursor: query.cursor ?? null,
    limit: query.limit,
    ...(moment.isNow ? {} : { asOf: moment.at }),
  });
  return {
    items: page.rows.map((row) => ({
      id: row.id,
      value: row.value,
      confidence: row.confidence,
      note: row.note,
      by: row.byName,
      at: row.at.toISOString(),
      undoneAt: row.undoneAt?.toISOString() ?? null,
    })),
    nextCursor: page.nextCursor,
    mayCheckIn: 'teamId' in goal && goal.kind === 'key-result' && mayCheckIn(viewer, goal),
  };
}

/** On a past day it is named by its key of that day, and nobody checks in. */
async function findGoalThen(deps: Pick<ViewDeps, 'db'>, moment: ViewMoment, key: string): Promise<OwnedGoal | Goal> {
  if (moment.isNow) return findGoal(deps, key);
  const goal = await findGoalOf(deps.db, await listGoalsOf(deps.db, moment), moment, key);
  return goal === null || goal === 'not-yet' ? findGoal(deps, key) : goal;
}

type OwnedGoal = Goal & { readonly teamId: string | null };

async function findGoal(deps: Pick<ViewDeps, 'db'>, key: string): Promise<OwnedGoal> {
  const goal = (await listOwned(deps)).find((one) => one.key.toLowerCase() === key.trim().toLowerCase());
  if (goal) return goal;
  throw new UseCaseError('unknown-goal', `There is no goal ${key}.`, { isNotFound: true });
}

async function listOwned({ db }: Pick<ViewDeps, 'db'>): Promise<OwnedGoal[]> {
  const [goals, teams] = await Promise.all([listGoals(db), listTeams(db)]);
  const idOf = new Map(teams.map((team) => [team.name, team.id]));
  return goals.map((goal) => ({ ...goal, teamId: goal.team === null ? null : (idOf.get(goal.team) ?? null) }));
}

function notYours(goal: Goal): UseCaseError {
  const whose = goal.team === null ? 'who owns it, or a leader' : `who owns it, or a manager of ${goal.team}`;
  return new UseCaseError('not-your-goal', `How ${goal.key} stands is said by ${whose}.`);
}
