import { mayEditGoal, mayEditStrategy } from '../domain/access.ts';
import type { Goal } from '../domain/goal.ts';
import { type GoalField, type GoalFieldChange, goalDifference } from '../domain/goal-history.ts';
import type { Viewer } from '../domain/person.ts';
import { type GoalState, listGoalStates } from '../store/goal-periods.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { BadCursorError } from '../store/views/tasks.ts';
import { findGoal } from './goal-words.ts';
import type { ViewDeps } from './read-alignment.ts';

interface Names {
  readonly goals: ReadonlyMap<string, Goal>;
  readonly cycles: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
}

/** Who changed what of a goal, newest first. Goals are no secret, and neither is their history. @throws UseCaseError `unknown-goal` */
export async function readGoalHistory(
  deps: ViewDeps,
  viewer: Viewer,
  query: { readonly key: string; readonly cursor?: string | undefined; readonly limit: number },
) {
  const { db } = deps;
  const [goals, cycles, people, teams] = await Promise.all([
    listGoals(db),
    listCycles(db),
    listPeople(db),
    listTeams(db),
  ]);
  const goal = findGoal({ goals }, query.key);
  const page = { before: query.cursor ? idOf(query.cursor) : null, limit: query.limit };
  const states = await listGoalStates(db, goal.id, page);
  const names: Names = {
    goals: new Map(goals.map((one) => [one.id, one])),
    cycles: new Map(cycles.map(({ id, name }) => [id, name])),
    people: new Map(people.map(({ id, name }) => [id, name])),
  };
  const mayEdit = (id: string) => {
    const one = names.goals.get(id);
    const teamId = teams.find(({ name }) => name === one?.team)?.id ?? null;
    return one ? mayEditGoal(viewer, { ownerId: one.ownerId, teamId }) : mayEditStrategy(viewer);
  };
  const last = states.at(-1);
  return {
    items: states.map((state) => toEntry(state, viewer, names, mayEdit)),
    nextCursor: last && last.before !== null ? Buffer.from(String(last.id)).toString('base64url') : null,
  };
}

function toEntry(state: GoalState, viewer: Viewer, names: Names, mayEdit: (goalId: string) => boolean) {
  const { change, before, goal } = state;
  return {
    id: state.id,
    changeId: change?.id ?? null,
    at: state.from.toISOString(),
    by: change?.by ?? null,
    through: change?.through ?? null,
    isFirst: before === null,
    isUndo: (change?.undoes ?? null) !== null,
    isUndone: change?.isUndone ?? false,
    /** Other goals that were changed with it. */
    others: Math.max(0, (change?.goalIds.length ?? 1) - 1),
    changes: before === null ? [] : goalDifference(before, goal).map((one) => named(one, names)),
    mayUndo: mayUndo(state, viewer, mayEdit),
  };
}

function mayUndo({ change }: GoalState, viewer: Viewer, mayEdit: (goalId: string) => boolean): boolean {
  if (change?.through !== 'browser' || change.undoes !== null || change.isUndone || !change.isLast) return false;
  return change.hasCycles ? mayEditStrategy(viewer) : change.goalIds.every(mayEdit);
}

/** With names in place of ids. */
function named({ field, from, to }: GoalFieldChange, names: Names): GoalFieldChange {
  return { field, from: nameOf(field, from, names), to: nameOf(field, to, names) };
}

function nameOf(field: GoalField, value: string | number | null, names: Names): string | number | null {
  if (typeof value !== 'string') return value;
  if (field === 'parentId') return names.goals.get(value)?.key ?? 'a goal that is gone';
  if (field === 'cycleId') return names.cycles.get(value) ?? 'a cycle that is gone';
  if (field === 'ownerId') return names.people.get(value) ?? 'somebody who is gone';
  return value;
}

function idOf(cursor: string): number {
  const id = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new BadCursorError();
}
