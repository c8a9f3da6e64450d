import { describe, expect, it } from 'vitest';
import type { ChangesPage, Cursor, ScopeSince } from '../../../../connectors/connector.ts';
import { ConnectorError } from '../../../../connectors/errors.ts';
import { createBoards } from '../../../../connectors/trello/boards.ts';
import type { TrelloClient } from '../../../../connectors/trello/client.ts';
import { pullBoard } from '../../../../connectors/trello/pull-board.ts';
import { pullChanges } from '../../../../connectors/trello/pull-changes.ts';
import { fakeClient, hidden, idAt, rawCard, rawMove } from './fake-client.ts';

const { signal } = new AbortController();
const start = 0x60000000;
const scope = { externalId: 'b1', key: null, name: 'Desk' };
const board = {
  id: 'b1',
  name: 'Desk',
  lists: [{ id: 'l1', name: 'Doing' }],
  members: [{ id: 'm1', fullName: 'Ada' }],
};
const done = (second: number): Cursor => ({ walk: 'done', newest: idAt(start + second), seen: [idAt(start + second)] });

interface RawAction {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly date: string;
}

function action(second: number, type: string, data: object, rest = 0): RawAction {
  const date = new Date((start + second) * 1000).toISOString();
  return { id: idAt(start + second, rest), type, date, data };
}

const changed = (second: number, card: string, rest = 0) => action(second, 'updateCard', { card: { id: card } }, rest);
const old = changed(0, 'c0');

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function pull(client: TrelloClient, cursor: Cursor = done(0)): Promise<ChangesPage[]> {
  return gather(pullChanges(client, [{ scope, cursor }], signal));
}

const copy = (cursor: Cursor | undefined) => JSON.parse(JSON.stringify(cursor ?? null)) as Cursor;
const cursorOf = (pages: readonly ChangesPage[]) => copy(pages.at(-1)?.cursors.b1);
const idsOf = (pages: readonly ChangesPage[], type: string) =>
  pages.flatMap((page) => page.records.flatMap((one) => (one.type === type ? [one.externalId] : [])));

