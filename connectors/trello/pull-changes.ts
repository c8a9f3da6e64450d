import type { ChangesPage, Cursor, ScopeSince } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { CHANGES_FILTER } from './action-filters.ts';
import { changesWords, touchedCards } from './actions.ts';
import { type CardReader, createCardReader } from './card-words.ts';
import type { TrelloClient } from './client.ts';
import { type FetchedCards, fetchCards } from './fetch-cards.ts';
import { historyOf, tombstonesOf } from './history.ts';
import { newestFirst } from './newest-first.ts';
import { changesCursor, doneCursor, type Place, readPlace, withHandled } from './place.ts';
import { actionSchema, cardIdSchema, cardSchema } from './schema.ts';

interface Reading {
  readonly client: TrelloClient;
  readonly cards: CardReader;
  readonly signal: AbortSignal;
}

/**
 * What the actions of each board tell since its cursor: one request a board where nothing happened, two more where one card changed.
 *
 * Actions only say which card changed; what it holds now is read again. Those of the last ten minutes are asked for each time, since a
 * younger action may have the smaller id, and those handled before are passed over by their id. A deleted card is a tombstone.
 *
 * A board that is hidden or gone is one of `changedScopes`. One that fails otherwise keeps its cursor, and the others are read before
 * its error is thrown.
 *
 * @throws ConnectorError `cursor-expired` for a cursor that is not one of ours or in the middle of a full walk.
 */
export async function* pullChanges(
  client: TrelloClient,
  scopes: readonly ScopeSince[],
  signal: AbortSignal,
): AsyncGenerator<ChangesPage> {
  const reading = { client, cards: createCardReader(client), signal };
  let failure: unknown = null;
  for (const { scope, cursor } of scopes) {
    try {
      yield* pullBoardChanges(reading, scope.externalId, placeOf(cursor));
    } catch (error) {
      if (isConnectorError(error, 'not-visible')) yield { ...NOTHING, changedScopes: [scope.externalId] };
      else if (isOfOneBoard(error)) failure ??= error;
      else throw error;
    }
  }
  if (failure !== null) throw failure;
}

const NOTHING: ChangesPage = { records: [], setAside: [], cursors: {}, missing: [], changedScopes: [] };

function isOfOneBoard(error: unknown): boolean {
  return isConnectorError(error) && ['unavailable', 'unexpected-answer', 'cursor-expired'].includes(error.kind);
}

function placeOf(cursor: Cursor): Place {
  const place = readPlace(cursor);
  if (place) return place;
  const because = 'the cursor is not one of a finished walk';
  throw new ConnectorError({ tool: 'trello', call: 'list actions', kind: 'cursor-expired', because });
}

async function* pullBoardChanges(reading: Reading, board: string, from: Place): AsyncGenerator<ChangesPage> {
  const known = new Set(from.seen);
  const read = new Set<string>();
  let place = from;
  let hasMoved = from.before !== null;
  for await (const { raw, ids, oldest } of newestFirst('list actions', from.before, (at) =>
    reading.client.actions(board, { ...at, since: from.since, filter: CHANGES_FILTER }, reading.signal),
  )) {
    const fresh = raw.filter((one) => !known.has(cardIdSchema.safeParse(one).data?.id ?? ''));
    place = { ...place, ...withHandled(place, ids) };
    const cursor = oldest === null ? doneCursor(place) : changesCursor({ ...place, before: oldest });
    // Nothing new: the cursor stands where it stood.
    if (fresh.length === 0 && !hasMoved) continue;
    hasMoved = true;
    yield await pageOf(reading, board, fresh, read, cursor);
  }
}

/** @param read Cards read on a page before, which was of younger actions: what they hold now is known. Gains those read here. */
async function pageOf(
  reading: Reading,
  board: string,
  raw: readonly unknown[],
  read: Set<string>,
  cursor: Cursor,
): Promise<ChangesPage> {
  const parsed = raw.map((one) => actionSchema.safeParse(one).data ?? null);
  const actions = parsed.filter((action) => action !== null);
  const deleted = tombstonesOf(actions);
  for (const { externalId } of deleted) read.add(externalId);
  const wanted = touchedCards(actions).filter((id) => !read.has(id));
  for (const id of wanted) read.add(id);
  const { cards, setAside, missing } = await readCards(reading, board, wanted);
  const tasks = await reading.cards.read(cards, reading.signal);
  // One that cannot be read may have changed anything.
  const isChanged = actions.length < parsed.length || actions.some(changesWords);
  return {
    records: [...tasks, ...historyOf(actions), ...deleted],
    setAside,
    cursors: { [board]: cursor },
    missing,
    changedScopes: isChanged ? [board] : [],
  };
}

/** More than this are looked for among all cards of the board, a thousand a request. */
const BY_ID_MAX = 20;

async function readCards({ client, signal }: Reading, board: string, ids: readonly string[]): Promise<FetchedCards> {
  if (ids.length <= BY_ID_MAX) return fetchCards(client, ids, signal);
  const left = new Set(ids);
  const found: unknown[] = [];
  for await (const { raw } of newestFirst('list cards', null, (at) => client.cards(board, at, signal))) {
    for (const one of raw) if (left.delete(cardIdSchema.safeParse(one).data?.id ?? '')) found.push(one);
    if (left.size === 0) break;
  }
  const here = readRecords(cardSchema, found, 'id');
  const elsewhere = await fetchCards(client, [...left], signal);
  return {
    cards: [...here.good, ...elsewhere.cards],
    setAside: [...here.setAside, ...elsewhere.setAside],
    missing: elsewhere.missing,
  };
}
