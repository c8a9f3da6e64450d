import type { Walk } from './cursor.ts';

/** Jira's search lags behind by seconds: what was changed shortly before the last change that we saw is asked for again. */
export const OVERLAP_MS = 5 * 60_000;

// Keeps a cursor below 64 kB. What was forgotten comes again and changes nothing.
const RECENT_MAX = 1500;

/** One version of an issue: its id, its project, and when it was made. */
export interface Version {
  readonly id: string;
  readonly scopeId: string | null;
  readonly updatedAt: number;
}

/** Adds versions that were handed over, and forgets those that no overlap will bring again. */
export function remember(recent: Walk['recent'], versions: readonly Version[], asOf: number | null): Walk['recent'] {
  const all = new Map(Object.entries(recent));
  for (const { id, updatedAt } of versions) all.set(id, Math.max(updatedAt, all.get(id) ?? updatedAt));
  const kept = [...all].filter(([, updatedAt]) => asOf === null || updatedAt >= asOf - OVERLAP_MS);
  if (kept.length <= RECENT_MAX) return Object.fromEntries(kept);
  return Object.fromEntries(kept.toSorted(([, one], [, other]) => other - one).slice(0, RECENT_MAX));
}
