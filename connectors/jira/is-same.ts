import { timingSafeEqual } from 'node:crypto';

/** Compares two proofs in constant time for texts of the same length. */
export function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
