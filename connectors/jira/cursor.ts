import { z } from 'zod';
import type { Cursor } from '../connector.ts';
import { ConnectorError } from '../errors.ts';

const walkSchema = z.object({
  walk: z.literal('jira-2'),
  /** Page token of the next search; null before the first page. */
  token: z.string().nullable(),
  /** No search page is left. */
  isSearched: z.boolean(),
  /** Ids of issues already handed over whose history is still to be read. */
  waiting: z.array(z.string()),
  /**
   * No change up to this instant is missed, ms since 1970: the newest `updated` of the whole site when the walk began, or that of the last
   * change read since. Jira's time, never ours. null where the site held no issue at all.
   */
  asOf: z.number().nullable(),
  /** Which version (`updated`) of an issue was handed over, by id, of those that the overlap of the next pull brings again. */
  recent: z.record(z.string(), z.number()),
});

/** Where a walk over one project stands, or the changes read after it. */
export type Walk = z.infer<typeof walkSchema>;

export const WALK_START: Walk = {
  walk: 'jira-2',
  token: null,
  isSearched: false,
  waiting: [],
  asOf: null,
  recent: {},
};

export function isFinished(walk: Walk): boolean {
  return walk.isSearched && walk.waiting.length === 0;
}

/** Nothing of the project was read yet. */
export function isStart(walk: Walk): boolean {
  return !walk.isSearched && walk.token === null && walk.waiting.length === 0;
}

/** Where to begin: a finished walk starts over. @throws ConnectorError `cursor-expired` for a foreign one. */
export function readWalk(since: Cursor | null): Walk {
  if (since === null) return WALK_START;
  const walk = parseWalk(since);
  return isFinished(walk) ? WALK_START : walk;
}

/** Where changes begin. @throws ConnectorError `cursor-expired` for a foreign cursor, and for a walk that is not finished. */
export function readFinished(since: Cursor): Walk {
  const walk = parseWalk(since);
  if (!isFinished(walk)) throw expired('the walk is not finished');
  return walk;
}

/** Where changes began at this instant, ms since 1970, if they begin later now. @throws as `readFinished` */
export function rewindCursor(since: Cursor, to: number): Cursor {
  const walk = readFinished(since);
  return { ...walk, asOf: walk.asOf === null ? null : Math.min(walk.asOf, to), recent: {} };
}

function parseWalk(since: Cursor): Walk {
  const parsed = walkSchema.safeParse(since);
  if (!parsed.success) throw expired('not a cursor of ours');
  return parsed.data;
}

function expired(because: string): ConnectorError {
  return new ConnectorError({ tool: 'jira', call: 'resume', kind: 'cursor-expired', because });
}
