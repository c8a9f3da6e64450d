/** The calls a reader of strategy makes. All of them only read. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimCore } from '../server.ts';
import type { SimSpace, SimWiki } from '../wiki-world.ts';
import { isOlder } from './access.ts';
import { cutList, listOf, notFound, refuse } from './answers.ts';
import { type Block, blocksOf, findBlock } from './blocks.ts';
import { inOrder, readFilter } from './filter.ts';
import { readId } from './ids.ts';
import { isTrashed, renderDatabase, renderPage, renderSource } from './render.ts';
import type { Shown, Workspace } from './workspace.ts';

export interface Parts {
  readonly core: SimCore<SimWiki>;
  readonly workspace: Workspace;
  /** A query for more rows than this ends in 502. */
  readonly rowsMax: number;
  /** How late the search is, ms. */
  readonly searchLagMs: number;
}

type Fields = Readonly<Record<string, unknown>>;
type Route = (parts: Parts, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

export function addRoutes(parts: Parts): void {
  const { app } = parts.core;
  const get = (path: string, route: Route) => app.get(path, (request, reply) => route(parts, request, reply));
  const post = (path: string, route: Route) => app.post(path, (request, reply) => route(parts, request, reply));
  get('/v1/users/me', sendBot);
  post('/v1/search', search);
  get('/v1/data_sources/:id', sendSource);
  post('/v1/data_sources/:id/query', query);
  get('/v1/databases/:id', sendDatabase);
  get('/v1/pages/:id', sendPage);
  get('/v1/blocks/:id/children', sendChildren);
}

/** The older version says `archived` beside `in_trash`, on every record that has one. */
function asAsked(request: FastifyRequest, record: Fields): Fields {
  return isOlder(request) ? { ...record, archived: record.in_trash } : record;
}

function idAsked(request: FastifyRequest): string {
  const { id } = request.params as { id: string };
  return readId(id) ?? id;
}

function sendBot({ workspace }: Parts, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.send({
    object: 'user',
    id: workspace.bot,
    name: 'Plumbline',
    avatar_url: null,
    type: 'bot',
    bot: {
      owner: { type: 'workspace', workspace: true },
      workspace_id: workspace.id,
      workspace_name: workspace.world.organisation.name,
      workspace_limits: { max_file_upload_size_in_bytes: 5_242_880 },
    },
  });
}

/** Pages and data sources by their title; what was made lately is not in its index yet. */
function search({ workspace, searchLagMs }: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = (request.body ?? {}) as Fields;
  const { value: wanted } = (asked.filter ?? {}) as { value?: unknown };
  const words = String(asked.query ?? '').toLowerCase();
  const until = workspace.clock.now - searchLagMs;
  const sources = workspace.sources().filter((space) => !isTrashed(space, workspace.clock.now));
  const found = [
    ...sources.map((space) => ({
      title: space.name,
      at: space.createdAt,
      id: space.vendorId,
      kind: 'data_source',
      space,
    })),
    ...livePages(workspace).map((shown) => ({
      title: shown.state.title,
      at: shown.editedAt,
      id: shown.page.vendorId,
      kind: 'page',
      shown,
    })),
  ].filter(({ title, at, kind }) => at <= until && title.toLowerCase().includes(words) && (wanted ?? kind) === kind);
  const { direction = 'descending' } = (asked.sort ?? {}) as { direction?: string };
  const sign = direction === 'ascending' ? 1 : -1;
  const sorted = found.sort((one, other) => sign * (one.at - other.at) || (one.id < other.id ? -1 : 1));
  const cut = cutList(reply, sorted, ({ id }) => id, asked);
  if (cut === null) return reply;
  const results = cut.part.map((one) =>
    asAsked(request, 'space' in one ? renderSource(one.space, workspace) : renderPage(one.shown, workspace)),
  );
  return reply.send(listOf('page_or_data_source', results, cut.next));
}

function livePages(workspace: Workspace): Shown[] {
  return workspace.pages().filter(({ state }) => state.status !== 'trashed');
}

function sourceAsked({ workspace }: Parts, request: FastifyRequest): SimSpace | null {
  return workspace.source(idAsked(request));
}

function sendSource(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const space = sourceAsked(parts, request);
  if (space === null) return notFound(reply, 'data_source', idAsked(request));
  return reply.send(asAsked(request, renderSource(space, parts.workspace)));
}

function sendDatabase({ workspace }: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const space = workspace.sources().find((each) => workspace.databaseOf(each) === idAsked(request));
  if (space === undefined) return notFound(reply, 'database', idAsked(request));
  return reply.send(asAsked(request, renderDatabase(space, workspace)));
}

function query(parts: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { workspace, core, rowsMax } = parts;
  const asked = (request.body ?? {}) as Fields;
  const space = sourceAsked(parts, request);
  if (space === null || isTrashed(space, workspace.clock.now)) return notFound(reply, 'data_source', idAsked(request));
  if (Number(asked.page_size ?? 100) > rowsMax) {
    return reply.code(502).type('text/html').send('<html><h1>502 Bad Gateway</h1></html>');
  }
  const test = readFilter(asked.filter);
  if (test === null) return refuse(reply, 400, 'body failed validation: body.filter is not a filter by time.');
  const wantsTrash = asked.in_trash === true;
  const rows = workspace
    .pages()
    .filter((shown) => shown.space === space && (shown.state.status === 'trashed') === wantsTrash && test(shown));
  const sorted = inOrder(rows, asked.sorts);
  if (sorted === null) return refuse(reply, 400, 'body failed validation: body.sorts is not an order by time.');
  const cut = cutList(reply, sorted, ({ page }) => page.vendorId, asked);
  if (cut === null) return reply;
  core.countTasks(request, cut.part.length);
  const results = cut.part.map((shown) => asAsked(request, renderPage(shown, workspace)));
  return reply.send(listOf('page_or_data_source', results, cut.next));
}

function sendPage({ workspace, core }: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const shown = workspace.page(idAsked(request));
  if (shown === null) return notFound(reply, 'page', idAsked(request));
  core.countTasks(request, 1);
  return reply.send(asAsked(request, renderPage(shown, workspace)));
}

function sendChildren({ workspace }: Parts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const blocks = insideOf(workspace, idAsked(request));
  if (blocks === null) return notFound(reply, 'block', idAsked(request));
  const asked = request.query as Fields;
  const cut = cutList(reply, blocks, ({ id }) => id, asked);
  if (cut === null) return reply;
  const results = cut.part.map(({ record }) => asAsked(request, record));
  return reply.send(listOf('block', results, cut.next));
}

/** What stands on a page or inside a block; null for neither. */
function insideOf(workspace: Workspace, id: string): readonly Block[] | null {
  const page = workspace.page(id);
  if (page !== null) return blocksOf(page, workspace);
  for (const shown of workspace.pages()) {
    if (shown.state.content.length === 0) continue;
    const found = findBlock(blocksOf(shown, workspace), id);
    if (found !== null) return found.children;
  }
  return null;
}
