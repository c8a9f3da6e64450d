/** Search, issues and their history. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimCore } from '../server.ts';
import { stateAt } from '../state.ts';
import type { SimTask, SimTaskState } from '../world.ts';
import type { Changelogs, Entry } from './changelog.ts';
import type { IssueFields } from './issue-fields.ts';
import { JqlError } from './jql.ts';
import { asList, asNumber, type Body, badRequest, notFound, type Query, sendJson } from './requests.ts';
import type { Search } from './search.ts';
import { readSelection, writeIssue } from './selection.ts';
import { isArchived, type Site } from './site.ts';

export interface Parts {
  readonly core: SimCore;
  readonly site: Site;
  readonly fields: IssueFields;
  readonly changelogs: Changelogs;
  readonly search: Search;
}

const pageMax = 100;
const idPageMax = 5_000;
const reconcileMax = 50;

export function addIssueRoutes(parts: Parts): void {
  const { app } = parts.core;
  app.get('/rest/api/3/search/jql', (request, reply) => searchIssues(parts, request, reply, request.query as Query));
  app.post('/rest/api/3/search/jql', (request, reply) =>
    searchIssues(parts, request, reply, (request.body ?? {}) as Body),
  );
  app.post('/rest/api/3/search/approximate-count', (request, reply) =>
    countIssues(parts, reply, (request.body ?? {}) as Body),
  );
  app.post('/rest/api/3/issue/bulkfetch', (request, reply) =>
    fetchIssues(parts, request, reply, (request.body ?? {}) as Body),
  );
  app.post('/rest/api/3/changelog/bulkfetch', (request, reply) =>
    fetchChangelogs(parts, request, reply, (request.body ?? {}) as Body),
  );
  app.get('/rest/api/3/issue/:idOrKey', (request, reply) => getIssue(parts, request, reply));
  app.get('/rest/api/3/issue/:idOrKey/changelog', (request, reply) => getChangelog(parts, request, reply));
  app.get('/rest/api/3/issue/:idOrKey/remotelink', (request, reply) => getRemoteLinks(parts, request, reply));
  for (const method of ['GET', 'POST'] as const)
    app.route({ method, url: '/rest/api/3/search', handler: (_, reply) => removed(reply) });
}

/** The search Atlassian took away (changelog entry CHANGE-2046). */
function removed(reply: FastifyReply): FastifyReply {
  const message =
    'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046';
  return reply.code(410).send({ errorMessages: [message], errors: {} });
}

/** Runs what may refuse a query; a refusal is a 400 in Jira's words. */
function answerJql(reply: FastifyReply, run: () => FastifyReply): FastifyReply {
  try {
    return run();
  } catch (error) {
    if (error instanceof JqlError) return badRequest(reply, error.message);
    throw error;
  }
}

function searchIssues(
  { core, site, fields, search }: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Query,
): FastifyReply {
  const selection = readSelection(asList(asked.fields), 'id');
  const wanted = asNumber(asked.maxResults) ?? 50;
  if (wanted < 0) return badRequest(reply, 'The maxResults parameter must not be negative.');
  if (asList(asked.reconcileIssues).length > reconcileMax)
    return badRequest(reply, `At most ${reconcileMax} issues can be reconciled.`);
  const size = Math.max(1, Math.min(wanted, selection.isIdOnly ? idPageMax : pageMax));
  return answerJql(reply, () => {
    const { issues, nextPageToken } = search.page(
      String(asked.jql ?? ''),
      asked.nextPageToken === undefined || asked.nextPageToken === null ? null : String(asked.nextPageToken),
      size,
    );
    core.countTasks(request, issues.length);
    const token = nextPageToken === null ? '' : `"nextPageToken":"${nextPageToken}",`;
    const names = String(asked.expand ?? '')
      .split(',')
      .includes('names')
      ? `,"names":${JSON.stringify(fieldNames(site))}`
      : '';
    return sendJson(
      reply,
      `{"issues":[${issues.map((task) => writeIssue(site, fields, task, selection)).join(',')}],${token}"isLast":${nextPageToken === null}${names}}`,
    );
  });
}

function fieldNames(site: Site): Record<string, string> {
  return Object.fromEntries(site.fields.all.map((field) => [field.id, field.name]));
}

function countIssues({ search }: Parts, reply: FastifyReply, asked: Body): FastifyReply {
  return answerJql(reply, () => reply.send({ count: search.find(String(asked.jql ?? '')).length }));
}

/** Ids or keys, each once; unknown ones apart. Issues of archived projects cannot be seen. */
function lookUp(site: Site, names: readonly string[]): { found: SimTask[]; missing: string[] } {
  const found = new Set<SimTask>();
  const missing: string[] = [];
  for (const name of names) {
    const task = site.find(name);
    if (task === null || isArchived(site, site.scopeOf(task))) missing.push(name);
    else found.add(task);
  }
  return { found: [...found].sort((left, right) => Number(left.vendorId) - Number(right.vendorId)), missing };
}

