import type { LearntExample } from './documents.ts';
import type { Neighbours } from './neighbours.ts';

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
  const kinds = Array.from(places, (place) => ((examples[place] as LearntExample).goals.length === 0 ? 1 : -1));
  const usual = kinds.reduce((sum, kind) => sum + kind, 0) / (kinds.length + DOUBT);
  const size = places.length;
  const likeness = new Float64Array(size * size);
  places.forEach((place, row) => {
    const near = neighbours.near((examples[place] as LearntExample).terms);
    places.forEach((other, column) => {
      likeness[row * size + column] = near[other] as number;
    });
    likeness[row * size + row] = 1 + RESERVE;
  });
  invert(likeness, size);
  const weights = new Float64Array(size);
  const withoutItself = new Map<number, number>();
  places.forEach((place, row) => {
    const rowOf = likeness.subarray(row * size, (row + 1) * size);
    const weight = kinds.reduce((sum, kind, column) => sum + (rowOf[column] as number) * (kind - usual), 0);
    weights[row] = weight;
    withoutItself.set(place, (kinds[row] as number) - weight / (rowOf[row] as number));
  });
  return (near, left) => {
    const known = left === undefined ? undefined : withoutItself.get(left);
    if (known !== undefined) return known;
    let sum = usual;
    for (let row = 0; row < size; row++) sum += (near[places[row] as number] as number) * (weights[row] as number);
    return sum;
  };
}

/** Places spread evenly over all. */
function sample(count: number): Int32Array {
  const step = Math.max(1, count / EXAMPLES_MAX);
  return Int32Array.from({ length: Math.floor(count / step) }, (_, at) => Math.floor(at * step));
}

/** In place, by Gauss and Jordan; rows are likenesses of different things, which with the reserve are never dependent. */
function invert(matrix: Float64Array, size: number): void {
  for (let pivot = 0; pivot < size; pivot++) {
    const own = matrix.subarray(pivot * size, (pivot + 1) * size);
    const scale = 1 / (own[pivot] as number);
    own[pivot] = 1;
    for (let column = 0; column < size; column++) own[column] = (own[column] as number) * scale;
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const other = matrix.subarray(row * size, (row + 1) * size);
      const share = other[pivot] as number;
      if (share === 0) continue;
      other[pivot] = 0;
      for (let column = 0; column < size; column++)
        other[column] = (other[column] as number) - share * (own[column] as number);
    }
  }
}
