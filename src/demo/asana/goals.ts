/**
 * Asana's own goals: a part of the organisation's goals lives there too, under its key or without it, and some work is joined to them.
 * Every such relationship is true: it joins only work whose true goal it names.
 */
import { isSeen } from '../state.ts';
import type { SimCycle, SimGoal, SimScope, SimTask, World } from '../world.ts';
import type { Directory } from './directory.ts';
import { gidOf, pick } from './ids.ts';
import type { AsanaRecord } from './render.ts';
import type { TaskShelf } from './tasks.ts';

const weekMs = 7 * 24 * 3_600_000;
/** Of a hundred key results, how many are kept in Asana; objectives all are. */
const keptPercent = 70;
/** Of a hundred tasks that name or inherit such a goal, how many are joined to it in Asana. */
const joinedPercent = 15;

export interface GoalShelf {
  goalsAt(now: number): readonly AsanaRecord[];
  goalByGid(gid: string, now: number): AsanaRecord | undefined;
  relationshipsOf(goalGid: string, now: number): readonly AsanaRecord[];
  /** Goals that this task or project supports. */
  goalsSupportedBy(gid: string, now: number): readonly AsanaRecord[];
}

type Support =
  | { readonly goal: SimGoal; readonly kind: 'goal'; readonly from: SimGoal; readonly since: number }
  | { readonly goal: SimGoal; readonly kind: 'task'; readonly from: SimTask; readonly since: number }
  | { readonly goal: SimGoal; readonly kind: 'project'; readonly from: SimScope; readonly since: number };

export function makeGoalShelf(world: World, directory: Directory, tasks: TaskShelf): GoalShelf {
  const projectSupports = findProjectSupports(world);
  const kept = world.goals.filter((goal) => isKept(goal) || projectSupports.some((support) => support.goal === goal));
  const byGid = new Map(kept.map((goal) => [gidOf('goal', goal.key), goal]));
  const supports = [...findSubgoals(kept), ...findTaskSupports(world, kept), ...projectSupports];
  const byGoal = Map.groupBy(supports, (support) => support.goal.key);
  const record = (goal: SimGoal, now: number) => makeGoal(goal, now, directory);
  const stands = (support: Support, now: number) =>
    support.since <= now &&
    (support.kind !== 'task' || tasks.sightOf(support.from, now) === 'seen') &&
    (support.kind !== 'project' || isSeen(support.from, now));
  const relate = (support: Support, now: number) => makeRelationship(support, now, { directory, tasks, record });
  return {
    goalsAt: (now) => kept.map((goal) => record(goal, now)),
    goalByGid: (gid, now) => {
      const goal = byGid.get(gid);
      return goal && record(goal, now);
    },
    relationshipsOf: (gid, now) =>
      (byGoal.get(byGid.get(gid)?.key ?? '') ?? [])
        .filter((support) => stands(support, now))
        .map((support) => relate(support, now)),
    goalsSupportedBy: (gid, now) =>
      supports
        .filter((support) => support.kind !== 'goal' && support.from.vendorId === gid && stands(support, now))
        .map((support) => record(support.goal, now)),
  };
}

function isKept(goal: SimGoal): boolean {
  return goal.kind === 'objective' || (goal.kind === 'key-result' && pick(`kept ${goal.key}`, 100) < keptPercent);
}

function findSubgoals(kept: readonly SimGoal[]): Support[] {
  const byKey = new Map(kept.map((goal) => [goal.key, goal]));
  return kept.flatMap((from) => {
    const goal = byKey.get(from.parent ?? '');
    return goal ? [{ goal, kind: 'goal' as const, from, since: 0 }] : [];
  });
}

function findTaskSupports(world: World, kept: readonly SimGoal[]): Support[] {
  const byKey = new Map(kept.map((goal) => [goal.key, goal]));
  const supports: Support[] = [];
  for (const task of world.tasks) {
    const truth = world.truth.get(task.id);
    if (task.tool !== 'asana' || truth?.is !== 'serves') continue;
    if (truth.clue !== 'stated' && truth.clue !== 'inherited') continue;
    if (pick(`joined ${task.id}`, 100) >= joinedPercent) continue;
    const joinedAt = Math.max(task.createdAt, world.startsAt + pick(`joined week ${task.id}`, 8) * weekMs);
    for (const key of truth.goals) {
      const goal = byKey.get(key);
      if (goal) supports.push({ goal, kind: 'task', from: task, since: joinedAt });
    }
  }
  return supports;
}

