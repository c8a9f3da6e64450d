import { z } from 'zod';
import type { Cursor, Page, ScopeRef } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { type Boards, otherForm } from './boards.ts';
import { LIMIT, type TrelloClient } from './client.ts';
import { historyOf, tombstonesOf } from './history.ts';
import { normaliseCard, normaliseMember, wordsOf } from './normalise.ts';
import { actionSchema, cardIdSchema, cardSchema } from './schema.ts';

const walkSchema = z.object({
  walk: z.enum(['cards', 'actions']),
  /** The oldest id read so far; null at the beginning. */
  before: z.string().nullable(),
  /** Actions older than this were read by an earlier pull. */
  since: z.string().nullable(),
  /** The newest action of this walk: the next pull begins there. */
  newest: z.string().nullable(),
});
type Walk = z.infer<typeof walkSchema>;

const doneSchema = z.object({ walk: z.literal('done'), newest: z.string().nullable() });

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
  if (since === null) return { walk: 'cards', before: null, since: null, newest: null };
  const done = doneSchema.safeParse(since);
  if (done.success)
    return { walk: 'cards', before: null, since: overlapped(done.data.newest), newest: done.data.newest };
  const walk = walkSchema.safeParse(since);
  if (walk.success) return walk.data;
  throw new ConnectorError({
    tool: 'trello',
    call: 'list cards',
    kind: 'cursor-expired',
    because: 'the cursor is not one of ours',
  });
}

const OVERLAP_S = 600;

/** Ids are ordered by second; within it, and between Trello's machines, a younger action may have the smaller id. */
function overlapped(newest: string | null): string | null {
  if (newest === null || !/^[0-9a-f]{24}$/i.test(newest)) return null;
  const second = Math.max(0, Number.parseInt(newest.slice(0, 8), 16) - OVERLAP_S);
  return `${second.toString(16).padStart(8, '0')}${'0'.repeat(16)}`;
}

async function* pullCards({ client, boards, scope, signal }: Reading, from: Walk): AsyncGenerator<Page, Walk> {
  const board = await boards.take(scope, signal);
  const words = wordsOf(board);
  let people = from.before === null ? (board.members ?? []).map(normaliseMember) : [];
  let walk = from;
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
  for await (const { raw, oldest, newest } of newestFirst('list actions', from.before, (at) =>
    client.actions(scope.externalId, { ...at, since: from.since }, signal),
  )) {
    const { good, setAside } = readRecords(actionSchema, raw, 'id');
    walk = { ...walk, before: oldest, newest: maxId(walk.newest, newest) };
    const isLast = oldest === null;
    const cursor = isLast ? { walk: 'done', newest: walk.newest } : walk;
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

interface Batch {
  readonly raw: readonly unknown[];
  /** Where the next batch goes on; null after the last. */
  readonly oldest: string | null;
  readonly newest: string | null;
}

/**
 * Pages back by id, since Trello counts neither pages nor records: a full page has another after it, a short one is the last. Where
 * Trello finds a thousand too many, half as many are asked for.
 */
async function* newestFirst(
  call: string,
  from: string | null,
  ask: (at: { readonly before: string | null; readonly limit: number }) => Promise<unknown>,
): AsyncGenerator<Batch> {
  let before = from;
  let limit = LIMIT;
  for (;;) {
    const raw = await ask({ before, limit });
    if (raw === null && limit > 1) {
      limit = Math.floor(limit / 2);
      continue;
    }
    if (!Array.isArray(raw)) throw otherForm(call);
    const ids = raw.flatMap((one) => cardIdSchema.safeParse(one).data?.id ?? []).sort();
    const oldest = raw.length < limit ? null : (ids[0] ?? null);
    if (raw.length >= limit && (oldest === null || (before !== null && oldest >= before))) throw repeated(call);
    yield { raw, oldest, newest: ids.at(-1) ?? null };
    if (oldest === null) return;
    before = oldest;
  }
}

function repeated(call: string): ConnectorError {
  return new ConnectorError({ tool: 'trello', call, kind: 'unexpected-answer', because: 'the same page came again' });
}

function maxId(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one > other ? one : other;
}
