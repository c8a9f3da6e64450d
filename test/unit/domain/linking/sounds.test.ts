import { expect, test } from 'vitest';
import { createSounds } from '../../../../src/domain/linking/sounds.ts';

test('more parts than there is room for read the same, whether remembered or heard anew', () => {
  const goals = 40_000;
  let listened = 0;
  const sounds = createSounds(goals, (part, toGoals) => {
    listened++;
    expect(toGoals.every((value) => value === 0)).toBe(true);
    toGoals[Number(part)] = 2;
    return 9;
  });
  const room = Math.floor((64 * 2 ** 20) / (2 * goals));
  for (let part = 0; part < room + 50; part++) {
    expect(sounds.squareOf('0')).toBe(9);
    expect(sounds.at(String(part), part)).toBeCloseTo(2, 3);
  }
  // What is used all the time is never heard again.
  expect(listened).toBe(room + 50);
  expect(sounds.at('1', 1)).toBeCloseTo(2, 3);
  expect(listened).toBe(room + 51);
  const into = new Float32Array(goals);
  sounds.add('1', 3);
  sounds.take(into, 0.5);
  expect(into[1]).toBeCloseTo(3, 3);
  expect(into[0]).toBe(0);
});
