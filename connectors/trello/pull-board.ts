import { z } from 'zod';
import type { Cursor, Page, ScopeRef } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { HISTORY_FILTER } from './action-filters.ts';
import { type Boards, otherForm } from './boards.ts';
import type { TrelloClient } from './client.ts';
import { historyOf, tombstonesOf } from './history.ts';
import { newestFirst } from './newest-first.ts';
import { normaliseCard, normaliseMember, wordsOf } from './normalise.ts';
import { doneCursor, handledSchema, NOTHING_HANDLED, readPlace } from './place.ts';
import { actionSchema, cardIdSchema, cardSchema } from './schema.ts';

const walkSchema = z.object({
  walk: z.enum(['cards', 'actions']),
  /** The oldest id read so far; null at the beginning. */
  before: z.string().nullable(),
  /** Actions older than this were read by an earlier pull. */
  since: z.string().nullable(),
  ...handledSchema.shape,
});
type Walk = z.infer<typeof walkSchema>;

interface Reading {
  readonly client: TrelloClient;
  readonly boards: Boards;
  readonly scope: ScopeRef;
  readonly signal: AbortSignal;
}

/**
 * One board: its cards from the newest to the oldest, a thousand a page, then its actions the same way as history. Each cursor names
 * exactly one request to come; the board itself (lists, fields, members) is read once beside them.
 *
 * Changes go on at the newest action there was before the board and its cards were read: what changed while we walked is then read again.
 *
 * @throws ConnectorError `cursor-expired` for a cursor that is not one of ours, `not-visible` when the board is hidden or gone.
 */
export async function* pullBoard(
  client: TrelloClient,
  boards: Boards,
  scope: ScopeRef,
  since: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const reading = { client, boards, scope, signal };
  const walk = startOf(since);
  const actionsFrom = walk.walk === 'cards' ? yield* pullCards(reading, walk) : walk;
  yield* pullActions(reading, actionsFrom);
}

/** A finished cursor reads all cards again and only the actions since; Trello keeps those for years, and they are united when stored. */
function startOf(since: Cursor | null): Walk {
  const begin = { walk: 'cards', before: null, since: null, ...NOTHING_HANDLED } as const;
  if (since === null) return begin;
  const place = readPlace(since);
  if (place) return { ...begin, since: place.since };
  const walk = walkSchema.safeParse(since);
  if (walk.success) return walk.data;
  throw new ConnectorError({
    tool: 'trello',
    call: 'list cards',
    kind: 'cursor-expired',
    because: 'the cursor is not one of ours',
  });
}

async function* pullCards({ client, boards, scope, signal }: Reading, from: Walk): AsyncGenerator<Page, Walk> {
  const { board, handled } = await boards.take(scope, signal);
  const words = wordsOf(board);
  const isBegin = from.before === null;
  let people = isBegin ? (board.members ?? []).map(normaliseMember) : [];
  let walk = isBegin ? { ...from, ...handled } : from;
  for await (const { raw, oldest } of newestFirst('list cards', from.before, (at) =>
    client.cards(scope.externalId, at, signal),
  )) {
    const { good, setAside } = readRecords(cardSchema, raw, 'id');
    walk = oldest === null ? { ...walk, walk: 'actions', before: null } : { ...walk, before: oldest };
    const records = [...people, ...good.map((card) => normaliseCard(card, words))];
    yield { records, setAside, cursor: walk, isLast: false, expectedTasks: null };
    people = [];
  }
  return walk;
}

async function* pullActions({ client, scope, signal }: Reading, from: Walk): AsyncGenerator<Page> {
  let walk = from;
  for await (const { raw, oldest } of newestFirst('list actions', from.before, (at) =>
    client.actions(scope.externalId, { ...at, since: from.since, filter: HISTORY_FILTER }, signal),
  )) {
    const { good, setAside } = readRecords(actionSchema, raw, 'id');
    walk = { ...walk, before: oldest };
    const isLast = oldest === null;
    const cursor = isLast ? doneCursor(walk) : walk;
    const records = [...historyOf(good), ...tombstonesOf(good)];
    yield { records, setAside, cursor, isLast, expectedTasks: null };
  }
}

/** Every card id of the board, archived ones included, page by page. */
export async function* sweepCards(
  client: TrelloClient,
  scope: ScopeRef,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const ask = (at: { before: string | null; limit: number }) => client.cardIds(scope.externalId, at, signal);
  for await (const { raw } of newestFirst('list card ids', null, ask)) {
    const ids = raw.flatMap((one) => cardIdSchema.safeParse(one).data?.id ?? []);
    // An id left out here would look like a card that vanished.
    if (ids.length < raw.length) throw otherForm('list card ids');
    yield ids;
  }
}
