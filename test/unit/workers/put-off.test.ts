import { describe, expect, it } from 'vitest';
import { delayOf } from '../../../workers/put-off.ts';

describe('a job that is put off', () => {
  it.each([
    ['a second', 1_000, 1_000],
    ['a quarter of an hour', 900_000, 900_000],
    ['ten hours, which it looks at again meanwhile', 36_000_000, 900_000],
    ['nothing said', null, 60_000],
  ])('comes back after %s, up to a tenth later and never earlier', (_, waitMs, atLeast) => {
    expect(delayOf(waitMs, () => 0)).toBe(atLeast);
    expect(delayOf(waitMs, () => 1)).toBe(Math.ceil(atLeast * 1.1));
    const several = new Set(Array.from({ length: 20 }, () => delayOf(waitMs)));
    expect(several.size).toBeGreaterThan(1);
  });
});
