import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { problemSchema } from '../../../src/api/schemas/common.ts';
import { glossaryChangedSchema, glossaryChangesSchema, glossarySchema } from '../../../src/api/schemas/glossary.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
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
afterAll(async () => {
  await app.close();
  await database.drop();
});

const url = (path: string) => `/api/v1/glossary${path}`;
const send = (method: 'POST' | 'PATCH', path: string, body: object, who: RoleName = 'leader') =>
  call(app, { method, url: url(path), body, cookie: cookies[who] });
const read = async (who: RoleName, path = '') =>
  glossarySchema.strict().parse((await call(app, { url: url(path), cookie: cookies[who] })).json);

describe('the glossary', () => {
  it('is written by a leader, read by everybody with who said it, and taken back', async () => {
    const added = await send('POST', '', { short: 'SSO', long: 'single sign-on' });
    const { entryId, changeId } = glossaryChangedSchema.strict().parse(added.json);
    const { items, counts } = await read('member');
    expect(items).toMatchObject([
      { id: entryId, short: 'SSO', long: 'single sign-on', state: 'kept', ground: 'person' },
    ]);
    expect(items[0]?.lastChange).toMatchObject({ id: changeId, by: expect.any(String) });
    expect(counts).toEqual({ kept: 1, proposed: 0, dismissed: 0 });
    const changes = await call(app, { url: url(`/${entryId}/changes`), cookie: cookies.member });
    expect(glossaryChangesSchema.strict().parse(changes.json).items).toHaveLength(1);
    const undone = await send('POST', `/changes/${changeId}/undo`, {}, 'owner');
    expect(undone.json).toEqual({ undone: 1 });
    expect((await read('member')).items).toEqual([]);
    expect((await read('member', '?state=dismissed')).items).toHaveLength(1);
  });

  it('tells what is wrong with an entry', async () => {
    const { status, json } = await send('POST', '', { short: 'two words', long: 'x' });
    expect([status, problemSchema.parse(json)]).toMatchObject([422, { code: 'bad-wording' }]);
    expect((await send('POST', '', { short: 'x'.repeat(101), long: 'x' })).status).toBe(400);
    expect((await send('PATCH', '/1', { state: 'proposed' })).status).toBe(400);
    const bad = await call(app, { url: url('?cursor=x'), cookie: cookies.member });
    expect(bad.status).toBe(400);
  });

  it('shows proposals to those who decide on them, and to nobody else', async () => {
    await database.db
      .insertInto('glossary_entries')
      .values({ name_key: 'k', short: 'DRA', long: 'a b', state: 'proposed', ground: 'stated', found_at: new Date(0) })
      .execute();
    expect((await read('leader', '?state=proposed')).items).toHaveLength(1);
    for (const who of ['member', 'manager A'] as const) {
      const { items, counts } = await read(who, '?state=proposed');
      expect([items, counts.proposed]).toEqual([[], 0]);
    }
  });
});
