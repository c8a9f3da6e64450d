import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { SimOptions } from '../../../src/demo/server.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { SimTask, World } from '../../../src/demo/world.ts';
import { startReceiver } from './receiver.ts';
import { boardIds, endsAt, lists, smallWorld } from './small-world.ts';

interface Action {
  readonly id: string;
  readonly type: string;
  readonly date: string;
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
interface Body {
  readonly action: Action;
  readonly model: { readonly id: string };
  readonly webhook: { readonly id: string };
}

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A world of its own for each test: live changes stay in the world. */
async function start(options: Partial<SimOptions> = {}) {
  const world: World = structuredClone(smallWorld);
  const server = await startTrello(world, { now: endsAt, rateLimits: 'off', retryScale: 0.0001, ...options });
  ends.push(() => server.close());
  const { key, token, appSecret = '' } = server.credentials;
  const authorization = `OAuth oauth_consumer_key="${key}", oauth_token="${token}"`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${server.url}/1${path}`, {
      method,
      headers: { authorization, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: answer.ok ? JSON.parse(text) : text };
  };
  const taskOf = (id: string) => world.tasks.find((task) => task.id === id) as SimTask;
  const newest = async (limit = 1): Promise<Action[]> =>
    (await ask('GET', `/boards/${boardIds.small}/actions?limit=${limit}`)).body;
  return { world, server, ask, taskOf, newest, appSecret, token };
}

async function receive(...statuses: number[]) {
  const receiver = await startReceiver(...statuses);
  ends.push(receiver.close);
  return receiver;
}

describe('live cards', () => {
  it('show a change at once, and tell it as actions with what was before', async () => {
    const { server, ask, taskOf, newest } = await start();
    const id = taskOf('trello-4').vendorId;
    expect((await ask('GET', `/cards/${id}`)).body).toMatchObject({ name: 'Card 4', labels: [] });
    await newest();
    server.change({ type: 'edit', task: 'trello-4', by: 'p2', set: { title: 'Renamed' } });
    server.change({ type: 'edit', task: 'trello-4', set: { labels: ['never seen'], status: lists.done } });
    expect((await ask('GET', `/cards/${id}`)).body).toMatchObject({
      name: 'Renamed',
      idList: lists.done,
      labels: [{ name: 'never seen' }],
    });
    const labels = (await ask('GET', `/boards/${boardIds.small}/labels`)).body as { name: string }[];
    expect(labels.map(({ name }) => name)).toContain('never seen');
    const actions = await newest(3);
    expect(actions.map(({ type }) => type).sort()).toEqual(['addLabelToCard', 'updateCard', 'updateCard']);
    const renamed = actions.find(({ data }) => data.old && 'name' in data.old);
    expect(renamed?.data).toMatchObject({ old: { name: 'Card 4' }, card: { name: 'Renamed' } });
  });

  it('appear with their board’s next number, and leave the numbers of others alone', async () => {
    const { server, ask, newest } = await start();
    const [{ task }] = [server.change({ type: 'create', scope: 'b1', set: { title: 'Fresh' } })];
    const cards = (await ask('GET', `/boards/${boardIds.small}/cards?filter=all&fields=name,idShort`)).body;
    expect(cards).toContainEqual({ id: task?.vendorId, name: 'Fresh', idShort: 5 });
    expect(await newest()).toMatchObject([{ type: 'createCard', data: { card: { name: 'Fresh' } } }]);
  });

  it('are gone when deleted: 404, in no list, and of their actions only the deletion is left, without a name', async () => {
    const { server, ask, taskOf } = await start();
    const id = taskOf('trello-1').vendorId;
    server.change({ type: 'delete', task: 'trello-1' });
    expect(await ask('GET', `/cards/${id}`)).toEqual({ status: 404, body: 'The requested resource was not found.' });
    const cards = (await ask('GET', `/boards/${boardIds.small}/cards?filter=all&fields=id`)).body as { id: string }[];
    expect(cards.map((card) => card.id)).not.toContain(id);
    const actions = (await ask('GET', `/boards/${boardIds.small}/actions?limit=1000`)).body as Action[];
    const own = actions.filter(({ data }) => data.card?.id === id);
    expect(own).toMatchObject([{ type: 'deleteCard', data: { card: { id, idShort: 1, shortLink: 'C0000001' } } }]);
    expect(own[0]?.data.card).not.toHaveProperty('name');
  });

  it('keep their id when they move, and both boards tell of it', async () => {
    const { server, ask, taskOf, newest } = await start();
    const id = taskOf('trello-4').vendorId;
    server.change({ type: 'move', task: 'trello-4', scope: 'b2' });
    expect((await ask('GET', `/cards/${id}`)).body).toMatchObject({ idBoard: boardIds.large, idList: lists.large });
    expect(await newest()).toMatchObject([
      { type: 'moveCardFromBoard', data: { boardTarget: { id: boardIds.large }, list: { id: lists.todo } } },
    ]);
    const [there] = (await ask('GET', `/boards/${boardIds.large}/actions?limit=1`)).body;
    expect(there).toMatchObject({
      type: 'moveCardToBoard',
      data: { boardSource: { id: boardIds.small }, card: { id } },
    });
  });

  it('page by `since` over actions that came while reading', async () => {
    const { server, ask, newest } = await start();
    const [last] = await newest();
    for (const title of ['One', 'Two', 'Three']) server.change({ type: 'edit', task: 'trello-4', set: { title } });
    const fresh = (await ask('GET', `/boards/${boardIds.small}/actions?since=${last?.id}&limit=1000`)).body as Action[];
    expect(fresh.map(({ data }) => data.card?.name)).toEqual(['Three', 'Two', 'One']);
    const middle = fresh[1]?.id;
    const older = (await ask('GET', `/boards/${boardIds.small}/actions?since=${last?.id}&before=${middle}`)).body;
    expect(older).toMatchObject([{ data: { card: { name: 'One' } } }]);
  });
});

describe('live boards', () => {
  it('are not found and not listed while the token may not see them, and are back as they were', async () => {
    const { server, ask, taskOf } = await start();
    const read = async () => ({
      board: (await ask('GET', `/boards/${boardIds.small}`)).status,
      card: (await ask('GET', `/cards/${taskOf('trello-1').vendorId}`)).status,
      listed: ((await ask('GET', '/members/me/boards')).body as { id: string }[]).some(
        ({ id }) => id === boardIds.small,
      ),
    });
    server.change({ type: 'lose-access', scope: 'b1' });
    expect(await read()).toEqual({ board: 404, card: 404, listed: false });
    server.change({ type: 'regain-access', scope: 'b1' });
    expect(await read()).toEqual({ board: 200, card: 200, listed: true });
  });

  it('say so when they are closed and opened again', async () => {
    const { server, ask, newest } = await start();
    server.change({ type: 'archive', scope: 'b1' });
    expect((await ask('GET', `/boards/${boardIds.small}`)).body.closed).toBe(true);
    server.change({ type: 'unarchive', scope: 'b1' });
    expect((await ask('GET', `/boards/${boardIds.small}`)).body.closed).toBe(false);
    expect(await newest(2)).toMatchObject([
      { type: 'updateBoard', data: { board: { closed: false }, old: { closed: true } } },
      { type: 'updateBoard', data: { board: { closed: true }, old: { closed: false } } },
    ]);
  });
});

describe('webhooks', () => {
  it('are made only where somebody answers HEAD with 200, and only once for an address and a board', async () => {
    const { ask } = await start();
    const { url, received } = await receive();
    const wanted = { callbackURL: `${url}?a=1`, idModel: boardIds.small, description: 'ours' };
    const made = await ask('POST', '/webhooks', wanted);
    expect(made).toMatchObject({ status: 200, body: { ...wanted, active: true, consecutiveFailures: 0 } });
    expect(received).toMatchObject([{ method: 'HEAD', path: '/hook?a=1' }]);
    expect(await ask('POST', '/webhooks', wanted)).toMatchObject({ status: 400 });
    const nobody = await ask('POST', '/webhooks', { ...wanted, callbackURL: 'http://127.0.0.1:9/hook' });
    expect(nobody.status).toBe(400);
    expect(nobody.body).toContain('did not return 200 status code');
    expect((await ask('POST', '/webhooks', { ...wanted, idModel: 'f'.repeat(24) })).status).toBe(404);
  });

  it('are listed by their token, changed, and removed', async () => {
    const { ask, token } = await start();
    const { url } = await receive();
    const { body } = await ask('POST', `/webhooks/?callbackURL=${encodeURIComponent(url)}&idModel=${boardIds.small}`);
    expect((await ask('GET', `/tokens/${token}/webhooks`)).body).toEqual([body]);
    expect((await ask('GET', '/tokens/another/webhooks')).status).toBe(401);
    expect((await ask('PUT', `/webhooks/${body.id}`, { active: false })).body.active).toBe(false);
    expect((await ask('DELETE', `/webhooks/${body.id}`)).status).toBe(200);
    expect((await ask('GET', `/webhooks/${body.id}`)).status).toBe(404);
  });

  it('bring each action of their board, signed over body and address', async () => {
    const { server, ask, appSecret, newest } = await start();
    const { url, bodies, received } = await receive();
    const { body: hook } = await ask('POST', '/webhooks', { callbackURL: url, idModel: boardIds.small });
    server.change({ type: 'edit', task: 'trello-4', set: { title: 'Told' } });
    server.change({ type: 'edit', task: 'trello-1000', set: { title: 'Of another board' } });
    await server.settled();
    const [told, ...others] = bodies<Body>();
    expect(others).toEqual([]);
    expect(told).toMatchObject({ model: { id: boardIds.small }, webhook: { id: hook.id, callbackURL: url } });
    expect([told?.action]).toEqual(await newest());
    const [, post] = received;
    const proof = createHmac('sha1', appSecret).update(`${post?.body}${url}`).digest('base64');
    expect(post?.headers['x-trello-webhook']).toBe(proof);
  });

  it('try four times in all, count what failed, and begin again at nothing with a success', async () => {
    const { server, ask } = await start();
    const { url, bodies } = await receive(500, 500, 500, 500);
    const { body: hook } = await ask('POST', '/webhooks', { callbackURL: url, idModel: boardIds.small });
    server.change({ type: 'edit', task: 'trello-4', set: { title: 'Lost' } });
    await server.settled();
    expect(bodies()).toHaveLength(4);
    expect((await ask('GET', `/webhooks/${hook.id}`)).body).toMatchObject({ consecutiveFailures: 1, active: true });
    server.change({ type: 'edit', task: 'trello-4', set: { title: 'Found' } });
    await server.settled();
    expect((await ask('GET', `/webhooks/${hook.id}`)).body).toMatchObject({
      consecutiveFailures: 0,
      firstConsecutiveFailDate: null,
    });
  });

  it('lose, double and hold back deliveries when a test says so', async () => {
    const verdicts = ['lose', 'twice', 'hold'] as const;
    let next = 0;
    const { server, ask } = await start({ deliver: () => verdicts[next++] ?? 'send' });
    const { url, bodies } = await receive();
    await ask('POST', '/webhooks', { callbackURL: url, idModel: boardIds.small });
    for (const title of ['lost', 'doubled', 'late', 'sent']) {
      server.change({ type: 'edit', task: 'trello-4', set: { title } });
      await server.settled();
    }
    server.release();
    await server.settled();
    expect(bodies<Body>().map(({ action }) => action.data.card?.name)).toEqual(['doubled', 'doubled', 'sent', 'late']);
  });

  it('say nothing of a board the token may not see any more', async () => {
    const { server, ask } = await start();
    const { url, bodies } = await receive();
    await ask('POST', '/webhooks', { callbackURL: url, idModel: boardIds.small });
    server.change({ type: 'lose-access', scope: 'b1' });
    server.change({ type: 'edit', task: 'trello-4', set: { title: 'Hidden' } });
    await server.settled();
    expect(bodies()).toEqual([]);
  });
});
