import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inverseAt, rootOf, solve } from '../../../../src/domain/linking/symmetric.ts';

/** Numbers of any such matrix: products of the rows of another, and something more with themselves. */
const MATRIX = fc.integer({ min: 1, max: 9 }).chain((size) =>
  fc
    .array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    })
    .map((rows) => rows.map((one, row) => rows.map((other, column) => dot(one, other) + (row === column ? 1.5 : 0)))),
);

function dot(one: ArrayLike<number>, other: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

const lowerOf = (matrix: readonly (readonly number[])[]) =>
  matrix.map((own, row) => Float64Array.from(own.slice(0, row + 1)));

test('what is solved gives the right side again', () => {
  fc.assert(
    fc.property(MATRIX, (matrix) => {
      const right = Float64Array.from(matrix, (_, row) => row - 2);
      const solved = solve(rootOf(lowerOf(matrix)), right);
      matrix.forEach((own, row) => {
        expect(dot(own, solved)).toBeCloseTo(right[row] as number, 6);
      });
    }),
  );
});

test('the inverse matrix’s diagonal is what solving for one place gives there', () => {
  fc.assert(
    fc.property(MATRIX, (matrix) => {
      const root = rootOf(lowerOf(matrix));
      matrix.forEach((_, place) => {
        const one = Float64Array.from(matrix, (_, row) => (row === place ? 1 : 0));
        expect(inverseAt(root, place)).toBeCloseTo(solve(root, one)[place] as number, 8);
      });
    }),
  );
});

test('the right side stays as it was, and nothing is solved of nothing', () => {
  const right = Float64Array.of(3);
  expect([...solve(rootOf([Float64Array.of(4)]), right)]).toEqual([0.75]);
  expect([...right]).toEqual([3]);
  expect(solve(rootOf([]), new Float64Array(0))).toHaveLength(0);
});
