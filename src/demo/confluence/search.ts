/** The older half's search: pages by a question, as they stand in an index that may lag behind. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { versionAt } from '../wiki-state.ts';
import { asList, partOf, type Query } from './answers.ts';
import { parseCql, type Question } from './cql.ts';
import type { Parts } from './parts.ts';
import { isArchived } from './render.ts';
import type { Shown, Site } from './site.ts';

const limitUsual = 25;
const limitMax = 250;

/** Neither the trash nor the archive is searched, nor a space that is archived. */
export function sendHits(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const query = request.query as Query;
  const question = readQuestion(query.cql, parts);
  if (question === null) return refuse(reply, 'Could not parse cql');
  const { site } = parts;
  const now = site.clock.now - parts.indexLagMs;
  const found = site.pages(now).filter((shown) => isSearched(shown, site) && question.matches(askedOf(shown, now)));
  const limit = Math.min(Number(query.limit ?? limitUsual), limitMax);
  const keyOf = (shown: Shown) => [versionAt(shown.page, now).at, Number(shown.page.vendorId)] as const;
  const part = partOf({ all: found, keyOf, isDescending: question.isNewestFirst }, limit, query.cursor);
  if (part === undefined || !(limit >= 0)) return refuse(reply, 'The cursor or the limit is not valid');
  const expand = asList(query.expand);
  const cql = String(query.cql);
  return reply.send({
    results: part.shown.map((shown) => renderHit(site, shown, expand, now)),
    start: 0,
    limit,
    size: part.shown.length,
    totalSize: found.length,
    cqlQuery: cql,
    searchDuration: 12,
    archivedResultCount: 0,
    _links: { ...nextOf(part.cursor, limit, cql), base: `${site.base}/wiki`, context: '/wiki' },
  });
}

function readQuestion(cql: unknown, { zone }: Parts): Question | null {
  try {
    return typeof cql === 'string' ? parseCql(cql, zone) : null;
  } catch {
    return null;
  }
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).send({ statusCode: 400, data: { authorized: true, valid: false, errors: [] }, message });
}

/** Relative to the wiki, and not to the site. */
function nextOf(cursor: string | null, limit: number, cql: string): { next?: string } {
  if (cursor === null) return {};
  return {
    next: `/rest/api/search?${new URLSearchParams({ next: 'true', cursor, limit: String(limit), start: String(limit), cql })}`,
  };
}

function isSearched({ state, space }: Shown, site: Site): boolean {
  return state.status === 'current' && !isArchived(space, site.clock.now);
}

function askedOf({ page, space }: Shown, now: number) {
  return { type: 'page', space: space.key ?? '', id: page.vendorId, lastmodified: versionAt(page, now).at };
}

function renderHit(site: Site, shown: Shown, expand: readonly string[], now: number) {
  const { page, state, space } = shown;
  const { number, at } = versionAt(page, now);
  const isWanted = (name: string) => expand.includes(`content.${name}`);
  const path = site.pathOf(shown);
  const when = new Date(at).toISOString();
  const version = { when, friendlyWhen: when.slice(0, 10), message: '', number, minorEdit: false };
  return {
    content: {
      id: page.vendorId,
      type: 'page',
      status: state.status,
      title: state.title,
      ...(isWanted('version') ? { version } : {}),
      ...(isWanted('space') ? { space: renderSpaceOf(shown) } : {}),
      childTypes: {},
      macroRenderedOutput: {},
      restrictions: {},
      _expandable: { container: '', metadata: '', history: `/rest/api/content/${page.vendorId}/history`, body: '' },
      _links: { webui: path, self: `${site.base}/wiki/rest/api/content/${page.vendorId}` },
    },
    title: state.title,
    excerpt: '',
    url: path,
    resultGlobalContainer: { title: space.name, displayUrl: `/spaces/${space.key}` },
    breadcrumbs: [],
    entityType: 'content',
    iconCssClass: 'aui-icon content-type-page',
    // To the second, as every recorded one is.
    lastModified: `${when.slice(0, 19)}.000Z`,
    friendlyLastModified: when.slice(0, 10),
    score: 0,
  };
}

function renderSpaceOf({ space }: Shown) {
  return {
    id: Number(space.vendorId),
    key: space.key,
    name: space.name,
    type: 'global',
    status: 'current',
    _expandable: { settings: `/rest/api/space/${space.key}/settings`, metadata: '', homepage: '' },
    _links: { webui: `/spaces/${space.key}` },
  };
}
