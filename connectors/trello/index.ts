import type {
  Account,
  Connector,
  ConnectorDefinition,
  ConnectorOptions,
  Page,
  RecordId,
  ScopeRecord,
  ScopeRef,
  Vocabulary,
} from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import { type Boards, createBoards, otherForm } from './boards.ts';
import { createCardReader } from './card-words.ts';
import { createTrelloClient, type TrelloClient } from './client.ts';
import { fetchCards } from './fetch-cards.ts';
import { ARCHIVED } from './history.ts';
import { normaliseBoard } from './normalise.ts';
import { verifyDelivery } from './proof.ts';
import { pullBoard, sweepCards } from './pull-board.ts';
import { pullChanges } from './pull-changes.ts';
import { readAnswer } from './read-answer.ts';
import { boardSchema, memberSchema } from './schema.ts';
import { deliveryKey, readDelivery } from './webhook.ts';
import { createWebhookAdmin } from './webhook-admin.ts';

const abilities = {
  scopeNoun: 'board',
  hasHistory: true,
  hasGoals: false,
  // A 404 may as well be a board that we were taken off; a `deleteCard` action is proof.
  canProveDeletion: false,
  hasWebhooks: true,
  showsEmail: false,
  isNamedByKey: false,
};

/** Trello: its boards are scopes, its cards tasks, its lists their status. */
export const trello: ConnectorDefinition = {
  tool: 'trello',
  abilities,
  address: { usual: 'https://api.trello.com', example: 'https://api.trello.com' },
  credentials: [
    { name: 'key', isNeeded: true, label: 'API key', whereToGetIt: 'Made at trello.com/power-ups/admin.' },
    { name: 'token', isNeeded: true, label: 'Token', whereToGetIt: 'Made beside the API key.' },
    {
      name: 'appSecret',
      isNeeded: false,
      label: 'Secret',
      whereToGetIt: 'Beside the API key. With it changes arrive at once, without it at the next pull.',
    },
  ],
  readAnswer,
  readDelivery,
  provenBy: ['app-secret'],
  verifyDelivery,
  deliveryKey,
  create,
};

function create(options: ConnectorOptions): Connector {
  const client = createTrelloClient(options);
  const boards = createBoards(client);
  return {
    tool: 'trello',
    abilities,
    check: (signal) => check(client, signal),
    listScopes: (signal) => listScopes(client, signal),
    readVocabulary: (scopes, signal) => readVocabulary(boards, scopes, signal),
    pull: (scope, since, signal) => pullBoard(client, boards, scope, since, signal),
    pullShared: nothingShared,
    census: (scope, signal) => sweepCards(client, scope, signal),
    pullChanges: (scopes, signal) => pullChanges(client, scopes, signal),
    fetchRecords: (ids, signal) => fetchRecords(client, cardIdsOf(ids), signal),
    webhooks: createWebhookAdmin(client, { canProve: Boolean(options.credentials.appSecret) }),
  };
}

async function fetchRecords(client: TrelloClient, ids: readonly string[], signal: AbortSignal) {
  const { cards, setAside, missing } = await fetchCards(client, ids, signal);
  const records = await createCardReader(client).read(cards, signal);
  return { page: { records, setAside, cursor: {}, isLast: true, expectedTasks: null }, missing };
}

function cardIdsOf(ids: readonly RecordId[]): string[] {
  return ids.filter(({ kind }) => kind === 'task').map(({ externalId }) => externalId);
}

async function check(client: TrelloClient, signal: AbortSignal): Promise<Account> {
  const me = memberSchema.safeParse(await client.me(signal)).data;
  if (!me) throw otherForm('read account');
  return {
    id: me.id,
    name: me.fullName || me.username || me.id,
    email: me.email ?? null,
    site: 'Trello',
    timeZone: null,
  };
}

/** Closed boards are listed too, and say so. One answer holds them all: Trello does not page them. */
async function* listScopes(client: TrelloClient, signal: AbortSignal): AsyncGenerator<ScopeRecord> {
  const answer = await client.boards(signal);
  if (!Array.isArray(answer)) throw otherForm('list boards');
  yield* readRecords(boardSchema, answer, 'id').good.map(normaliseBoard);
}

/** Lists and custom fields, two requests a board; the pull that follows does not ask for them again. */
async function readVocabulary(boards: Boards, scopes: readonly ScopeRef[], signal: AbortSignal): Promise<Vocabulary> {
  const statuses: Vocabulary['statuses'][number][] = [{ ...ARCHIVED, scopeExternalId: null }];
  const fields: Vocabulary['fields'][number][] = [];
  for (const { externalId } of scopes) {
    const board = await readVisible(boards, externalId, signal);
    for (const { id, name } of board?.lists ?? []) {
      statuses.push({ externalId: id, name, scopeExternalId: externalId, category: null });
    }
    for (const { id, name, type } of board?.customFields ?? []) fields.push({ externalId: id, name, kind: type });
  }
  return { statuses, fields };
}

/** A board that is gone has no words left; its own pull says so. */
async function readVisible(boards: Boards, id: string, signal: AbortSignal) {
  try {
    return await boards.read(id, signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return null;
  }
}

/** A person is known by the boards they are on, so everything Trello has comes with a board. */
async function* nothingShared(): AsyncGenerator<Page> {
  yield { records: [], setAside: [], cursor: {}, isLast: true, expectedTasks: null };
}
