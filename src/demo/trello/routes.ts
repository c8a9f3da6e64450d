/** The calls of Trello's API that the simulator answers. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimCore } from '../server.ts';
import { isSeen } from '../state.ts';
import type { World } from '../world.ts';
import type { ActionBook } from './action-book.ts';
import { pageOfActions } from './action-pages.ts';
import type { Action } from './actions.ts';
import type { Board, Boards } from './boards.ts';
import { limitOf } from './bounds.ts';
import { cardsText, viewOf } from './card-pages.ts';
import type { CardShelf } from './cards.ts';
import { isYes, showFields } from './fields.ts';
import type { TrelloRecord } from './ids.ts';
import type { Members } from './members.ts';
import { notFound, refuse } from './refusals.ts';

export interface TrelloParts {
  readonly core: SimCore;
  readonly world: World;
  readonly boards: Boards;
  readonly actions: ActionBook;
  readonly cards: CardShelf;
  readonly members: Members;
}

type Query = Readonly<Record<string, string | undefined>>;
type Params = Readonly<Record<string, string>>;
type Answer = (params: Params, query: Query, request: FastifyRequest, reply: FastifyReply) => unknown;
type Get = (path: string, answer: Answer) => void;

const base = '/1';
export const defaultBoardFields =
  'name,desc,descData,closed,idOrganization,idEnterprise,pinned,url,shortUrl,prefs,labelNames';

export function addRoutes(parts: TrelloParts): void {
  const get: Get = (path, answer) =>
    parts.core.app.get(`${base}${path}`, async (request, reply) =>
      answer(request.params as Params, request.query as Query, request, reply),
    );
  const actions = parts.actions.of;
  addMemberRoutes(parts, get);
  addBoardRoutes(parts, actions, get);
  addCardRoutes(parts, actions, get);
  addBatchRoute(parts, get);
}

function addMemberRoutes({ core, boards, members }: TrelloParts, get: Get): void {
  const memberOf = (id: string | undefined) => (id === 'me' ? members.me : members.byId(id ?? '')) ?? notFound();
  get('/members/:id', ({ id }, query) => showFields(memberOf(id), query.fields));
  get('/members/:id/boards', ({ id }, query) => {
    const member = memberOf(id);
    return boards.all
      .filter((board) => isSeen(board.scope, core.clock.now) && board.members.some((each) => each.id === member.id))
      .map((board) => ({ board, record: board.recordAt(core.clock.now) }))
      .filter(({ record }) => isInFilter(query.filter, record.closed === true))
      .map(({ board, record }) => ({
        ...showFields(record, query.fields),
        ...(query.lists ? { lists: listsOf(board, query.lists, core.clock.now) } : {}),
      }));
  });
}

function addBoardRoutes(parts: TrelloParts, actions: (board: Board) => readonly Action[], get: Get): void {
  const { core, boards } = parts;
  const boardOf = (id: string | undefined) => findBoard(boards, id ?? '', core.clock.now);
  get('/boards/:id', ({ id }, query, request, reply) => {
    const board = boardOf(id);
    const record = showFields(board.recordAt(core.clock.now), query.fields ?? defaultBoardFields);
    return sendJson(reply, nest(record, nestedParts(parts, board, actions, query, request)));
  });
  get('/boards/:id/lists', ({ id }, query) =>
    listsOf(boardOf(id), query.filter ?? 'open', core.clock.now).map((list) => showFields(list, query.fields)),
  );
  get('/boards/:id/labels', ({ id }, query) => boardOf(id).labels.slice(0, limitOf(query.limit, 50)));
  get('/boards/:id/customFields', ({ id }) => boardOf(id).fields.definitions);
  get('/boards/:id/members', ({ id }, query) => boardOf(id).members.map((member) => showFields(member, query.fields)));
  get('/boards/:id/memberships', ({ id }) => boardOf(id).recordAt(core.clock.now).memberships);
  get('/boards/:id/cards', ({ id }, query, request, reply) => {
    const view = viewOf(query, '');
    return sendJson(reply, cardsText(parts, boardOf(id), { ...query, view }, request));
  });
  get('/boards/:id/cards/:filter', ({ id, filter }, query, request, reply) => {
    const view = viewOf(query, '');
    return sendJson(reply, cardsText(parts, boardOf(id), { ...query, filter, view }, request));
  });
  get('/boards/:id/actions', ({ id }, query) => pageOfActions(actions(boardOf(id)), query));
}

function addCardRoutes(parts: TrelloParts, actions: (board: Board) => readonly Action[], get: Get): void {
  const { core, cards } = parts;
  const placeOf = (id: string | undefined) => {
    if (!/^([0-9a-f]{24}|[A-Za-z0-9]{8})$/i.test(id ?? '')) refuse(400, 'invalid id');
    return cards.find(id ?? '', core.clock.now) ?? notFound();
  };
  get('/cards/:id', ({ id }, query, request, reply) => {
    const { board, card } = placeOf(id);
    core.countTasks(request, 1);
    return sendJson(reply, cards.textAt(board, card, core.clock.now, viewOf(query, '')));
  });
  get('/cards/:id/actions', ({ id }, query) => {
    const { board, card } = placeOf(id);
    const own = actions(board).filter(
      ({ record }) => (record.data as { card?: TrelloRecord }).card?.id === card.vendorId,
    );
    return pageOfActions(own, { ...query, filter: query.filter ?? 'commentCard,updateCard:idList' });
  });
}

/** Up to ten reads in one request. Each counts as a request of its own, in the limits and in the journal. */
function addBatchRoute({ core }: TrelloParts, get: Get): void {
  get('/batch', async (_params, query, request) => {
    const urls = (query.urls ?? refuse(400, 'invalid value for urls')).split(/,(?=\/)/);
    if (urls.length > 10) refuse(400, 'too many urls');
    const answers = [];
    for (const url of urls) {
      const path = url.startsWith(`${base}/`) ? url : `${base}${url}`;
      const { authorization = `OAuth oauth_consumer_key="${query.key}", oauth_token="${query.token}"` } =
        request.headers;
      const answer = await core.app.inject({ method: 'GET', url: path, headers: { authorization } });
      const isJson = String(answer.headers['content-type']).includes('json');
      answers.push(
        answer.statusCode === 200
          ? { 200: isJson ? answer.json() : answer.body }
          : { name: 'Error', message: answer.body, statusCode: answer.statusCode },
      );
    }
    return answers;
  });
}

