import type { LearntExample } from './documents.ts';
import type { Signs } from './likelihood.ts';
import type { Measure, Measured } from './measure.ts';

/** Examples that are asked whether they serve anything. */
const NEIGHBOURS = 15;
/** So that a few far neighbours do not count as much as near ones. */
const NEIGHBOUR_DOUBT = 0.02;

/** A goal with its score, by its place among the goals. */
export interface Place {
  readonly goal: number;
  readonly score: number;
  /** The best score among the other goals. */
  readonly other: number;
}

/** The best goals in order, without those that share nothing. */
export function bestOf(scores: Float32Array, countMax: number): Place[] {
  const best: { goal: number; score: number }[] = [];
  const kept = Math.max(2, countMax);
  let least = 0;
  for (let goal = 0; goal < scores.length; goal++) {
    const score = scores[goal] as number;
    if (score <= least) continue;
    if (best.length === kept) best.pop();
    let at = best.length;
    while (at > 0 && (best[at - 1]?.score ?? 0) < score) at--;
    best.splice(at, 0, { goal, score });
    if (best.length === kept) least = best[kept - 1]?.score ?? 0;
  }
  return best
    .slice(0, Math.max(0, countMax))
    .map((place, at) => ({ ...place, other: best[at === 0 ? 1 : 0]?.score ?? 0 }));
}

/** @param left The example that is left out, where the task is one. */
export function signsFor(measure: Measure, { terms, near }: Measured, place: Place, left?: LearntExample): Signs {
  let like = 0;
  let likeOther = 0;
  measure.examples.forEach((example, at) => {
    const likeness = near[at] as number;
    if (example.goals.includes(place.goal)) like = Math.max(like, likeness);
    else likeOther = Math.max(likeOther, likeness);
  });
  return {
    mass: Math.log(0.05 + place.score * Math.log(1 + terms.words.size)),
    lead: (place.score - place.other) / place.score,
    goals: Math.log(measure.goals.length),
    leaning: measure.leaning(terms, left),
    noneShare: noneShareOf(measure, near),
    like,
    likeOther,
  };
}

function noneShareOf(measure: Measure, near: Float32Array): number {
  const best = bestOf(near, NEIGHBOURS);
  let all = NEIGHBOUR_DOUBT;
  let none = 0;
  for (const { goal: place, score } of best) {
    all += score * score;
    if (measure.examples[place]?.goals.length === 0) none += score * score;
  }
  return none / all;
}
