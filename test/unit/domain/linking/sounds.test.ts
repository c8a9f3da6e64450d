import { expect, test } from 'vitest';
import { createSounds } from '../../../../src/domain/linking/sounds.ts';
import { createRows } from '../../../../src/domain/linking/sum-rows.ts';
import { countsOf } from './counts.ts';

const WIDTH = 40;
const ROOM = 5;

/** Each part says 2 to the goal of its number, and is 3 long. */
function smallSounds() {
  const rows = createRows(WIDTH, ROOM + 1);
  const heard: number[] = [];
  const sounds = createSounds(rows, { from: 1, count: ROOM }, (part) => {
    heard.push(part);
    rows.draft.fill(0);
    rows.draft[part % WIDTH] = 2;
    return 9;
  });
  const sum = (...parts: number[]) => {
    sounds.sum(countsOf(new Map(parts.map((part) => [part, 1]))), 3);
    return [...rows.sums].flatMap((value, goal) => (value > 0 ? [[goal, value]] : []));
  };
  return { sounds, sum, heard };
}

test('a task’s parts are weighed by their own length, whatever was asked before', () => {
  const { sum } = smallSounds();
  expect(sum(4)).toEqual([[4, expect.closeTo(2, 3)]]);
  expect(sum()).toEqual([]);
  const half = expect.closeTo(2 / Math.SQRT2, 3);
  expect(sum(4, 30)).toEqual([
    [4, half],
    [30, half],
  ]);
});

test('what is used all the time is never heard again, and what is heard again says the same', () => {
  const { sum, heard } = smallSounds();
  for (let part = 1; part <= 20; part++) expect(sum(0, part)).toHaveLength(2);
  expect(heard).toEqual(Array.from({ length: 21 }, (_, part) => part));
  expect(sum(1)).toEqual([[1, expect.closeTo(2, 3)]]);
  expect(heard.at(-1)).toBe(1);
});

test('a task of more parts than there is room for is read whole', () => {
  const { sum } = smallSounds();
  const goals = Array.from({ length: 30 }, (_, goal) => goal);
  const all = goals.map((goal) => [goal, expect.closeTo(2 / Math.sqrt(30), 3)]);
  for (const _ of [1, 2, 3]) expect(sum(...goals)).toEqual(all);
});

test('a part whose number was given anew is heard anew, others are not', () => {
  const { sounds, sum, heard } = smallSounds();
  for (const _ of [1, 2, 3]) sum(1, 2, 3);
  sounds.forget(2);
  sum(1, 2, 3);
  expect(heard).toEqual([1, 2, 3, 2, 3]);
  for (let part = 4; part <= 12; part++) expect(sum(1, part)).toHaveLength(2);
});
