/** Webhooks as an administrator makes them, in the interface or by `/rest/webhooks/1.0`: signed with a secret, alive until removed. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isApp } from './access.ts';
import type { Parts } from './parts.ts';
import { asList, asText, badRequest, type Query } from './requests.ts';
import { bodyOf } from './routes-search.ts';
import type { Site } from './site.ts';
import { reader } from './users.ts';
import type { AdminWebhook } from './webhooks.ts';

const base = '/rest/webhooks/1.0/webhook';
const filterName = 'issue-related-events-section';

/** @param isAdmin Whether the account may administer the site. */
export function addAdminWebhookRoutes(parts: Parts, isAdmin: boolean): void {
  const { core, site, webhooks } = parts;
  const { app } = core;
  const ofAdmin =
    (answer: (request: FastifyRequest, reply: FastifyReply) => unknown) =>
    async (request: FastifyRequest, reply: FastifyReply) =>
      isAdmin && !isApp(request) ? answer(request, reply) : refuseCaller(reply);
  const find = (request: FastifyRequest) => webhooks.admin.get((request.params as { id: string }).id);
  const missing = (reply: FastifyReply) =>
    reply.code(404).send({ errorMessages: ['The webhook does not exist.'], errors: {} });
  app.get(
    base,
    ofAdmin(() => [...webhooks.admin.values()].map((hook) => render(site, hook))),
  );
  app.post(
    base,
    ofAdmin((request, reply) => {
      const hook = read(bodyOf(request), webhooks.nextId(), core.clock.now, null);
      if (typeof hook === 'string') return badRequest(reply, hook);
      webhooks.admin.set(hook.id, hook);
      return reply.code(201).header('Location', selfOf(site, hook)).send(render(site, hook));
    }),
  );
  app.get(
    `${base}/:id`,
    ofAdmin((request, reply) => {
      const hook = find(request);
      return hook === undefined ? missing(reply) : render(site, hook);
    }),
  );
  app.put(
    `${base}/:id`,
    ofAdmin((request, reply) => {
      const former = find(request);
      if (former === undefined) return missing(reply);
      const hook = read(bodyOf(request), former.id, core.clock.now, former);
      if (typeof hook === 'string') return badRequest(reply, hook);
      webhooks.admin.set(hook.id, hook);
      return render(site, hook);
    }),
  );
  app.delete(
    `${base}/:id`,
    ofAdmin((request, reply) => {
      const hook = find(request);
      if (hook === undefined) return missing(reply);
      webhooks.admin.delete(hook.id);
      return reply.code(204).send();
    }),
  );
}

function refuseCaller(reply: FastifyReply): FastifyReply {
  return reply.code(403).send({ errorMessages: ['You do not have permission to administer webhooks.'], errors: {} });
}

/** What is wrong, or the webhook. What a change does not name stays as it was. */
function read(asked: Query, id: string, now: number, former: AdminWebhook | null): AdminWebhook | string {
  const name = asText(asked.name) ?? former?.name ?? '';
  const url = asText(asked.url) ?? former?.url ?? '';
  if (name === '') return 'The name must not be empty.';
  if (!URL.canParse(url)) return 'The URL is invalid.';
  const filters = asked.filters as Record<string, string> | undefined;
  return {
    id,
    kind: 'admin',
    name,
    description: asText(asked.description) ?? former?.description ?? '',
    url,
    events: asked.events === undefined ? (former?.events ?? []) : asList(asked.events),
    jql: filters?.[filterName] ?? former?.jql ?? '',
    excludeBody: asked.excludeBody === true,
    enabled: asked.enabled === undefined ? (former?.enabled ?? true) : asked.enabled === true,
    secret: asText(asked.secret) ?? former?.secret ?? null,
    updatedAt: now,
  };
}

function selfOf({ base: site }: Site, { id }: AdminWebhook): string {
  return `${site}${base}/${id}`;
}

/** The secret is never shown again. */
function render(site: Site, hook: AdminWebhook): Record<string, unknown> {
  return {
    name: hook.name,
    url: hook.url,
    description: hook.description,
    excludeBody: hook.excludeBody,
    filters: { [filterName]: hook.jql },
    events: hook.events,
    enabled: hook.enabled,
    isSigned: hook.secret !== null,
    self: selfOf(site, hook),
    lastUpdatedUser: reader.accountId,
    lastUpdatedDisplayName: reader.name,
    lastUpdated: hook.updatedAt,
  };
}
