import type { z } from 'zod';
import type { ScopeRef } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import type { TrelloClient } from './client.ts';
import { boardReadSchema } from './schema.ts';

export type BoardRead = z.infer<typeof boardReadSchema>;

/** Reads boards with their words, once a sync: what was read for the vocabulary is handed to the pull that follows. */
export interface Boards {
  read(id: string, signal: AbortSignal): Promise<BoardRead>;
  /** The board read before, which is then forgotten, or else a new read. */
  take(scope: ScopeRef, signal: AbortSignal): Promise<BoardRead>;
}

export function createBoards(client: TrelloClient): Boards {
  const kept = new Map<string, BoardRead>();
  async function read(id: string, signal: AbortSignal): Promise<BoardRead> {
    const parsed = boardReadSchema.safeParse(await client.board(id, signal));
    if (!parsed.success) throw otherForm('read board');
    kept.set(id, parsed.data);
    return parsed.data;
  }
  return {
    read,
    async take({ externalId }, signal) {
      const board = kept.get(externalId) ?? (await read(externalId, signal));
      kept.delete(externalId);
      return board;
    },
  };
}

export function otherForm(call: string): ConnectorError {
  return new ConnectorError({
    tool: 'trello',
    call,
    kind: 'unexpected-answer',
    because: 'the answer has another form',
  });
}
