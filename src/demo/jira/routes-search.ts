/** Search, its count, and issues fetched by the hundred. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JqlError } from './jql.ts';
import { lookUp, type Parts, writeList } from './parts.ts';
import { asList, asNumber, asText, badRequest, notVisible, type Query, sendJson } from './requests.ts';
import { readSelection, writeIssue } from './selection.ts';
import type { Site } from './site.ts';

const pageMax = 100;
const idPageMax = 5_000;
const reconcileMax = 50;

export function addSearchRoutes(parts: Parts): void {
  const { app } = parts.core;
  app.get('/rest/api/3/search/jql', (request, reply) => searchIssues(parts, request, reply, request.query as Query));
  app.post('/rest/api/3/search/jql', (request, reply) => searchIssues(parts, request, reply, bodyOf(request)));
  app.post('/rest/api/3/search/approximate-count', (request, reply) => countIssues(parts, reply, bodyOf(request)));
  app.post('/rest/api/3/issue/bulkfetch', (request, reply) => fetchIssues(parts, request, reply, bodyOf(request)));
  for (const method of ['GET', 'POST'] as const) {
    app.route({ method, url: '/rest/api/3/search', handler: (_, reply) => removed(reply) });
  }
}

export function bodyOf(request: FastifyRequest): Query {
  return (request.body ?? {}) as Query;
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

function searchIssues(parts: Parts, request: FastifyRequest, reply: FastifyReply, asked: Query): FastifyReply {
  const { core, site, fields, search, writer } = parts;
  const selection = readSelection(fields, asList(asked.fields), 'id');
  const wanted = asNumber(asked.maxResults) ?? 50;
  if (wanted < 0) return badRequest(reply, 'The maxResults parameter must not be negative.');
  if (asList(asked.reconcileIssues).length > reconcileMax) {
    return badRequest(reply, `At most ${reconcileMax} issues can be reconciled.`);
  }
  const size = Math.max(1, Math.min(wanted, selection.isIdOnly ? idPageMax : pageMax));
  return answerJql(reply, () => {
    const { issues, nextPageToken } = search.page(
      asText(asked.jql) ?? '',
      asText(asked.nextPageToken),
      size,
      asList(asked.reconcileIssues),
    );
    core.countTasks(request, issues.length);
    const token = nextPageToken === null ? '' : `"nextPageToken":"${nextPageToken}",`;
    const isLast = nextPageToken === null;
    writer.text('{"issues":[');
    writeList(writer, issues, (task) => writeIssue(writer, parts, task, selection));
    writer.text(`],${token}"isLast":${isLast}${wants(asked, 'names') ? `,"names":${fieldNames(site)}` : ''}`);
    writer.text(`${wants(asked, 'schema') ? `,"schema":${fieldTypes(site)}` : ''}}`);
    return sendJson(reply, writer.take());
  });
}

function wants(asked: Query, part: 'names' | 'schema'): boolean {
  return (asText(asked.expand) ?? '').split(',').includes(part);
}

function fieldNames(site: Site): string {
  return JSON.stringify(Object.fromEntries(site.fields.all.map((field) => [field.id, field.name])));
}

function fieldTypes(site: Site): string {
  return JSON.stringify(Object.fromEntries(site.fields.all.map((field) => [field.id, field.schema])));
}

function countIssues({ search }: Parts, reply: FastifyReply, asked: Query): FastifyReply {
  return answerJql(reply, () => reply.send({ count: search.find(asText(asked.jql) ?? '').length }));
}

function fetchIssues(parts: Parts, request: FastifyRequest, reply: FastifyReply, asked: Query): FastifyReply {
  const { core, site, fields, writer } = parts;
  const names = asList(asked.issueIdsOrKeys);
  if (names.length === 0) return badRequest(reply, 'issueIdsOrKeys must not be empty.');
  if (names.length > pageMax) return badRequest(reply, `At most ${pageMax} issues can be fetched at once.`);
  const { found, missing } = lookUp(site, names);
  const selection = readSelection(fields, asList(asked.fields), '*all');
  core.countTasks(request, found.length);
  const errors = missing.map((id) => ({ id, errorMessage: notVisible }));
  writer.text('{"issues":[');
  writeList(writer, found, (task) => writeIssue(writer, parts, task, selection));
  writer.text(`],"issueErrors":${JSON.stringify(errors)}}`);
  return sendJson(reply, writer.take());
}
