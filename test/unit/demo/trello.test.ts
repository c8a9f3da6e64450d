import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { boardIds, dayMs, endsAt, lists, smallWorld, startsAt } from './small-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is any JSON until the test has looked at it
type Body = any;
let trello: SimServer;

beforeAll(async () => {
  trello = await startTrello(smallWorld, { now: endsAt, rateLimits: 'counted' });
});
afterAll(() => trello.close());

function headersOf(server: SimServer) {
  const { key, token } = server.credentials;
  return { authorization: `OAuth oauth_consumer_key="${key}", oauth_token="${token}"` };
}

async function ask(path: string, server = trello): Promise<{ status: number; body: Body; headers: Headers }> {
  const answer = await fetch(`${server.url}/1${path}`, { headers: headersOf(server) });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  return { status: answer.status, body: isJson ? JSON.parse(text) : text, headers: answer.headers };
}

const card = (number: number) => smallWorld.tasks.find((task) => task.id === `trello-${number}`)?.vendorId as string;

describe('credentials', () => {
  it('takes key and token from the header or the query', async () => {
    const { key, token } = trello.credentials;
    const answer = await fetch(`${trello.url}/1/members/me?key=${key}&token=${token}`);
    expect(answer.status).toBe(200);
    expect((await ask('/members/me')).body.username).toBe('p1');
  });

  it('refuses wrong ones with 401 and a line of text', async () => {
    const texts = [
      'key=wrong&token=x',
      `key=${trello.credentials.key}&token=wrong`,
      `key=${trello.credentials.key}`,
    ].map(async (query) => {
      const answer = await fetch(`${trello.url}/1/members/me?${query}`);
      return `${answer.status} ${await answer.text()}`;
    });
    expect(await Promise.all(texts)).toEqual([
      '401 invalid key',
      '401 invalid token',
      '401 unauthorized permission requested',
    ]);
  });

  it('keeps no credentials in the journal', async () => {
    const { key, token } = trello.credentials;
    await fetch(`${trello.url}/1/members/me?fields=id&key=${key}&token=${token}`);
    expect(trello.journal.at(-1)?.path).toBe('/1/members/me?fields=id');
    expect(JSON.stringify(trello.journal)).not.toContain(token);
  });
});

describe('boards', () => {
  it('gives a board with its lists, labels, fields and members in one call', async () => {
    const { body } = await ask(
      `/boards/${boardIds.small}?fields=name,closed&lists=all&labels=all&customFields=true&members=all`,
    );
    expect(Object.keys(body).sort()).toEqual(['closed', 'customFields', 'id', 'labels', 'lists', 'members', 'name']);
    expect(body.lists.map((list: Body) => [list.id, list.closed])).toEqual([
      [lists.todo, false],
      [lists.done, false],
      [lists.old, true],
    ]);
    expect(body.labels.map((label: Body) => label.name).filter(Boolean)).toEqual(['O2', 'late']);
    expect(body.customFields.map((field: Body) => [field.name, field.type])).toEqual([
      ['OKR', 'list'],
      ['Points', 'number'],
    ]);
    expect(body.members.map((member: Body) => member.username)).toEqual(['p1', 'p2']);
  });

  it('gives nothing nested unless asked', async () => {
    const { body } = await ask(`/boards/${boardIds.small}`);
    expect(body).not.toHaveProperty('lists');
    expect(body).not.toHaveProperty('cards');
  });

  it("lists the member's boards", async () => {
    const { body } = await ask('/members/me/boards?fields=name');
    expect(body).toEqual([
      { id: boardIds.small, name: 'Ward requests' },
      { id: boardIds.large, name: 'Large board' },
    ]);
  });

  it('tells an id it does not know from one that is none', async () => {
    expect((await ask(`/boards/${'0'.repeat(24)}`)).status).toBe(404);
    expect(await ask('/boards/x')).toMatchObject({ status: 400, body: 'invalid id' });
  });
});

