import type { ZodType, z } from 'zod';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import { createTransport } from '../http.ts';
import { budgetKey } from '../transport/budget.ts';
import { type Answer, createAsk } from './call.ts';
import { listSchema, userSchema } from './schema.ts';

/** What Notion gives at most in one answer. */
export const PAGE_SIZE = 100;
/** Each page that is found and new costs a request or more: so many are stored at once. */
const FOUND_AT_ONCE = 25;

/** One answer of a list. */
export interface Listed {
  readonly results: readonly unknown[];
  /** Gives the next answer; null on the last. */
  readonly next: string | null;
  /** The tool's clock, ms since 1970; ours where it does not say. */
  readonly at: number;
}

export interface Query {
  readonly token: string | null;
  /** Rows edited in this minute or later, ms since 1970; null for all. */
  readonly onOrAfter: number | null;
  readonly size: number;
}

/** The calls we make, each one request. All of them only read. */
export interface NotionClient {
  me(signal: AbortSignal): Promise<z.infer<typeof userSchema>>;
  /** Data sources shared with us. The only list there is: it lags by minutes, and nothing is taken for gone because it is not on it. */
  findDataSources(token: string | null, signal: AbortSignal): Promise<Listed>;
  /** Pages shared with us, the last edited first, rows of data sources among them. It lags by minutes, too, and is not whole. */
  findPages(token: string | null, signal: AbortSignal): Promise<Listed>;
  /** Rows, the last edited first; null where Notion could not put so many together. */
  query(dataSource: string, query: Query, signal: AbortSignal): Promise<Listed | null>;
  /** null where it is not found or not shared with us. */
  page(id: string, signal: AbortSignal): Promise<unknown>;
  children(block: string, token: string | null, signal: AbortSignal): Promise<Listed>;
}

export function createNotionClient(options: ConnectorOptions): NotionClient {
  const now = options.now ?? Date.now;
  const needs = [{ allowance: allowanceOf(options), cost: 1 }];
  const transport = createTransport({
    tool: 'notion',
    connectionId: options.connectionId,
    baseUrl: options.baseUrl,
    authorise: (headers) => {
      headers.authorization = `Bearer ${options.credentials.token}`;
    },
    needs: () => needs,
    budget: options.budget,
    // Another edit was under way: Notion asks to try again.
    classify: ({ status }) => (status === 409 ? 'unavailable' : null),
    reach: options.reach,
    onTraffic: options.onTraffic,
    now: options.now,
  });
  const ask = createAsk(transport, options.baseUrl.replace(/\/+$/, ''));

  function toListed(call: string, answer: Answer): Listed {
    const { results, has_more, next_cursor } = read(call, listSchema, answer.body);
    if (has_more && !next_cursor) throw fail(call, 'unexpected-answer', 'there is more, and no place where');
    const at = Date.parse(answer.date ?? '');
    return { results, next: has_more ? (next_cursor ?? null) : null, at: Number.isNaN(at) ? now() : at };
  }

  return {
    async me(signal) {
      const call = 'read own account';
      return read(call, userSchema, (await ask(call, signal, (sdk) => sdk.users.me({}))).body);
    },
    async findDataSources(token, signal) {
      const call = 'find data sources';
      const filter = { property: 'object', value: 'data_source' } as const;
      const wanted = { filter, page_size: PAGE_SIZE, ...startAt(token) };
      return toListed(call, await ask(call, signal, (sdk) => sdk.search(wanted)));
    },
    async findPages(token, signal) {
      const call = 'find pages';
      const filter = { property: 'object', value: 'page' } as const;
      const sort = { timestamp: 'last_edited_time', direction: 'descending' } as const;
      const wanted = { filter, sort, page_size: FOUND_AT_ONCE, ...startAt(token) };
      const answer = await ask(call, signal, (sdk) => sdk.search(wanted), token === null ? [] : [400]);
      if (answer.status === 400) throw fail(call, 'cursor-expired', 'the page cursor is no longer valid');
      return toListed(call, answer);
    },
    async query(dataSource, { token, onOrAfter, size }, signal) {
      const call = 'query data source';
      const wanted = {
        data_source_id: encodeURIComponent(dataSource),
        sorts: [{ timestamp: 'last_edited_time', direction: 'descending' } as const],
        page_size: size,
        ...startAt(token),
        ...(onOrAfter === null ? {} : { filter: editedSince(onOrAfter) }),
      };
      // A row at a time there is nothing left to halve: then it is trouble like any other.
      const accept = [...(token === null ? [] : [400]), ...(size > 1 ? TOO_HEAVY : [])];
      const answer = await ask(call, signal, (sdk) => sdk.dataSources.query(wanted), accept);
      if (answer.status === 400) throw fail(call, 'cursor-expired', 'the page cursor is no longer valid');
      return TOO_HEAVY.includes(answer.status) ? null : toListed(call, answer);
    },
    async page(id, signal) {
      const wanted = { page_id: encodeURIComponent(id) };
      const answer = await ask('read page', signal, (sdk) => sdk.pages.retrieve(wanted), [404]);
      return answer.status === 404 ? null : answer.body;
    },
    async children(block, token, signal) {
      const call = 'list blocks';
      const wanted = { block_id: encodeURIComponent(block), page_size: PAGE_SIZE, ...startAt(token) };
      return toListed(call, await ask(call, signal, (sdk) => sdk.blocks.children.list(wanted)));
    },
  };
}

/** What heavy reads end in. */
const TOO_HEAVY = [502, 503, 504];

function startAt(token: string | null) {
  return token === null ? {} : { start_cursor: token };
}

/** Edits are kept to the minute, rounded down: the minute itself is asked for again, or its later edits were never seen. */
function editedSince(at: number) {
  const minute = new Date(Math.floor(at / 60_000) * 60_000).toISOString();
  return { timestamp: 'last_edited_time', last_edited_time: { on_or_after: minute } } as const;
}

function read<T>(call: string, schema: ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') || 'the answer';
  throw fail(call, 'unexpected-answer', `${where} is not what Notion documents`);
}

export function fail(call: string, kind: ConnectorErrorKind, because: string): ConnectorError {
  return new ConnectorError({ tool: 'notion', call, kind, because });
}

/** "An average of three requests per second" for each integration, some bursts allowed: an average over ten seconds. */
function allowanceOf({ credentials, connectionId, baseUrl }: ConnectorOptions) {
  const whose = `${new URL(baseUrl).origin} ${credentials.token ?? connectionId}`;
  return { key: budgetKey('notion', 'integration', whose), name: 'requests in 10 seconds', max: 30, windowMs: 10_000 };
}
