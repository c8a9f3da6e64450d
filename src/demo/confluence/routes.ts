/** The calls a reader of strategy makes: spaces, pages, labels, and who is asking. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { versionAt } from '../wiki-state.ts';
import type { SimSpace } from '../wiki-world.ts';
import { credentials, reader } from './access.ts';
import { asList, notFound, type Query, refuse, type Sorted, sendPage } from './answers.ts';
import type { Parts } from './parts.ts';
import { type Format, isArchived, renderLabel, renderPage, renderSpace } from './render.ts';
import { sendHits } from './search.ts';
import type { Shown, Site } from './site.ts';

const v2 = '/wiki/api/v2';

export function addRoutes(parts: Parts): void {
  const { app } = parts.core;
  type Route = (parts: Parts, request: FastifyRequest, reply: FastifyReply) => FastifyReply;
  const get = (path: string, route: Route) => app.get(path, (request, reply) => route(parts, request, reply));
  get('/wiki/rest/api/user/current', sendReader);
  get('/wiki/rest/api/search', sendHits);
  get(`${v2}/spaces`, sendSpaces);
  get(`${v2}/spaces/:id`, sendSpace);
  get(`${v2}/spaces/:id/content/labels`, sendSpaceLabels);
  get(`${v2}/pages`, sendPages);
  get(`${v2}/pages/:id`, sendOnePage);
  get(`${v2}/labels/:id/pages`, sendLabelledPages);
}

function sendReader({ site, zone }: Parts, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.send({
    type: 'known',
    accountId: reader.accountId,
    accountType: 'atlassian',
    email: credentials.email,
    publicName: reader.name,
    displayName: reader.name,
    timeZone: zone.name,
    isExternalCollaborator: false,
    profilePicture: { path: '/wiki/aa-avatar/reader', width: 48, height: 48, isDefault: true },
    _expandable: { operations: '', personalSpace: '' },
    _links: {
      self: `${site.base}/wiki/rest/api/user?accountId=${reader.accountId}`,
      base: `${site.base}/wiki`,
      context: '/wiki',
    },
  });
}

const ofSpaces = (all: readonly SimSpace[]): Sorted<SimSpace> => ({
  all,
  keyOf: ({ vendorId }) => ['', Number(vendorId)],
  isDescending: false,
});

function sendSpaces({ site }: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { ids, keys, status, type } = request.query as Query;
  const wanted = { ids: asList(ids), keys: asList(keys) };
  const found = site.spaces().filter((space) => {
    const shown = isArchived(space, site.clock.now) ? 'archived' : 'current';
    return (
      (ids === undefined || wanted.ids.includes(space.vendorId)) &&
      (keys === undefined || wanted.keys.includes(space.key ?? '')) &&
      (status === undefined || status === shown) &&
      (type === undefined || type === 'global')
    );
  });
  return sendPage(request, reply, site.base, ofSpaces(found), (space) => renderSpace(site, space));
}

function spaceAsked({ site }: Parts, request: FastifyRequest): SimSpace | undefined {
  const { id } = request.params as { id: string };
  return site.spaces().find(({ vendorId }) => vendorId === id);
}

function sendSpace(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const space = spaceAsked(parts, request);
  if (space === undefined) return notFound(reply);
  return reply.send(withBase(parts.site, renderSpace(parts.site, space)));
}

/** One record by itself says where its paths begin; in a list, the list does. */
function withBase({ base }: Site, record: Record<string, unknown>): Record<string, unknown> {
  return { ...record, _links: { ...(record._links as object), base: `${base}/wiki` } };
}

const sorts = /^-?(id|created-date|modified-date|title)$/;

/** Lists are made from an index, which may lag behind the pages. */
function ofPages({ site, indexLagMs }: Parts, query: Query, isWanted: (shown: Shown) => boolean): Sorted<Shown> {
  const now = site.clock.now - indexLagMs;
  const sort = String(query.sort ?? 'id');
  const keys = {
    id: () => '',
    'created-date': ({ page }: Shown) => page.createdAt,
    'modified-date': ({ page }: Shown) => versionAt(page, now).at,
    title: ({ state }: Shown) => state.title,
  };
  const keyOf = keys[sort.replace(/^-/, '') as keyof typeof keys];
  return {
    all: site.pages(now).filter(isWanted),
    keyOf: (shown) => [keyOf(shown), Number(shown.page.vendorId)],
    isDescending: sort.startsWith('-'),
  };
}

