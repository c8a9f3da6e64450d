/** One issue, its remote links, and the page “open in Jira” leads to. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { escapeHtml } from '../html.ts';
import { stateAt } from '../state.ts';
import type { SimTask, SimTaskState } from '../world.ts';
import { lookUp, type Parts, writeList } from './parts.ts';
import { asList, asText, notFound, type Query, sendJson } from './requests.ts';
import { readSelection, writeIssue } from './selection.ts';

export function addOneIssueRoutes(parts: Parts): void {
  const { app } = parts.core;
  app.get('/rest/api/3/issue/:idOrKey', (request, reply) => getIssue(parts, request, reply));
  app.get('/rest/api/3/issue/:idOrKey/remotelink', (request, reply) => getRemoteLinks(parts, request, reply));
  app.get('/browse/:idOrKey', (request, reply) => browse(parts, request, reply));
}

function visible({ site }: Parts, request: FastifyRequest): SimTask | undefined {
  return lookUp(site, [(request.params as { idOrKey: string }).idOrKey]).found[0];
}

function getIssue(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const task = visible(parts, request);
  if (task === undefined) return notFound(reply);
  const query = request.query as Query;
  parts.core.countTasks(request, 1);
  const wantsHistory = (asText(query.expand) ?? '').split(',').includes('changelog');
  const selection = readSelection(parts.fields, asList(query.fields), '*all');
  writeIssue(parts.writer, parts, task, selection, wantsHistory ? () => writeNewestChanges(parts, task) : undefined);
  return sendJson(reply, parts.writer.take());
}

const expandedChangesMax = 40;

/** `expand=changelog` gives the newest forty only: a client that takes it for the history loses the rest. */
function writeNewestChanges({ changelogs, writer }: Parts, task: SimTask): void {
  const all = changelogs.of(task);
  const newest = all.slice(-expandedChangesMax).reverse();
  writer.text(`,"changelog":{"startAt":0,"maxResults":${newest.length},"total":${all.length},"histories":[`);
  writeList(writer, newest, (entry) => writer.bytes(entry.json));
  writer.text(']}');
}

function getRemoteLinks(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const task = visible(parts, request);
  if (task === undefined) return notFound(reply);
  const { attachments } = stateAt(task, parts.site.clock.now) as SimTaskState;
  const self = `${parts.site.base}/rest/api/3/issue/${task.vendorId}/remotelink`;
  return reply.send(
    attachments.map(({ name, url }, at) => {
      const id = Number(task.vendorId) * 8 + at;
      return { id, self: `${self}/${id}`, relationship: 'mentioned in', object: { url, title: name } };
    }),
  );
}

/** Just enough to see that it is the right issue. */
function browse(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const html = reply.type('text/html; charset=utf-8');
  const task = visible(parts, request);
  if (task === undefined)
    return html
      .code(404)
      .send('<!doctype html><html lang="en"><title>No such issue</title><p>No such issue.</p></html>');
  const state = stateAt(task, parts.site.clock.now) as SimTaskState;
  const title = escapeHtml(`${task.key} ${state.title}`);
  const facts = escapeHtml([state.status, ...state.labels].join(' · '));
  const text = escapeHtml(state.text).replaceAll('\n', '<br>');
  return html.send(
    `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1><p>${facts}</p><p>${text}</p></html>`,
  );
}
