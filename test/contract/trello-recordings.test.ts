import { describe, expect, it } from 'vitest';
import { trello } from '../../connectors/trello/index.ts';
import { expectIgnored, expectRecords, kindOf, recordedFiles } from './recorded-files.ts';

const root = process.env.PLUMBLINE_FIXTURES;
if (!root) console.log('PLUMBLINE_FIXTURES is not set: what Trello really sent is not checked here.');

/** What must come out of each kind of answer: one record of a type for each it holds, or nothing for a reason. */
const ANSWERS: Readonly<Record<string, 'tasks' | 'scopes' | 'history' | 'ignored'>> = {
  'rest-action-commentCard': 'history',
  'rest-actions': 'history',
  'rest-board': 'scopes',
  'rest-board-cards': 'tasks',
  'rest-board-checklists': 'ignored',
  'rest-board-labels': 'ignored',
  'rest-board-lists': 'ignored',
  'rest-boards': 'scopes',
  'rest-card': 'tasks',
  // Recorded under this name; it holds cards.
  'rest-card-attachments': 'tasks',
  'rest-card-checklists': 'ignored',
  'rest-customfielditems': 'ignored',
  'rest-customfields': 'ignored',
  'rest-delete': 'ignored',
  'rest-error': 'ignored',
  'rest-list': 'ignored',
  'rest-member-cards': 'tasks',
  'rest-organizations': 'ignored',
  'rest-webhook': 'ignored',
  'rest-webhooks': 'ignored',
};

/** What each kind of delivery names: the card it is about, or the boards where it is about none. */
const DELIVERIES: Readonly<Record<string, 'card' | 'deleted card' | 'board'>> = {
  'webhook-action-addLabelToCard': 'card',
  'webhook-action-createCard': 'card',
  'webhook-action-createLabel': 'board',
  'webhook-action-deleteCard': 'deleted card',
  'webhook-action-moveListFromBoard': 'board',
  'webhook-action-removeLabelFromCard': 'card',
  'webhook-action-removeMemberFromCard': 'card',
  'webhook-action-updateBoard': 'board',
  'webhook-action-updateCard': 'card',
  'webhook-action-updateCheckItemStateOnCard': 'card',
  'webhook-action-updateComment': 'card',
  'webhook-action-updateLabel': 'board',
  'webhook-action-updateList': 'board',
  'webhook-addAttachmentToCard': 'card',
  'webhook-addLabelToCard': 'card',
  'webhook-addMemberToBoard': 'board',
  'webhook-createList': 'board',
  'webhook-removeLabelFromCard': 'card',
  'webhook-removeMemberFromCard': 'card',
  'webhook-updateBoard': 'board',
  'webhook-updateCard': 'card',
  'webhook-updateCheckItemStateOnCard': 'card',
};

interface RecordedCard {
  readonly id: string;
  readonly name: string;
  readonly shortLink: string;
  readonly idList: string;
  readonly closed: boolean;
}

interface RecordedAction {
  readonly type: string;
  readonly data: {
    readonly card?: { readonly id: string };
    readonly board?: { readonly id: string };
    readonly boardTarget?: { readonly id: string };
    readonly list?: unknown;
    readonly listAfter?: unknown;
    readonly old?: { readonly closed?: boolean };
  };
}

describe.skipIf(!root)('Trello, as recorded', () => {
  const files = recordedFiles('trello', root);

  it('has recordings of every kind in the tables, and none of another', () => {
    expect(files.kinds).toEqual([...Object.keys(ANSWERS), ...Object.keys(DELIVERIES)].toSorted());
  });

  it.each(files.answers)('%s gives the records it holds', (file) => {
    const answer = files.load(file);
    const reading = trello.readAnswer(answer);
    switch (ANSWERS[kindOf(file)]) {
      case 'tasks':
        return expectCards(reading, [answer].flat() as RecordedCard[]);
      case 'scopes':
        return expectRecords(
          reading,
          'scope',
          ([answer].flat() as RecordedCard[]).map(({ id }) => id),
        );
      case 'history':
        return expectHistory(reading, [answer].flat() as RecordedAction[]);
      case 'ignored':
        return expectIgnored(reading);
      default:
        expect.fail(`${file} is of no kind in the table`);
    }
  });

  it.each(files.deliveries)('%s names what it is about', (file) => {
    const body = files.load(file) as RecordedAction | { action: RecordedAction };
    const { data } = 'action' in body ? body.action : body;
    const card = { kind: 'task', externalId: data.card?.id };
    const boards = [data.board, data.boardTarget].flatMap((board) => (board ? [board.id] : []));
    const expected = {
      card: { changed: [card], deleted: [] },
      'deleted card': { changed: [], deleted: [card] },
      board: { changed: boards.map((externalId) => ({ kind: 'scope', externalId })), deleted: [] },
    };
    const kind = DELIVERIES[kindOf(file)] ?? expect.fail(`${file} is of no kind in the table`);
    const reading = trello.readDelivery({ headers: {}, body: files.bytes(file), callbackUrl: null });
    expect(reading).toEqual({ ...expected[kind], ignored: [] });
    expect([...reading.changed, ...reading.deleted].length).toBeGreaterThan(0);
  });
});

type Reading = ReturnType<typeof trello.readAnswer>;

function expectCards(reading: Reading, cards: readonly RecordedCard[]): void {
  expectRecords(
    reading,
    'task',
    cards.map(({ id }) => id),
  );
  for (const [at, record] of reading.records.entries()) {
    const { name, shortLink, idList, closed } = cards[at] as RecordedCard;
    expect(record).toMatchObject({ title: name, key: shortLink, status: { externalId: idList, name: idList } });
    if (closed) expect(record).toMatchObject({ archived: true });
  }
  expect(reading.ignored).toEqual([]);
}

/** Each action that moves a card is one move in that card's history; a deleted card is a tombstone; the others say nothing. */
function expectHistory(reading: Reading, actions: readonly RecordedAction[]): void {
  const moved = actions.filter(({ type, data }) => {
    if (/^(create|copy)Card$/.test(type)) return true;
    return type === 'updateCard' && (data.listAfter !== undefined || (data.old?.closed !== undefined && data.list));
  });
  const deleted = actions.filter(({ type }) => type === 'deleteCard');
  const histories = reading.records.filter((record) => record.type === 'history');
  const moves = histories.flatMap((record) => record.transitions ?? []);
  expect(moves).toHaveLength(moved.length);
  expect(new Set(histories.map((record) => record.externalId))).toEqual(
    new Set(moved.map(({ data }) => data.card?.id)),
  );
  expect(reading.records.filter((record) => record.type === 'tombstone').map((record) => record.externalId)).toEqual(
    deleted.map(({ data }) => data.card?.id),
  );
  expect(reading.ignored.length > 0).toBe(moved.length + deleted.length < actions.length);
}
