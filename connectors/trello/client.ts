import axios from 'axios';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { type Budget, createTransport, type Transport } from '../http.ts';
import { HISTORY_FILTER } from './history.ts';

/** What Trello gives at most in one answer. */
export const LIMIT = 1000;
const BATCH_MAX = 10;

export interface Before {
  /** Only what is older than this id; null begins with the newest. */
  readonly before: string | null;
  readonly limit: number;
}

/** The calls we make, each one request. Answers are unread. */
export interface TrelloClient {
  me(signal: AbortSignal): Promise<unknown>;
  boards(signal: AbortSignal): Promise<unknown>;
  /** The board with its lists, custom fields and members nested, archived ones included; no cards. */
  board(id: string, signal: AbortSignal): Promise<unknown>;
  /** The newest cards older than `before`, in no order that can be relied on; null where Trello wants fewer at once. */
  cards(board: string, at: Before, signal: AbortSignal): Promise<unknown>;
  cardIds(board: string, at: Before, signal: AbortSignal): Promise<unknown>;
  /** Newest first; `since` leaves out what is older. */
  actions(board: string, at: Before & { readonly since: string | null }, signal: AbortSignal): Promise<unknown>;
  /** Up to ten cards in one request; each still counts to the limits. One answer for each id, in order. */
  cardsById(ids: readonly string[], signal: AbortSignal): Promise<unknown>;
}

const CARD_QUERY = {
  fields: [
    'name',
    'desc',
    'idShort',
    'shortLink',
    'shortUrl',
    'idBoard',
    'idList',
    'idMembers',
    'labels',
    'closed',
    'due',
    'dueComplete',
    'start',
    'dateLastActivity',
    'isTemplate',
    'cardRole',
    'mirrorSourceId',
  ].join(),
  customFieldItems: 'true',
  attachments: 'true',
  attachment_fields: 'name,url',
  // Nested, so that they cost no request of their own.
  checklists: 'all',
  checklist_fields: 'name',
};

type Query = Readonly<Record<string, string | number | undefined>>;

export function createTrelloClient(options: ConnectorOptions): TrelloClient {
  const baseUrl = apiBase(options.baseUrl);
  const transport = createTransport({
    tool: 'trello',
    connectionId: options.connectionId,
    baseUrl,
    authorise(headers) {
      const { key = '', token } = options.credentials;
      // Never in the URL: addresses end up in logs.
      headers.authorization = `OAuth oauth_consumer_key="${key}", oauth_token="${token}"`;
    },
    readBudget,
    // A refusal says nothing of how long; one whole window is sure to be enough.
    limits: { defaultWaitMs: WINDOW_MS },
    onTraffic: options.onTraffic,
    now: options.now,
  });
  const get = createGet(transport, baseUrl);

  return {
    me: (signal) => get('read account', '/members/me', { fields: 'fullName,username,email' }, signal),
    boards: (signal) =>
      get('list boards', '/members/me/boards', { fields: 'name,closed,url,shortUrl,shortLink' }, signal),
    board: (id, signal) =>
      get(
        'read board',
        `/boards/${encodeURIComponent(id)}`,
        { fields: 'name,closed', lists: 'all', customFields: 'true', members: 'all' },
        signal,
      ),
    cards: (board, at, signal) => get('list cards', cardsPath(board), { ...cardPage(at), ...CARD_QUERY }, signal),
    cardIds: (board, at, signal) => get('list card ids', cardsPath(board), { ...cardPage(at), fields: 'id' }, signal),
    actions: (board, { before, since, limit }, signal) =>
      get(
        'list actions',
        `/boards/${encodeURIComponent(board)}/actions`,
        {
          filter: HISTORY_FILTER,
          limit,
          before: before ?? undefined,
          since: since ?? undefined,
          fields: 'type,date,data',
          member: 'false',
          memberCreator: 'false',
        },
        signal,
      ),
    cardsById: (ids, signal) =>
      get('read cards', '/batch', { urls: ids.slice(0, BATCH_MAX).map(cardUrl).join() }, signal),
  };
}

function cardsPath(board: string): string {
  return `/boards/${encodeURIComponent(board)}/cards`;
}

function cardPage({ before, limit }: Before): Query {
  return { filter: 'all', limit, before: before ?? undefined };
}

/** A route inside a batch, whose own commas must not look like those between routes. */
function cardUrl(id: string): string {
  return `/cards/${encodeURIComponent(id)}?${new URLSearchParams(CARD_QUERY)}`;
}

/** axios with its fetch adapter, through the transport: what leaves, how long it takes and how much comes back is bounded there. */
function createGet(transport: Transport, baseUrl: string) {
  const http = axios.create({ adapter: 'fetch', baseURL: baseUrl, responseType: 'json', validateStatus: () => true });
  return async (call: string, path: string, params: Query, signal: AbortSignal): Promise<unknown> => {
    const answer = await transport.run(call, signal, () => http.get<unknown>(path, { params, signal }), {
      accept: TOO_MANY_STATUSES,
    });
    if (answer.status < 300) return answer.data;
    if (isTooMany(answer.data)) return null;
    throw new ConnectorError({
      tool: 'trello',
      call,
      kind: answer.status === 403 ? 'not-visible' : 'unexpected-answer',
      because: `refused with ${answer.status}`,
      status: answer.status,
    });
  };
}

/** `API_TOO_MANY_CARDS_REQUESTED` comes with 403 (org-trello issue 385); other statuses were seen for answers grown too large. */
const TOO_MANY_STATUSES = [400, 403, 413, 449];

function isTooMany(body: unknown): boolean {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return text.includes('API_TOO_MANY_CARDS_REQUESTED');
}

const WINDOW_MS = 10_000;
const LIMITED = ['api-key', 'api-token', 'member'] as const;

/** The scarcest of the three allowances; when their windows end is not said, so a whole one is assumed. */
function readBudget(headers: Readonly<Record<string, string>>): Budget | null {
  const budgets = LIMITED.flatMap((name) => {
    const remaining = Number(headers[`x-rate-limit-${name}-remaining`] ?? Number.NaN);
    const resetMs = Number(headers[`x-rate-limit-${name}-interval-ms`] ?? WINDOW_MS);
    return Number.isNaN(remaining) || Number.isNaN(resetMs) ? [] : [{ remaining, resetMs }];
  });
  return budgets.sort((a, b) => a.remaining - b.remaining)[0] ?? null;
}

/** `https://api.trello.com`, with or without the version all its paths begin with. */
function apiBase(baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, '');
  return bare.endsWith('/1') ? bare : `${bare}/1`;
}
