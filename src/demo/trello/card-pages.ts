/** Pages of a board's cards. */
import type { FastifyRequest } from 'fastify';
import type { SimCore } from '../server.ts';
import { hasHappened, isThere, stateAt } from '../state.ts';
import type { SimTask } from '../world.ts';
import type { Board } from './boards.ts';
import { boundOf, firstFrom, limitOf, pageMax } from './bounds.ts';
import type { CardShelf, CardView } from './cards.ts';
import { isYes } from './fields.ts';
import { refuse } from './refusals.ts';

export interface CardQuery {
  readonly filter?: string | undefined;
  readonly limit?: string | undefined;
  readonly before?: string | undefined;
  readonly since?: string | undefined;
  readonly view: CardView;
}

interface CardSource {
  readonly core: SimCore;
  readonly cards: CardShelf;
}

/** The newest cards made before `before`, in the order they hang on the board: their order says nothing of their age. */
export function cardsText(
  { core, cards }: CardSource,
  board: Board,
  query: CardQuery,
  request: FastifyRequest,
): string {
  const now = core.clock.now;
  const keep = cardFilter(board, query.filter ?? 'visible', now);
  const end = query.before === undefined ? board.cards.length : firstFrom(board.cards, boundOf(query.before));
  const start = query.since === undefined ? 0 : firstFrom(board.cards, boundOf(query.since));
  const limit = limitOf(query.limit, pageMax);
  const found: SimTask[] = [];
  for (let at = end - 1; at >= start && found.length < limit; at -= 1) {
    const card = board.cards[at] as SimTask;
    if (isThere(card, now) && card.vendorId !== query.since && keep(card)) found.push(card);
  }
  core.countTasks(request, found.length);
  return `[${inBoardOrder(found, board, now)
    .map((card) => cards.textAt(board, card, now, query.view))
    .join(',')}]`;
}

function inBoardOrder(cards: readonly SimTask[], board: Board, now: number): SimTask[] {
  const order = new Map(board.scope.groups.map((group, at) => [group.vendorId, at]));
  return cards
    .map((card) => ({ card, list: order.get(stateAt(card, now)?.status ?? '') ?? 0 }))
    .sort((one, other) => one.list - other.list || (one.card.vendorId < other.card.vendorId ? -1 : 1))
    .map(({ card }) => card);
}

/** `open`: not archived itself. `visible`: and on a list that is not archived either. */
function cardFilter(board: Board, filter: string, now: number): (card: SimTask) => boolean {
  const closedLists = new Set(
    board.scope.groups.flatMap((group) => (hasHappened(group.archivedAt, now) ? [group.vendorId] : [])),
  );
  const isClosed = (card: SimTask) => stateAt(card, now)?.archived === true;
  const filters: Record<string, (card: SimTask) => boolean> = {
    all: () => true,
    open: (card) => !isClosed(card),
    closed: isClosed,
    visible: (card) => !isClosed(card) && !closedLists.has(stateAt(card, now)?.status ?? ''),
    none: () => false,
  };
  return filters[filter] ?? refuse(400, 'invalid value for filter');
}

/** What is asked of each card; nested in a board's answer the parameters begin with `card_`. */
export function viewOf(query: Readonly<Record<string, string | undefined>>, prefix: 'card_' | ''): CardView {
  const fields = query[`${prefix}fields`];
  return {
    fields: fields === undefined || fields === 'all' ? null : fields.split(','),
    customFieldItems: isYes(query[`${prefix}customFieldItems`]),
    attachments: isYes(query[`${prefix}attachments`]),
    attachmentFields: query[`${prefix}attachment_fields`] ?? null,
    checklists: query[`${prefix}checklists`] === 'all',
    members: isYes(query[`${prefix}members`]),
  };
}
