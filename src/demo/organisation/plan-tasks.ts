/** Which tasks a scope holds: their words, their place in the tree, what is true of them. Their history comes later. */
import { container, type Draft, makeDraft, type Sort } from './drafts.ts';
import { flowOf } from './flows.ts';
import { drawSort, makeLeaf } from './leaves.ts';
import { placeInAsana } from './place-in-asana.ts';
import { placeInJira } from './place-in-jira.ts';
import { add, goalsOf, type Planner, roomIn, stateGoal } from './planner.ts';
import type { Random } from './random.ts';
import type { PlannedScope } from './scopes.ts';

const mirrorShare = 0.03;

/** Exactly `planned.tasks` drafts, parents before children. `all` are the scopes a task may also stand in. */
export function planTasks(random: Random, planned: PlannedScope, all: readonly PlannedScope[]): Draft[] {
  const mirrors = planned.plan.tool === 'trello' ? Math.round(planned.tasks * mirrorShare) : 0;
  const planner: Planner = {
    random,
    planned,
    all,
    drafts: [],
    tasksMax: planned.tasks - mirrors,
    parents: new Map(),
    initiatives: new Map(),
    titles: new Set(),
  };
  while (roomIn(planner) > 0) planLeaf(planner);
  return planner.drafts;
}

/** Mirror cards: the same card shown on a second board. Added to boards until each holds what was planned for it. */
export function planMirrors(
  random: Random,
  all: readonly PlannedScope[],
  byScope: ReadonlyMap<PlannedScope, Draft[]>,
): void {
  const boards = all.filter((planned) => planned.plan.tool === 'trello');
  const cards = boards.flatMap((board) => byScope.get(board) ?? []);
  for (const board of boards) {
    const drafts = byScope.get(board) ?? [];
    const elsewhere = cards.filter((card) => card.in !== board && card.mirrorOf === null);
    while (drafts.length < board.tasks) {
      const source = random.pick(elsewhere);
      drafts.push(makeDraft(board, 'card', source.title, container, { mirrorOf: source, createdAt: source.createdAt }));
    }
  }
}

function planLeaf(planner: Planner): void {
  const { random, planned } = planner;
  const sort = drawSort(random, planned);
  const leaf = makeLeaf(planner, sort);
  if (planned.plan.tool === 'jira') placeInJira(planner, leaf, sort);
  else if (planned.plan.tool === 'asana') placeInAsana(planner, leaf, sort);
  else placeInTrello(planner, leaf, sort);
}

function placeInTrello(planner: Planner, leaf: Draft, sort: Sort): void {
  const { random, planned } = planner;
  const flow = flowOf(planned.plan, planned.scope);
  if (sort === 'stated' || sort === 'past') stateGoal(planner, leaf);
  if (sort === 'inherited') leaf.stays = flow.goals[goalsOf(leaf.truth)[0] as string] ?? null;
  else if (sort === 'none' && flow.archived.length > 0 && random.chance(0.12)) leaf.stays = random.pick(flow.archived);
  add(planner, leaf);
}
