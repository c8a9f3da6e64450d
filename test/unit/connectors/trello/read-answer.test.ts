import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../../../connectors/trello/read-answer.ts';

const card = { id: 'c1', name: 'Call', idBoard: 'b1', idList: 'l1', shortLink: 'abc' };
const board = { id: 'b1', name: 'Desk', closed: false, shortUrl: 'https://trello.com/b/x' };

describe('an answer of Trello, by its shape alone', () => {
  it('gives each record of a nested board, its cards with the names of their lists', () => {
    const reading = readAnswer({
      ...board,
      lists: [{ id: 'l1', name: 'Doing', closed: false, idBoard: 'b1', pos: 1 }],
      cards: [card],
      members: [{ id: 'm1', fullName: 'Ada', username: 'ada' }],
    });
    expect(reading.records.map((record) => [record.type, record.externalId])).toEqual([
      ['scope', 'b1'],
      ['task', 'c1'],
      ['person', 'm1'],
    ]);
    expect(reading.records[1]).toMatchObject({ status: { name: 'Doing' } });
    expect(reading).toMatchObject({ kind: 'board', ignored: [] });
  });

  it('looks into a saved exchange', () => {
    expect(readAnswer({ request: {}, response: { status: 200, body: [card] } })).toMatchObject({ kind: 'card' });
  });

  it.each([
    ['ids', [{ id: 'c1' }], 'id'],
    ['a list', { id: 'l', name: 'x', idBoard: 'b', pos: 1 }, 'list'],
    ['an attachment', [{ id: 'a', url: 'https://x.example', mimeType: '' }], 'attachment'],
    ['a refusal in words', 'invalid token', 'error'],
    ['a refusal with a code', { error: 'API_TOKEN_LIMIT_EXCEEDED', message: 'Rate limit exceeded' }, 'error'],
    ['nothing', null, 'nothing'],
    ['an empty list', [], 'empty'],
    ['what it does not know', { hello: 1 }, 'unknown'],
  ])('ignores %s and says why', (_name, answer, kind) => {
    const reading = readAnswer(answer);
    expect(reading).toMatchObject({ kind, records: [] });
    expect(reading.ignored).toHaveLength(1);
  });

  it('reads what it can of a list with one bad record, and names the rest', () => {
    const reading = readAnswer([card, { ...card, name: 7 }]);
    expect(reading.records).toHaveLength(1);
    expect(reading.ignored).toEqual([{ reason: 'A card without the fields we need.' }]);
  });

  it('never throws, and never stays silent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const answers = [value, [value], { ...board, cards: value, lists: value }, { response: { body: value } }];
        for (const answer of [...answers, [{ type: 'x', date: value, data: value }]]) {
          const { records, ignored } = readAnswer(answer);
          expect(records.length + ignored.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
