import { describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../../connectors/errors.ts';
import { fetchCards } from '../../../../connectors/trello/fetch-cards.ts';
import { fakeClient, idAt, rawCard } from './fake-client.ts';

const { signal } = new AbortController();
const board = { id: 'b1', name: 'Desk', lists: [{ id: 'l1', name: 'Doing' }] };
const cards = Array.from({ length: 12 }, (_, at) => rawCard(idAt(1, at)));

describe('fetchCards', () => {
  it('reads ten cards a request and their board once', async () => {
    const client = fakeClient({ board, cards });
    const ids = cards.map(({ id }) => id);
    const { page, missing } = await fetchCards(client, [...ids, ...ids], signal);
    expect(page.records.map((record) => record.externalId)).toEqual(ids);
    expect(page.records).toMatchObject(ids.map(() => ({ status: { name: 'Doing' } })));
    expect(missing).toEqual([]);
    expect(client.asked).toEqual(['batch 10', 'batch 2', 'board b1']);
  });

  it('names what is gone or hidden, and sets aside what it cannot read', async () => {
    const [first, second] = cards;
    const client = fakeClient({ board, cards: [first, { ...second, name: 7 }] as never });
    const { page, missing } = await fetchCards(client, [first?.id ?? '', second?.id ?? '', idAt(9)], signal);
    expect(page.records.map((record) => record.externalId)).toEqual([first?.id]);
    expect(page.setAside.map((one) => one.externalId)).toEqual([second?.id]);
    expect(missing).toEqual([idAt(9)]);
  });

  it('keeps a card whose board it may not see', async () => {
    const hidden = new ConnectorError({ tool: 'trello', call: 'x', kind: 'not-visible', because: 'hidden' });
    const client = { ...fakeClient({ board, cards }), board: () => Promise.reject(hidden) };
    const { page } = await fetchCards(client, [cards[0]?.id ?? ''], signal);
    expect(page.records).toMatchObject([{ status: { externalId: 'l1', name: 'l1' } }]);
  });

  it.each([
    [{ statusCode: 401 }, 'unauthorised'],
    [{ statusCode: 429 }, 'unavailable'],
    [{ 503: 'busy' }, 'unavailable'],
    [{ statusCode: 400 }, 'unexpected-answer'],
    ['nothing', 'unexpected-answer'],
  ])('does not take the refusal %j for a card that is gone', async (part, kind) => {
    const client = { ...fakeClient({ board, cards }), cardsById: async () => [part] };
    await expect(fetchCards(client, ['c1'], signal)).rejects.toMatchObject({ kind });
  });
});
