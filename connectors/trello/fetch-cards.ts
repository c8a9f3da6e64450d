import type { SetAside } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { otherForm } from './boards.ts';
import type { TrelloClient } from './client.ts';
import { cardSchema, type TrelloCard } from './schema.ts';

/** Up to here cards are asked for one by one: a batch is a request of its own beside those inside it. */
const SINGLY_MAX = 3;
const AT_ONCE = 10;

export interface FetchedCards {
  readonly cards: readonly TrelloCard[];
  readonly setAside: readonly SetAside[];
  /** Gone or hidden: Trello does not say which. */
  readonly missing: readonly string[];
}

/** Reads these cards again, each once: a few singly, many ten a request. */
export async function fetchCards(
  client: TrelloClient,
  wanted: readonly string[],
  signal: AbortSignal,
): Promise<FetchedCards> {
  const ids = [...new Set(wanted)];
  const atOnce = ids.length <= SINGLY_MAX ? 1 : AT_ONCE;
  const found: unknown[] = [];
  const missing: string[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce);
    const answers =
      atOnce === 1 ? [await readOne(client, some[0] ?? '', signal)] : await readBatch(client, some, signal);
    found.push(...answers.filter((raw) => raw !== null));
    missing.push(...some.filter((_id, index) => answers[index] === null));
  }
  const { good, setAside } = readRecords(cardSchema, found, 'id');
  return { cards: good, setAside, missing };
}

async function readOne(client: TrelloClient, id: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await client.card(id, signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return null;
  }
}

/** One card for each id, null where it is gone or hidden. */
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
