import type { ZodType, z } from 'zod';
import { createAtlassianTransport } from '../atlassian.ts';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import type { QueryValue, Transport } from '../http.ts';
import { listSchema, userSchema } from './schema.ts';

/** What Confluence gives at most in one answer. */
const LIMIT = 250;
/** What it gives when nothing is asked: enough for what changed since the last look, without the bodies of all others. */
const SHORT_LIMIT = 25;

/** One answer of a list. */
export interface Listed {
  readonly results: readonly unknown[];
  /** Gives the next answer; null on the last. */
  readonly next: string | null;
  /** What the paths in it begin with. */
  readonly base: string | null;
}

export interface PageAt {
  readonly cursor: string | null;
  readonly isShort: boolean;
}

type Query = Readonly<Record<string, QueryValue>>;

/** The calls we make, each one request. Records are unread: one that does not fit must not lose the others. */
export interface ConfluenceClient {
  me(signal: AbortSignal): Promise<z.infer<typeof userSchema>>;
  spaces(cursor: string | null, signal: AbortSignal): Promise<Listed>;
  /** Pages of a space with their bodies, the last modified first, those in the trash among them. `isShort` where few will be new. */
  pages(space: string, at: PageAt, signal: AbortSignal): Promise<Listed>;
  /** Pages of a space that are not in the trash, without bodies. */
  pageIds(space: string, cursor: string | null, signal: AbortSignal): Promise<Listed>;
  /** Body and up to 50 labels; null where it is not found or hidden. */
  page(id: string, signal: AbortSignal): Promise<unknown>;
  /** Labels that stand on anything in a space. */
  spaceLabels(space: string, cursor: string | null, signal: AbortSignal): Promise<Listed>;
  /** Pages of a space with this label, without bodies. */
  labelledPages(label: string, space: string, cursor: string | null, signal: AbortSignal): Promise<Listed>;
}

const SHOWN = ['current', 'archived'];

export function createConfluenceClient(options: ConnectorOptions): ConfluenceClient {
  const transport = createAtlassianTransport('confluence', wikiBase(options.baseUrl), options);
  const list = createList(transport);
  return {
    me: async (signal) =>
      read(
        'read own account',
        userSchema,
        (await get(transport, 'read own account', '/rest/api/user/current', {}, signal)).body,
      ),
    spaces: (cursor, signal) => list('list spaces', '/api/v2/spaces', { cursor }, signal),
    pages(space, { cursor, isShort }, signal) {
      const limit = isShort ? SHORT_LIMIT : LIMIT;
      const order = { sort: '-modified-date', 'body-format': 'storage' };
      const query = { 'space-id': space, status: [...SHOWN, 'trashed'], ...order, limit, cursor };
      return list('list pages', '/api/v2/pages', query, signal);
    },
    pageIds: (space, cursor, signal) =>
      list('list page ids', '/api/v2/pages', { 'space-id': space, status: SHOWN, sort: 'id', cursor }, signal),
    async page(id, signal) {
      const query = { 'body-format': 'storage', 'include-labels': 'true', status: [...SHOWN, 'trashed'] };
      const path = `/api/v2/pages/${encodeURIComponent(id)}`;
      const answer = await get(transport, 'read page', path, query, signal, [404]);
      return answer.status === 404 ? null : answer.body;
    },
    spaceLabels: (space, cursor, signal) =>
      list('list labels', `/api/v2/spaces/${encodeURIComponent(space)}/content/labels`, { cursor }, signal),
    labelledPages: (label, space, cursor, signal) =>
      list(
        'list labelled pages',
        `/api/v2/labels/${encodeURIComponent(label)}/pages`,
        { 'space-id': space, cursor },
        signal,
      ),
  };
}

function get(
  transport: Transport,
  call: string,
  path: string,
  query: Query,
  signal: AbortSignal,
  accept: number[] = [],
) {
  return transport.json(call, { method: 'GET', path, query, accept }, signal);
}

function createList(transport: Transport) {
  return async (call: string, path: string, query: Query, signal: AbortSignal): Promise<Listed> => {
    const answer = await get(transport, call, path, { limit: LIMIT, ...query }, signal, query.cursor ? [400] : []);
    if (answer.status === 400) throw fail(call, 'cursor-expired', 'the page cursor is no longer valid');
    const { results, _links } = read(call, listSchema, answer.body);
    return { results, next: cursorIn(call, _links?.next), base: _links?.base ?? null };
  };
}

function read<T>(call: string, schema: ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') || 'the answer';
  throw fail(call, 'unexpected-answer', `${where} is not what Confluence documents`);
}

function fail(call: string, kind: ConnectorErrorKind, because: string): ConnectorError {
  return new ConnectorError({ tool: 'confluence', call, kind, because });
}

/**
 * The next link may be relative, or name another host behind a gateway: only its cursor is taken, never its address. A link without one
 * is a fault: read as the end, it would lose all that follows.
 */
function cursorIn(call: string, next: string | null | undefined): string | null {
  if (!next) return null;
  const cursor = new URLSearchParams(next.slice(next.indexOf('?') + 1)).get('cursor');
  if (!cursor) throw fail(call, 'unexpected-answer', 'the next link names no cursor');
  return cursor;
}

/** `https://site.atlassian.net`, with or without the "/wiki" all its paths begin with. */
export function wikiBase(baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, '');
  return bare.endsWith('/wiki') ? bare : `${bare}/wiki`;
}
