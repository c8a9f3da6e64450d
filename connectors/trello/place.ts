import { z } from 'zod';
import type { Cursor } from '../connector.ts';

/** Up to where a board's actions were handled, and which of the last ones: small enough for a cursor, plain JSON. */
export const handledSchema = z.object({
  /** The newest action handled; null where there was none. */
  newest: z.string().nullable(),
  /** Those handled of the last ten minutes before it, newest first; absent in cursors of before they were kept. */
  seen: z.array(z.string()).default([]),
});
export type Handled = z.infer<typeof handledSchema>;

export const NOTHING_HANDLED: Handled = { newest: null, seen: [] };

const doneSchema = z.object({ walk: z.literal('done'), ...handledSchema.shape });

const changesSchema = z.object({
  walk: z.literal('changes'),
  /** The oldest action read so far. */
  before: z.string(),
  /** Where this walk back ends. */
  since: z.string().nullable(),
  ...handledSchema.shape,
});

/** Where the changes of a board go on. */
export type Place = Handled & { readonly before: string | null; readonly since: string | null };

export function doneCursor({ newest, seen }: Handled): Cursor {
  return { walk: 'done', newest, seen };
}

export function changesCursor({ before, since, newest, seen }: Place & { readonly before: string }): Cursor {
  return { walk: 'changes', before, since, newest, seen };
}

/** @returns null for a cursor in the middle of a full walk, and for one that is not ours. */
export function readPlace(cursor: Cursor): Place | null {
  const done = doneSchema.safeParse(cursor);
  if (done.success) return { ...done.data, before: null, since: overlapped(done.data.newest) };
  return changesSchema.safeParse(cursor).data ?? null;
}

const OVERLAP_S = 600;
/** 27 kB of a cursor. A board with more in ten minutes has the rest read twice, which costs requests and loses nothing. */
const SEEN_MAX = 1000;

/** Ids are ordered by second; within it, and between Trello's machines, a younger action may have the smaller id. */
function overlapped(newest: string | null): string | null {
  if (newest === null || !/^[0-9a-f]{24}$/i.test(newest)) return null;
  const second = Math.max(0, Number.parseInt(newest.slice(0, 8), 16) - OVERLAP_S);
  return `${second.toString(16).padStart(8, '0')}${'0'.repeat(16)}`;
}

/** With these actions handled too. What is older than the overlap is forgotten: nobody asks for it again. */
export function withHandled(before: Handled, ids: readonly string[]): Handled {
  const all = [...new Set([...before.seen, ...ids])].sort().reverse();
  const newest = [before.newest ?? '', all[0] ?? ''].sort().at(-1) || null;
  const from = overlapped(newest);
  return { newest, seen: all.filter((id) => from === null || id > from).slice(0, SEEN_MAX) };
}