describe('cards', () => {
  it('gives every card once to a walk that goes back by `before`', async () => {
    const seen: string[] = [];
    let before = '';
    for (;;) {
      const { body } = await ask(
        `/boards/${boardIds.large}/cards?filter=all&limit=1000&fields=id${before && `&before=${before}`}`,
      );
      if (body.length === 0) break;
      seen.push(...body.map((each: Body) => each.id));
      before = body.map((each: Body) => each.id).sort()[0];
    }
    expect(seen).toHaveLength(2100);
    expect(new Set(seen).size).toBe(2100);
  });

  it('gives at most a thousand, and refuses to be asked for more', async () => {
    expect((await ask(`/boards/${boardIds.large}/cards?filter=all&fields=id`)).body).toHaveLength(1000);
    expect((await ask(`/boards/${boardIds.large}/cards?limit=1001`)).status).toBe(400);
  });

  it('shows archived cards, and open cards on archived lists, by filter', async () => {
    const shown = async (filter: string) =>
      (await ask(`/boards/${boardIds.small}/cards?filter=${filter}&fields=id`)).body
        .map((each: Body) => each.id)
        .sort();
    expect(await shown('all')).toEqual([1, 2, 3, 4].map(card));
    expect(await shown('closed')).toEqual([card(1)]);
    expect(await shown('open')).toEqual([2, 3, 4].map(card));
    expect(await shown('visible')).toEqual([3, 4].map(card));
  });

  it('gives values of fields, attachments and members where asked', async () => {
    const { body } = await ask(
      `/boards/${boardIds.small}/cards?filter=closed&fields=name,labels,cardRole&customFieldItems=true&attachments=true&members=true`,
    );
    const { customFields } = (await ask(`/boards/${boardIds.small}?fields=id&customFields=true`)).body;
    const option = customFields[0].options.find((each: Body) => each.value.text === 'KR2.2').id;
    expect(body[0]).toMatchObject({
      id: card(1),
      name: 'Card 1',
      cardRole: null,
      labels: [{ name: 'O2' }, { name: 'late' }],
      attachments: [{ name: 'Goal', url: 'https://example.com/goal' }],
      members: [{ username: 'p2' }],
    });
    expect(body[0].customFieldItems).toEqual([
      expect.objectContaining({ idCustomField: customFields[0].id, idValue: option, value: null }),
      expect.objectContaining({ idCustomField: customFields[1].id, value: { number: '5' } }),
    ]);
    expect(Object.keys(body[0])).not.toContain('desc');
  });

  it('marks a mirror and names what it mirrors', async () => {
    const { body } = await ask(`/cards/${card(3)}`);
    expect([body.cardRole, body.mirrorSourceId]).toEqual(['mirror', card(1)]);
  });

  it('starts each id with the second of its creation', async () => {
    expect(Number.parseInt(card(4).slice(0, 8), 16) * 1000).toBe(startsAt + 40 * dayMs);
  });
});

describe('actions', () => {
  it('tells moves, labels, members, fields and archiving, newest first', async () => {
    const { body } = await ask(`/boards/${boardIds.small}/actions?limit=1000&filter=all`);
    expect(body.map((action: Body) => action.type).sort()).toEqual([
      'addAttachmentToCard',
      'addLabelToCard',
      'addMemberToCard',
      'createCard',
      'createCard',
      'createCard',
      'createCard',
      'removeMemberFromCard',
      'updateCard',
      'updateCard',
      'updateCard',
      'updateCustomFieldItem',
      'updateCustomFieldItem',
      'updateList',
    ]);
    const dates = body.map((action: Body) => action.date);
    expect(dates).toEqual(dates.toSorted().reverse());
  });

  it('keeps to moves when asked, and says from where to where', async () => {
    const { body } = await ask(`/boards/${boardIds.small}/actions?filter=updateCard:idList`);
    expect(body).toHaveLength(1);
    expect(body[0].data).toMatchObject({
      listBefore: { id: lists.todo, name: 'To do' },
      listAfter: { id: lists.done, name: 'Done' },
      card: { id: card(1), idList: lists.done },
      old: { idList: lists.todo },
    });
  });

  it('gives what is newer than `since` and older than `before`, each once', async () => {
    const { body: all } = await ask(`/boards/${boardIds.small}/actions?limit=1000`);
    const ids = all.map((action: Body) => action.id);
    const { body: older } = await ask(`/boards/${boardIds.small}/actions?limit=1000&before=${ids[4]}`);
    const { body: newer } = await ask(`/boards/${boardIds.small}/actions?limit=1000&since=${ids[4]}`);
    expect(older.map((action: Body) => action.id)).toEqual(ids.slice(5));
    expect(newer.map((action: Body) => action.id)).toEqual(ids.slice(0, 4));
  });
});

