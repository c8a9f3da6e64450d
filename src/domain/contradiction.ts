import { LIKELIHOODS } from './evidence/likelihoods.ts';
import { isAutomaticKind, nearnessOf } from './evidence/nearness.ts';
import type { Evidence } from './evidence.ts';
import type { Goal } from './goal.ts';
import { areOneLine } from './goal-standing.ts';

/** What is known of a link here. */
interface Decided {
  readonly goalId: string;
  readonly verdict: 'accepted' | 'automatic' | 'suggested' | 'rejected' | 'broken';
  readonly evidence: readonly Evidence[];
}

interface Saying {
  readonly goal: Goal;
  readonly evidence: readonly Evidence[];
  readonly isLinked: boolean;
  readonly nearness: number;
}

/**
 * The goals whose evidence contradicts that of others, by goal id: what the task says itself, what it is part of, or a rule names goals of
 * which neither is above the other. Goals named at one place are no contradiction, but several goals; nor is what a person has said
 * yes or no to, a mere hint, or a goal that does not count today. Empty where all agrees.
 *
 * @param isOpen Whether the goal counts today.
 */
export function findContradictions(
  links: readonly Decided[],
  goals: ReadonlyMap<string, Goal>,
  isOpen: (goal: Goal) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const saying = links.flatMap((link) => sayingOf(link, goals, isOpen));
  const found = saying.map((one) => {
    const others = saying.filter((other) => contradict(one, other) && !areOneLine(one.goal, other.goal, goals));
    return [one.goal.id, others.map(({ goal }) => goal.id)] as const;
  });
  return new Map(found.filter(([, others]) => others.length > 0));
}

/** What is named at one place, against what is named at another. */
export interface Side {
  /** Never empty, nor in two sides. */
  readonly goalIds: readonly string[];
  /** Whether the task hangs on them meanwhile. */
  readonly isLinked: boolean;
  /** What names them: of the first goal. */
  readonly evidence: Evidence;
}

/** The goals that contradict each other as the sides a person chooses between: what the task hangs on first, then the nearer place. */
export function sidesOf(
  links: readonly Decided[],
  goals: ReadonlyMap<string, Goal>,
  isOpen: (goal: Goal) => boolean,
): readonly Side[] {
  const found = findContradictions(links, goals, isOpen);
  const saying = links.flatMap((link) => sayingOf(link, goals, isOpen)).filter(({ goal }) => found.has(goal.id));
  const linked = Math.min(...saying.filter(({ isLinked }) => isLinked).map(({ nearness }) => nearness));
  const placeOf = (one: Saying) => (one.isLinked ? linked : one.nearness);
  return [...Map.groupBy(saying, placeOf)]
    .sort(([a], [b]) => Number(b === linked) - Number(a === linked) || a - b)
    .flatMap(([place, own]) => {
      const evidence = own[0]?.evidence[0];
      return evidence ? [{ goalIds: own.map(({ goal }) => goal.id), isLinked: place === linked, evidence }] : [];
    });
}

/** How near the goal is named outright: by the task, by what it is part of, or by a rule. null where there is but a hint or a reading of it. */
export function nearestSaid(evidence: readonly Evidence[]): number | null {
  const said = evidence.filter(({ kind, likelihood }) => isAutomaticKind(kind) && likelihood > LIKELIHOODS.bareKey);
  return said.length === 0 ? null : Math.min(...said.map(nearnessOf));
}

function sayingOf(link: Decided, goals: ReadonlyMap<string, Goal>, isOpen: (goal: Goal) => boolean): Saying[] {
  const goal = goals.get(link.goalId);
  const nearness = nearestSaid(link.evidence);
  const isUndecided = link.verdict === 'automatic' || link.verdict === 'suggested';
  if (!goal || !isUndecided || nearness === null || !isOpen(goal)) return [];
  return [{ goal, evidence: link.evidence, isLinked: link.verdict === 'automatic', nearness }];
}

/** Two that both link agree: the farther one stands where the goal above it was named. */
function contradict(a: Saying, b: Saying): boolean {
  return a.nearness !== b.nearness && !(a.isLinked && b.isLinked);
}
