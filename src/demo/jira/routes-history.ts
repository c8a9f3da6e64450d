/** Change logs: of up to a thousand issues at once, or of one. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimTask } from '../world.ts';
import type { Changelogs, Entry } from './changelog.ts';
import { lookUp, type Parts, writeList } from './parts.ts';
import { asList, asNumber, asText, badRequest, notFound, type Query, sendJson } from './requests.ts';
import { bodyOf } from './routes-search.ts';

const issuesMax = 1_000;
const fieldsMax = 10;
const bulkPageMax = 10_000;
const pageMax = 100;

export function addHistoryRoutes(parts: Parts): void {
  const { app } = parts.core;
  app.post('/rest/api/3/changelog/bulkfetch', (request, reply) =>
    fetchChangelogs(parts, request, reply, bodyOf(request)),
  );
  app.get('/rest/api/3/issue/:idOrKey/changelog', (request, reply) => getChangelog(parts, request, reply));
}

/** Oldest change first over all issues asked for, cut into pages, then put together by issue: one issue may stand on several pages. */
function fetchChangelogs(parts: Parts, request: FastifyRequest, reply: FastifyReply, asked: Query): FastifyReply {
  const names = asList(asked.issueIdsOrKeys);
  const fieldIds = asList(asked.fieldIds);
  const from = readPlace(asText(asked.nextPageToken));
  if (names.length === 0 || names.length > issuesMax)
    return badRequest(reply, `Between 1 and ${issuesMax} issues must be given.`);
  if (fieldIds.length > fieldsMax) return badRequest(reply, `At most ${fieldsMax} fields can be given.`);
  if (from === null) return badRequest(reply, 'The provided next page token is invalid.');
  const size = Math.min(Math.max(asNumber(asked.maxResults) ?? 1_000, 1), bulkPageMax);
  const all = changesOf(parts.changelogs, lookUp(parts.site, names).found, fieldIds);
  const byIssue = Map.groupBy(all.slice(from, from + size), ({ task }) => task);
  parts.core.countTasks(request, byIssue.size);
  const token = from + size < all.length ? `,"nextPageToken":"${writePlace(from + size)}"` : '';
  const { writer } = parts;
  writer.text('{"issueChangeLogs":[');
  writeList(writer, [...byIssue], ([task, own]) => {
    writer.text(`{"issueId":"${task.vendorId}","changeHistories":[`);
    writeList(writer, own, ({ entry }) => writer.bytes(entry.json));
    writer.text(']}');
  });
  writer.text(`]${token}}`);
  return sendJson(reply, writer.take());
}

interface Change {
  readonly task: SimTask;
  readonly entry: Entry;
}

function changesOf(changelogs: Changelogs, tasks: readonly SimTask[], fieldIds: readonly string[]): Change[] {
  const changes: Change[] = [];
  for (const task of tasks) {
    for (const entry of changelogs.of(task)) if (isAskedFor(entry, fieldIds)) changes.push({ task, entry });
  }
  // The sort is stable and the issues stand by ascending id: that settles changes of the same moment.
  return changes.sort((left, right) => left.entry.at - right.entry.at);
}

function isAskedFor(entry: Entry, fieldIds: readonly string[]): boolean {
  return fieldIds.length === 0 || entry.fieldIds.some((id) => fieldIds.includes(id));
}

function writePlace(place: number): string {
  return Buffer.from(String(place)).toString('base64url');
}

/** 0 without a token; null for one that is none of ours. */
function readPlace(token: string | null): number | null {
  if (token === null) return 0;
  const place = Number(Buffer.from(token, 'base64url').toString());
  return Number.isInteger(place) && place > 0 ? place : null;
}

function getChangelog({ site, changelogs, writer }: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const [task] = lookUp(site, [(request.params as { idOrKey: string }).idOrKey]).found;
  if (task === undefined) return notFound(reply);
  const query = request.query as Query;
  const startAt = Math.max(asNumber(query.startAt) ?? 0, 0);
  const maxResults = Math.min(Math.max(asNumber(query.maxResults) ?? pageMax, 1), pageMax);
  const all = changelogs.of(task);
  const self = `${site.base}/rest/api/3/issue/${task.vendorId}/changelog?maxResults=${maxResults}`;
  const isLast = startAt + maxResults >= all.length;
  const next = isLast ? '' : `"nextPage":"${self}&startAt=${startAt + maxResults}",`;
  writer.text(`{"self":"${self}&startAt=${startAt}",${next}"maxResults":${maxResults},"startAt":${startAt},`);
  writer.text(`"total":${all.length},"isLast":${isLast},"values":[`);
  writeList(writer, all.slice(startAt, startAt + maxResults), (entry) => writer.bytes(entry.json));
  writer.text(']}');
  return sendJson(reply, writer.take());
}
