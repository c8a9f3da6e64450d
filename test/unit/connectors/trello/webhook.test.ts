import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../../../connectors/trello/webhook.ts';

function deliver(body: unknown) {
  return readDelivery({ headers: {}, body: Buffer.from(JSON.stringify(body)), callbackUrl: null });
}

const card = { kind: 'task', externalId: 'c1' };
const board = { kind: 'scope', externalId: 'b1' };

function action(type: string, data: object) {
  return { action: { id: 'a1', type, date: '2026-11-01T00:00:00.000Z', data }, model: { id: 'b1' } };
}

describe('a delivery of Trello', () => {
  it.each([
    ['a changed card', 'updateCard', { card: { id: 'c1' }, board: { id: 'b1' } }, { changed: [card] }],
    ['a card that lost its name with its life', 'deleteCard', { card: { id: 'c1', idShort: 2 } }, { deleted: [card] }],
    [
      'a card that left the board as changed',
      'moveCardFromBoard',
      { card: { id: 'c1' }, boardTarget: { id: 'b2' } },
      { changed: [card] },
    ],
    ['the board of a renamed list', 'updateList', { list: { id: 'l' }, board: { id: 'b1' } }, { changed: [board] }],
    [
      'both boards of a moved list',
      'moveListFromBoard',
      { board: { id: 'b1' }, boardTarget: { id: 'b2' } },
      { changed: [board, { kind: 'scope', externalId: 'b2' }] },
    ],
  ])('names %s', (_name, type, data, expected) => {
    const wanted = { changed: [], deleted: [], ignored: [], ...expected };
    expect(deliver(action(type, data))).toEqual(wanted);
    expect(deliver(action(type, data).action)).toEqual(wanted);
  });

  it.each([
    ['an action on neither card nor board', action('updateMember', {}), /neither/],
    ['what is no delivery', { hello: 1 }, /no action/],
    ['nothing', null, /no action/],
  ])('ignores %s and says why', (_name, body, reason) => {
    expect(deliver(body)).toEqual({ changed: [], deleted: [], ignored: [{ reason: expect.stringMatching(reason) }] });
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (body) => {
        expect(readDelivery({ headers: {}, body, callbackUrl: null }).changed).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const body of [value, { action: value }, action('updateCard', value as object)]) {
          const reading = deliver(body);
          expect(reading.changed.length + reading.deleted.length + reading.ignored.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
