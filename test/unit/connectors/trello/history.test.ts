import { describe, expect, it } from 'vitest';
import { historyOf, tombstonesOf } from '../../../../connectors/trello/history.ts';
import type { TrelloAction } from '../../../../connectors/trello/schema.ts';

const doing = { id: 'l1', name: 'Doing' };
const done = { id: 'l2', name: 'Done' };
const card = { id: 'c1' };

function action(type: string, date: string, data: TrelloAction['data']): TrelloAction {
  return { id: `a${date}`, type, date, data: { card, ...data } };
}

const at = Date.parse('2026-11-01T00:00:00.000Z');
const day = '2026-11-01T00:00:00.000Z';

describe('history out of Trello actions', () => {
  const cases: [string, TrelloAction, object | null][] = [
    [
      'begins where the card was made',
      action('createCard', day, { list: doing }),
      { at, fromId: null, fromName: null, toId: 'l1', toName: 'Doing' },
    ],
    [
      'follows a move from list to list',
      action('updateCard', day, { listBefore: doing, listAfter: done, old: { idList: 'l1' } }),
      { at, fromId: 'l1', fromName: 'Doing', toId: 'l2', toName: 'Done' },
    ],
    [
      'archives',
      action('updateCard', day, { card: { id: 'c1', closed: true }, list: doing, old: { closed: false } }),
      { at, fromId: 'l1', fromName: 'Doing', toId: 'archived', toName: 'Archived' },
    ],
    [
      'takes back out of the archive',
      action('updateCard', day, { card: { id: 'c1', closed: false }, list: doing, old: { closed: true } }),
      { at, fromId: 'archived', fromName: 'Archived', toId: 'l1', toName: 'Doing' },
    ],
    [
      'begins anew on the board a card was moved to',
      action('moveCardToBoard', day, { list: done, boardSource: { id: 'b0' } }),
      { at, fromId: null, fromName: null, toId: 'l2', toName: 'Done' },
    ],
    ['passes over a renaming', action('updateCard', day, { list: doing, old: {} }), null],
    ['passes over a close that does not name the list', action('updateCard', day, { old: { closed: false } }), null],
    ['passes over an action without a date', action('createCard', 'once', { list: doing }), null],
  ];
  it.each(cases)('%s', (_name, one, expected) => {
    const records = historyOf([one]);
    const wanted = expected ? [{ type: 'history', externalId: 'c1', isPart: true, transitions: [expected] }] : [];
    expect(records).toEqual(wanted);
  });

  it('puts the moves of each card together, oldest first', () => {
    const moves = [
      action('updateCard', '2026-11-03T00:00:00.000Z', { listBefore: doing, listAfter: done }),
      {
        ...action('createCard', '2026-11-02T00:00:00.000Z', { list: doing }),
        data: { card: { id: 'c2' }, list: doing },
      },
      action('createCard', '2026-11-01T00:00:00.000Z', { list: doing }),
    ];
    const records = historyOf(moves);
    expect(records.map((record) => record.externalId)).toEqual(['c1', 'c2']);
    expect(records[0]?.transitions?.map((transition) => transition.toName)).toEqual(['Doing', 'Done']);
  });

  it('tells of deleted cards apart', () => {
    const gone = action('deleteCard', day, { list: doing });
    expect(historyOf([gone])).toEqual([]);
    expect(tombstonesOf([gone, action('createCard', day, { list: doing })])).toEqual([
      { type: 'tombstone', externalId: 'c1', at },
    ]);
  });
});
