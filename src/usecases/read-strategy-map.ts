import { STANDING_OF, type Standing } from '../domain/alignment.ts';
import type { Goal, GoalKind } from '../domain/goal.ts';
import { inTreeOrder } from '../domain/goal-order.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { Viewer } from '../domain/person.ts';
import { groupTeams, type TeamGroup } from '../domain/team-groups.ts';
import { managersOfTeams } from '../domain/team-managers.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { type GoalFlow, sumGoalFlows } from '../store/views/goal-flows.ts';
import { type PartPage, partPages } from './part-pages.ts';
import type { AlignmentQuery, ViewDeps } from './read-alignment.ts';
import { momentOf, toFilter, weightOf } from './view-query.ts';

/** A place on the map. `nothing`: where work hangs that serves no goal, by how it is counted. */
export interface MapNode {
  readonly id: string;
  readonly kind: GoalKind | 'nothing' | 'team' | 'group' | 'rest' | 'manager';
  /** A goal's or a team's own id, a person's, or how it is counted; null: no team, and the rest of the teams. */
  readonly of: string | null;
  readonly key: string | null;
  readonly name: string;
  /** How many teams are shown as one. */
  readonly teams: number | null;
  readonly page: PartPage;
}

/** More beside each other nobody reads: then teams are shown under whoever leads them, and key results in their objectives. */
const TEAMS_MAX = 16;
const KEY_RESULTS_MAX = 16;

