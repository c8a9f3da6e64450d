import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { ChangeEvent } from '../../../src/domain/change-event.ts';
import { clearNotice, raiseNotice } from '../../../src/store/notices.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, type Call, call, cookieOf } from './helpers/api.ts';
import { makeWorld, NOW } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookie: string;
const told: ChangeEvent[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { notify: async (event) => void told.push(event) }));
  cookie = await cookieOf(database.db, world.people.owner.id);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});
beforeEach(async () => {
  told.length = 0;
  await database.db.deleteFrom('notices').execute();
  await raiseNotice(database.db, {
    connectionId: 'jira',
    kind: 'unauthorised',
    text: 'Jira refuses the token.',
    action: 'Give a new one.',
    at: new Date(NOW),
  });
});

const ask = async (given: Omit<Call, 'cookie'>) => call(app, { ...given, cookie });
const items = async () => (await ask({ url: '/api/v1/notices' })).json.items;

it('tells an owner what is wrong, of which connection, and how to mend it', async () => {
  expect(await items()).toEqual([
    {
      id: expect.any(Number),
      connectionId: 'jira',
      connectionName: expect.any(String),
      kind: 'unauthorised',
      subject: null,
      text: 'Jira refuses the token.',
      action: 'Give a new one.',
      foundAt: new Date(NOW).toISOString(),
      seenAt: null,
    },
  ]);
});

it('keeps one that was put out of the way, and tells open pages', async () => {
  const [{ id }] = await items();
  expect((await ask({ method: 'POST', url: `/api/v1/notices/${id}/seen` })).status).toBe(204);
  expect(await items()).toMatchObject([{ id, seenAt: new Date(NOW).toISOString() }]);
  expect(told).toEqual([{ type: 'connections-changed' }]);
});

it('tells nothing any more once it is mended, or the connection was removed', async () => {
  await database.db
    .updateTable('connections')
    .set({ removed_at: new Date(NOW) })
    .where('id', '=', 'jira')
    .execute();
  expect(await items()).toEqual([]);
  await database.db.updateTable('connections').set({ removed_at: null }).where('id', '=', 'jira').execute();
  expect(await items()).toHaveLength(1);
  await clearNotice(database.db, { connectionId: 'jira', kind: 'unauthorised' }, new Date(NOW));
  expect(await items()).toEqual([]);
});
