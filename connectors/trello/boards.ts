import type { z } from 'zod';
import type { ScopeRef } from '../connector.ts';
import { ConnectorError } from '../errors.ts';
import { CHANGES_FILTER } from './action-filters.ts';
import type { TrelloClient } from './client.ts';
import { type Handled, NOTHING_HANDLED, withHandled } from './place.ts';
import { boardReadSchema, cardIdSchema } from './schema.ts';

export type BoardRead = z.infer<typeof boardReadSchema>;

/** A board as it stood after these actions: whatever came later may not be in it. */
export interface BoardStart {
  readonly board: BoardRead;
  readonly handled: Handled;
}

/** Reads boards with their words, once a sync: what was read for the vocabulary is handed to the pull that follows. */
export interface Boards {
  read(id: string, signal: AbortSignal): Promise<BoardRead>;
  /** The board read before, which is then forgotten, or else a new read. */
  take(scope: ScopeRef, signal: AbortSignal): Promise<BoardStart>;
}

export function createBoards(client: TrelloClient): Boards {
  const kept = new Map<string, BoardStart>();
  async function start(id: string, signal: AbortSignal): Promise<BoardStart> {
    // Before the board: a list renamed between the two is then told of again.
    const handled = await readNewest(client, id, signal);
    const board = await readBoard(client, id, signal);
    return { board, handled };
  }
  return {
    async read(id, signal) {
      const started = await start(id, signal);
      kept.set(id, started);
      return started.board;
    },
    async take({ externalId }, signal) {
      const started = kept.get(externalId) ?? (await start(externalId, signal));
      kept.delete(externalId);
      return started;
    },
  };
}

/** The board with its lists, fields and members. */
export async function readBoard(client: TrelloClient, id: string, signal: AbortSignal): Promise<BoardRead> {
  const parsed = boardReadSchema.safeParse(await client.board(id, signal));
  if (!parsed.success) throw otherForm('read board');
  return parsed.data;
}

const NEWEST_MAX = 100;

async function readNewest(client: TrelloClient, id: string, signal: AbortSignal): Promise<Handled> {
  const at = { before: null, since: null, limit: NEWEST_MAX, filter: CHANGES_FILTER };
  const newest = await client.actions(id, at, signal);
  if (!Array.isArray(newest)) throw otherForm('list actions');
  return withHandled(
    NOTHING_HANDLED,
    newest.flatMap((one) => cardIdSchema.safeParse(one).data?.id ?? []),
  );
}

export function otherForm(call: string): ConnectorError {
  return new ConnectorError({
    tool: 'trello',
    call,
    kind: 'unexpected-answer',
    because: 'the answer has another form',
  });
}
