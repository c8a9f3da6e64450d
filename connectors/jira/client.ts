import type { Client, SendRequestOptions } from 'jira.js/core';
import { z } from 'zod';
import type { ConnectorOptions } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { type Budget, createTransport, type JsonAnswer, type QueryValue } from '../http.ts';
import * as schema from './schema.ts';

type JiraSdk = typeof import('jira.js/cloud');

/** Jira's own bounds of one request. Source: REST v3 reference, read 2026-11-22. */
export const ISSUES_PER_PAGE = 100;
export const IDS_PER_PAGE = 5000;
export const HISTORIES_PER_PAGE = 1000;
const HISTORY_ENTRIES_PER_PAGE = 10_000;
const PROJECTS_PER_PAGE = 100;

const SEARCH = 'search issues';
// Jira wants a bound; this one leaves nothing out, in whatever zone it is read.
const NEWEST_FIRST = 'updated >= "2000-01-01" ORDER BY updated DESC';

export interface SearchRequest {
  readonly jql: string;
  readonly fields: readonly string[];
  readonly pageSize: number;
  readonly token: string | null;
  /** Further parts of the answer, separated by commas. */
  readonly expand?: string;
}

export type SearchAnswer = z.infer<typeof schema.searchSchema>;

/** The calls we make, each answer checked for the fields we read. All of them only read, so all may be sent again. */
export interface JiraCalls {
  /** @throws ConnectorError `cursor-expired` for a token Jira no longer takes, `not-visible` for a project it will not name. */
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchAnswer>;
  /** As `search`, over several projects: where Jira will not name some of them, these, so that the others can be asked for. */
  searchProjects(
    request: SearchRequest,
    projectIds: readonly string[],
    signal: AbortSignal,
  ): Promise<SearchAnswer | { readonly hidden: readonly string[] }>;
  /** The newest `updated` of all issues these credentials see, as Jira writes it; null where they see none. */
  newestChange(signal: AbortSignal): Promise<string | number | null>;
  /** Up to 100 ids or keys. Hidden and missing issues are simply not in the answer. */
  fetchIssues(
    ids: readonly string[],
    fields: readonly string[],
    signal: AbortSignal,
  ): Promise<z.infer<typeof schema.bulkIssuesSchema>>;
  /** Status changes of up to 1,000 issues. */
  fetchHistories(
    ids: readonly string[],
    token: string | null,
    signal: AbortSignal,
  ): Promise<z.infer<typeof schema.bulkHistorySchema>>;
  fields(signal: AbortSignal): Promise<schema.JiraField[]>;
  statuses(signal: AbortSignal): Promise<z.infer<typeof schema.statusesSchema>>;
  projects(startAt: number, signal: AbortSignal): Promise<z.infer<typeof schema.projectsSchema> | null>;
  /** null where links are switched off or the issue is hidden. */
  remoteLinks(id: string, signal: AbortSignal): Promise<z.infer<typeof schema.remoteLinksSchema> | null>;
  myself(signal: AbortSignal): Promise<z.infer<typeof schema.myselfSchema>>;
  serverInfo(signal: AbortSignal): Promise<z.infer<typeof schema.serverInfoSchema>>;
}

interface CallOptions {
  /** Statuses that `refuse` explains; it is asked before the answer is read. */
  readonly accept?: readonly number[];
  readonly refuse?: (answer: JsonAnswer) => ConnectorError | null;
}

