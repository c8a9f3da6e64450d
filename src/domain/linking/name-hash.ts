import { fnv1a } from '../fnv.ts';

/** A number below 2³² that is the same for the same name everywhere: FNV-1a. Chooses evenly, and keeps no secret. */
export function nameHash(name: string): number {
  const plain = fnv1a(name);
  // The last letters alone would move only the low bits.
  const hash = Math.imul(plain ^ (plain >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
