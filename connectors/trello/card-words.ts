import type { TaskRecord } from '../../src/domain/task.ts';
import type { PersonRecord } from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { otherForm } from './boards.ts';
import type { TrelloClient } from './client.ts';
import { type BoardWords, NO_WORDS, normaliseCard, normaliseMember, wordsOf } from './normalise.ts';
import { boardReadSchema, type TrelloCard } from './schema.ts';

interface Words {
  readonly words: BoardWords;
  readonly people: readonly PersonRecord[];
}

/** Reads cards with the words of the boards they hang on, each board once for as long as this is kept. */
export interface CardReader {
  /** The cards as tasks, in order, after the people of each board that was read for them. */
  read(cards: readonly TrelloCard[], signal: AbortSignal): Promise<readonly (PersonRecord | TaskRecord)[]>;
}

export function createCardReader(client: TrelloClient): CardReader {
  const known = new Map<string, BoardWords>();
  return {
    async read(cards, signal) {
      const people: PersonRecord[] = [];
      for (const id of new Set(cards.map(({ idBoard }) => idBoard))) {
        if (known.has(id)) continue;
        const board = await readBoard(client, id, signal);
        known.set(id, board.words);
        people.push(...board.people);
      }
      return [...people, ...cards.map((card) => normaliseCard(card, known.get(card.idBoard) ?? NO_WORDS))];
    },
  };
}

/** A card may be shared where its board is not: it then keeps the ids of its list and fields for names. */
async function readBoard(client: TrelloClient, id: string, signal: AbortSignal): Promise<Words> {
  try {
    const board = boardReadSchema.safeParse(await client.board(id, signal));
    if (!board.success) throw otherForm('read board');
    return { words: wordsOf(board.data), people: (board.data.members ?? []).map(normaliseMember) };
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return { words: NO_WORDS, people: [] };
  }
}