/**
 * A project is joined to a goal only where all its work serves it and most of it has its goal from where it hangs: otherwise the
 * relationship would be a false clue, or a second one for work that already says it.
 */
function findProjectSupports(world: World): Support[] {
  return world.scopes.flatMap((scope) => {
    if (scope.tool !== 'asana') return [];
    const work = world.tasks.filter((task) => isIn(task, scope) && world.truth.get(task.id)?.is !== 'container');
    const truths = work.map((task) => world.truth.get(task.id));
    const inherited = truths.filter((truth) => truth?.is === 'serves' && truth.clue === 'inherited');
    if (work.length === 0 || inherited.length * 2 < work.length) return [];
    const goal = world.goals.find(({ key }) =>
      truths.every((truth) => truth?.is === 'serves' && truth.goals.includes(key)),
    );
    return goal ? [{ goal, kind: 'project' as const, from: scope, since: world.startsAt }] : [];
  });
}

function isIn(task: SimTask, scope: SimScope): boolean {
  return task.scopeId === scope.id || task.alsoIn.some((also) => also.scopeId === scope.id);
}

function makeGoal(goal: SimGoal, now: number, directory: Directory): AsanaRecord {
  const cycle = directory.world.cycles.find((each) => each.name === goal.cycle);
  const owner = directory.world.people.find((person) => person.email === goal.ownerEmail);
  const gid = gidOf('goal', goal.key);
  return {
    gid,
    resource_type: 'goal',
    name: pick(`named ${goal.key}`, 2) === 0 ? `${goal.key} ${goal.title}` : goal.title,
    notes: goal.description,
    html_notes: `<body>${goal.description}</body>`,
    due_on: goal.by ?? cycle?.endsOn ?? null,
    start_on: cycle?.startsOn ?? null,
    is_workspace_level: goal.kind === 'objective',
    liked: false,
    likes: [],
    num_likes: 0,
    owner: directory.userOf(owner?.id ?? null),
    followers: [],
    metric: makeMetric(goal),
    status: statusOf(goal, cycle, now),
    current_status_update: null,
    team: directory.teams.find((team) => team.name === goal.team) ?? null,
    time_period: directory.timePeriods.find((period) => period.gid === gidOf('time period', goal.cycle ?? '')) ?? null,
    workspace: directory.workspace,
  };
}

function makeMetric(goal: SimGoal): AsanaRecord | null {
  if (goal.from === null || goal.to === null) return null;
  // Asana keeps 25 % as 0.25 (its goal metric schema, `precision`).
  const share = (value: number) => (goal.unit === '%' ? Number((value / 100).toFixed(6)) : value);
  return {
    gid: gidOf('goal metric', goal.key),
    resource_type: 'goal_metric',
    resource_subtype: 'number',
    unit: goal.unit === '%' ? 'percentage' : 'none',
    precision: 0,
    currency_code: null,
    initial_number_value: share(goal.from),
    target_number_value: share(goal.to),
    current_number_value: share(goal.from),
    current_display_value: goal.unit === '%' ? `${goal.from}%` : `${goal.from}`,
    progress_source: 'manual',
    is_custom_weight: false,
  };
}

/** Open goals are green, yellow or red; closed ones say how they ended (Asana's goal schema, `status`). */
function statusOf(goal: SimGoal, cycle: SimCycle | undefined, now: number): string {
  if (goal.closedOn !== null && Date.parse(goal.closedOn) <= now) return 'dropped';
  if (cycle && Date.parse(`${cycle.endsOn}T23:59:59Z`) < now)
    return pick(`ended ${goal.key}`, 2) === 0 ? 'achieved' : 'partial';
  return ['green', 'green', 'yellow', 'red'][pick(`status ${goal.key}`, 4)] as string;
}

interface Makers {
  readonly directory: Directory;
  readonly tasks: TaskShelf;
  record(goal: SimGoal, now: number): AsanaRecord;
}

function makeRelationship(support: Support, now: number, makers: Makers): AsanaRecord {
  const resource = {
    goal: () => makers.record(support.from as SimGoal, now),
    task: () => makers.tasks.recordAt(support.from as SimTask, now),
    project: () => makers.directory.projectAt(support.from as SimScope, now),
  }[support.kind]();
  return {
    gid: gidOf('goal relationship', `${support.goal.key} ${resource.gid}`),
    resource_type: 'goal_relationship',
    resource_subtype: support.kind === 'goal' ? 'subgoal' : 'supporting_work',
    supporting_resource: resource,
    supported_goal: makers.record(support.goal, now),
    contribution_weight: support.kind === 'goal' ? 1 : 0,
  };
}