function sendPages(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const query = request.query as Query;
  const [ids, spaces, statuses] = [query.id, query['space-id'], query.status].map(asList) as [
    string[],
    string[],
    string[],
  ];
  const wanted = statuses.length === 0 ? ['current', 'archived'] : statuses;
  return sendSorted(parts, request, reply, ({ page, state, space }) =>
    [
      ids.length === 0 || ids.includes(page.vendorId),
      // A space that may not be seen, or is none, gives nothing: it is not a fault.
      spaces.length === 0 || spaces.includes(space.vendorId),
      wanted.includes(state.status),
      query.title === undefined || query.title === state.title,
    ].every(Boolean),
  );
}

function sendSorted(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  isWanted: (shown: Shown) => boolean,
): FastifyReply {
  const query = request.query as Query;
  if (query.sort !== undefined && !sorts.test(String(query.sort)))
    return refuse(reply, 400, "Provided value for 'sort' is not valid");
  const format = formatOf(query['body-format']);
  if (format === undefined) return refuse(reply, 400, "Provided value for 'body-format' is not valid");
  const now = parts.site.clock.now - parts.indexLagMs;
  return sendPage(request, reply, parts.site.base, ofPages(parts, query, isWanted), (shown) =>
    renderPage(parts.site, shown, format, now),
  );
}

/** Undefined for one there is not. */
function formatOf(asked: unknown): Format | null | undefined {
  if (asked === undefined) return null;
  return asked === 'storage' || asked === 'atlas_doc_format' ? asked : undefined;
}

/** A page that is hidden, or of another status than asked for, is not found: which of them, nobody is told. */
function sendOnePage({ site, core }: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const query = request.query as Query;
  const { id } = request.params as { id: string };
  if (!/^\d+$/.test(id))
    return refuse(reply, 400, "Provided value for 'id' is not the correct type. Expected type is long");
  const format = formatOf(query['body-format']);
  if (format === undefined) return refuse(reply, 400, "Provided value for 'body-format' is not valid");
  const shown = site.page(id);
  const statuses = query.status === undefined ? ['current', 'archived'] : asList(query.status);
  if (shown === null || !statuses.includes(shown.state.status)) return notFound(reply);
  core.countTasks(request, 1);
  const page = withBase(site, renderPage(site, shown, format, site.clock.now));
  return reply.send(query['include-labels'] === 'true' ? { ...page, labels: includedLabels(site, shown) } : page);
}

const includedMax = 50;

function includedLabels(site: Site, { page, state }: Shown) {
  return {
    results: state.labels.slice(0, includedMax).map((name) => renderLabel(site, name)),
    meta: { hasMore: state.labels.length > includedMax },
    _links: { self: `/wiki/api/v2/pages/${page.vendorId}/labels` },
  };
}

function sendSpaceLabels(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { site } = parts;
  const space = spaceAsked(parts, request);
  if (space === undefined) return notFound(reply);
  const pages = site.pages(site.clock.now).filter((shown) => shown.space === space && shown.state.status !== 'trashed');
  const names = [...new Set(pages.flatMap(({ state }) => state.labels))];
  const sorted = {
    all: names,
    keyOf: (name: string) => ['', Number(site.labels.idOf(name))] as const,
    isDescending: false,
  };
  return sendPage(request, reply, site.base, sorted, (name) => renderLabel(site, name));
}

function sendLabelledPages(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const name = parts.site.labels.nameOf((request.params as { id: string }).id);
  if (name === null) return notFound(reply);
  const spaces = asList((request.query as Query)['space-id']);
  return sendSorted(
    parts,
    request,
    reply,
    ({ state, space }) =>
      state.labels.includes(name) &&
      state.status !== 'trashed' &&
      (spaces.length === 0 || spaces.includes(space.vendorId)),
  );
}
