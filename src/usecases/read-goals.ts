import { mayEditGoal, mayEditStrategy } from '../domain/access.ts';
import type { Cycle, Goal } from '../domain/goal.ts';
import { inTreeOrder, treeIds } from '../domain/goal-order.ts';
import { goalStanding, isClosed, parentsOfGoal } from '../domain/goal-standing.ts';
import type { Viewer } from '../domain/person.ts';
import { listGoalVersions } from '../store/goal-periods.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { countGoalSets, countGoalTree, type GoalSetCount } from '../store/views/goals.ts';
import { UseCaseError } from './errors.ts';
import { type GoalGround, loadGoalGround, progressOf } from './goal-progress.ts';
import { goalRef } from './goal-ref.ts';
import { findGoalOf, listCyclesOf, listGoalsOf } from './goals-of-moment.ts';
import type { ViewDeps } from './read-alignment.ts';
import { readGoalSources } from './read-proposals.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

interface Shelf {
  readonly goals: readonly Goal[];
  readonly byId: ReadonlyMap<string, Goal>;
  readonly cycles: ReadonlyMap<string, Cycle>;
  readonly names: ReadonlyMap<string, string>;
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly moment: ViewMoment;
  /** Of each goal with everything under it. */
  readonly trees: ReadonlyMap<string, Tree>;
  readonly ground: GoalGround;
  readonly versions: ReadonlyMap<string, number>;
  readonly viewer: Viewer;
}

interface Counts {
  readonly liveTasks: number;
  readonly finishedTasks: number;
  readonly suggestedTasks: number;
}

/** What this viewer may see of it, and whether anybody works on it, seen or not: nobody must read "nobody" of work they may not see. */
interface Tree {
  readonly counts: Counts;
  readonly isStaffed: boolean;
}

const NOBODY: Counts = { liveTasks: 0, finishedTasks: 0, suggestedTasks: 0 };

/** All goals in the order of the tree: vision, then each objective with its key results. */
export async function readGoals(deps: ViewDeps, viewer: Viewer, query: { cycle?: string | undefined }) {
  const shelf = await readShelf(deps, viewer, await momentOf(deps.db, deps.now()));
  const cycle = [...shelf.cycles.values()].find(({ name }) => name.toLowerCase() === query.cycle?.toLowerCase());
  const wanted = (goal: Goal) => !query.cycle || goal.cycleId === null || goal.cycleId === cycle?.id;
  return {
    items: inTreeOrder(shelf.goals)
      .filter(wanted)
      .map((goal) => toGoalView(goal, shelf)),
    mayEdit: mayEditStrategy(viewer),
  };
}

/**
 * One goal with what is above and under it, now or as it stood at the end of a past day: as it was written then, with the tasks, flags and
 * check-ins of that day.
 *
 * @throws UseCaseError `unknown-goal`; `not-yet` where it was not written down on that day; `bad-day`.
 */
export async function readGoal(deps: ViewDeps, viewer: Viewer, key: string, asOf?: string) {
  const moment = await momentOf(deps.db, deps.now(), asOf);
  const shelf = await readShelf(deps, viewer, moment);
  const goal = await findShown(deps, shelf, key);
  const byTeam = await countGoalTree(deps.db, viewer, treeIds(goal.id, shelf.goals), shelf.moment);
  const teamNames = new Map(shelf.teams.map((team) => [team.id, team]));
  return {
    ...toGoalView(goal, shelf),
    above: parentsOfGoal(goal, shelf.byId).reverse().flatMap(goalRef),
    children: inTreeOrder(shelf.goals)
      .filter((one) => one.parentId === goal.id)
      .map((one) => toGoalView(one, shelf)),
    byTeam: byTeam
      .filter((count) => count.liveTasks > 0)
      .map(({ teamId, liveTasks }) => ({ team: teamId ? (teamNames.get(teamId) ?? null) : null, liveTasks }))
      .sort((a, b) => b.liveTasks - a.liveTasks),
    // Where it was written on a past day is not kept.
    sources: moment.isNow ? await readGoalSources(deps.db, viewer, goal.id) : [],
    asOf: moment.isNow ? null : moment.today,
    now: moment.isNow ? null : await readNow(deps, shelf, goal),
    closedOn: goal.closedOn,
    weight: goal.weight,
  };
}

