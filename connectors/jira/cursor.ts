import { z } from 'zod';
import type { Cursor } from '../connector.ts';
import { ConnectorError } from '../errors.ts';

const walkSchema = z.object({
  walk: z.literal('jira-1'),
  /** Page token of the next search; null before the first page. */
  token: z.string().nullable(),
  /** No search page is left. */
  isSearched: z.boolean(),
  /** Ids of issues already handed over whose history is still to be read. */
  waiting: z.array(z.string()),
  /** Newest `updated` seen, ms since 1970: where an incremental pull will begin. Jira's time, never ours. */
  updatedMax: z.number().nullable(),
});

/** Where a walk over one project stands. */
export type Walk = z.infer<typeof walkSchema>;

export const WALK_START: Walk = { walk: 'jira-1', token: null, isSearched: false, waiting: [], updatedMax: null };

export function isFinished(walk: Walk): boolean {
  return walk.isSearched && walk.waiting.length === 0;
}

/** A finished walk starts over: an incremental pull will use its `updatedMax`. @throws ConnectorError `cursor-expired` for a foreign one. */
export function readWalk(since: Cursor | null): Walk {
  if (since === null) return WALK_START;
  const parsed = walkSchema.safeParse(since);
  if (!parsed.success) {
    throw new ConnectorError({ tool: 'jira', call: 'resume', kind: 'cursor-expired', because: 'not a cursor of ours' });
  }
  return isFinished(parsed.data) ? WALK_START : parsed.data;
}