describe('what changed on a board', () => {
  it('costs one request where nothing did, also after a change', async () => {
    const cards = [rawCard('c1')];
    const idle = fakeClient({ board, cards, actions: [old] });
    expect(await pull(idle)).toEqual([]);
    expect(idle.asked).toHaveLength(1);
    const pages = await pull(fakeClient({ board, cards, actions: [old, changed(5, 'c1')] }));
    const after = fakeClient({ board, cards, actions: [old, changed(5, 'c1')] });
    expect(await pull(after, cursorOf(pages))).toEqual([]);
    expect(after.asked).toHaveLength(1);
  });

  it('costs three requests where one card did, however often', async () => {
    const actions = [old, changed(5, 'c1'), changed(6, 'c1'), changed(7, 'c1')];
    const client = fakeClient({ board, cards: [rawCard('c1')], actions });
    const pages = await pull(client);
    expect(client.asked).toEqual([expect.stringMatching(/^actions/), 'card c1', 'board b1']);
    expect(pages).toMatchObject([{ missing: [], changedScopes: [], setAside: [] }]);
    expect(idsOf(pages, 'task')).toEqual(['c1']);
    expect(idsOf(pages, 'person')).toEqual(['m1']);
  });

  it('is read again to the end after a full walk, and the walk itself leaves nothing to read', async () => {
    const fake = { board, cards: [rawCard('c1')], actions: [changed(0, 'c1'), changed(1, 'c1')] };
    const walked = await gather(pullBoard(fakeClient(fake), createBoards(fakeClient(fake)), scope, null, signal));
    const idle = fakeClient(fake);
    expect(await pull(idle, copy(walked.at(-1)?.cursor))).toEqual([]);
    expect(idle.asked).toHaveLength(1);
  });

  it('brings what changed while a full walk was under way, however long that took', async () => {
    const cards = [rawCard('c1')];
    const actions = [old];
    const slow = fakeClient({ board, cards, actions });
    const client: TrelloClient = {
      ...slow,
      async cards(id, at) {
        const answer = await slow.cards(id, at, signal);
        // After its page was read, and an hour before the walk ends.
        actions.push(changed(60, 'c1'), changed(3_700, 'c2'));
        return answer;
      },
    };
    const walked = await gather(pullBoard(client, createBoards(client), scope, null, signal));
    const pages = await pull(
      fakeClient({ board, cards: [...cards, rawCard('c2')], actions }),
      copy(walked.at(-1)?.cursor),
    );
    expect(idsOf(pages, 'task').toSorted()).toEqual(['c1', 'c2']);
  });

  it('brings what its list is called now where that changed between the vocabulary and the walk', async () => {
    const actions = [old];
    const client = fakeClient({ board, cards: [rawCard('c1')], actions });
    const boards = createBoards(client);
    await boards.read('b1', signal);
    // The words are read already, and the walk begins much later.
    actions.push(action(60, 'updateList', { list: { id: 'l1', name: 'B' }, old: { name: 'A' } }), changed(3_700, 'c2'));
    const walked = await gather(pullBoard(client, boards, scope, null, signal));
    const pages = await pull(client, copy(walked.at(-1)?.cursor));
    expect(pages.flatMap((page) => page.changedScopes)).toEqual(['b1']);
  });

  it('is found when its action comes late and has the smaller id', async () => {
    const cards = [rawCard('c1'), rawCard('c2')];
    const first = await pull(fakeClient({ board, cards, actions: [old, changed(500, 'c1', 5)] }));
    const late = [changed(500, 'c2', 4), changed(20, 'c2')];
    for (const one of late) {
      const client = fakeClient({ board, cards, actions: [old, one, changed(500, 'c1', 5)] });
      const pages = await pull(client, cursorOf(first));
      expect(idsOf(pages, 'task')).toEqual(['c2']);
      expect(cursorOf(pages)).toMatchObject({ newest: idAt(start + 500, 5) });
    }
  });

  it('comes in whole where more actions came than one answer holds', async () => {
    // A thousand of one card in front of the one that matters.
    const actions = [old, changed(1, 'c2'), ...Array.from({ length: 1200 }, (_, at) => changed(2 + at, 'c1'))];
    const fake = { board, cards: [rawCard('c1'), rawCard('c2')], actions };
    const pages = await pull(fakeClient(fake));
    expect(idsOf(pages, 'task')).toEqual(['c1', 'c2']);
    expect(cursorOf(pages)).toMatchObject({ walk: 'done', newest: idAt(start + 1201) });
    // A page that was stored is not asked for again.
    const resumed = fakeClient(fake);
    const rest = await pull(resumed, copy(pages[0]?.cursors.b1));
    expect(idsOf(rest, 'task')).toContain('c2');
    expect(resumed.asked[0]).toMatch(/before 6/);
    expect(cursorOf(rest)).toEqual(cursorOf(pages));
  });

  it('keeps its cursor small where very much happens at once', async () => {
    const actions = [old, ...Array.from({ length: 3000 }, (_, at) => changed(5, `c${at % 3}`, at))];
    const cards = ['c0', 'c1', 'c2'].map((id) => rawCard(id));
    const pages = await pull(fakeClient({ board, cards, actions }));
    for (const { cursors } of pages) expect(JSON.stringify(cursors.b1).length).toBeLessThan(64 * 1024);
    expect(idsOf(pages, 'task').toSorted()).toEqual(['c0', 'c1', 'c2']);
  });

  it('is a tombstone for a deleted card, by its id alone and with no read', async () => {
    const gone = { card: { id: 'c1', idShort: 4, shortLink: 'x' }, list: { id: 'l1' } };
    const actions = [old, changed(1, 'c1'), action(2, 'deleteCard', gone)];
    const client = fakeClient({ board, actions });
    const pages = await pull(client);
    expect(pages).toMatchObject([
      { records: [{ type: 'tombstone', externalId: 'c1', at: (start + 2) * 1000 }], missing: [] },
    ]);
    expect(client.asked).toHaveLength(1);
  });

  it('names a card that is not given as missing, and does not call it deleted', async () => {
    const pages = await pull(
      fakeClient({ board, actions: [old, action(1, 'moveCardFromBoard', { card: { id: 'c1' } })] }),
    );
    expect(pages).toMatchObject([{ records: [], missing: ['c1'], changedScopes: [] }]);
  });

  it('brings the moves as a part of the card’s history', async () => {
    const date = new Date((start + 3) * 1000).toISOString();
    const pages = await pull(
      fakeClient({ board, cards: [rawCard('c1')], actions: [old, rawMove(idAt(start + 3), 'c1', date)] }),
    );
    expect(pages[0]?.records.filter((record) => record.type === 'history')).toMatchObject([
      { externalId: 'c1', isPart: true, transitions: [{ at: (start + 3) * 1000, fromId: 'l0', toId: 'l1' }] },
    ]);
  });

  it('reads both cards where an item became a card', async () => {
    const data = { card: { id: 'c1' }, cardSource: { id: 'c2' } };
    const cards = [rawCard('c1'), rawCard('c2')];
    const made = await pull(
      fakeClient({ board, cards, actions: [old, action(1, 'convertToCardFromCheckItem', data)] }),
    );
    expect(idsOf(made, 'task')).toEqual(['c1', 'c2']);
    const copied = await pull(fakeClient({ board, cards, actions: [old, action(1, 'copyCard', data)] }));
    expect(idsOf(copied, 'task')).toEqual(['c1']);
  });

  it('asks for many cards by the page of their board, and elsewhere for those that left it', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => idAt(start, at));
    const cards = ids.slice(0, 28).map((id) => rawCard(id));
    const client = fakeClient({ board, cards, actions: [old, ...ids.map((id, at) => changed(1 + at, id))] });
    const pages = await pull(client);
    expect(idsOf(pages, 'task').toSorted()).toEqual(ids.slice(0, 28));
    expect(pages[0]?.missing.toSorted()).toEqual(ids.slice(28));
    expect(client.asked.map((call) => call.split(' ')[0])).toEqual(['actions', 'cards', 'card', 'card', 'board']);
  });

  it('asks for some cards ten a request', async () => {
    const ids = Array.from({ length: 12 }, (_, at) => idAt(start, at));
    const cards = ids.map((id) => rawCard(id));
    const client = fakeClient({ board, cards, actions: [old, ...ids.map((id, at) => changed(1 + at, id))] });
    expect(idsOf(await pull(client), 'task').toSorted()).toEqual(ids);
    expect(client.asked.slice(1)).toEqual(['batch 10', 'batch 2', 'board b1']);
  });

  it.each<[string, RawAction, boolean]>([
    ['a list made', action(1, 'createList', { list: { id: 'l2' } }), true],
    ['a field made', action(1, 'createCustomField', { customField: { id: 'x' } }), true],
    ['a list renamed', action(1, 'updateList', { list: { id: 'l1', name: 'B' }, old: { name: 'A' } }), true],
    ['a list archived', action(1, 'updateList', { list: { id: 'l1' }, old: { closed: false } }), true],
    ['a list shifted', action(1, 'updateList', { list: { id: 'l1' }, old: { pos: 4 } }), false],
    ['a list that left', action(1, 'moveListFromBoard', { list: { id: 'l1' } }), true],
    ['a label renamed', action(1, 'updateLabel', { label: { id: 'x' }, old: { name: 'A' } }), true],
    ['a label removed', action(1, 'deleteLabel', { label: { id: 'x' } }), true],
    ['a field renamed', action(1, 'updateCustomField', { customField: { id: 'x' } }), true],
    ['the board closed', action(1, 'updateBoard', { board: { id: 'b1' }, old: { closed: false } }), true],
    ['another background', action(1, 'updateBoard', { board: { id: 'b1' }, old: { prefs: {} } }), false],
    ['what cannot be read', { ...action(1, 'updateCard', {}), data: 7 } as never, true],
  ])('tells once whether the cards of a board are to be read again: %s', async (_name, one, isTold) => {
    const fake = { board, actions: [old, one] };
    const pages = await pull(fakeClient(fake));
    expect(pages.map((page) => page.changedScopes)).toEqual([isTold ? ['b1'] : []]);
    expect(await pull(fakeClient(fake), cursorOf(pages))).toEqual([]);
  });

  it('sets a card aside that it cannot read, and goes on', async () => {
    const cards = [rawCard('c1', { name: 7 }), rawCard('c2')];
    const pages = await pull(
      fakeClient({ board, cards: cards as never, actions: [old, changed(1, 'c1'), changed(2, 'c2')] }),
    );
    expect(pages[0]?.setAside).toMatchObject([{ externalId: 'c1' }]);
    expect(idsOf(pages, 'task')).toEqual(['c2']);
  });
});