async function findShown({ db }: ViewDeps, { goals, moment }: Shelf, key: string): Promise<Goal> {
  const found = await findGoalOf(db, goals, moment, key);
  if (found === 'not-yet')
    throw new UseCaseError('not-yet', `${key} was not written down yet on ${moment.today}.`, { isNotFound: true });
  if (found === null) throw new UseCaseError('unknown-goal', `There is no goal ${key}.`, { isNotFound: true });
  return found;
}

/** What a goal of a past day is called today, whose it is, and of which cycle; null where it is gone. */
async function readNow({ db }: ViewDeps, { names, teams }: Shelf, { id }: Goal) {
  const goal = (await listGoals(db)).find((one) => one.id === id);
  if (!goal) return null;
  const cycle = (await listCycles(db)).find((one) => one.id === goal.cycleId);
  return {
    key: goal.key,
    title: goal.title,
    owner: goal.ownerId ? { id: goal.ownerId, name: names.get(goal.ownerId) ?? '' } : null,
    team: teams.find(({ name }) => name === goal.team) ?? null,
    cycle: cycle?.name ?? null,
  };
}

async function readShelf(deps: ViewDeps, viewer: Viewer, moment: ViewMoment): Promise<Shelf> {
  const { db } = deps;
  const [goals, cycles, people, teams, ground, versions] = await Promise.all([
    listGoalsOf(db, moment),
    listCyclesOf(db, moment),
    listPeople(db),
    listTeams(db),
    loadGoalGround(db, moment),
    moment.isNow ? listGoalVersions(db) : new Map<string, number>(),
  ]);
  const trees = countTrees(goals, await countGoalSets(deps.db, viewer, moment));
  return {
    goals,
    byId: new Map(goals.map((goal) => [goal.id, goal])),
    cycles: new Map(cycles.map((cycle) => [cycle.id, cycle])),
    names: new Map(people.map((person) => [person.id, person.name])),
    teams,
    moment,
    trees,
    ground,
    versions,
    viewer,
  };
}

/** Each task once, also where it serves two key results of one objective. */
function countTrees(goals: readonly Goal[], sets: readonly GoalSetCount[]): Map<string, Tree> {
  return new Map(
    goals.map((goal): [string, Tree] => {
      const ids = new Set(treeIds(goal.id, goals));
      const own = sets.filter(({ goalIds }) => goalIds.some((id) => ids.has(id)));
      return [goal.id, { counts: own.reduce(add, NOBODY), isStaffed: own.some(({ isStaffed }) => isStaffed) }];
    }),
  );
}

function add(a: Counts, b: Counts): Counts {
  return {
    liveTasks: a.liveTasks + b.liveTasks,
    finishedTasks: a.finishedTasks + b.finishedTasks,
    suggestedTasks: a.suggestedTasks + b.suggestedTasks,
  };
}

function toGoalView(goal: Goal, shelf: Shelf) {
  const cycle = goal.cycleId ? shelf.cycles.get(goal.cycleId) : undefined;
  const { today } = shelf.moment;
  const parent = goal.parentId ? shelf.byId.get(goal.parentId) : undefined;
  const team = shelf.teams.find((one) => one.name === goal.team);
  const tree = shelf.trees.get(goal.id);
  const isOpen = goalStanding(goal, shelf.cycles, today) === 'open';
  const facts = { isOpen, isStaffed: tree?.isStaffed ?? false, cycle, treeIds: treeIds(goal.id, shelf.goals) };
  return {
    id: goal.id,
    key: goal.key,
    kind: goal.kind,
    title: goal.title,
    description: goal.description,
    parentKey: parent?.key ?? null,
    cycle: cycle
      ? {
          name: cycle.name,
          startsOn: cycle.startsOn,
          endsOn: cycle.endsOn,
          isCurrent: cycle.startsOn <= today && today <= cycle.endsOn,
        }
      : null,
    from: goal.from,
    to: goal.to,
    unit: goal.unit,
    by: goal.by,
    owner: goal.ownerId ? { id: goal.ownerId, name: shelf.names.get(goal.ownerId) ?? '' } : null,
    team: team ?? null,
    commitment: goal.commitment,
    isClosed: isClosed(goal, today),
    ...(tree?.counts ?? NOBODY),
    isUnstaffed: goal.kind !== 'vision' && isOpen && !tree?.isStaffed,
    version: shelf.versions.get(goal.id) ?? 0,
    mayEdit: shelf.moment.isNow && mayEditGoal(shelf.viewer, { ownerId: goal.ownerId, teamId: team?.id ?? null }),
    ...progressOf(goal, facts, shelf.ground),
  };
}
