import axios from 'axios';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { createTransport, type Transport } from '../http.ts';
import { limitedAtTrello, readTrelloBudget, trelloNeeds, WINDOW_MS } from './limits.ts';

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
  /** Newest first; `since` leaves out what is older, `filter` all types but these. */
  actions(
    board: string,
    at: Before & { readonly since: string | null; readonly filter: string },
    signal: AbortSignal,
  ): Promise<unknown>;
  /** @throws ConnectorError `not-visible` where it is gone or hidden: Trello does not say which. */
  card(id: string, signal: AbortSignal): Promise<unknown>;
  /** Up to ten cards in one request; each still counts to the limits. One answer for each id, in order. */
  cardsById(ids: readonly string[], signal: AbortSignal): Promise<unknown>;
  /**
   * The webhooks made with this token.
   *
   * The one call whose path holds the token. Trello lists them without it too (`/members/me/tokens?webhooks=true`), but only for a token
   * that may read the whole account, and refuses others with the very 401 of a dead token (trello-archive/api-docs, issue 78). Nothing of
   * ours keeps a path: neither traffic events nor errors have one.
   */
  webhooks(signal: AbortSignal): Promise<unknown>;
  /** The webhook, or the words with which Trello refused it. Before it answers, Trello sends a HEAD to the address. */
  createWebhook(wanted: NewWebhook, signal: AbortSignal): Promise<unknown>;
  /** @throws ConnectorError `not-visible` for one that is gone or of another token. */
  removeWebhook(id: string, signal: AbortSignal): Promise<void>;
}

export interface NewWebhook {
  readonly callbackURL: string;
  /** The board it tells of. */
  readonly idModel: string;
  readonly description: string;
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
    needs: trelloNeeds(options.credentials),
    readBudget: readTrelloBudget(options.credentials),
    limitedBy: limitedAtTrello,
    budget: options.budget,
    // A refusal says nothing of how long; one whole window is sure to be enough.
    limits: { defaultWaitMs: WINDOW_MS },
    // A 401 of that one webhook; the token itself is as good as ever.
    classify: ({ text }) => (text.includes('webhook does not belong to token') ? 'not-visible' : null),
    reach: options.reach,
    onTraffic: options.onTraffic,
    now: options.now,
  });
  const send = createSend(transport, baseUrl);
  const get: Get = async (call, path, params, signal) => readGood(call, await send('GET', call, path, params, signal));

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
    actions: (board, { before, since, limit, filter }, signal) =>
      get(
        'list actions',
        `/boards/${encodeURIComponent(board)}/actions`,
        {
          filter,
          limit,
          before: before ?? undefined,
          since: since ?? undefined,
          fields: 'type,date,data',
          member: 'false',
          memberCreator: 'false',
        },
        signal,
      ),
    card: (id, signal) => get('read card', `/cards/${encodeURIComponent(id)}`, CARD_QUERY, signal),
    cardsById: (ids, signal) =>
      get('read cards', '/batch', { urls: ids.slice(0, BATCH_MAX).map(cardUrl).join() }, signal),
    webhooks: (signal) =>
      get('list webhooks', `/tokens/${encodeURIComponent(options.credentials.token ?? '')}/webhooks`, {}, signal),
    async createWebhook(wanted, signal) {
      const answer = await send('POST', 'create webhook', '/webhooks', { ...wanted }, signal);
      return answer.status === 400 ? String(answer.data) : readGood('create webhook', answer);
    },
    async removeWebhook(id, signal) {
      const call = 'remove webhook';
      readGood(call, await send('DELETE', call, `/webhooks/${encodeURIComponent(id)}`, {}, signal));
    },
  };
}

type Get = (call: string, path: string, params: Query, signal: AbortSignal) => Promise<unknown>;

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

interface Answer {
  readonly status: number;
  readonly data: unknown;
}

/** axios with its fetch adapter, through the transport: what leaves, how long it takes and how much comes back is bounded there. */
function createSend(transport: Transport, baseUrl: string) {
  const http = axios.create({
    adapter: 'fetch',
    baseURL: baseUrl,
    responseType: 'json',
    // Everything stands in the query; axios would call the missing body of a POST a form.
    headers: { 'content-type': false },
    validateStatus: () => true,
  });
  return (
    method: 'GET' | 'POST' | 'DELETE',
    call: string,
    path: string,
    params: Query,
    signal: AbortSignal,
  ): Promise<Answer> =>
    transport.run(call, signal, () => http.request<unknown>({ method, url: path, params, signal }), {
      accept: REFUSALS_READ,
    });
}

/** null where Trello found too much asked for at once. */
function readGood(call: string, { status, data }: Answer): unknown {
  if (status < 300) return data;
  if (isTooMany(data)) return null;
  const kind = status === 403 ? 'not-visible' : 'unexpected-answer';
  throw new ConnectorError({ tool: 'trello', call, kind, because: `refused with ${status}`, status });
}

/** `API_TOO_MANY_CARDS_REQUESTED` comes with 403 (org-trello issue 385); other statuses were seen for answers grown too large. */
const REFUSALS_READ = [400, 403, 413, 449];

function isTooMany(body: unknown): boolean {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return text.includes('API_TOO_MANY_CARDS_REQUESTED');
}

/** `https://api.trello.com`, with or without the version all its paths begin with. */
function apiBase(baseUrl: string): string {
  const bare = baseUrl.replace(/\/+$/, '');
  return bare.endsWith('/1') ? bare : `${bare}/1`;
}
