/** Working time: nothing in the organisation happens at night or on a weekend. */
import type { Random } from './random.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The same day between 08:00 and 17:30 UTC; a weekend becomes the Friday before. */
export function atWork(random: Random, at: number): number {
  const day = Math.floor(at / dayMs);
  // 1970-01-01 was a Thursday.
  const weekday = (day + 4) % 7;
  const friday = weekday === 6 ? day - 1 : weekday === 0 ? day - 2 : day;
  return friday * dayMs + 8 * hourMs + Math.floor(random.next() * 9.5 * hourMs);
}
