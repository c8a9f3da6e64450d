import { describe, expect, it } from 'vitest';
import type { Cursor, Page } from '../../../../connectors/connector.ts';
import { createBoards } from '../../../../connectors/trello/boards.ts';
import type { TrelloClient } from '../../../../connectors/trello/client.ts';
import { pullBoard, sweepCards } from '../../../../connectors/trello/pull-board.ts';
import { type FakeBoard, fakeClient, idAt, rawCard, rawMove } from './fake-client.ts';

const scope = { externalId: 'b1', key: null, name: 'Desk' };
const { signal } = new AbortController();
const start = 0x60000000;

const board = {
  id: 'b1',
  name: 'Desk',
  closed: false,
  lists: [{ id: 'l1', name: 'Doing', closed: false }],
  customFields: [],
  members: [{ id: 'm1', fullName: 'Ada' }],
};

/** Cards of which every fourth shares its second with the one before. */
function cards(count: number) {
  return Array.from({ length: count }, (_, at) => rawCard(idAt(start + Math.floor((at * 3) / 4), at)));
}

function moves(count: number) {
  const date = (at: number) => new Date((start + at) * 1000).toISOString();
  return Array.from({ length: count }, (_, at) => rawMove(idAt(start + at), idAt(start, at % 7), date(at)));
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function pull(client: TrelloClient, since: Cursor | null = null): Promise<Page[]> {
  return gather(pullBoard(client, createBoards(client), scope, since, signal));
}

function idsOf(pages: readonly Page[], type: string): string[] {
  return pages.flatMap((page) => page.records.filter((one) => one.type === type).map((one) => one.externalId));
}

describe('pullBoard', () => {
  it.each([
    [0, 1],
    [999, 1],
    [1000, 2],
    [2500, 3],
  ])('reads %i cards in %i requests, each once', async (count, requests) => {
    const client = fakeClient({ board, cards: cards(count) });
    const pages = await pull(client);
    expect(client.asked.filter((call) => call.startsWith('cards'))).toHaveLength(requests);
    expect(idsOf(pages, 'task').toSorted()).toEqual(cards(count).map(({ id }) => id));
    expect(client.asked.filter((call) => call.startsWith('board'))).toHaveLength(1);
  });

  it('brings the people of the board with its first page only', async () => {
    const pages = await pull(fakeClient({ board, cards: cards(2500) }));
    expect(idsOf(pages.slice(0, 1), 'person')).toEqual(['m1']);
    expect(idsOf(pages.slice(1), 'person')).toEqual([]);
  });

  it('reads the actions after the cards, as parts of each card\u2019s history', async () => {
    const pages = await pull(fakeClient({ board, cards: cards(3), actions: moves(1500) }));
    const parts = pages.flatMap((page) => page.records).filter((record) => record.type === 'history');
    expect(parts.every((part) => part.isPart === true)).toBe(true);
    expect(parts.flatMap((part) => part.transitions ?? [])).toHaveLength(1500);
    expect(pages.map((page) => page.isLast)).toEqual([false, false, true]);
  });

  it('goes on at any cursor with exactly the request that was lost', async () => {
    const fake: FakeBoard = { board, cards: cards(2100), actions: moves(1100) };
    const whole = fakeClient(fake);
    const pages = await pull(whole);
    // The board, and where its changes go on, are read beside its cards.
    const isPage = (call: string) => !call.startsWith('board') && !call.startsWith('actions since null 100 ');
    const requests = whole.asked.filter(isPage);
    for (const [at, page] of pages.slice(0, -1).entries()) {
      const resumed = fakeClient(fake);
      const rest = await pull(resumed, JSON.parse(JSON.stringify(page.cursor)) as Cursor);
      expect(rest).toEqual(pages.slice(at + 1));
      expect(resumed.asked.filter(isPage)).toEqual(requests.slice(at + 1));
    }
  });

  it('reads after a finished pull all cards again, but of the actions only what is new', async () => {
    const pages = await pull(fakeClient({ board, cards: cards(3), actions: moves(50) }));
    const cursor = pages.at(-1)?.cursor ?? null;
    expect(cursor).toMatchObject({ walk: 'done', newest: idAt(start + 49) });
    const client = fakeClient({ board, cards: cards(4), actions: moves(2000) });
    const next = await pull(client, cursor);
    expect(idsOf(next, 'task')).toHaveLength(4);
    // Ten minutes again: ids are not strictly in order.
    expect(client.asked.at(-3)).toBe(`actions since ${idAt(start + 49 - 600)} 1000 before null`);
    expect(next.at(-1)?.cursor).toMatchObject({ walk: 'done', newest: idAt(start + 1999) });
  });

  it('asks for half as many where Trello finds them too many, and loses none', async () => {
    const client = fakeClient({ board, cards: cards(700), cardsMax: 250 });
    expect(idsOf(await pull(client), 'task')).toHaveLength(700);
    expect(client.asked.slice(0, 5)).toEqual([
      'actions since null 100 before null',
      'board b1',
      'cards 1000 before null',
      'cards 500 before null',
      'cards 250 before null',
    ]);
  });

  it('does not ask again for a board that was just read for its words', async () => {
    const client = fakeClient({ board, cards: cards(1) });
    const boards = createBoards(client);
    await boards.read('b1', signal);
    await gather(pullBoard(client, boards, scope, null, signal));
    expect(client.asked.filter((call) => call === 'board b1')).toHaveLength(1);
    await gather(pullBoard(client, boards, scope, null, signal));
    expect(client.asked.filter((call) => call === 'board b1')).toHaveLength(2);
  });

  it('sets a card aside that it cannot read, and goes on', async () => {
    const [first, ...others] = cards(5);
    const pages = await pull(fakeClient({ board, cards: [{ ...first, idList: 7 } as never, ...others] }));
    expect(idsOf(pages, 'task')).toHaveLength(4);
    expect(pages.flatMap((page) => page.setAside)).toMatchObject([
      { externalId: first?.id, reason: 'Could not be read: idList is missing or has another form.' },
    ]);
  });

  it.each([
    ['the same full page again', { cards: async () => cards(1000) }, null, 'unexpected-answer'],
    [
      'a full page without ids',
      { cards: async () => Array.from({ length: 1000 }, () => ({})) },
      null,
      'unexpected-answer',
    ],
    ['an answer that is no list', { cards: async () => ({}) }, null, 'unexpected-answer'],
    ['a board of another form', { board: async () => [] }, null, 'unexpected-answer'],
    ['even a single card found too many', { cards: async () => null }, null, 'unexpected-answer'],
    ['a cursor that is not ours', {}, { walk: 'pages' }, 'cursor-expired'],
  ])('raises on %s', async (_name, broken, cursor, kind) => {
    const client = { ...fakeClient({ board }), ...broken };
    await expect(pull(client, cursor)).rejects.toMatchObject({ kind });
  });
});

describe('sweepCards', () => {
  it('gives every id, page by page', async () => {
    const client = fakeClient({ board, cards: cards(1200) });
    const pages = await gather(sweepCards(client, scope, signal));
    expect(pages.map((page) => page.length)).toEqual([1000, 200]);
    expect(pages.flat().toSorted()).toEqual(cards(1200).map(({ id }) => id));
    expect(client.asked).toHaveLength(2);
  });

  it('fails rather than leaving an id out', async () => {
    const client = { ...fakeClient({ board }), cardIds: async () => [{ id: 'c1' }, {}] };
    await expect(gather(sweepCards(client, scope, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });
});