export function createJiraCalls(options: ConnectorOptions): JiraCalls {
  const { email = '', token } = options.credentials;
  const basic = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  const transport = createTransport({
    tool: 'jira',
    connectionId: options.connectionId,
    baseUrl: options.baseUrl,
    authorise: (headers) => {
      headers.authorization = basic;
    },
    readBudget,
    // Wrong logins beyond a few end in a CAPTCHA, which Jira answers with 403 and this header: nobody but a person can mend it.
    classify: ({ status, headers }) =>
      status === 403 && headers['x-seraph-loginreason']?.includes('AUTHENTICATION_DENIED') ? 'unauthorised' : null,
    reach: options.reach,
    onTraffic: options.onTraffic,
    now: options.now,
  });

  /** jira.js builds the request, our transport sends it, our schema reads the answer. */
  async function call<T>(
    name: string,
    answerSchema: z.ZodType<T>,
    signal: AbortSignal,
    send: (sdk: JiraSdk, client: Client) => Promise<unknown>,
    { accept = [], refuse = () => null }: CallOptions = {},
  ): Promise<T> {
    const client: Client = {
      async sendRequest<Answer>(request: SendRequestOptions<Answer>): Promise<Answer> {
        const answer = await transport.json(
          name,
          {
            method: request.method === 'POST' ? 'POST' : 'GET',
            path: request.url,
            query: request.searchParams as Record<string, QueryValue> | undefined,
            body: request.body,
            isRead: true,
            accept,
          },
          signal,
        );
        const refusal = refuse(answer);
        if (refusal) throw refusal;
        return answer.body as Answer;
      },
    };
    const body = await send(await loadSdk(), client);
    const parsed = answerSchema.safeParse(body);
    if (parsed.success) return parsed.data;
    const where = parsed.error.issues[0]?.path.join('.') || 'the answer';
    throw fail(name, 'unexpected-answer', `${where} is not what Jira documents`);
  }

  function searchAs<T>(
    answerSchema: z.ZodType<T>,
    request: SearchRequest,
    refuse: (answer: JsonAnswer) => ConnectorError | null,
    signal: AbortSignal,
  ): Promise<T> {
    return call(
      SEARCH,
      answerSchema,
      signal,
      (sdk, client) =>
        sdk.searchAndReconsileIssuesUsingJqlPost(client, {
          jql: request.jql,
          fields: [...request.fields],
          maxResults: request.pageSize,
          ...(request.token === null ? {} : { nextPageToken: request.token }),
          ...(request.expand === undefined ? {} : { expand: request.expand }),
        }),
      { accept: [400], refuse },
    );
  }

  return {
    search: (request, signal) =>
      searchAs(schema.searchSchema, request, (answer) => explainSearch(request, answer), signal),
    searchProjects(request, projectIds, signal) {
      const hiddenSchema = schema.refusalSchema.transform(({ errorMessages }) => ({
        hidden: projectIds.filter((id) => isNamed(id, errorMessages)),
      }));
      const refuse = (answer: JsonAnswer) => {
        const refusal = hiddenSchema.safeParse(answer.body);
        return refusal.success && refusal.data.hidden.length > 0 ? null : explainSearch(request, answer);
      };
      return searchAs(z.union([schema.searchSchema, hiddenSchema]), request, refuse, signal);
    },
    async newestChange(signal) {
      const request = { jql: NEWEST_FIRST, fields: ['updated'], pageSize: 1, token: null };
      const { issues } = await searchAs(
        schema.newestSchema,
        request,
        (answer) => explainSearch(request, answer),
        signal,
      );
      return issues[0]?.fields.updated ?? null;
    },
    fetchIssues(ids, fields, signal) {
      return call('fetch issues', schema.bulkIssuesSchema, signal, (sdk, client) =>
        sdk.bulkFetchIssues(client, { issueIdsOrKeys: [...ids], fields: [...fields] }),
      );
    },
    fetchHistories(ids, token, signal) {
      return call('fetch histories', schema.bulkHistorySchema, signal, (sdk, client) =>
        sdk.getBulkChangelogs(client, {
          issueIdsOrKeys: [...ids],
          fieldIds: ['status'],
          maxResults: HISTORY_ENTRIES_PER_PAGE,
          ...(token === null ? {} : { nextPageToken: token }),
        }),
      );
    },
    fields: (signal) => call('list fields', schema.fieldsSchema, signal, (sdk, client) => sdk.getFields(client)),
    statuses: (signal) =>
      call('list statuses', schema.statusesSchema, signal, (sdk, client) => sdk.getStatuses(client)),
    projects(startAt, signal) {
      return call('list projects', schema.projectsSchema, signal, (sdk, client) =>
        sdk.searchProjects(client, {
          startAt,
          maxResults: PROJECTS_PER_PAGE,
          status: ['live', 'archived'],
          expand: 'insight',
          orderBy: 'key',
        }),
      ).catch(nullWhenHidden);
    },
    remoteLinks(id, signal) {
      return call('list remote links', schema.remoteLinksSchema, signal, (sdk, client) =>
        sdk.getRemoteIssueLinks(client, { issueIdOrKey: encodeURIComponent(id) }),
      ).catch(nullWhenHidden);
    },
    myself: (signal) =>
      call('read own account', schema.myselfSchema, signal, (sdk, client) => sdk.getCurrentUser(client)),
    serverInfo: (signal) =>
      call('read server info', schema.serverInfoSchema, signal, (sdk, client) => sdk.getServerInfo(client)),
  };
}

let sdk: Promise<JiraSdk> | undefined;

/** Loading jira.js builds a thousand schemas (about half a second, 80 MB), which commands that never call Jira need not pay for. */
function loadSdk(): Promise<JiraSdk> {
  sdk ??= import('jira.js/cloud');
  return sdk;
}

function fail(call: string, kind: ConnectorError['kind'], because: string): ConnectorError {
  return new ConnectorError({ tool: 'jira', call, kind, because });
}

function nullWhenHidden(error: unknown): null {
  if (error instanceof ConnectorError && error.kind === 'not-visible') return null;
  throw error;
}

/** Jira says 400 for a token it no longer knows and for a project it will not show; only what was asked tells them apart. */
function explainSearch(request: SearchRequest, answer: JsonAnswer): ConnectorError | null {
  if (answer.status !== 400) return null;
  if (request.token !== null) return fail(SEARCH, 'cursor-expired', 'the page token is no longer valid');
  const { errorMessages } = (answer.body ?? {}) as { errorMessages?: unknown };
  const isHidden =
    Array.isArray(errorMessages) && errorMessages.some((text) => /does not exist|permission/i.test(text));
  return isHidden
    ? fail(SEARCH, 'not-visible', 'the project is not found or not visible to these credentials')
    : fail(SEARCH, 'unexpected-answer', 'the query was refused (400)');
}

/** Whether a message names this id as a whole, in whatever language the rest of it is. */
function isNamed(id: string, messages: readonly string[]): boolean {
  const whole = new RegExp(`(?<!\\d)${id}(?!\\d)`);
  return messages.some((text) => whole.test(text));
}

/** `X-RateLimit-Remaining` and `-Reset` (ISO time): what is left of the bucket this answer came from. */
function readBudget(headers: Readonly<Record<string, string>>, now: number): Budget | null {
  const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
  const resetAt = Date.parse(headers['x-ratelimit-reset'] ?? '');
  if (!Number.isFinite(remaining) || Number.isNaN(resetAt)) return null;
  const serverNow = Date.parse(headers.date ?? '');
  return { remaining, resetMs: resetAt - (Number.isNaN(serverNow) ? now : serverNow) };
}
