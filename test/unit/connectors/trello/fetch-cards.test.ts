import { describe, expect, it } from 'vitest';
import { createCardReader } from '../../../../connectors/trello/card-words.ts';
import { fetchCards } from '../../../../connectors/trello/fetch-cards.ts';
import { cardSchema } from '../../../../connectors/trello/schema.ts';
import { fakeClient, hidden, idAt, rawCard } from './fake-client.ts';

const { signal } = new AbortController();
const board = { id: 'b1', name: 'Desk', lists: [{ id: 'l1', name: 'Doing' }] };
const cards = Array.from({ length: 12 }, (_, at) => rawCard(idAt(1, at)));

describe('fetchCards', () => {
  it('reads many cards ten a request, each once', async () => {
    const client = fakeClient({ board, cards });
    const ids = cards.map(({ id }) => id);
    const fetched = await fetchCards(client, [...ids, ...ids], signal);
    expect(fetched.cards.map(({ id }) => id)).toEqual(ids);
    expect(fetched.missing).toEqual([]);
    expect(client.asked).toEqual(['batch 10', 'batch 2']);
  });

  it('asks for a single card with a single request', async () => {
    const client = fakeClient({ board, cards });
    await fetchCards(client, [cards[0]?.id ?? ''], signal);
    expect(client.asked).toEqual([`card ${cards[0]?.id}`]);
  });

  it.each([
    ['singly', 0],
    ['in a batch', 5],
  ])('names what is gone or hidden, and sets aside what it cannot read, %s', async (_name, more) => {
    const [first, second] = cards;
    const others = cards.slice(2, 2 + more);
    const client = fakeClient({ board, cards: [first, { ...second, name: 7 }, ...others] as never });
    const ids = [first, second, ...others].map((card) => card?.id ?? '');
    const fetched = await fetchCards(client, [...ids, idAt(9)], signal);
    expect(fetched.cards.map(({ id }) => id)).toEqual(ids.filter((id) => id !== second?.id));
    expect(fetched.setAside.map((one) => one.externalId)).toEqual([second?.id]);
    expect(fetched.missing).toEqual([idAt(9)]);
  });

  it.each([
    [{ statusCode: 401 }, 'unauthorised'],
    [{ statusCode: 429 }, 'unavailable'],
    [{ 503: 'busy' }, 'unavailable'],
    [{ statusCode: 400 }, 'unexpected-answer'],
    ['nothing', 'unexpected-answer'],
  ])('does not take the refusal %j for a card that is gone', async (part, kind) => {
    const client = { ...fakeClient({ board, cards }), cardsById: async () => [part, part, part, part] };
    await expect(fetchCards(client, ['c1', 'c2', 'c3', 'c4'], signal)).rejects.toMatchObject({ kind });
  });
});

describe('the card reader', () => {
  const some = cardSchema.array().parse(cards.slice(0, 2));

  it('reads each board once, with its people', async () => {
    const client = fakeClient({ board: { ...board, members: [{ id: 'm1', fullName: 'Ada' }] }, cards });
    const reader = createCardReader(client);
    expect(await reader.read(some, signal)).toMatchObject([
      { type: 'person', externalId: 'm1' },
      ...some.map(({ id }) => ({ type: 'task', externalId: id, status: { name: 'Doing' } })),
    ]);
    expect(await reader.read(some, signal)).toHaveLength(2);
    expect(client.asked).toEqual(['board b1']);
  });

  it('reads a board again for a list that was made since', async () => {
    const lists = [...board.lists];
    const client = fakeClient({ board: { ...board, lists }, cards });
    const reader = createCardReader(client);
    await reader.read(some, signal);
    lists.push({ id: 'l2', name: 'Review' });
    const moved = some.map((card) => ({ ...card, idList: 'l2' }));
    expect(await reader.read(moved, signal)).toMatchObject(some.map(() => ({ status: { name: 'Review' } })));
    expect(client.asked).toEqual(['board b1', 'board b1']);
  });

  it('keeps a card whose board it may not see', async () => {
    const client = { ...fakeClient({ board, cards }), board: () => Promise.reject(hidden()) };
    const records = await createCardReader(client).read(some, signal);
    expect(records).toMatchObject(some.map(() => ({ status: { externalId: 'l1', name: 'l1' } })));
  });
});