describe('clock', () => {
  it('shows the board as it was', async () => {
    const past = await startTrello(smallWorld, { now: endsAt, prerender: true });
    past.setClock(startsAt + 5 * dayMs);
    const { body } = await ask(`/boards/${boardIds.small}/cards?filter=all&fields=idList,closed`, past);
    const before = body.find((each: Body) => each.id === card(1));
    await past.close();
    expect(body).toHaveLength(3);
    expect(before).toEqual({ id: card(1), idList: lists.todo, closed: false });
  });
});

describe('pages kept for benches', () => {
  it('are sent again as they were, with the same count, until the clock moves', async () => {
    const kept = await startTrello(smallWorld, { now: endsAt, prerender: true, rateLimits: 'off' });
    const path = `/boards/${boardIds.small}/cards?filter=all&fields=closed`;
    const first = await ask(path, kept);
    const second = await ask(path, kept);
    kept.setClock(startsAt + 5 * dayMs);
    const past = await ask(path, kept);
    const bare = await fetch(`${kept.url}/1${path}`);
    await kept.close();
    expect(second.body).toEqual(first.body);
    expect(past.body).toHaveLength(3);
    expect(bare.status).toBe(401);
    expect(kept.journal.map(({ status, tasks }) => [status, tasks])).toEqual([
      [200, 4],
      [200, 4],
      [200, 3],
      [401, 0],
    ]);
  });
});

describe('limits', () => {
  it('answers 429 without Retry-After beyond a hundred in ten seconds', async () => {
    const limited = await startTrello(smallWorld, { now: endsAt });
    const first = await ask(`/boards/${boardIds.small}?fields=id`, limited);
    await Promise.all(Array.from({ length: 99 }, () => ask(`/boards/${boardIds.small}?fields=id`, limited)));
    const refused = await ask(`/boards/${boardIds.small}?fields=id`, limited);
    await limited.close();
    expect(first.headers.get('x-rate-limit-api-token-max')).toBe('100');
    expect(first.headers.get('x-rate-limit-api-token-remaining')).toBe('99');
    expect(first.headers.get('x-rate-limit-api-key-remaining')).toBe('299');
    expect([refused.status, refused.body.error]).toEqual([429, 'API_TOKEN_LIMIT_EXCEEDED']);
    expect(refused.headers.has('retry-after')).toBe(false);
    expect(limited.violations()).toBe(1);
  });

  it('counts each part of a batch', async () => {
    const limited = await startTrello(smallWorld, { now: endsAt });
    const urls = [`/boards/${boardIds.small}?fields=name`, '/boards/x'].map(encodeURIComponent).join(',');
    const { body, headers } = await ask(`/batch?urls=${urls}`, limited);
    const after = await ask(`/boards/${boardIds.small}?fields=id`, limited);
    await limited.close();
    expect(body).toEqual([
      { 200: { id: boardIds.small, name: 'Ward requests' } },
      { name: 'Error', message: 'invalid id', statusCode: 400 },
    ]);
    expect(headers.get('x-rate-limit-api-token-remaining')).toBe('99');
    expect(after.headers.get('x-rate-limit-api-token-remaining')).toBe('96');
  });
});
