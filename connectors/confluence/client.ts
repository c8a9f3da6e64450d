import type { Client } from 'confluence.js/core';
import type { ZodType, z } from 'zod';
import { createAtlassianTransport } from '../atlassian.ts';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import type { JsonAnswer } from '../http.ts';
import { type Ask, asId, createAsk, loadOlder, loadPages } from './call.ts';
import { listSchema, userSchema } from './schema.ts';

/** What Confluence gives at most in one answer. */
export const LIMIT = 250;
/** What it gives when nothing is asked: enough for what changed since the last look, without the bodies of all others. */
const SHORT_LIMIT = 25;
/** Hits of a search, which name pages and hold no body. */
const HITS_LIMIT = 50;

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

/** The calls we make, each one request. Records are unread: one that does not fit must not lose the others. */
export interface ConfluenceClient {
  me(signal: AbortSignal): Promise<z.infer<typeof userSchema>>;
  spaces(cursor: string | null, signal: AbortSignal): Promise<Listed>;
  /** Pages of a space with their bodies, the last modified first, those in the trash among them. `isShort` where few will be new. */
  pages(space: string, at: PageAt, signal: AbortSignal): Promise<Listed>;
  /** Pages of a space that are not in the trash, without bodies. */
  pageIds(space: string, cursor: string | null, signal: AbortSignal): Promise<Listed>;
  /** Hits of a question in Confluence's query language, with version and space. The same question on every page of its answer. */
  search(cql: string, cursor: string | null, signal: AbortSignal): Promise<Listed>;
  /** Up to `LIMIT` pages with their bodies, those in the trash among them; what is not given is gone or hidden. */
  pagesById(ids: readonly string[], signal: AbortSignal): Promise<readonly unknown[]>;
  /** Body and up to 50 labels; null where it is not found or hidden. */
  page(id: string, signal: AbortSignal): Promise<unknown>;
  /** Labels that stand on anything in a space. */
  spaceLabels(space: string, cursor: string | null, signal: AbortSignal): Promise<Listed>;
  /** Pages of a space with this label, without bodies. */
  labelledPages(label: string, space: string, cursor: string | null, signal: AbortSignal): Promise<Listed>;
}

const SHOWN = ['current', 'archived'];

export function createConfluenceClient(options: ConnectorOptions): ConfluenceClient {
  const ask = createAsk(createAtlassianTransport('confluence', siteBase(options.baseUrl), options));
  const list = createList(ask);
  return {
    async me(signal) {
      const call = 'read own account';
      const { getCurrentUser } = await loadOlder();
      return read(call, userSchema, (await ask(call, signal, getCurrentUser)).body);
    },
    spaces: (cursor, signal) =>
      list('list spaces', cursor, signal, (sdk, client, at) => sdk.getSpaces(client, { ...at, limit: LIMIT })),
    pages: (space, { cursor, isShort }, signal) =>
      list('list pages', cursor, signal, (sdk, client, at) =>
        sdk.getPages(client, {
          ...at,
          spaceId: [asId(space)],
          status: [...SHOWN, 'trashed'],
          sort: '-modified-date',
          bodyFormat: 'storage',
          limit: isShort ? SHORT_LIMIT : LIMIT,
        }),
      ),
    pageIds: (space, cursor, signal) =>
      list('list page ids', cursor, signal, (sdk, client, at) =>
        sdk.getPages(client, { ...at, spaceId: [asId(space)], status: SHOWN, sort: 'id', limit: LIMIT }),
      ),
    async search(cql, cursor, signal) {
      const call = 'search changed pages';
      const { searchByCQL } = await loadOlder();
      const wanted = { cql, limit: HITS_LIMIT, excerpt: 'none' as const, expand: ['content.version,content.space'] };
      const at = cursor === null ? {} : { cursor };
      return toListed(call, await ask(call, signal, (client) => searchByCQL(client, { ...wanted, ...at })));
    },
    async pagesById(ids, signal) {
      const call = 'read pages';
      const { getPages } = await loadPages();
      const wanted = { id: ids.map(asId), bodyFormat: 'storage', status: [...SHOWN, 'trashed'], limit: LIMIT };
      return toListed(call, await ask(call, signal, (client) => getPages(client, wanted))).results;
    },
    async page(id, signal) {
      const { getPageById } = await loadPages();
      const wanted = {
        id: asId(id),
        bodyFormat: 'storage',
        includeLabels: true,
        status: [...SHOWN, 'trashed'],
      };
      const answer = await ask('read page', signal, (client) => getPageById(client, wanted), [404]);
      return answer.status === 404 ? null : answer.body;
    },
    spaceLabels: (space, cursor, signal) =>
      list('list labels', cursor, signal, (sdk, client, at) =>
        sdk.getSpaceContentLabels(client, { ...at, id: asId(space), limit: LIMIT }),
      ),
    labelledPages: (label, space, cursor, signal) =>
      list('list labelled pages', cursor, signal, (sdk, client, at) =>
        sdk.getLabelPages(client, { ...at, id: asId(label), spaceId: [asId(space)], limit: LIMIT }),
      ),
  };
}

type Sdk = typeof import('confluence.js/v2');
/** Where in a list to go on; nothing begins it. */
type At = { readonly cursor?: string };

function createList(ask: Ask) {
  return async (
    call: string,
    cursor: string | null,
    signal: AbortSignal,
    send: (sdk: Sdk, client: Client, at: At) => Promise<unknown>,
  ): Promise<Listed> => {
    const sdk = await loadPages();
    const at = cursor === null ? {} : { cursor };
    const answer = await ask(call, signal, (client) => send(sdk, client, at), cursor === null ? [] : [400]);
    if (answer.status === 400) throw fail(call, 'cursor-expired', 'the page cursor is no longer valid');
    return toListed(call, answer);
  };
}

function toListed(call: string, { body }: JsonAnswer): Listed {
  const { results, _links } = read(call, listSchema, body);
  return { results, next: cursorIn(call, _links?.next), base: _links?.base ?? null };
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

/** `https://site.atlassian.net`, also where it was given with the "/wiki" that all paths begin with. */
function siteBase(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, '').replace(/\/wiki$/, '');
}

/** What pages' own paths are relative to. */
export function wikiBase(baseUrl: string): string {
  return `${siteBase(baseUrl)}/wiki`;
}
