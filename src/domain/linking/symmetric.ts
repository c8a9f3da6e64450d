/**
 * Linear equations whose matrix is symmetric and positive definite, by Cholesky: a third of what inverting it costs. Of the matrix, and of
 * its root, only the lower half is there: row n has the numbers of columns 0 to n.
 */
type Lower = readonly Float64Array[];

/** In place. @returns The lower half R of which R times itself turned over is the matrix. */
export function rootOf(matrix: readonly Float64Array[]): Lower {
  matrix.forEach((own, row) => {
    for (let column = 0; column <= row; column++) {
      const other = matrix[column] as Float64Array;
      const left = (own[column] as number) - product(own, other, column);
      own[column] = column === row ? Math.sqrt(left) : left / (other[column] as number);
    }
  });
  return matrix;
}

/** What the matrix has to be multiplied by to give `right`. */
export function solve(root: Lower, right: Float64Array): Float64Array {
  const solved = right.slice();
  root.forEach((own, row) => {
    solved[row] = ((solved[row] as number) - product(own, solved, row)) / (own[row] as number);
  });
  for (let row = root.length - 1; row >= 0; row--) {
    const own = root[row] as Float64Array;
    const value = (solved[row] as number) / (own[row] as number);
    solved[row] = value;
    for (let column = 0; column < row; column++)
      solved[column] = (solved[column] as number) - value * (own[column] as number);
  }
  return solved;
}

/** One number of the inverse matrix's diagonal. */
export function inverseAt(root: Lower, place: number): number {
  const solved = new Float64Array(root.length);
  let square = 0;
  for (let row = place; row < root.length; row++) {
    const own = root[row] as Float64Array;
    const right = row === place ? 1 : 0;
    const value = (right - product(own, solved, row)) / (own[row] as number);
    solved[row] = value;
    square += value * value;
  }
  return square;
}

/** Of the first so many numbers; four sums side by side, since each alone would wait for its last addition. */
function product(one: Float64Array, other: Float64Array, count: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let at = 0;
  for (; at + 4 <= count; at += 4) {
    first += (one[at] as number) * (other[at] as number);
    second += (one[at + 1] as number) * (other[at + 1] as number);
    third += (one[at + 2] as number) * (other[at + 2] as number);
    fourth += (one[at + 3] as number) * (other[at + 3] as number);
  }
  for (; at < count; at++) first += (one[at] as number) * (other[at] as number);
  return first + second + (third + fourth);
}
