import type { TaskRecord } from '../../src/domain/task.ts';
import type { Page, SetAside } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { otherForm } from './boards.ts';
import type { TrelloClient } from './client.ts';
import { type BoardWords, NO_WORDS, normaliseCard, wordsOf } from './normalise.ts';
import { boardReadSchema, cardSchema, type TrelloCard } from './schema.ts';

const AT_ONCE = 10;

/** Reads these cards again, ten a request, and each board they hang on once. */
export async function fetchCards(
  client: TrelloClient,
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<{ page: Page; missing: string[] }> {
  const ids = [...new Set(wanted)];
  const cards: TrelloCard[] = [];
  const setAside: SetAside[] = [];
  const missing: string[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const some = ids.slice(at, at + AT_ONCE);
    const answers = await readBatch(client, some, signal);
    for (const [index, raw] of answers.entries()) {
      if (raw === null) missing.push(some[index] ?? '');
      const read = readRecords(cardSchema, raw === null ? [] : [raw], 'id');
      cards.push(...read.good);
      setAside.push(...read.setAside);
    }
  }
  const words = await wordsOfAll(client, cards, signal);
  const records: TaskRecord[] = cards.map((card) => normaliseCard(card, words.get(card.idBoard) ?? NO_WORDS));
  return { page: { records, setAside, cursor: {}, isLast: true, expectedTasks: null }, missing };
}

/** One card for each id, null where it is gone or hidden: Trello does not say which. */
async function readBatch(client: TrelloClient, ids: readonly string[], signal: AbortSignal): Promise<unknown[]> {
  const answers = await client.cardsById(ids, signal);
  if (!Array.isArray(answers) || answers.length !== ids.length) throw otherForm('read cards');
  return answers.map(readPart);
}

/** `{"200": card}`, or an error that names its status. */
function readPart(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) throw otherForm('read cards');
  if ('200' in part) return part['200'];
  const status = 'statusCode' in part ? Number(part.statusCode) : Number(Object.keys(part)[0]);
  if (status === 404 || status === 403) return null;
  const kind = status === 401 ? 'unauthorised' : status === 429 || status >= 500 ? 'unavailable' : 'unexpected-answer';
  throw new ConnectorError({ tool: 'trello', call: 'read cards', kind, because: `refused with ${status}`, status });
}

async function wordsOfAll(
  client: TrelloClient,
  cards: readonly TrelloCard[],
  signal: AbortSignal,
): Promise<Map<string, BoardWords>> {
  const words = new Map<string, BoardWords>();
  for (const id of new Set(cards.map(({ idBoard }) => idBoard))) {
    try {
      const board = boardReadSchema.safeParse(await client.board(id, signal));
      if (!board.success) throw otherForm('read board');
      words.set(id, wordsOf(board.data));
    } catch (error) {
      // A card may be shared where its board is not: it then keeps the ids of its list and fields for names.
      if (!isConnectorError(error, 'not-visible')) throw error;
    }
  }
  return words;
}
