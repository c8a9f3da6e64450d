import type { Goal } from '../domain/goal.ts';
import { inTreeOrder } from '../domain/goal-order.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { Viewer } from '../domain/person.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { noteLook } from '../store/overview-looks.ts';
import { sumFlags } from '../store/views/alignment.ts';
import { listStaffedSets } from '../store/views/goals.ts';
import type { Moment, TaskFilter } from '../store/views/judged.ts';
import { goalRef } from './goal-ref.ts';
import type { AlignmentQuery, ViewDeps } from './read-alignment.ts';
import { momentAsOf, momentOf, statesOf, toFilter, type ViewMoment, weightOf } from './view-query.ts';

/** Opened again within half an hour it is the same look: whoever reads on has not seen what is new yet. */
const ONE_LOOK_MS = 30 * 60_000;

export interface ChangesQuery extends AlignmentQuery {
  /** An instant; left out: since this week began. */
  readonly since?: string | undefined;
}

/** What is another since then: work that has no why any more or yet, work that has found one, and goals whose last live work is gone. */
export async function readChanges(deps: ViewDeps, viewer: Viewer, query: ChangesQuery) {
  const { db } = deps;
  const moment = await momentOf(db, deps.now());
  const since = query.since ? new Date(query.since) : moment.weekStart;
  const filter = await toFilter(db, query);
  const weight = weightOf(query.weight);
  const sum = async (state: 'aligned' | 'unaligned') => {
    const wanted: TaskFilter = { ...filter, states: statesOf(state), changedSince: since };
    const sums = await sumFlags(db, viewer, wanted, moment, weight);
    const of = (what: 'count' | 'weight') => sums.reduce((total, one) => total + one[what], 0);
    return { count: of('count'), weight: of('weight') };
  };
  const before = momentAsOf(since, moment);
  const [unaligned, aligned, lost] = await Promise.all([
    sum('unaligned'),
    sum('aligned'),
    findLostGoals(deps, before, moment),
  ]);
  return { since: since.toISOString(), weight, unaligned, aligned, goalsLost: lost.flatMap(goalRef) };
}

/** Open goals that somebody worked on then, and nobody does now, whoever may see the work; in the order of the tree. */
async function findLostGoals({ db }: ViewDeps, before: Moment, moment: ViewMoment): Promise<Goal[]> {
  const [goals, cycles] = await Promise.all([listGoals(db), listCycles(db)]);
  const today = withParents(await listStaffedSets(db, moment), goals);
  const byId = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const isLeft = (goal: Goal) =>
    goal.kind !== 'vision' && !today.has(goal.id) && goalStanding(goal, byId, moment.today) === 'open';
  // Only where nobody works today is it asked whether somebody did: what is beneath such a goal has no work either.
  const unstaffed = goals.filter(({ id }) => !today.has(id)).map(({ id }) => id);
  const left = inTreeOrder(goals).filter(isLeft);
  if (left.length === 0) return [];
  const then = withParents(await listStaffedSets(db, before, unstaffed), goals);
  return left.filter(({ id }) => then.has(id));
}

/** The goals of these sets, and all that they stand under. */
function withParents(sets: readonly (readonly string[])[], goals: readonly Goal[]): ReadonlySet<string> {
  const staffed = new Set(sets.flat());
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  for (const id of staffed) {
    const parentId = byId.get(id)?.parentId;
    if (parentId) staffed.add(parentId);
  }
  return staffed;
}

/** Notes that this person looks at the overview now. @returns When they looked before. */
export async function lookAtOverview({ db, now }: ViewDeps, personId: string): Promise<{ before: string | null }> {
  const before = await noteLook(db, personId, new Date(now()), ONE_LOOK_MS);
  return { before: before?.toISOString() ?? null };
}
