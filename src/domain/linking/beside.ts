import { bestOf, type Place } from './candidates.ts';
import type { LearntExample } from './documents.ts';
import { oddsOf, probabilityOf } from './logistic.ts';
import type { Measure, Measured } from './measure.ts';
import { WEIGHTS } from './weights.ts';

/** A goal that the task may serve as well as the one it reads nearest to. */
export interface Beside {
  readonly place: Place;
  readonly signs: BesideSigns;
}

/** What is seen of it. */
export interface BesideSigns {
  /** Log odds that the goal it reads nearest to is right. */
  readonly first: number;
  /** The share of that goal's examples that serve the other one too, drawn towards one half where there are few, 0 to 1. */
  readonly shared: number;
}

/** Less alike than that two tasks say nothing of each other, 0 to 1. */
const LIKENESS_MIN = 0.1;
/** The other goal is one of so many that the task reads nearest to. */
const RANK_MAX = 3;
const LIKELIHOOD_MAX = 0.999;

/**
 * The second goal of a task, where the example nearest to it among those of its best goal serves just these two, and its own words lead to
 * both. Runners-up as such are wrong nine times in ten; see docs/decisions/2026-11-23-several-goals-in-one-reading.md.
 *
 * @param likelihood Of the best goal, 0 to 1.
 * @param left The example that is left out, where the task is one.
 */
export function besideOf(
  measure: Measure,
  measured: Measured,
  best: Place,
  likelihood: number,
  left?: LearntExample,
): Beside | null {
  const other = otherGoal(measure, measured.near, best.goal);
  if (other === null) return null;
  const place = bestOf(measured, RANK_MAX).find(({ goal }) => goal === other);
  if (!place) return null;
  const known = (measure.served[best.goal] ?? []).map((at) => measure.examples[at]).filter((one) => one !== left);
  const both = known.filter((example) => example?.goals.includes(other)).length;
  const sure = Math.min(LIKELIHOOD_MAX, likelihood);
  return { place, signs: { first: Math.log(sure / (1 - sure)), shared: (both + 1) / (known.length + 2) } };
}

/** 0 to 1, in thousandths, and less than that of the goal it stands beside. */
export function likelihoodBeside({ signs }: Beside, ofBest: number): number {
  const own = probabilityOf(oddsOf([1, signs.first, signs.shared], COEFFICIENTS));
  return Math.max(0, Math.round(1_000 * Math.min(own, ofBest - 0.001)) / 1_000);
}

const COEFFICIENTS = Object.values(WEIGHTS.beside);

/** What else the nearest example of this goal serves; null where it serves no other one, or more than one. */
function otherGoal({ examples, served }: Measure, near: Float32Array, goal: number): number | null {
  let nearest = -1;
  for (const at of served[goal] ?? [])
    if ((near[at] as number) >= LIKENESS_MIN && (near[at] as number) > (near[nearest] ?? 0)) nearest = at;
  const goals = examples[nearest]?.goals ?? [];
  return goals.length === 2 ? (goals.find((one) => one !== goal) ?? null) : null;
}
