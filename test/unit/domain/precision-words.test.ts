import { describe, expect, it } from 'vitest';
import { precisionOf } from '../../../src/domain/precision.ts';
import { bandWords, monthWords, precisionSentence, rateWithBounds } from '../../../src/domain/precision-words.ts';

describe('how good the links are', () => {
  it('is said with its bounds, and apart for what was linked without asking', () => {
    const measured = { all: precisionOf(47, 52), automatic: precisionOf(19, 20) };
    expect(precisionSentence({ decided: 52, missing: 0, measured })).toBe(
      'Of 52 links that people decided on in twelve months 47 were right, 90 % (79 to 96 %); of those linked without asking 19 of 20, 95 % (76 to 99 %).',
    );
    const asked = { all: precisionOf(1_200, 1_200), automatic: precisionOf(0, 0) };
    expect(precisionSentence({ decided: 1_200, missing: 0, measured: asked })).toBe(
      'Of 1,200 links that people decided on in twelve months 1,200 were right, 100 % (100 to 100 %).',
    );
  });

  it.each([
    [0, 10, '10 more decisions on links will say how good they are; none was made yet.'],
    [1, 9, '9 more decisions on links will say how good they are; 1 is made.'],
    [9, 1, '1 more decision on links will say how good they are; 9 are made.'],
  ])('is how many decisions are missing where too few were made: %i', (decided, missing, says) => {
    expect(precisionSentence({ decided, missing, measured: null })).toBe(says);
  });

  it('names months and bands as people do', () => {
    expect([monthWords('2026-01'), monthWords('2025-12')]).toEqual(['Jan 2026', 'Dec 2025']);
    expect(bandWords({ from: 0.7, to: 0.85 })).toBe('0.70 to 0.85');
    expect(rateWithBounds(precisionOf(0, 0))).toBe('nothing decided');
  });
});
