import { z } from 'zod';
import { ConnectorError } from '../errors.ts';
import type { JsonAnswer, Transport } from '../http.ts';
import { createCall, fail } from './call.ts';
import * as schema from './schema.ts';

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
  /** Live and archived ones, or those in the bin that these credentials may see. */
  projects(
    which: 'listed' | 'deleted',
    startAt: number,
    signal: AbortSignal,
  ): Promise<z.infer<typeof schema.projectsSchema> | null>;
  /** null where links are switched off or the issue is hidden. */
  remoteLinks(id: string, signal: AbortSignal): Promise<z.infer<typeof schema.remoteLinksSchema> | null>;
  myself(signal: AbortSignal): Promise<z.infer<typeof schema.myselfSchema>>;
  serverInfo(signal: AbortSignal): Promise<z.infer<typeof schema.serverInfoSchema>>;
}

export function createJiraCalls(transport: Transport): JiraCalls {
  const call = createCall(transport);

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
    projects(which, startAt, signal) {
      return call('list projects', schema.projectsSchema, signal, (sdk, client) =>
        sdk.searchProjects(client, {
          startAt,
          maxResults: PROJECTS_PER_PAGE,
          status: which === 'listed' ? ['live', 'archived'] : ['deleted'],
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
