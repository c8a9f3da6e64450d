/** Reading what was asked, giving a list page by page, and refusing, as the second version of the API does. */
import type { FastifyReply, FastifyRequest } from 'fastify';

export type Query = Readonly<Record<string, unknown>>;

/** One value, several, or several in one with commas: as texts. */
export function asList(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value])
    .flatMap((each) => String(each).split(','))
    .filter((each) => each !== '');
}

/** A refusal in the form of the second version; the document leaves its body unsaid. */
export function refuse(reply: FastifyReply, status: number, title: string): FastifyReply {
  const code = { 400: 'INVALID_REQUEST_PARAMETER', 401: 'UNAUTHORIZED', 404: 'NOT_FOUND' }[status] ?? 'ERROR';
  return reply.code(status).send({ errors: [{ status, code, title, detail: null }] });
}

export function notFound(reply: FastifyReply): FastifyReply {
  return refuse(reply, 404, 'Not Found');
}

/** What a list is put in order by. Two of one key are told apart by their id. */
export interface Sorted<T> {
  readonly all: readonly T[];
  readonly keyOf: (one: T) => readonly [key: number | string, id: number];
  readonly isDescending: boolean;
}

const limitMax = 250;
const limitUsual = 25;

/**
 * A part of a list, and where the next begins: relative to the site, with the cursor, in the body and in `Link`. The cursor names the last
 * one given, so that what changes meanwhile is neither left out nor given twice.
 */
export function sendPage<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  base: string,
  sorted: Sorted<T>,
  render: (one: T) => unknown,
): FastifyReply {
  const query = request.query as Query;
  const limit = query.limit === undefined ? limitUsual : Number(query.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax) {
    return refuse(reply, 400, "Provided value for 'limit' is not between 1 and 250");
  }
  const part = partOf(sorted, limit, query.cursor);
  if (part === undefined) return refuse(reply, 400, "Provided value for 'cursor' is not valid");
  const { shown, cursor } = part;
  const next = cursor === null ? null : withCursor(request.url, cursor);
  if (next !== null) reply.header('Link', `<${next}>; rel="next"`);
  return reply.send({
    results: shown.map(render),
    _links: { ...(next === null ? {} : { next }), base: `${base}/wiki` },
  });
}

export interface Part<T> {
  readonly shown: readonly T[];
  /** Leads to the next part; null on the last. */
  readonly cursor: string | null;
}

/** Undefined for a cursor that was not made here. */
export function partOf<T>(sorted: Sorted<T>, limit: number, cursor: unknown): Part<T> | undefined {
  const after = cursor === undefined ? null : readCursor(String(cursor));
  if (after === undefined) return undefined;
  const rest = inOrder(sorted).filter((one) => after === null || isAfter(sorted, sorted.keyOf(one), after));
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rest.length > limit && last !== undefined;
  return { shown, cursor: hasMore ? writeCursor(sorted.keyOf(last)) : null };
}

function inOrder<T>({ all, keyOf, isDescending }: Sorted<T>): T[] {
  const sign = isDescending ? -1 : 1;
  return [...all].sort((one, other) => sign * compare(keyOf(one), keyOf(other)));
}

type Key = readonly [key: number | string, id: number];

function compare([one, oneId]: Key, [other, otherId]: Key): number {
  if (one !== other) return one < other ? -1 : 1;
  return oneId - otherId;
}

function isAfter({ isDescending }: { readonly isDescending: boolean }, key: Key, after: Key): boolean {
  return isDescending ? compare(key, after) < 0 : compare(key, after) > 0;
}

/** Undefined for one that was not made here. */
function readCursor(cursor: string): Key | undefined {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(key) && key.length === 2 ? (key as unknown as Key) : undefined;
  } catch {
    return undefined;
  }
}

function writeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

function withCursor(url: string, cursor: string): string {
  const [path = '', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', cursor);
  return `${path}?${parameters}`;
}
