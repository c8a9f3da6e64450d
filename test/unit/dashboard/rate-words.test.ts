import { expect, it } from 'vitest';
import { sayRateGain, sayRateMove } from '../../../src/dashboard/rate-words.ts';

const plain = (words: string | null) => words?.replaceAll('\u202f', ' ') ?? null;

it.each([
  [0.612, 0.614, 'moves the rate from 61.2 % to 61.4 %', '+0.2 points'],
  [0.6121, 0.61234, 'moves the rate from 61.21 % to 61.23 %', '+0.02 points'],
  [0.612, 0.612_001, 'moves the rate, now 61.2 %, by less than 0.01 points', null],
  [0.612, 0.612, 'leaves the rate at 61.2 %', null],
  [0, 1, 'moves the rate from 0.0 % to 100.0 %', '+100.0 points'],
  [null, 0.5, null, null],
])('says a move from %d to %d with as many decimals as show it', (now, after, move, gain) => {
  expect(plain(sayRateMove(now, after))).toBe(move);
  expect(sayRateGain(now, after)).toBe(gain);
});