function fetchIssues(
  { core, site, fields }: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Body,
): FastifyReply {
  const names = asList(asked.issueIdsOrKeys);
  if (names.length === 0) return badRequest(reply, 'issueIdsOrKeys must not be empty.');
  if (names.length > pageMax) return badRequest(reply, `At most ${pageMax} issues can be fetched at once.`);
  const { found, missing } = lookUp(site, names);
  const selection = readSelection(asList(asked.fields), '*all');
  core.countTasks(request, found.length);
  const errors = missing.map((id) => ({
    id,
    errorMessage: 'Issue does not exist or you do not have permission to see it.',
  }));
  return sendJson(
    reply,
    `{"issues":[${found.map((task) => writeIssue(site, fields, task, selection)).join(',')}],"issueErrors":${JSON.stringify(errors)}}`,
  );
}

const changelogIssuesMax = 1_000;
const changelogPageMax = 10_000;
const changelogFieldsMax = 10;

/** Oldest change first over all issues asked for, cut into pages, then put together by issue: one issue may stand on several pages. */
function fetchChangelogs(
  { core, site, changelogs }: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  asked: Body,
): FastifyReply {
  const names = asList(asked.issueIdsOrKeys);
  const fieldIds = asList(asked.fieldIds);
  if (names.length === 0 || names.length > changelogIssuesMax)
    return badRequest(reply, `Between 1 and ${changelogIssuesMax} issues must be given.`);
  if (fieldIds.length > changelogFieldsMax)
    return badRequest(reply, `At most ${changelogFieldsMax} fields can be given.`);
  const size = Math.min(Math.max(asNumber(asked.maxResults) ?? 1_000, 1), changelogPageMax);
  const from =
    asked.nextPageToken === undefined || asked.nextPageToken === null
      ? 0
      : Number(Buffer.from(String(asked.nextPageToken), 'base64url').toString());
  if (!Number.isInteger(from) || from < 0) return badRequest(reply, 'The provided next page token is invalid.');
  const entries = lookUp(site, names)
    .found.flatMap((task) =>
      changelogs
        .of(task)
        .filter((entry) => isAskedFor(entry, fieldIds))
        .map((entry) => ({ task, entry })),
    )
    .sort(
      (left, right) =>
        left.entry.at - right.entry.at ||
        Number(left.task.vendorId) - Number(right.task.vendorId) ||
        left.entry.id - right.entry.id,
    );
  const byIssue = Map.groupBy(entries.slice(from, from + size), ({ task }) => task);
  core.countTasks(request, byIssue.size);
  const logs = [...byIssue].map(
    ([task, own]) =>
      `{"issueId":"${task.vendorId}","changeHistories":[${own.map(({ entry }) => entry.json).join(',')}]}`,
  );
  const token =
    from + size < entries.length ? `,"nextPageToken":"${Buffer.from(String(from + size)).toString('base64url')}"` : '';
  return sendJson(reply, `{"issueChangeLogs":[${logs.join(',')}]${token}}`);
}

function isAskedFor(entry: Entry, fieldIds: readonly string[]): boolean {
  return fieldIds.length === 0 || entry.fieldIds.some((id) => fieldIds.includes(id));
}

function visible({ site }: Parts, request: FastifyRequest): SimTask | null {
  return lookUp(site, [(request.params as { idOrKey: string }).idOrKey]).found[0] ?? null;
}

function getIssue(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const task = visible(parts, request);
  if (task === null) return notFound(reply);
  const query = request.query as Query;
  parts.core.countTasks(request, 1);
  const wantsHistory = String(query.expand ?? '')
    .split(',')
    .includes('changelog');
  return sendJson(
    reply,
    writeIssue(
      parts.site,
      parts.fields,
      task,
      readSelection(asList(query.fields), '*all'),
      wantsHistory ? newestChanges(parts, task) : '',
    ),
  );
}

const expandedChangesMax = 40;

/** `expand=changelog` gives the newest forty only: a client that takes it for the history loses the rest. */
function newestChanges({ changelogs }: Parts, task: SimTask): string {
  const all = changelogs.of(task);
  const newest = all.slice(-expandedChangesMax).reverse();
  return `,"changelog":{"startAt":0,"maxResults":${newest.length},"total":${all.length},"histories":[${newest.map((entry) => entry.json).join(',')}]}`;
}

function getChangelog(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const task = visible(parts, request);
  if (task === null) return notFound(reply);
  const query = request.query as Query;
  const startAt = asNumber(query.startAt) ?? 0;
  const maxResults = Math.min(asNumber(query.maxResults) ?? 100, 100);
  const all = parts.changelogs.of(task);
  const values = all.slice(startAt, startAt + maxResults).map((entry) => entry.json);
  const self = `${parts.site.base}/rest/api/3/issue/${task.vendorId}/changelog`;
  const isLast = startAt + maxResults >= all.length;
  const next = isLast ? '' : `"nextPage":"${self}?maxResults=${maxResults}&startAt=${startAt + maxResults}",`;
  return sendJson(
    reply,
    `{"self":"${self}?maxResults=${maxResults}&startAt=${startAt}",${next}"maxResults":${maxResults},"startAt":${startAt},"total":${all.length},"isLast":${isLast},"values":[${values.join(',')}]}`,
  );
}

function getRemoteLinks(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const task = visible(parts, request);
  if (task === null) return notFound(reply);
  const { attachments } = stateAt(task, parts.site.clock.now) as SimTaskState;
  return reply.send(
    attachments.map(({ name, url }, at) => {
      const id = Number(task.vendorId) * 8 + at;
      return {
        id,
        self: `${parts.site.base}/rest/api/3/issue/${task.vendorId}/remotelink/${id}`,
        relationship: 'mentioned in',
        object: { url, title: name },
      };
    }),
  );
}
