import type { TaskRecord } from '../../src/domain/task.ts';
import type { PersonRecord } from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { type BoardRead, readBoard } from './boards.ts';
import type { TrelloClient } from './client.ts';
import { type BoardWords, NO_WORDS, normaliseCard, normaliseMember, wordsOf } from './normalise.ts';
import type { TrelloCard } from './schema.ts';

/** Reads cards with the words of the boards they hang on, each board once for as long as this is kept. */
export interface CardReader {
  /** The cards as tasks, in order, after the people of each board that was read for them. */
  read(cards: readonly TrelloCard[], signal: AbortSignal): Promise<readonly (PersonRecord | TaskRecord)[]>;
}

export function createCardReader(client: TrelloClient): CardReader {
  const known = new Map<string, BoardWords>();
  // A list that is not among them was made after they were read.
  const isKnown = ({ idBoard, idList }: TrelloCard) => known.get(idBoard)?.lists[idList] !== undefined;
  return {
    async read(cards, signal) {
      const people: PersonRecord[] = [];
      for (const id of new Set(cards.filter((card) => !isKnown(card)).map(({ idBoard }) => idBoard))) {
        const board = await readVisible(client, id, signal);
        known.set(id, board ? wordsOf(board) : NO_WORDS);
        people.push(...(board?.members ?? []).map(normaliseMember));
      }
      return [...people, ...cards.map((card) => normaliseCard(card, known.get(card.idBoard) ?? NO_WORDS))];
    },
  };
}

/** A card may be shared where its board is not: it then keeps the ids of its list and fields for names. */
async function readVisible(client: TrelloClient, id: string, signal: AbortSignal): Promise<BoardRead | null> {
  try {
    return await readBoard(client, id, signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return null;
  }
}
