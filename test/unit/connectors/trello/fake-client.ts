import { ConnectorError } from '../../../../connectors/errors.ts';
import type { Before, TrelloClient } from '../../../../connectors/trello/client.ts';

export interface FakeBoard {
  readonly board: object;
  readonly cards?: readonly FakeRecord[];
  readonly actions?: readonly FakeRecord[];
  /** The most cards it gives in one answer; more is refused as too many. */
  readonly cardsMax?: number;
}

interface FakeRecord {
  readonly id: string;
}

/** One board out of memory, paged as Trello pages: the newest before an id, in no order. `asked` keeps every request. */
export function fakeClient(fake: FakeBoard): TrelloClient & { readonly asked: string[] } {
  const asked: string[] = [];
  const page = (all: readonly FakeRecord[], { before, limit }: Before, since: string | null = null) =>
    all
      .filter(({ id }) => (before === null || id < before) && (since === null || id > since))
      .toSorted((one, other) => (one.id < other.id ? 1 : -1))
      .slice(0, limit)
      // Trello's own order is that of the board, which says nothing of age.
      .toSorted((one, other) => (one.id.at(-1) ?? '').localeCompare(other.id.at(-1) ?? ''));
  const note = (what: string, at: Before) => asked.push(`${what} ${at.limit} before ${at.before}`);
  return {
    asked,
    me: async () => ({ id: 'm1' }),
    boards: async () => [fake.board],
    async board(id) {
      asked.push(`board ${id}`);
      return fake.board;
    },
    async cards(_board, at) {
      note('cards', at);
      return at.limit > (fake.cardsMax ?? 1000) ? null : page(fake.cards ?? [], at);
    },
    async cardIds(_board, at) {
      note('ids', at);
      return page(fake.cards ?? [], at).map(({ id }) => ({ id }));
    },
    async actions(_board, at) {
      note(`actions since ${at.since}`, at);
      return page(fake.actions ?? [], at, at.since);
    },
    async card(id) {
      asked.push(`card ${id}`);
      return (fake.cards ?? []).find((card) => card.id === id) ?? Promise.reject(hidden());
    },
    async cardsById(ids) {
      asked.push(`batch ${ids.length}`);
      const found = (id: string) => (fake.cards ?? []).find((card) => card.id === id);
      return ids.map((id) => (found(id) ? { 200: found(id) } : { name: 'Error', message: 'gone', statusCode: 404 }));
    },
    webhooks: async () => [],
    createWebhook: async () => '',
    removeWebhook: async () => {},
  };
}

export function hidden(): ConnectorError {
  return new ConnectorError({ tool: 'trello', call: 'read', kind: 'not-visible', because: 'hidden', status: 404 });
}

/** 24 hex digits, the first eight of them seconds. */
export function idAt(second: number, rest = 0): string {
  return second.toString(16).padStart(8, '0') + rest.toString(16).padStart(16, '0');
}

export function rawCard(id: string, more: object = {}) {
  return { id, name: `Card ${id}`, idBoard: 'b1', idList: 'l1', ...more };
}

export function rawMove(id: string, card: string, date: string) {
  return {
    id,
    type: 'updateCard',
    date,
    data: { card: { id: card }, listBefore: { id: 'l0', name: 'To do' }, listAfter: { id: 'l1', name: 'Doing' } },
  };
}
