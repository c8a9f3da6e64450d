import { z } from 'zod';
import type { Cursor, SetAside } from './connector.ts';
import { ConnectorError, type ConnectorErrorDetails } from './errors.ts';
import type { DocumentPage } from './wiki.ts';

/** What a list says of one document before it is read. */
export interface Listing<T> {
  readonly externalId: string;
  readonly updatedAt: number | null;
  /** Two readings of one version are the same; null where it may change without telling. */
  readonly version: string | null;
  readonly item: T;
}

export interface ListingPage<T> {
  /** The last changed first. */
  readonly listings: readonly Listing<T>[];
  readonly setAside: readonly SetAside[];
  /** Gives the next answer; null on the last. */
  readonly next: string | null;
}

export interface NewestFirst<T> {
  readonly tool: ConnectorErrorDetails['tool'];
  readonly call: string;
  /** How far before the newest known change the next walk reaches back. */
  readonly overlapMs: number;
  /** One answer of the list. `after`: what is older need not be given; null for all. */
  ask(token: string | null, after: number | null): Promise<ListingPage<T>>;
  read(listings: readonly Listing<T>[]): Promise<Pick<DocumentPage, 'records' | 'setAside'>>;
}

const instant = z.number().nullable();
const versions = z.record(z.string(), z.string());
const finishedSchema = z.object({ through: instant, seen: versions });
/** Where a finished walk ended: the newest change it saw, and which versions were read of those that are shown again. */
export type Finished = z.infer<typeof finishedSchema>;
const underWaySchema = z.object({
  after: instant,
  seen: versions,
  newest: instant,
  read: versions,
  token: z.string(),
});
type Walk = Omit<z.infer<typeof underWaySchema>, 'token'> & { readonly token: string | null };

// A mass edit touches thousands at one moment; those beyond are read once more, and the cursor stays small.
const SEEN_MAX = 200;

/**
 * Walks a list that gives the last changed first, down to what an earlier walk has read.
 *
 * The place the next walk starts from moves only at the end of this one: one that breaks off after its first answer has read the newest
 * documents, and must not make the older ones look read. What lies in the overlap and has the version that was read is not read again.
 *
 * @throws ConnectorError `unexpected-answer` when the list repeats a token, which would never end; `cursor-expired` for a cursor of another form.
 */
export async function* walkNewestFirst<T>(options: NewestFirst<T>, since: Cursor | null): AsyncGenerator<DocumentPage> {
  const { tool, call } = options;
  let walk = startOf(options, since);
  const after = walk.after === null ? null : walk.after - options.overlapMs;
  const asked = new Set(walk.token === null ? [] : [walk.token]);
  for (;;) {
    const { listings, setAside, next } = await options.ask(walk.token, after);
    if (next !== null && asked.has(next)) {
      throw new ConnectorError({
        tool,
        call,
        kind: 'unexpected-answer',
        because: 'the list gave the same place twice',
      });
    }
    asked.add(next ?? '');
    const changed = listings.filter((listing) => isChanged(listing, walk, after));
    const read = await options.read(changed);
    walk = { ...remember(walk, listings, options.overlapMs), token: next };
    const isLast = next === null || isOlder(listings.at(-1), after);
    yield {
      records: read.records,
      setAside: [...setAside, ...read.setAside],
      cursor: isLast ? { through: walk.newest ?? walk.after, seen: walk.read } : walk,
      isLast,
    };
    if (isLast) return;
  }
}

/** @throws ConnectorError `cursor-expired` for a cursor of another form, and for a walk that is not finished. */
export function readFinished(since: Cursor, { tool, call }: Pick<NewestFirst<unknown>, 'tool' | 'call'>): Finished {
  const finished = finishedSchema.safeParse(since).data;
  if (finished) return finished;
  throw new ConnectorError({ tool, call, kind: 'cursor-expired', because: 'the stored place has another form' });
}

function startOf({ tool, call }: NewestFirst<unknown>, since: Cursor | null): Walk {
  const fresh = { newest: null, read: {}, token: null };
  if (since === null) return { after: null, seen: {}, ...fresh };
  const finished = finishedSchema.safeParse(since).data;
  if (finished) return { after: finished.through, seen: finished.seen, ...fresh };
  const underWay = underWaySchema.safeParse(since).data;
  if (underWay) return underWay;
  throw new ConnectorError({ tool, call, kind: 'cursor-expired', because: 'the stored place has another form' });
}

function isOlder(listing: Listing<unknown> | undefined, after: number | null): boolean {
  return after !== null && typeof listing?.updatedAt === 'number' && listing.updatedAt < after;
}

function isChanged(listing: Listing<unknown>, walk: Walk, after: number | null): boolean {
  if (isOlder(listing, after)) return false;
  const { externalId, version } = listing;
  return version === null || ![walk.seen, walk.read].some((known) => known[externalId] === version);
}

/** Keeps the versions of those the next walk will be shown again. */
function remember(walk: Walk, listings: readonly Listing<unknown>[], overlapMs: number): Walk {
  const times = listings.flatMap(({ updatedAt }) => (updatedAt === null ? [] : [updatedAt]));
  const newest = times.reduce<number | null>((max, at) => (max === null || at > max ? at : max), walk.newest);
  const read = { ...walk.read };
  for (const { externalId, updatedAt, version } of listings) {
    const isShownAgain = updatedAt !== null && newest !== null && updatedAt >= newest - overlapMs;
    if (isShownAgain && version !== null && Object.keys(read).length < SEEN_MAX) read[externalId] = version;
  }
  return { ...walk, newest, read };
}
