import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { holdRemoval } from '../../../src/store/held-removals.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, cookieOf } from './helpers/api.ts';
import { CANARIES, makeWorld, NOW, type World } from './helpers/world.ts';

let database: TestDatabase;
let world: World;
let app: App;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db));
  cookie = await cookieOf(database.db, world.people.owner.id);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const url = '/api/v1/connections/jira';
const patch = (state: string) => call(app, { method: 'PATCH', url, body: { state }, cookie });
const explain = async (id: string) => (await call(app, { url: `/api/v1/tasks/${id}`, cookie })).json;
const derive = () =>
  deriveStale({ db: database.db, now: () => NOW, notify: async () => undefined }, AbortSignal.timeout(110_000));

describe('tasks that vanished in too large a number', () => {
  let held: { id: number }[];
  beforeEach(async () => {
    await database.db.deleteFrom('held_removals').execute();
    const hold = { connectionId: 'jira', scopeId: 'jira.10001', taskIds: ['jira.2'], ofTasks: 30 };
    await database.db.transaction().execute((tx) => holdRemoval(tx, hold, new Date(NOW)));
    held = (await call(app, { url, cookie })).json.held;
  });
  const decide = (id: number, says: string) =>
    call(app, { method: 'POST', url: `${url}/held-removals/${id}`, body: { says }, cookie });

  it('are shown with their scope and how many they are, and counted on the list', async () => {
    expect(held).toMatchObject([{ scopeId: 'jira.10001', scopeName: 'Atlas delivery', tasks: 1, ofTasks: 30 }]);
    const { json } = await call(app, { url: '/api/v1/connections', cookie });
    expect(json.items[0].heldRemovals).toBe(1);
  });

  it('never name a private scope to somebody who may not see it', async () => {
    await database.db.updateTable('held_removals').set({ scope_id: 'jira.10003' }).execute();
    const member = await cookieOf(database.db, world.people.member.id);
    const { json } = await call(app, { url, cookie: member });
    expect(json.held[0].scopeName).toBe('a scope you cannot see');
  });

  it('stay as they were where the owner keeps them, and wait no more', async () => {
    const [hold] = held;
    const answer = await decide(hold?.id ?? 0, 'kept');
    expect([answer.status, answer.json.held]).toEqual([200, []]);
    expect((await explain('jira.2')).gone).toBeNull();
    expect((await decide(hold?.id ?? 0, 'removed')).json.code).toBe('no-such-hold');
  });

  it('are told as deleted, with the moment, where the owner removes them', async () => {
    const [hold] = held;
    expect((await decide(hold?.id ?? 0, 'removed')).status).toBe(200);
    await derive();
    expect(await explain('jira.2')).toMatchObject({ gone: { how: 'deleted', at: new Date(NOW).toISOString() } });
    await database.db.updateTable('tasks').set({ gone_at: null, gone_how: null }).execute();
  });
});

describe('a task that is not there as it was', () => {
  it.each([
    ['moved', { gone_how: 'moved', gone_at: new Date(NOW) }],
    ['archived', { is_archived: true }],
    ['access-lost', { visibility: 'access-lost' }],
  ] as const)('says %s, which is not the same as deleted', async (how, values) => {
    await database.db.updateTable('tasks').set(values).where('id', '=', 'jira.2').execute();
    expect((await explain('jira.2')).gone.how).toBe(how);
    const undo = { gone_how: null, gone_at: null, is_archived: false, visibility: 'visible' } as const;
    await database.db.updateTable('tasks').set(undo).where('id', '=', 'jira.2').execute();
  });
});

describe('a connection', () => {
  it('is paused and goes on; while paused it takes no request to sync', async () => {
    expect((await patch('paused')).json.state).toBe('paused');
    const sync = await call(app, { method: 'POST', url: `${url}/sync`, body: { full: true }, cookie });
    expect([sync.status, sync.json.code]).toEqual([422, 'connection-paused']);
    expect((await patch('active')).json.state).toBe('active');
  });

  it('read in full is asked afterwards what vanished', async () => {
    await database.db.deleteFrom('sync_runs').where('state', '=', 'queued').execute();
    await call(app, { method: 'POST', url: `${url}/sync`, body: { full: true }, cookie });
    const runs = await database.db.selectFrom('sync_runs').select('kind').where('state', '=', 'queued').execute();
    expect(runs.map((run) => run.kind).sort()).toEqual(['census', 'full']);
  });

  it('is read again from a day on: its place in the changes goes back, and a day that is none is refused', async () => {
    const cursor = { walk: 'jira-2', token: null, isSearched: true, waiting: [], asOf: NOW, recent: { '1': NOW } };
    const walked = { cursor: JSON.stringify(cursor), is_walk_complete: true, walked_at: new Date(NOW) };
    await database.db.updateTable('scopes').set(walked).where('id', '=', 'jira.10001').execute();
    const sync = (since: string) => call(app, { method: 'POST', url: `${url}/sync`, body: { since }, cookie });
    expect((await sync('yesterday')).status).toBe(400);
    expect((await sync('2026-11-02')).status).toBe(200);
    const scope = await database.db
      .selectFrom('scopes')
      .select('cursor')
      .where('id', '=', 'jira.10001')
      .executeTakeFirst();
    // Midnight in Lisbon.
    expect(scope?.cursor).toMatchObject({ asOf: Date.parse('2026-11-02T00:00:00Z'), recent: {} });
  });

  it('that is removed is gone from every list, its credentials from the database, and its tasks are unknown', async () => {
    const answer = await call(app, { method: 'DELETE', url: `${url}?tasks=keep`, cookie });
    expect(answer.status).toBe(204);
    expect((await call(app, { url, cookie })).status).toBe(404);
    expect((await call(app, { url: '/api/v1/connections', cookie })).json.items).toEqual([]);
    const rows = await database.db.selectFrom('connections').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(CANARIES.token);
    expect(rows.map((row) => row.credentials)).toEqual([null]);
    await derive();
    const { json } = await call(app, { url: '/api/v1/tasks?state=unknown', cookie });
    expect(json.total).toBeGreaterThan(0);
    expect((await explain('jira.2')).gone).toEqual({ how: 'access-lost', at: null });
  });
});
