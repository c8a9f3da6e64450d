import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { cyclesSchema } from '../../../src/api/schemas/cycles.ts';
import { learnExamples } from '../../../src/usecases/learn-examples.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { DAY_MS, makeWorld, NOW, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;
let now = NOW;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { now: () => ++now }));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const ask = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: object, who: RoleName = 'leader') =>
  call(app, { method, url: `/api/v1${path}`, ...(body ? { body } : {}), cookie: cookies[who] });
const get = async (path: string) => (await call(app, { url: `/api/v1${path}`, cookie: cookies.member })).json;
const cycles = async () => cyclesSchema.parse(await get('/cycles')).items;
const open = async () =>
  (await get('/goals')).items.flatMap((one: { key: string; isClosed: boolean }) => (one.isClosed ? [] : [one.key]));
const undo = (changeId: number) => ask('POST', `/goals/changes/${changeId}/undo`, {}, 'owner');
const NEXT = { name: '2027-Q1', startsOn: '2027-01-01', endsOn: '2027-03-31' };

/** Takes back what a test did, newest first. */
const done: number[] = [];
afterEach(async () => {
  for (const changeId of done.splice(0).reverse()) expect((await undo(changeId)).json).toEqual({ undone: 1 });
});
const kept = <T extends { json: { changeId?: number } }>(answer: T): T => {
  if (answer.json.changeId) done.push(answer.json.changeId);
  return answer;
};

describe('a cycle', () => {
  it('is made, renamed and moved in time, and its goals stay in it; each is one act that can be taken back', async () => {
    const before = await cycles();
    const made = kept(await ask('POST', '/cycles', NEXT));
    kept(await ask('PATCH', `/cycles/${made.json.id}`, { name: 'Winter', endsOn: '2027-04-30' }));
    kept(await ask('PATCH', '/cycles/2026-q4', { name: 'Autumn' }));
    expect(await cycles()).toMatchObject([
      { name: 'Autumn', startsOn: '2026-10-01', isCurrent: true, goals: 6, openGoals: 5, closedOn: null },
      { name: 'Winter', startsOn: '2027-01-01', endsOn: '2027-04-30', isCurrent: false, goals: 0 },
    ]);
    expect((await get('/goals?cycle=autumn')).items).toHaveLength(7);
    expect((await get('/goals/KR1.1')).cycle.name).toBe('Autumn');
    expect((await ask('PATCH', '/cycles/2026-q4', { name: 'Autumn' })).json.changeId).toBeNull();
    for (const changeId of done.splice(0).reverse()) await undo(changeId);
    expect(await cycles()).toEqual(before);
  });

  it.each<[string, object, string, string]>([
    [
      'crosses another',
      { ...NEXT, startsOn: '2026-12-01' },
      'startsOn',
      'crosses 2026-Q4, 2026-10-01 to 2026-12-31: let one end',
    ],
    ['ends before it begins', { ...NEXT, endsOn: '2026-12-31' }, 'endsOn', 'before it begins'],
    ['has a name that is taken', { ...NEXT, name: '2026-q4' }, 'name', 'is taken: 2026-Q4'],
  ])('that %s is refused by its field, with what to do', async (_, body, field, message) => {
    const said = await ask('POST', '/cycles', body);
    expect([said.status, said.json.code]).toEqual([422, 'bad-cycle']);
    expect(said.json.errors).toEqual([{ field: `body.${field}`, message: expect.stringContaining(message) }]);
    expect(await cycles()).toHaveLength(1);
  });

  it('within another is none that crosses it', async () => {
    expect(
      kept(await ask('POST', '/cycles', { name: 'November', startsOn: '2026-11-01', endsOn: '2026-11-30' })).status,
    ).toBe(200);
  });

  it('with goals is not taken away, and says what to do; an empty one is', async () => {
    const said = await ask('DELETE', '/cycles/2026-q4');
    expect(said.json.detail).toBe('6 goals are in 2026-Q4: give them another cycle first, or close 2026-Q4 instead.');
    const made = kept(await ask('POST', '/cycles', NEXT));
    kept(await ask('DELETE', `/cycles/${made.json.id}`));
    expect(await cycles()).toHaveLength(1);
    expect((await ask('DELETE', `/cycles/${made.json.id}`)).status).toBe(404);
  });

  it('is closed with its open goals and opened with them, and takes no further goal meanwhile', async () => {
    const before = await open();
    await ask('PATCH', '/cycles/2026-q4', { closedOn: '2026-11-17' });
    expect(await open()).toEqual(['V1']);
    const late = await ask('POST', '/goals', {
      kind: 'objective',
      title: 'Too late',
      parentKey: 'V1',
      cycle: '2026-Q4',
    });
    expect(late.json.errors[0]).toMatchObject({
      field: 'body.cycle',
      message: expect.stringContaining('open it again'),
    });
    await ask('PATCH', '/cycles/2026-q4', { closedOn: null });
    expect(await open()).toEqual(before);
  });
});

describe('the open goals of a cycle', () => {
  it('are copied into the next one once, each under the copy of its parent, and take along what was learnt', async () => {
    const { json: next } = kept(await ask('POST', '/cycles', NEXT));
    const copied = kept(await ask('POST', '/cycles/2026-q4/copies', { into: next.id }));
    expect(copied.json.copied).toEqual([
      { from: 'O1', to: 'O3' },
      { from: 'KR1.1', to: 'KR3.1' },
      { from: 'KR1.2', to: 'KR3.2' },
      { from: 'O2', to: 'O4' },
      { from: 'KR2.1', to: 'KR4.1' },
    ]);
    expect(await get('/goals/KR3.1')).toMatchObject({
      ...{ title: 'Median days to go-live', parentKey: 'O3', from: 21, to: 7, unit: 'days', by: null },
      cycle: { name: '2027-Q1' },
    });
    expect((await ask('POST', '/cycles/2026-q4/copies', { into: next.id })).json).toEqual({
      copied: [],
      changeId: null,
    });
    now = Date.parse('2027-01-05T10:00:00Z');
    await learnExamples({ db: database.db, now: () => now }, AbortSignal.timeout(110_000));
    const { id } = await get('/goals/KR3.1');
    const [example] = await database.db
      .selectFrom('linking_examples')
      .selectAll()
      .where('task_id', '=', 'jira.1')
      .execute();
    expect(example?.goal_ids).toEqual([id]);
    now = NOW + DAY_MS;
  });

  it('are chosen where only some are meant, and go into no closed cycle', async () => {
    const { json: next } = kept(await ask('POST', '/cycles', NEXT));
    expect((await ask('POST', '/cycles/2026-q4/copies', { into: '2026-q4' })).json.code).toBe('same-cycle');
    const some = kept(await ask('POST', '/cycles/2026-q4/copies', { into: next.id, keys: ['KR1.2'] }));
    expect(some.json.copied).toEqual([{ from: 'KR1.2', to: 'KR1.3' }]);
    expect((await get('/goals/KR1.3')).parentKey).toBe('O1');
    const closed = await ask('PATCH', `/cycles/${next.id}`, { closedOn: '2027-01-01' });
    expect((await ask('POST', '/cycles/2026-q4/copies', { into: next.id })).json.code).toBe('cycle-closed');
    await undo(closed.json.changeId);
  });
});