describe('what changed on several boards', () => {
  const others: ScopeSince[] = ['b1', 'b2', 'b3'].map((externalId) => ({
    scope: { ...scope, externalId },
    cursor: done(0),
  }));
  const fake = { board, cards: [rawCard('c1')], actions: [old, changed(1, 'c1')] };

  function failing(id: string, error: Error): TrelloClient {
    const client = fakeClient(fake);
    return { ...client, actions: (at, ...rest) => (at === id ? Promise.reject(error) : client.actions(at, ...rest)) };
  }

  function failure(kind: 'unavailable' | 'unauthorised'): ConnectorError {
    return new ConnectorError({ tool: 'trello', call: 'list actions', kind, because: 'trouble' });
  }

  it('costs one request a board where nothing did', async () => {
    const client = fakeClient({ board, actions: [old] });
    expect(await gather(pullChanges(client, others, signal))).toEqual([]);
    expect(client.asked).toHaveLength(3);
  });

  it('names a board that is gone, and says nothing of its cards', async () => {
    const pages = await gather(pullChanges(failing('b2', hidden()), others, signal));
    expect(pages.map((page) => page.changedScopes)).toEqual([[], ['b2'], []]);
    expect(pages[1]).toEqual({ records: [], setAside: [], cursors: {}, missing: [], changedScopes: ['b2'] });
  });

  it('reads the others before it raises what went wrong with one', async () => {
    const got: ChangesPage[] = [];
    const walk = async () => {
      for await (const page of pullChanges(failing('b1', failure('unavailable')), others, signal)) got.push(page);
    };
    await expect(walk()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(got.map((page) => Object.keys(page.cursors))).toEqual([['b2'], ['b3']]);
  });

  it('stops at once where the token is refused', async () => {
    const client = failing('b1', failure('unauthorised'));
    await expect(gather(pullChanges(client, others, signal))).rejects.toMatchObject({ kind: 'unauthorised' });
  });

  it.each<[string, Cursor]>([
    ['foreign', { at: 7 }],
    ['of a walk under way', { walk: 'cards', before: null, since: null, newest: null, seen: [] }],
  ])('calls a cursor expired that is %s', async (_name, cursor) => {
    await expect(pull(fakeClient(fake), cursor)).rejects.toMatchObject({ kind: 'cursor-expired' });
  });
});
