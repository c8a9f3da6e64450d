/** Webhooks of the OAuth app: registered in a list, alive for thirty days, prolonged, removed after the answer. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimScope } from '../world.ts';
import { isApp } from './access.ts';
import { JqlError, parseJql } from './jql.ts';
import type { Parts } from './parts.ts';
import { asList, asNumber, asText, badRequest, type Query } from './requests.ts';
import { bodyOf } from './routes-search.ts';
import type { DynamicWebhook } from './webhooks.ts';

const lifeMs = 30 * 86_400_000;
/** For one app, user and site. */
const webhooksMax = 5;
const pageMax = 100;
/** The answer to a removal only says that it was heard. */
const removalTakesMs = 20;

const supportedEvents = new Set(
  [
    ['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted'],
    ['comment_created', 'comment_updated', 'comment_deleted', 'issue_property_set', 'issue_property_deleted'],
    ['sprint_created', 'sprint_updated', 'sprint_closed', 'sprint_deleted', 'sprint_started'],
    ['released', 'unreleased', 'created', 'moved', 'updated', 'merged', 'deleted'].map(
      (each) => `jira:version_${each}`,
    ),
  ].flat(),
);
const supportedClauses = ['project', 'id', 'issuetype', 'status'];

export function addDynamicWebhookRoutes(parts: Parts): void {
  const { app } = parts.core;
  const ofApp =
    (answer: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply) =>
      isApp(request) ? answer(request, reply) : refuseCaller(reply);
  const path = '/rest/api/3/webhook';
  app.post(
    path,
    ofApp((request, reply) => register(parts, reply, bodyOf(request))),
  );
  app.get(
    path,
    ofApp((request) => list(parts, request.query as Query)),
  );
  app.put(
    `${path}/refresh`,
    ofApp((request, reply) => refresh(parts, reply, bodyOf(request))),
  );
  app.delete(
    path,
    ofApp((request, reply) => remove(parts, reply, bodyOf(request))),
  );
}

function refuseCaller(reply: FastifyReply): FastifyReply {
  return reply
    .code(403)
    .send({ errorMessages: ['Only Connect and OAuth 2.0 apps can use this operation.'], errors: {} });
}

function register({ core, site, webhooks }: Parts, reply: FastifyReply, asked: Query): unknown {
  const url = asText(asked.url);
  const wanted = Array.isArray(asked.webhooks) ? (asked.webhooks as Query[]) : [];
  if (url === null || !URL.canParse(url)) return badRequest(reply, 'The URL is invalid.');
  if (wanted.length === 0) return badRequest(reply, 'At least one webhook must be given.');
  if (webhooks.alive().some((hook) => hook.url !== url)) {
    return badRequest(reply, 'Only a single URL per app is allowed to be registered.');
  }
  const webhookRegistrationResult = wanted.map((each) => {
    const errors = faultsOf(each, [...site.scopes.values()]);
    if (webhooks.alive().length >= webhooksMax) errors.push(`At most ${webhooksMax} webhooks can be registered.`);
    if (errors.length > 0) return { errors };
    const id = webhooks.nextId();
    const hook: DynamicWebhook = {
      id,
      kind: 'dynamic',
      url,
      events: asList(each.events),
      jql: asText(each.jqlFilter) ?? '',
      fieldIds: each.fieldIdsFilter === undefined ? null : asList(each.fieldIdsFilter),
      expiresAt: core.clock.now + lifeMs,
    };
    webhooks.dynamic.set(id, hook);
    return { createdWebhookId: Number(id) };
  });
  return { webhookRegistrationResult };
}

function faultsOf(wanted: Query, scopes: readonly SimScope[]): string[] {
  const events = asList(wanted.events);
  const unknown = events.filter((event) => !supportedEvents.has(event));
  const faults = unknown.map((event) => `The event ${event} is unsupported`);
  if (events.length === 0) faults.push('At least one event must be given');
  const jql = asText(wanted.jqlFilter);
  return jql === null ? [...faults, 'The JQL filter must be given'] : [...faults, ...faultsOfFilter(jql, scopes)];
}

function faultsOfFilter(jql: string, scopes: readonly SimScope[]): string[] {
  try {
    return parseJql(jql).clauses.flatMap(({ field, operator, values }) => {
      if (!supportedClauses.includes(field)) return [`The clause ${field} is unsupported`];
      if (!['=', '!=', 'in', 'not in'].includes(operator)) return [`The operator ${operator} is unsupported`];
      const unknown =
        field === 'project' ? values.filter((value) => !scopes.some((scope) => isNamed(scope, value))) : [];
      return unknown.map((value) => `The value '${value}' does not exist for the field 'project'.`);
    });
  } catch (error) {
    if (error instanceof JqlError) return [error.message];
    throw error;
  }
}

function isNamed({ key, vendorId, name }: SimScope, value: string): boolean {
  return vendorId === value || key === value.toUpperCase() || name === value;
}

function list({ site, webhooks }: Parts, query: Query): unknown {
  const startAt = Math.max(asNumber(query.startAt) ?? 0, 0);
  const maxResults = Math.min(Math.max(asNumber(query.maxResults) ?? pageMax, 1), pageMax);
  const all = webhooks.alive();
  const self = `${site.base}/rest/api/3/webhook`;
  const isLast = startAt + maxResults >= all.length;
  return {
    self: `${self}?startAt=${startAt}&maxResults=${maxResults}`,
    ...(isLast ? {} : { nextPage: `${self}?startAt=${startAt + maxResults}&maxResults=${maxResults}` }),
    maxResults,
    startAt,
    total: all.length,
    isLast,
    values: all.slice(startAt, startAt + maxResults).map(render),
  };
}

function render({ id, url, events, jql, fieldIds, expiresAt }: DynamicWebhook): unknown {
  return {
    id: Number(id),
    url,
    events,
    jqlFilter: jql,
    ...(fieldIds === null ? {} : { fieldIdsFilter: fieldIds }),
    expirationDate: writeDate(expiresAt),
  };
}

function writeDate(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

/** Ids nobody knows are passed over. */
function idsIn(asked: Query): string[] {
  return asList(asked.webhookIds);
}

function refresh({ core, webhooks }: Parts, reply: FastifyReply, asked: Query): unknown {
  const ids = idsIn(asked);
  if (ids.length === 0) return badRequest(reply, 'The webhook IDs must be given.');
  const expiresAt = core.clock.now + lifeMs;
  for (const hook of webhooks.alive()) if (ids.includes(hook.id)) hook.expiresAt = expiresAt;
  return { expirationDate: writeDate(expiresAt) };
}

function remove({ webhooks }: Parts, reply: FastifyReply, asked: Query): unknown {
  const ids = idsIn(asked);
  if (ids.length === 0) return badRequest(reply, 'The webhook IDs must be given.');
  setTimeout(() => {
    for (const id of ids) webhooks.dynamic.delete(id);
  }, removalTakesMs).unref();
  return reply.code(202).send();
}
