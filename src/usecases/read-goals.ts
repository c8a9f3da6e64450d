import type { Cycle, Goal } from '../domain/goal.ts';
import { goalStanding, isClosed, parentsOfGoal } from '../domain/goal-standing.ts';
import type { Viewer } from '../domain/person.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { countGoalSets, countGoalTree, type GoalSetCount } from '../store/views/goals.ts';
import { UseCaseError } from './errors.ts';
import { type GoalGround, loadGoalGround, progressOf } from './goal-progress.ts';
import { goalRef } from './goal-ref.ts';
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
  const shelf = await readShelf(deps, viewer);
  const wanted = (goal: Goal) => !query.cycle || goal.cycleId === null || goal.cycleId === query.cycle.toLowerCase();
  return {
    items: inTreeOrder(shelf.goals)
      .filter(wanted)
      .map((goal) => toGoalView(goal, shelf)),
  };
}

/** One goal with what is above and under it. @throws UseCaseError `unknown-goal` */
export async function readGoal(deps: ViewDeps, viewer: Viewer, key: string) {
  const shelf = await readShelf(deps, viewer);
  const goal = shelf.goals.find((one) => one.key.toLowerCase() === key.toLowerCase());
  if (!goal) throw new UseCaseError('unknown-goal', `There is no goal ${key}.`, { isNotFound: true });
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
    sources: await readGoalSources(deps.db, viewer, goal.id),
  };
}

async function readShelf(deps: ViewDeps, viewer: Viewer): Promise<Shelf> {
  const moment = await momentOf(deps.db, deps.now());
  const [goals, cycles, people, teams, ground] = await Promise.all([
    listGoals(deps.db),
    listCycles(deps.db),
    listPeople(deps.db),
    listTeams(deps.db),
    loadGoalGround(deps.db, moment),
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

function treeIds(id: string, goals: readonly Goal[]): string[] {
  const ids = [id];
  for (const next of ids)
    ids.push(...goals.filter((goal) => goal.parentId === next && !ids.includes(goal.id)).map((goal) => goal.id));
  return ids;
}

const RANK = { vision: 0, objective: 1, 'key-result': 2 } as const;

function inTreeOrder(goals: readonly Goal[]): Goal[] {
  const known = new Set(goals.map((goal) => goal.id));
  const sorted = [...goals].sort(
    (a, b) => RANK[a.kind] - RANK[b.kind] || a.key.localeCompare(b.key, 'en', { numeric: true }),
  );
  const placed: Goal[] = [];
  const place = (goal: Goal) => {
    if (placed.includes(goal)) return;
    placed.push(goal);
    for (const child of sorted) if (child.parentId === goal.id) place(child);
  };
  for (const goal of sorted) if (goal.parentId === null || !known.has(goal.parentId)) place(goal);
  return placed;
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
    ...progressOf(goal, facts, shelf.ground),
  };
}
