import type { LearntExample } from './documents.ts';
import type { Neighbours } from './neighbours.ts';
import { inverseAt, rootOf, solve } from './symmetric.ts';

/**
 * Tells tasks that serve nothing from those that serve a goal by the examples that they read like, all of them weighed together: about 1
 * for what reads like tasks that serve none, about -1 for what reads like the others or where no example serves none; 0 knows nothing.
 * @param near Likeness of each example, by its place.
 * @param left The place of the example that is left out, where the task is one.
 */
export type ServingNothing = (near: Float32Array, left?: number) => number;

/** Enough to know both kinds; what is done with them grows with the cube of their number. */
const EXAMPLES_MAX = 400;
/** One example alone is believed 1 ÷ (1 + this) of what its likeness says. Chosen on the development sets. */
const RESERVE = 0.5;
/** Examples of neither kind, so that few do not prove that all is of theirs. */
const DOUBT = 5;

/** Ridge regression on likenesses: of many examples that say the same none is counted as much as one that stands alone. */
export function learnServingNothing(examples: readonly LearntExample[], neighbours: Neighbours): ServingNothing {
  const places = sample(examples.length);
  const kinds = Float64Array.from(places, (place) => ((examples[place] as LearntExample).goals.length === 0 ? 1 : -1));
  const usual = kinds.reduce((sum, kind) => sum + kind, 0) / (kinds.length + DOUBT);
  const root = rootOf(likenesses(examples, places, neighbours));
  const weights = solve(
    root,
    kinds.map((kind) => kind - usual),
  );
  const rowOf = new Map([...places].map((place, row) => [place, row]));
  return (near, left) => {
    const row = left === undefined ? undefined : rowOf.get(left);
    if (row !== undefined) return (kinds[row] as number) - (weights[row] as number) / inverseAt(root, row);
    let sum = usual;
    for (let row = 0; row < places.length; row++)
      sum += (near[places[row] as number] as number) * (weights[row] as number);
    return sum;
  };
}

/** Places spread evenly over all. */
function sample(count: number): Int32Array {
  const step = Math.max(1, count / EXAMPLES_MAX);
  return Int32Array.from({ length: Math.floor(count / step) }, (_, at) => Math.floor(at * step));
}

/** How alike examples are, each with those before it and, with the reserve, itself. */
function likenesses(examples: readonly LearntExample[], places: Int32Array, neighbours: Neighbours): Float64Array[] {
  return Array.from(places, (place, row) => {
    const near = neighbours.near((examples[place] as LearntExample).terms);
    const likeness = Float64Array.from({ length: row + 1 }, (_, column) => near[places[column] as number] as number);
    likeness[row] = 1 + RESERVE;
    return likeness;
  });
}
