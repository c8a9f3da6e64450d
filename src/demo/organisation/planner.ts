/** What the planning of one scope shares: the drafts so far, the parents that still take children, and how a goal gets stated. */
import type { Truth } from '../world.ts';
import type { Draft, Statement } from './drafts.ts';
import type { Random } from './random.ts';
import type { PlannedScope } from './scopes.ts';

interface OpenParent {
  readonly draft: Draft;
  left: number;
}

export interface Planner {
  readonly random: Random;
  readonly planned: PlannedScope;
  readonly all: readonly PlannedScope[];
  readonly drafts: Draft[];
  readonly tasksMax: number;
  readonly parents: Map<string, OpenParent>;
  readonly initiatives: Map<string, Draft>;
  /** Titles of the scope so far: people do not file the same thing word by word, not often. */
  readonly titles: Set<string>;
}

const triesMax = 6;
/** Beyond this many titles words run out: drawing again and again would only cost time. */
const freshTitlesMax = 1_500;

/** Draws until the title is new to the scope, or gives up after a few tries. */
export function drawFresh<T>(planner: Planner, draw: () => T, titleOf: (drawn: T) => string): T {
  let drawn = draw();
  if (planner.titles.size > freshTitlesMax) return drawn;
  for (let tries = 1; planner.titles.has(titleOf(drawn)) && tries < triesMax; tries += 1) drawn = draw();
  planner.titles.add(titleOf(drawn));
  return drawn;
}

export function roomIn(planner: Planner): number {
  return planner.tasksMax - planner.drafts.length;
}

export function add(planner: Planner, draft: Draft): void {
  planner.drafts.push(draft);
}

export function addAlone(planner: Planner, leaf: Draft): void {
  if (leaf.truth.is === 'serves' && leaf.truth.clue === 'inherited') leaf.truth = { ...leaf.truth, clue: 'stated' };
  if (leaf.truth.is === 'closed-goal' || (leaf.truth.is === 'serves' && leaf.truth.clue === 'stated'))
    leaf.statement ??= statement(planner.random, goalsOf(leaf.truth), planner.planned.plan.tool);
  add(planner, leaf);
}

export function statement(random: Random, goals: readonly string[], tool: string): Statement {
  const places =
    tool === 'trello'
      ? ([
          ['label', 6],
          ['field', 2],
          ['title', 2],
          ['text', 3],
        ] as const)
      : ([
          ['label', 4],
          ['field', 5],
          ['title', 1],
          ['text', 3],
        ] as const);
  return { place: random.weighted(places), goals };
}

export function goalsOf(truth: Truth): readonly string[] {
  return truth.is === 'serves' || truth.is === 'closed-goal' ? truth.goals : [];
}

/** A twentieth of what states its goal serves a second one as well. */
export function stateGoal(planner: Planner, leaf: Draft): void {
  const { random, planned } = planner;
  if (leaf.truth.is === 'serves' && leaf.truth.clue === 'stated' && random.chance(0.05)) {
    const second = random.weighted(Object.entries(planned.plan.goals));
    if (!leaf.truth.goals.includes(second)) leaf.truth = { ...leaf.truth, goals: [...leaf.truth.goals, second] };
  }
  leaf.statement = statement(random, goalsOf(leaf.truth), planned.plan.tool);
}
