import { expect, test } from 'vitest';
import { createRows } from '../../../../src/domain/linking/sum-rows.ts';

const BYTES = 2 ** 20;

function rowOf(width: number, seed: number): Float32Array {
  return Float32Array.from({ length: width }, (_, at) => ((at * 7919 + seed * 104_729) % 1_000) / 37);
}

test.each([1, 7, 8, 9, 1_003])('a sum of rows of %i numbers is what adding them one by one gives', (width) => {
  const rows = createRows(width, BYTES);
  const wanted = new Float64Array(width);
  for (let place = 0; place < 40; place++) {
    const values = rowOf(width, place);
    rows.set(place, values);
    rows.add(place, 0.5 + place);
    for (let goal = 0; goal < width; goal++) wanted[goal] = (wanted[goal] ?? 0) + (0.5 + place) * (values[goal] ?? 0);
  }
  const into = new Float32Array(width).fill(3);
  rows.take(into, 0.25);
  into.forEach((sum, goal) => {
    const right = 3 + 0.25 * (wanted[goal] ?? 0);
    expect(Math.abs(sum - right) / right).toBeLessThan(1e-4);
  });
});

test('a sum starts at nothing once it was taken, and a row of nothing adds nothing', () => {
  const rows = createRows(3, BYTES);
  rows.set(0, Float32Array.of(1, 2, 4));
  rows.set(1, new Float32Array(3));
  rows.add(0, 1);
  rows.take(new Float32Array(3), 1);
  rows.add(1, 5);
  const into = new Float32Array(3);
  rows.take(into, 1);
  expect([...into]).toEqual([0, 0, 0]);
});

test('a place holds the row it was given last, and keeps what is 0 at 0', () => {
  const rows = createRows(4, BYTES);
  rows.set(9, Float32Array.of(1, 1, 1, 1));
  rows.set(9, Float32Array.of(0, 8, 2, 0));
  expect([0, 1, 2, 3].map((goal) => rows.at(9, goal))).toEqual([0, expect.closeTo(8, 3), expect.closeTo(2, 3), 0]);
});
