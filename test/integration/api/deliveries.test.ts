import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { addRefusals, pruneDeliveries } from '../../../src/store/deliveries.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { storeDelivery } from '../../helpers/deliveries.ts';
import { apiDeps, buildApp, type Call, call, cookieOf } from './helpers/api.ts';
import { DAY_MS, makeWorld, NOW } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookie: string;
const nudged: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { onDelivery: (id) => void nudged.push(id) }));
  cookie = await cookieOf(database.db, world.people.owner.id);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});
beforeEach(async () => {
  nudged.length = 0;
  for (const table of ['deliveries', 'delivery_refusals', 'webhooks'] as const) {
    await database.db.deleteFrom(table).execute();
  }
  for (let day = 0; day < 5; day++) {
    const delivery = { connectionId: 'jira', webhookId: null, key: `id ${day}`, headers: {} };
    await storeDelivery(database.db, { ...delivery, body: Buffer.from('canary-body') }, new Date(NOW - day * DAY_MS));
  }
});

const ask = async (given: Omit<Call, 'cookie'>) => (await call(app, { ...given, cookie })).json;
const finishAll = () =>
  database.db
    .updateTable('deliveries')
    .set({ state: 'done', processed_at: new Date(NOW), ignored: JSON.stringify([{ reason: 'A heartbeat.' }]) })
    .execute();

it('lists deliveries newest first, page by page, by state, and never what they hold', async () => {
  const first = await ask({ url: '/api/v1/deliveries?connection=jira&limit=2' });
  const second = await ask({ url: `/api/v1/deliveries?connection=jira&limit=2&cursor=${first.nextCursor}` });
  const third = await ask({ url: `/api/v1/deliveries?connection=jira&limit=2&cursor=${second.nextCursor}` });
  const ids = [first, second, third].flatMap((page) => page.items.map((item: { id: number }) => item.id));
  expect(ids).toEqual([...ids].sort((a, b) => b - a));
  expect(new Set(ids).size).toBe(5);
  expect(third.nextCursor).toBeNull();
  expect(JSON.stringify([first, second, third])).not.toContain('canary');
  expect((await ask({ url: '/api/v1/deliveries?state=done' })).items).toEqual([]);
  await finishAll();
  const done = await ask({ url: '/api/v1/deliveries?state=done' });
  expect(done.items[0]).toMatchObject({ state: 'done', ignored: ['A heartbeat.'], error: null });
});

it('puts a range of deliveries back to be worked on, and asks for the job', async () => {
  await finishAll();
  const body = {
    connectionId: 'jira',
    from: new Date(NOW - 2 * DAY_MS).toISOString(),
    to: new Date(NOW).toISOString(),
  };
  expect(await ask({ method: 'POST', url: '/api/v1/deliveries/redeliver', body })).toEqual({ redelivered: 2 });
  expect(nudged).toEqual(['jira']);
  expect((await ask({ url: '/api/v1/deliveries?state=stored' })).items).toHaveLength(2);
});

it('says how a connection hears of changes, what waits and what was refused in the last day', async () => {
  const { db } = database;
  const polling = await ask({ url: '/api/v1/connections/jira' });
  expect(polling.webhooks).toEqual({
    mode: 'polling',
    state: null,
    expiresAt: null,
    lastDeliveryAt: null,
    trouble: null,
    refused24h: 0,
    waiting: 5,
  });
  const expiresAt = new Date(NOW + 9 * DAY_MS);
  const row = { connection_id: 'jira', callback_url: 'https://x.example', created_at: new Date(NOW) };
  await db
    .insertInto('webhooks')
    .values({ ...row, id: 'h', scope_id: null, external_id: 'w', state: 'active', secret: null, expires_at: expiresAt })
    .execute();
  const refused = { connectionId: 'jira', reason: 'not-proved', count: 3 };
  await addRefusals(db, [{ ...refused, lastAt: new Date(NOW - DAY_MS - 1) }]);
  await addRefusals(db, [{ ...refused, lastAt: new Date(NOW - 1) }]);
  await addRefusals(db, [{ ...refused, lastAt: new Date(NOW) }]);
  const [connection] = (await ask({ url: '/api/v1/connections' })).items;
  expect(connection.webhooks).toMatchObject({ mode: 'webhooks', state: 'active', refused24h: 6 });
  expect(connection.webhooks.expiresAt).toBe(expiresAt.toISOString());
});

it('forgets deliveries after thirty days, but none that waits', async () => {
  await pruneDeliveries(database.db, new Date(NOW - 2 * DAY_MS));
  expect((await ask({ url: '/api/v1/deliveries' })).items).toHaveLength(5);
  await finishAll();
  await pruneDeliveries(database.db, new Date(NOW - 2 * DAY_MS));
  expect((await ask({ url: '/api/v1/deliveries' })).items).toHaveLength(3);
});
