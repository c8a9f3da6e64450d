import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, type Call, call, signInAll } from './helpers/api.ts';
import { makeWorld, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db));
  cookies = await signInAll(database.db, world);
});
beforeEach(() => database.db.deleteFrom('saved_views').execute());
afterAll(async () => {
  await app.close();
  await database.drop();
});

const send = (method: Call['method'], path: string, body?: object, who: RoleName = 'manager A') =>
  call(app, { method, url: `/api/v1/saved-views${path}`, cookie: cookies[who], body });
const save = (name: string, more: object = {}, who: RoleName = 'manager A') =>
  send('POST', '', { name, search: 'state=no-why&group=team', ...more }, who);
const names = async (who: RoleName = 'manager A') =>
  (await send('GET', '', undefined, who)).json.items.map((one: { name: string }) => one.name);

describe('a saved view', () => {
  it('is kept with its list, and is one’s own until it is shared', async () => {
    const { json } = await save(' Old and large ');
    expect(json).toMatchObject({
      name: 'Old and large',
      search: 'state=no-why&group=team',
      isShared: false,
      isMine: true,
      by: 'Ada Manager',
    });
    expect(await names('member')).toEqual([]);
    expect((await send('PATCH', `/${json.id}`, { isShared: true })).json).toMatchObject({
      isShared: true,
      isMine: true,
    });
    const [seen] = (await send('GET', '', undefined, 'member')).json.items;
    expect(seen).toMatchObject({ name: 'Old and large', isMine: false, by: 'Ada Manager' });
  });

  it('is renamed and has another list without losing the rest', async () => {
    const { json } = await save('Mine', { isShared: true });
    await send('PATCH', `/${json.id}`, { name: 'Ours' });
    const changed = await send('PATCH', `/${json.id}`, { search: 'tool=jira' });
    expect(changed.json).toMatchObject({ name: 'Ours', search: 'tool=jira', isShared: true });
  });

  it('comes back after it was deleted, however often one asks', async () => {
    const { json } = await save('Mine');
    expect((await send('DELETE', `/${json.id}`)).status).toBe(204);
    expect(await names()).toEqual([]);
    expect((await send('DELETE', `/${json.id}`)).status).toBe(404);
    expect((await send('POST', `/${json.id}/undo`, {})).json).toEqual({ undone: 1 });
    expect((await send('POST', `/${json.id}/undo`, {})).json).toEqual({ undone: 0 });
    expect(await names()).toEqual(['Mine']);
  });

  it('is changed by nobody else, shared or not, and reads as if it were not there', async () => {
    const { json } = await save('Mine', { isShared: true });
    for (const who of ['owner', 'manager B'] as const) {
      expect((await send('PATCH', `/${json.id}`, { name: 'Theirs' }, who)).status).toBe(404);
      expect((await send('DELETE', `/${json.id}`, undefined, who)).status).toBe(404);
      expect((await send('POST', `/${json.id}/undo`, {}, who)).status).toBe(404);
    }
    expect(await names('owner')).toEqual(['Mine']);
  });

  it('has a name that no other of one’s own has, and others may have', async () => {
    const { json } = await save('Mine');
    expect((await save('mine')).json.code).toBe('name-taken');
    expect((await save('   ')).json.code).toBe('bad-name');
    expect((await save('Mine', {}, 'manager B')).status).toBe(200);
    await send('DELETE', `/${json.id}`);
    expect((await save('Mine')).status).toBe(200);
    expect((await send('POST', `/${json.id}/undo`, {})).json.code).toBe('name-taken');
  });

  it('is one of a hundred at most', async () => {
    const { person } = (await call(app, { url: '/api/v1/session', cookie: cookies['manager A'] })).json;
    const rows = Array.from({ length: 100 }, (_, n) => ({
      person_id: person.id,
      name: `View ${n}`,
      search: '',
      is_shared: false,
      created_at: new Date(),
      deleted_at: null,
    }));
    await database.db.insertInto('saved_views').values(rows).execute();
    expect((await save('One more')).json.code).toBe('too-many-views');
  });
});
