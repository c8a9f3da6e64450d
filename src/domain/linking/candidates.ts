import type { LearntExample } from './documents.ts';
import { bare, factorOf } from './favour.ts';
import type { Signs } from './likelihood.ts';
import type { Measure, Measured } from './measure.ts';
import { BLOCK } from './row-arithmetic.ts';
import { wordCountOf } from './terms.ts';

/** Examples among which one that serves another goal is nearly always found. */
const NEIGHBOURS = 15;

/** Numbers for each of the peaks. */
const PEAKED = 8;

/** A goal with its score, by its place among the goals. */
export interface Place {
  readonly goal: number;
  readonly score: number;
  /** The best score among the other goals. */
  readonly other: number;
}

/** The best goals in order, without those that share nothing. */
export function bestOf({ scores, peaks }: Pick<Measured, 'scores' | 'peaks'>, countMax: number): Place[] {
  const best = largestOf(scores, Math.max(2, countMax), peaks);
  const scoreAt = (at: number) => (at < best.length ? (scores[best[at] as number] as number) : 0);
  return best
    .slice(0, Math.max(0, countMax))
    .map((goal, at) => ({ goal, score: scoreAt(at), other: scoreAt(at === 0 ? 1 : 0) }));
}

/**
 * Places of the largest numbers above 0, the largest first; of equal ones the first.
 * @param peaks The largest of each 32 numbers, as four of which the largest is it: most need not be looked at.
 */
function largestOf(numbers: Float32Array, countMax: number, peaks?: Float32Array): number[] {
  const best: number[] = [];
  let least = 0;
  for (let from = 0; from < numbers.length; from += BLOCK) {
    if (peaks && !isAbove(peaks, from / PEAKED, least)) continue;
    const end = Math.min(from + BLOCK, numbers.length);
    for (let place = from; place < end; place++) {
      const number = numbers[place] as number;
      if (number <= least) continue;
      let at = best.length < countMax ? best.length : countMax - 1;
      for (; at > 0 && (numbers[best[at - 1] as number] as number) < number; at--) best[at] = best[at - 1] as number;
      best[at] = place;
      if (best.length === countMax) least = numbers[best[countMax - 1] as number] as number;
    }
  }
  return best;
}

function isAbove(peaks: Float32Array, at: number, least: number): boolean {
  return (
    (peaks[at] as number) > least ||
    (peaks[at + 1] as number) > least ||
    (peaks[at + 2] as number) > least ||
    (peaks[at + 3] as number) > least
  );
}

/**
 * What is seen of each of a task's candidates.
 * @param left The example that is left out, where the task is one.
 */
export function signsFor(
  measure: Measure,
  { terms, near, favour }: Measured,
  left?: LearntExample,
): (place: Place) => Signs {
  const nearest = largestOf(near, NEIGHBOURS);
  const words = Math.log(1 + wordCountOf(terms));
  const leaning = measure.leaning(terms, left);
  const servesNothing = measure.servingNothing(near, left && measure.examples.indexOf(left));
  const servedOf = (goal: number) => (measure.served[goal]?.length ?? 0) - (left?.goals.includes(goal) ? 1 : 0);
  return ({ goal, score, other }) => ({
    // That others served the goal before is not in the task.
    mass: Math.log(0.05 + (favour === undefined ? score : bare(score, factorOf(favour, servedOf(goal)))) * words),
    lead: (score - other) / score,
    goals: Math.log(measure.goals.length),
    leaning,
    servesNothing,
    like: likenessOf(measure, near, goal),
    likeOther: otherLikenessOf(measure, near, nearest, goal),
    examples: Math.log(1 + servedOf(goal)),
  });
}

/** Of the example nearest among those that serve the goal. */
function likenessOf({ served }: Measure, near: Float32Array, goal: number): number {
  let like = 0;
  for (const place of served[goal] ?? []) like = Math.max(like, near[place] as number);
  return like;
}

/** Of the example nearest among those that do not serve the goal. */
function otherLikenessOf({ examples }: Measure, near: Float32Array, nearest: readonly number[], goal: number): number {
  const isOther = (place: number) => !examples[place]?.goals.includes(goal);
  const found = nearest.find(isOther);
  if (found !== undefined) return near[found] as number;
  if (nearest.length < NEIGHBOURS) return 0;
  return near.reduce((most, likeness, place) => (likeness > most && isOther(place) ? likeness : most), 0);
}
