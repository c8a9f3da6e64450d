import { expect, test } from 'vitest';
import { createRows, rowsIn } from '../../../../src/domain/linking/sum-rows.ts';

type Rows = ReturnType<typeof createRows>;

function rowOf(width: number, seed: number): Float32Array {
  return Float32Array.from({ length: width }, (_, at) => ((at * 7919 + seed * 104_729) % 1_000) / 37);
}

function keep(rows: Rows, place: number, ...values: readonly number[]): void {
  rows.draft.set(values);
  rows.keepDraft(place);
}

/** A row read back: once itself, added to nothing. */
function read(rows: Rows, place: number): number[] {
  rows.sums.fill(0);
  rows.list(place, 1, 'sums');
  rows.addListed('sums');
  return [...rows.sums];
}

test.each([1, 7, 8, 9, 32, 33, 1_003])('a sum of rows of %i numbers is what adding them one by one gives', (width) => {
  // More rows than fit into one list, and not a multiple of those added together.
  const count = 1_031;
  const rows = createRows(width, count);
  const wanted = new Float64Array(width).fill(3);
  rows.sums.fill(3);
  for (let place = 0; place < count; place++) {
    const values = rowOf(width, place);
    keep(rows, place, ...values);
    rows.list(place, 0.5 + place, 'sums');
    for (let goal = 0; goal < width; goal++) wanted[goal] = (wanted[goal] ?? 0) + (0.5 + place) * (values[goal] ?? 0);
  }
  rows.addListed('sums');
  rows.sums.forEach((sum, goal) => {
    const right = wanted[goal] ?? 0;
    expect(Math.abs(sum - right) / right).toBeLessThan(1e-4);
  });
});

test('what was added is not added again, and a row of nothing adds nothing', () => {
  const rows = createRows(3, 2);
  keep(rows, 0, 1, 2, 4);
  keep(rows, 1, 0, 0, 0);
  rows.list(0, 1, 'sums');
  rows.addListed('sums');
  rows.sums.fill(0);
  rows.list(1, 5, 'sums');
  rows.addListed('sums');
  rows.addListed('sums');
  expect([...rows.sums]).toEqual([0, 0, 0]);
});

test('a place holds the row it was given last, and keeps what is 0 at 0', () => {
  const rows = createRows(4, 10);
  keep(rows, 9, 1, 1, 1, 1);
  keep(rows, 9, 0, 8, 2, 0);
  expect(read(rows, 9)).toEqual([0, expect.closeTo(8, 3), expect.closeTo(2, 3), 0]);
});

test('a row may be made of other rows while sums stay as they are', () => {
  const rows = createRows(2, 3);
  keep(rows, 0, 1, 2);
  keep(rows, 1, 3, 1);
  rows.sums.fill(7);
  rows.draft.fill(0);
  rows.list(0, 2, 'draft');
  rows.list(1, 1, 'draft');
  rows.addListed('draft');
  rows.keepDraft(2);
  expect([...rows.sums]).toEqual([7, 7]);
  expect(read(rows, 2)).toEqual([expect.closeTo(5, 3), expect.closeTo(5, 3)]);
});

test('the peak of each 32 sums is the largest of them, wherever it stands', () => {
  const rows = createRows(70, 1);
  for (let place = 0; place < 70; place++) {
    rows.sums.fill(1);
    rows.sums[place] = 2;
    const peaks = rows.peaksOfSums();
    const blocks = [0, 1, 2].map((block) => Math.max(...peaks.subarray(4 * block, 4 * block + 4)));
    expect(blocks).toEqual([0, 1, 2].map((block) => (block === place >> 5 ? 2 : 1)));
  }
});

test('as many rows as fit into the memory that is given', () => {
  expect(rowsIn(64_000, 1_000)).toBe(31);
  expect(rowsIn(64_000, 0)).toBe(1_000);
});