function findBoard(boards: Boards, id: string, now: number): Board {
  const board = boards.find(id, now);
  if (board) return board;
  return /^[0-9a-f]{24}$/i.test(id) ? notFound() : refuse(400, 'invalid id');
}

function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(text);
}

/** A record in JSON with parts that are JSON already. */
function nest(record: TrelloRecord, parts: readonly (readonly [string, string])[]): string {
  const own = JSON.stringify(record).slice(0, -1);
  return `${own}${parts.map(([name, text]) => `,${JSON.stringify(name)}:${text}`).join('')}}`;
}

function nestedParts(
  parts: TrelloParts,
  board: Board,
  actions: (board: Board) => readonly Action[],
  query: Query,
  request: FastifyRequest,
): [string, string][] {
  const now = parts.core.clock.now;
  const nested: [string, string][] = [];
  const add = (name: string, value: unknown) => nested.push([name, JSON.stringify(value)]);
  if (isWanted(query.lists)) {
    add(
      'lists',
      listsOf(board, query.lists ?? '', now).map((list) => showFields(list, query.list_fields)),
    );
  }
  if (isWanted(query.labels)) {
    const labels = board.labels.slice(0, limitOf(query.labels_limit, 50));
    add(
      'labels',
      labels.map((label) => showFields(label, query.label_fields)),
    );
  }
  if (isYes(query.customFields)) add('customFields', board.fields.definitions);
  if (isWanted(query.members)) {
    add(
      'members',
      board.members.map((member) => showFields(member, query.member_fields ?? 'fullName,username')),
    );
  }
  if (isWanted(query.memberships)) add('memberships', board.recordAt(now).memberships);
  if (isWanted(query.actions)) {
    const filter = query.actions;
    add('actions', pageOfActions(actions(board), { filter, limit: query.actions_limit }));
  }
  if (isWanted(query.cards)) {
    nested.push(['cards', cardsText(parts, board, { filter: query.cards, view: viewOf(query, 'card_') }, request)]);
  }
  return nested;
}

function isWanted(value: string | undefined): boolean {
  return value !== undefined && value !== 'none' && value !== 'false';
}

function listsOf(board: Board, filter: string, now: number): TrelloRecord[] {
  return board.listsAt(now).filter((list) => isInFilter(filter, list.closed === true));
}

function isInFilter(filter: string | undefined, closed: boolean): boolean {
  if (filter === 'none') return false;
  if (filter === 'open') return !closed;
  return filter === 'closed' ? closed : true;
}
