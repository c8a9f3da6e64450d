import { createHash } from 'node:crypto';
import { refuse } from './errors.ts';

/** Asana refuses a list without `limit` beyond about this many (connectors' notes, A11: "The result is too large"). */
const unpagedMax = 1000;

export interface PageQuery {
  readonly limit?: string;
  readonly offset?: string;
}

export interface PagedAnswer<T> {
  readonly items: readonly T[];
  /** Only present where `limit` was given; null on the last page. */
  readonly nextPage?: { readonly offset: string; readonly path: string; readonly uri: string } | null;
}

interface Paging {
  /** The request's path below the base, and its query without the offset: an offset belongs to one walk. */
  readonly path: string;
  readonly origin: string;
  readonly offsetLifeMs: number;
}

/**
 * One page of a list. The offset names the last item shown, so a record that appears meanwhile moves nothing.
 *
 * @param items Every item of the list, in the same order each time; an item's key never changes.
 */
export function page<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  query: PageQuery,
  paging: Paging,
): PagedAnswer<T> {
  if (query.limit === undefined && query.offset === undefined) {
    if (items.length > unpagedMax) {
      refuse(400, 'The result is too large. You should use pagination (may require specifying a workspace)!');
    }
    return { items };
  }
  const limit = query.limit === undefined ? 20 : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) refuse(400, 'limit: Must be between 1 and 100 (inclusive)');
  const start = query.offset === undefined ? 0 : startOf(query.offset, items, keyOf, paging);
  const shown = items.slice(start, start + limit);
  const last = shown.at(-1);
  if (last === undefined || start + limit >= items.length) return { items: shown, nextPage: null };
  const offset = encodeOffset(keyOf(last), start + limit - 1, paging.path);
  const path = withOffset(paging.path, offset);
  return { items: shown, nextPage: { offset, path, uri: `${paging.origin}${path}` } };
}

function encodeOffset(key: string, index: number, path: string): string {
  const token = { key, index, walk: walkOf(path), at: Date.now() };
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

function startOf<T>(offset: string, items: readonly T[], keyOf: (item: T) => string, paging: Paging): number {
  const token = decodeOffset(offset);
  if (!token || token.walk !== walkOf(paging.path)) refuse(400, 'offset: Your pagination token is invalid.');
  if (Date.now() - token.at > paging.offsetLifeMs) refuse(400, 'offset: Your pagination token has expired.');
  const guess = items[token.index];
  if (guess !== undefined && keyOf(guess) === token.key) return token.index + 1;
  const found = items.findIndex((item) => keyOf(item) === token.key);
  if (found < 0) refuse(400, 'offset: Your pagination token has expired.');
  return found + 1;
}

function decodeOffset(offset: string): { key: string; index: number; walk: string; at: number } | null {
  try {
    return JSON.parse(Buffer.from(offset, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

/** What must stay the same from page to page: the path and every parameter but the paging ones. */
function walkOf(path: string): string {
  const url = new URL(path, 'http://walk');
  url.searchParams.delete('offset');
  url.searchParams.delete('limit');
  url.searchParams.sort();
  return createHash('sha256').update(`${url.pathname}?${url.searchParams}`).digest('base64url').slice(0, 16);
}

function withOffset(path: string, offset: string): string {
  const url = new URL(path, 'http://walk');
  url.searchParams.set('offset', offset);
  return `${url.pathname}?${url.searchParams}`;
}
