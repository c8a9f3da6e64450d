import { STANDING_OF, type Standing } from '../domain/alignment.ts';
import type { Goal, GoalKind } from '../domain/goal.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { Viewer } from '../domain/person.ts';
import { managersOfTeams } from '../domain/team-managers.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { type GoalFlow, sumGoalFlows } from '../store/views/goal-flows.ts';
import type { AlignmentQuery, ViewDeps } from './read-alignment.ts';
import { momentOf, toFilter, weightOf } from './view-query.ts';

/** A place on the map. `nothing`: where work hangs that serves no goal, by how it is counted. */
export interface MapNode {
  readonly id: string;
  readonly kind: GoalKind | 'nothing' | 'team' | 'manager';
  /** A goal's or a team's own id, a manager's, or how it is counted; null: no team. */
  readonly of: string | null;
  readonly key: string | null;
  readonly name: string;
}

export interface MapFlow {
  readonly from: string;
  readonly to: string;
  readonly standing: Standing;
  /** In the chosen weight. */
  readonly amount: number;
}

/**
 * The strategy as work flows through it: from the vision by objectives and key results to the teams that work on them, and who leads these;
 * beside it what serves no goal. Open goals without any work are on it, with nothing flowing.
 */
export async function readStrategyMap(deps: ViewDeps, viewer: Viewer, query: AlignmentQuery) {
  const { db } = deps;
  const moment = await momentOf(db, deps.now());
  const weight = weightOf(query.weight);
  const filter = await toFilter(db, query);
  const [flows, goals, cycles, teams, people] = await Promise.all([
    sumGoalFlows(db, viewer, filter, moment, weight),
    listGoals(db),
    listCycles(db),
    listTeams(db),
    listPeople(db),
  ]);
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const cycleById = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  const served = new Set(flows.flatMap(({ goalId }) => (goalId ? withParents(goalId, byId) : [])));
  const isAsked = (goal: Goal) => !filter.goalIds || filter.goalIds.includes(goal.id);
  const isOpen = (goal: Goal) => goalStanding(goal, cycleById, moment.today) === 'open';
  const shown = goals.filter((goal) => served.has(goal.id) || (isAsked(goal) && isOpen(goal)));
  const teamIds = [...new Set(flows.map(({ teamId }) => teamId))];
  const leaders = new Map([...managersOfTeams(people)].filter(([teamId]) => teamIds.includes(teamId)));
  return { weight, ...mapOf(flows, { shown, byId, teamIds, teamNames, leaders }) };
}

interface Ground {
  readonly shown: readonly Goal[];
  readonly byId: ReadonlyMap<string, Goal>;
  readonly teamIds: readonly (string | null)[];
  readonly teamNames: ReadonlyMap<string, string>;
  readonly leaders: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
}

function mapOf(flows: readonly GoalFlow[], { shown, byId, teamIds, teamNames, leaders }: Ground) {
  const amounts = new Map<string, MapFlow>();
  const add = (from: string, to: string, standing: Standing, amount: number) => {
    const id = `${from}>${to}>${standing}`;
    amounts.set(id, { from, to, standing, amount: amount + (amounts.get(id)?.amount ?? 0) });
  };
  for (const { teamId, goalId, state, weight } of flows) {
    const standing = STANDING_OF[state];
    const team = `team ${teamId ?? 'none'}`;
    const leader = teamId ? leaders.get(teamId) : undefined;
    const path =
      goalId && byId.has(goalId) ? withParents(goalId, byId).map((id) => `goal ${id}`) : [`nothing ${standing}`];
    path.forEach((place, at) => {
      if (at === 0) add(place, team, standing, weight);
      else add(place, path[at - 1] ?? '', standing, weight);
    });
    if (leader) add(team, `manager ${leader.id}`, standing, weight);
  }
  const goalNodes = shown.map(
    ({ id, kind, key, title }): MapNode => ({ id: `goal ${id}`, kind, of: key, key, name: title }),
  );
  const nothing = (['unaligned', 'decided', 'unknown'] as const)
    .filter((standing) => flows.some(({ state }) => STANDING_OF[state] === standing))
    .map(
      (standing): MapNode => ({ id: `nothing ${standing}`, kind: 'nothing', of: standing, key: null, name: standing }),
    );
  const teamNodes = teamIds.map(
    (id): MapNode => ({
      ...{ id: `team ${id ?? 'none'}`, kind: 'team', of: id, key: null },
      name: id ? (teamNames.get(id) ?? id) : 'No team',
    }),
  );
  // In the order of their teams: their flows cross less.
  const inOrder = teamIds.flatMap((id) => leaders.get(id ?? '') ?? []);
  const managerNodes = [...new Map(inOrder.map((one) => [one.id, one])).values()].map(
    ({ id, name }): MapNode => ({ id: `manager ${id}`, kind: 'manager', of: id, key: null, name }),
  );
  return { nodes: [...goalNodes, ...nothing, ...teamNodes, ...managerNodes], flows: [...amounts.values()] };
}

/** The goal, then what it stands under, up to the vision. */
function withParents(id: string, byId: ReadonlyMap<string, Goal>): string[] {
  const path = [id];
  for (let next = byId.get(id)?.parentId; next && !path.includes(next); next = byId.get(next)?.parentId)
    path.push(next);
  return path;
}