interface MapQuery extends AlignmentQuery {
  readonly teams?: 'all' | undefined;
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
export async function readStrategyMap(deps: ViewDeps, viewer: Viewer, query: MapQuery) {
  const { db } = deps;
  const moment = await momentOf(db, deps.now());
  const weight = weightOf(query.weight);
  const filter = await toFilter(db, query);
  const [all, goals, cycles, teams, people] = await Promise.all([
    sumGoalFlows(db, viewer, filter, moment, weight),
    listGoals(db),
    listCycles(db),
    listTeams(db),
    listPeople(db),
  ]);
  // Of a task that serves others too, only what it gives to the goal asked about flows from there.
  const flows = all.filter(({ goalId }) => goalId === null || (filter.goalIds?.includes(goalId) ?? true));
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const cycleById = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const teamNames = new Map(teams.map(({ id, name }) => [id, name]));
  const served = new Set(flows.flatMap(({ goalId }) => (goalId ? withParents(goalId, byId) : [])));
  const isAsked = (goal: Goal) => !filter.goalIds || filter.goalIds.includes(goal.id);
  const isOpen = (goal: Goal) => goalStanding(goal, cycleById, moment.today) === 'open';
  const shown = inTreeOrder(goals).filter((goal) => served.has(goal.id) || (isAsked(goal) && isOpen(goal)));
  const keyResults = shown.filter(({ kind }) => kind === 'key-result');
  const isFolded = keyResults.length > KEY_RESULTS_MAX && !query.goal;
  const teamIds = [...new Set(flows.map(({ teamId }) => teamId))];
  const groups = query.teams === 'all' ? new Map() : groupTeams(bySize(flows), people, TEAMS_MAX);
  const leaders = new Map([...managersOfTeams(people)].filter(([id]) => teamIds.includes(id) && groups.size === 0));
  const pages = partPages(viewer, people);
  const manager = people.find(({ id }) => id === query.manager && pages.ofManager(id));
  return {
    weight,
    keyResultsFolded: isFolded ? keyResults.length : 0,
    opens: {
      team: teams.find(({ id }) => id === query.team && pages.ofTeam(id)) ?? null,
      manager: manager ? { id: manager.id, name: manager.name } : null,
    },
    ...mapOf(flows, {
      shown: isFolded ? shown.filter(({ kind }) => kind !== 'key-result') : shown,
      ...{ byId, teamIds, teamNames, leaders, groups, pages },
    }),
  };
}

/** The teams with work, the most of it first. */
function bySize(flows: readonly GoalFlow[]): string[] {
  const sizes = new Map<string, number>();
  for (const { teamId, weight } of flows) if (teamId) sizes.set(teamId, (sizes.get(teamId) ?? 0) + weight);
  return [...sizes].sort(([a, own], [b, other]) => other - own || (a < b ? -1 : 1)).map(([id]) => id);
}

interface Ground {
  readonly shown: readonly Goal[];
  readonly byId: ReadonlyMap<string, Goal>;
  readonly teamIds: readonly (string | null)[];
  readonly teamNames: ReadonlyMap<string, string>;
  readonly leaders: ReadonlyMap<string, { readonly id: string; readonly name: string }>;
  readonly groups: ReadonlyMap<string, TeamGroup>;
  readonly pages: ReturnType<typeof partPages>;
}

function mapOf(flows: readonly GoalFlow[], ground: Ground) {
  const { shown, teamIds, leaders, pages } = ground;
  const nothing = (['unaligned', 'decided', 'unknown'] as const)
    .filter((standing) => flows.some(({ state }) => STANDING_OF[state] === standing))
    .map((standing) => nodeOf('nothing', `nothing ${standing}`, standing, standing));
  const teams = new Map(teamIds.map((id) => teamNode(id, ground)).map((node) => [node.id, node]));
  // In the order of their teams: their flows cross less.
  const inOrder = teamIds.flatMap((id) => leaders.get(id ?? '') ?? []);
  const managers = [...new Map(inOrder.map((one) => [one.id, one])).values()].map(({ id, name }) => ({
    ...nodeOf('manager', `manager ${id}`, id, name),
    page: pages.ofManager(id),
  }));
  const goals = shown.map(({ id, kind, key, title }) => ({ ...nodeOf(kind, `goal ${id}`, key, title), key }));
  const nodes = [...goals, ...nothing, ...teams.values(), ...managers];
  return { nodes, flows: inOrderOf(nodes, flowsOf(flows, ground)) };
}

/** Flows in the order of the places they come from, then of those they go to: the table reads as the picture does. */
function inOrderOf(nodes: readonly MapNode[], flows: readonly MapFlow[]): MapFlow[] {
  const places = new Map(nodes.map(({ id }, at) => [id, at]));
  const placeOf = (id: string) => places.get(id) ?? nodes.length;
  return flows.toSorted((a, b) => placeOf(a.from) - placeOf(b.from) || placeOf(a.to) - placeOf(b.to));
}

function nodeOf(kind: MapNode['kind'], id: string, of: string | null, name: string): MapNode {
  return { id, kind, of, key: null, name, teams: null, page: null };
}

function teamNode(id: string | null, { groups, teamNames, pages }: Ground): MapNode {
  const group = groups.get(id ?? '');
  if (!group) {
    const name = id ? (teamNames.get(id) ?? id) : 'No team';
    return { ...nodeOf('team', `team ${id ?? 'none'}`, id, name), page: pages.ofTeam(id) };
  }
  const teams = group.teamIds.length;
  if (!group.by) return { ...nodeOf('rest', 'rest', null, ''), teams };
  const node = nodeOf('group', `group ${group.by.id}`, group.by.id, group.by.name);
  return { ...node, teams, page: pages.ofManager(group.by.id) };
}

function flowsOf(flows: readonly GoalFlow[], ground: Ground): MapFlow[] {
  const { shown, byId, leaders } = ground;
  const isShown = new Set(shown.map(({ id }) => id));
  const amounts = new Map<string, MapFlow>();
  const add = (from: string, to: string, standing: Standing, amount: number) => {
    const id = `${from}>${to}>${standing}`;
    amounts.set(id, { from, to, standing, amount: amount + (amounts.get(id)?.amount ?? 0) });
  };
  for (const { teamId, goalId, state, weight } of flows) {
    const standing = STANDING_OF[state];
    const team = teamNode(teamId, ground).id;
    const leader = teamId ? leaders.get(teamId) : undefined;
    const goals = goalId && byId.has(goalId) ? withParents(goalId, byId).filter((id) => isShown.has(id)) : [];
    const path = goals.length > 0 ? goals.map((id) => `goal ${id}`) : [`nothing ${standing}`];
    path.forEach((place, at) => {
      if (at === 0) add(place, team, standing, weight);
      else add(place, path[at - 1] ?? '', standing, weight);
    });
    if (leader) add(team, `manager ${leader.id}`, standing, weight);
  }
  return [...amounts.values()];
}

/** The goal, then what it stands under, up to the vision. */
function withParents(id: string, byId: ReadonlyMap<string, Goal>): string[] {
  const path = [id];
  for (let next = byId.get(id)?.parentId; next && !path.includes(next); next = byId.get(next)?.parentId)
    path.push(next);
  return path;
}
