import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { goalDetailSchema, goalHistorySchema } from '../../../src/api/schemas/goals.ts';
import { importGoals } from '../../../src/usecases/import-goals.ts';
import { readRows } from '../../../src/usecases/read-rows.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, type Call, call, signInAll } from './helpers/api.ts';
import { DAY_MS, makeWorld, NOW, ROLES, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;
let now = NOW;
let derived = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  const onStale = async () => {
    derived += 1;
  };
  app = await buildApp(apiDeps(database.db, { now: () => ++now, onStale }));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const ask = (who: RoleName, given: Omit<Call, 'cookie'>) => call(app, { ...given, cookie: cookies[who] });
const get = async (path: string, who: RoleName = 'member') => (await ask(who, { url: `/api/v1${path}` })).json;
const add = (body: object, who: RoleName = 'leader') => ask(who, { method: 'POST', url: '/api/v1/goals', body });
const change = (key: string, body: object, who: RoleName = 'leader') =>
  ask(who, { method: 'PATCH', url: `/api/v1/goals/${key}`, body });
const undo = (changeId: number, who: RoleName = 'leader') =>
  ask(who, { method: 'POST', url: `/api/v1/goals/changes/${changeId}/undo`, body: {} });
const history = async (key: string) => goalHistorySchema.parse(await get(`/goals/${key}/history`)).items;
const staleTasks = async () =>
  (await database.db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).execute()).length;
const settle = () => database.db.updateTable('tasks').set({ stale_at: null }).execute();
const keysUnder = async (key: string) => (await get(`/goals/${key}`)).children.map((one: { key: string }) => one.key);

/** Takes back what a test did, newest first. */
const done: number[] = [];
afterEach(async () => {
  for (const changeId of done.splice(0).reverse()) await undo(changeId, 'owner');
});
const kept = <T extends { json: { changeId?: number } }>(answer: T): T => {
  if (answer.json.changeId) done.push(answer.json.changeId);
  return answer;
};

describe('who writes goals', () => {
  // KR1.1 is manager A's, KR2.1 manager B's; O1 is the leader's, of no team.
  it.each([
    ['KR1.1', [403, 200, 403, 200, 200]],
    ['KR2.1', [403, 403, 200, 200, 200]],
    ['O1', [403, 403, 403, 200, 200]],
  ])('of %s is its owner among the managers, a manager of its team, leaders and the owner', async (key, expected) => {
    const found: number[] = [];
    for (const who of ROLES) {
      const said = kept(await change(key, { description: `Said by a ${who}.` }, who));
      found.push(said.status);
      if (said.status !== 200) expect(said.json.code).toBe('not-your-goal');
      expect((await get(`/goals/${key}`, who)).mayEdit).toBe(said.status === 200);
    }
    expect(found).toEqual(expected);
  });

  it('makes a key result for the own team as a manager, and for no other', async () => {
    const words = { kind: 'key-result', title: 'Forms filled in once', parentKey: 'O1' };
    const own = kept(await add({ ...words, team: 'Atlas' }, 'manager A'));
    expect([own.status, own.json.key]).toEqual([200, 'KR1.3']);
    expect((await add({ ...words, team: 'Borealis' }, 'manager A')).status).toBe(403);
    expect((await add({ ...words, kind: 'objective' }, 'manager A')).status).toBe(403);
  });
});

describe('a new goal', () => {
  it('stands in the tree under the next free key with all that was said, once for one key of the call', async () => {
    const body = {
      ...{
        kind: 'key-result',
        title: ' Rollbacks without a call ',
        parentKey: 'o1',
        cycle: '2026-q4',
        from: 4,
        to: 0.5,
      },
      ...{
        unit: 'calls',
        by: '2026-12-01',
        team: 'Atlas',
        commitment: 'aspirational',
        weight: 2,
        description: 'A line.',
      },
    };
    const headers = { 'idempotency-key': 'goal-once' };
    const [first, second] = [
      kept(await ask('leader', { method: 'POST', url: '/api/v1/goals', body, headers })),
      await ask('leader', { method: 'POST', url: '/api/v1/goals', body, headers }),
    ];
    expect(second.json).toEqual(first.json);
    const made = goalDetailSchema.parse(await get('/goals/KR1.3'));
    expect(made).toMatchObject({
      ...{ kind: 'key-result', title: 'Rollbacks without a call', parentKey: 'O1', from: 4, to: 0.5, unit: 'calls' },
      ...{ by: '2026-12-01', commitment: 'aspirational', weight: 2, description: 'A line.', closedOn: null },
    });
    expect([made.cycle?.name, made.team?.name]).toEqual(['2026-Q4', 'Atlas']);
    expect(await keysUnder('O1')).toEqual(['KR1.1', 'KR1.2', 'KR1.3']);
  });

  it.each<[string, object, string, string]>([
    ['a key that is taken, however it is written', { key: 'kr-1.1' }, 'key', 'has this key already'],
    ['a parent that is not there', { parentKey: 'O9' }, 'parentKey', 'there is no goal O9'],
    ['an objective under a key result', { kind: 'objective', parentKey: 'KR1.1' }, 'parentKey', 'cannot be under'],
    ['a start without a target', { from: 3 }, 'to', 'is missing beside'],
    ['a cycle nobody knows', { cycle: 'soon' }, 'cycle', 'is not a known cycle'],
    ['an owner nobody knows', { ownerId: 'nobody' }, 'ownerId', 'nobody of this id'],
  ])('with %s is refused by its field, and nothing is written', async (_, words, field, message) => {
    const before = await get('/goals');
    const said = await add({ kind: 'key-result', title: 'Fewer calls', parentKey: 'O1', ...words });
    expect([said.status, said.json.code]).toEqual([422, 'bad-goal']);
    expect(said.json.errors).toEqual([{ field: `body.${field}`, message: expect.stringContaining(message) }]);
    expect(await get('/goals')).toEqual(before);
  });
});

describe('a change', () => {
  it('made on what somebody else changed since is refused with what stands now', async () => {
    const { version } = await get('/goals/KR1.2');
    kept(await change('KR1.2', { title: 'Imports by themselves', to: 85, seenVersion: version }, 'manager A'));
    const late = await change('KR1.2', { title: 'Imports nobody sees', seenVersion: version });
    expect([late.status, late.json.code]).toEqual([409, 'changed-since']);
    expect(late.json.detail).toBe(
      'KR1.2 was changed by Ada Manager since you looked: its title is “Imports by themselves” now, its target is “85” now. Nothing was saved.',
    );
    expect(late.json.errors.map(({ field }: { field: string }) => field)).toEqual(['body.title', 'body.to']);
    const fresh = await get('/goals/KR1.2');
    expect([fresh.title, fresh.version > version]).toEqual(['Imports by themselves', true]);
    expect(kept(await change('KR1.2', { title: 'Imports nobody sees', seenVersion: fresh.version })).status).toBe(200);
  });

  it('that changes nothing leaves no trace, also a second time', async () => {
    const [goal, before] = [await get('/goals/KR1.2'), await history('KR1.2')];
    for (let time = 0; time < 2; time += 1) {
      const said = await change('KR1.2', { title: goal.title, to: goal.to, closedOn: null });
      expect(said.json).toEqual({ key: 'KR1.2', changeId: null });
    }
    expect(await history('KR1.2')).toEqual(before);
  });

  it('links are not read from leaves all tasks as they are; a title has them read again', async () => {
    await settle();
    const was = derived;
    const shown = { team: 'Borealis', weight: 3, to: 70, by: '2026-12-20', commitment: 'committed' };
    kept(await change('KR1.2', shown));
    expect(await staleTasks()).toBe(0);
    kept(await change('KR1.2', { title: 'Self-service imports of old files' }));
    expect(await staleTasks()).toBeGreaterThan(0);
    expect(derived).toBeGreaterThan(was);
  });

  it('of the key follows in what stands under it; where tasks name it, it is refused', async () => {
    const renamed = kept(await change('O2', { key: 'O20' }));
    expect(renamed.json.key).toBe('O20');
    expect((await get('/goals/KR2.1')).parentKey).toBe('O20');
    // Whoever comes with the old address finds it.
    expect((await get('/goals/O2')).key).toBe('O20');
    const said = await change('KR1.1', { key: 'KR1.9' });
    expect([said.status, said.json.code, said.json.errors[0].field]).toEqual([422, 'key-in-use', 'body.key']);
  });

  it('never puts a goal above itself', async () => {
    const objective = kept(await add({ kind: 'objective', title: 'Quiet nights', parentKey: 'O1' }));
    const said = await change('O1', { parentKey: objective.json.key });
    expect([said.status, said.json.errors[0].message]).toEqual([422, 'O1 would be above itself']);
  });

  it('closes a goal with what is open under it, and opens it with that', async () => {
    const closed = await change('O1', { closedOn: '2026-11-17', withChildren: true });
    const states = async () =>
      Object.fromEntries(
        (await get('/goals')).items.map((one: { key: string; isClosed: boolean }) => [one.key, one.isClosed]),
      );
    expect(await states()).toMatchObject({ O1: true, 'KR1.1': true, 'KR1.2': true, O2: false, 'KR2.2': true });
    expect((await history('KR1.1'))[0]).toMatchObject({
      others: 2,
      changes: [{ field: 'closedOn', to: '2026-11-17' }],
    });
    await change('O1', { closedOn: null, withChildren: true });
    expect(await states()).toMatchObject({ O1: false, 'KR1.1': false, 'KR1.2': false });
    expect((await undo(closed.json.changeId)).json.code).toBe('changed-since');
  });
});

describe('the order of goals', () => {
  const order = (keys: readonly string[], parentKey: string | null, who: RoleName = 'leader') =>
    ask(who, { method: 'POST', url: '/api/v1/goals/order', body: { parentKey, keys } });

  it('is as people put it, and a goal that comes later stands after them', async () => {
    kept(await order(['KR1.2', 'KR1.1'], 'O1'));
    expect(await keysUnder('O1')).toEqual(['KR1.2', 'KR1.1']);
    expect((await order(['KR1.2', 'KR1.1'], 'O1')).json).toEqual({ changeId: null });
    kept(await add({ kind: 'key-result', title: 'Forms filled in once', parentKey: 'O1' }));
    expect(await keysUnder('O1')).toEqual(['KR1.2', 'KR1.1', 'KR1.3']);
    kept(await order(['O2', 'O1'], 'V1'));
    const shown = (await get('/goals')).items.map(({ key }: { key: string }) => key);
    expect(shown).toEqual(['V1', 'O2', 'KR2.1', 'KR2.2', 'O1', 'KR1.2', 'KR1.1', 'KR1.3']);
  });

  it('of others than stand there is refused, and so is one that is not theirs', async () => {
    for (const keys of [['KR1.1'], ['KR1.1', 'KR2.1'], ['KR1.1', 'KR1.1']])
      expect((await order(keys, 'O1')).json.code).toBe('siblings-changed');
    expect((await order(['KR1.1', 'KR1.2'], 'O1', 'manager A')).status).toBe(403);
    expect((await order(['V1'], null, 'manager A')).json.code).toBe('leaders-only');
  });
});

describe('undo', () => {
  it('makes all as before, keeps both in the history, and a second time does nothing', async () => {
    const before = await get('/goals/KR1.2');
    const { json } = await change('KR1.2', {
      title: 'Another',
      cycle: null,
      from: null,
      to: null,
      unit: null,
      weight: 9,
    });
    expect((await undo(json.changeId, 'manager B')).status).toBe(403);
    expect((await undo(json.changeId)).json).toEqual({ undone: 1 });
    expect((await undo(json.changeId)).json).toEqual({ undone: 0 });
    const { version: _, ...after } = await get('/goals/KR1.2');
    const { version: __, ...was } = before;
    expect(after).toEqual(was);
    expect((await history('KR1.2')).slice(0, 2)).toMatchObject([
      { isUndo: true, mayUndo: false, by: 'Lea Leader' },
      { isUndone: true, mayUndo: false, changeId: json.changeId },
    ]);
  });

  it('goes back step by step, and never over what somebody changed since', async () => {
    const before = await get('/goals/KR1.2');
    const steps = [await change('KR1.2', { title: 'One' }), await change('KR1.2', { to: 99 })].map(
      ({ json }) => json.changeId,
    );
    expect((await undo(steps[0])).json.code).toBe('changed-since');
    for (const step of steps.toReversed()) expect((await undo(step)).json).toEqual({ undone: 1 });
    expect(await get('/goals/KR1.2')).toMatchObject({ title: before.title, to: before.to });
  });

  it('of a new goal takes it away, unless something hangs on it by now', async () => {
    const made = await add({ kind: 'key-result', title: 'Forms filled in once', parentKey: 'O1' });
    const checkIn = await ask('leader', {
      method: 'POST',
      url: '/api/v1/check-ins',
      body: { goalKey: made.json.key, value: 1 },
    });
    expect((await undo(made.json.changeId)).json.code).toBe('goal-in-use');
    await database.db.deleteFrom('check_ins').where('id', '=', checkIn.json.checkInId).execute();
    expect((await undo(made.json.changeId)).json).toEqual({ undone: 1 });
    expect((await ask('owner', { url: `/api/v1/goals/${made.json.key}` })).status).toBe(404);
  });

  it('of what a file said is refused', async () => {
    const [first] = await history('KR1.1').then((all) => all.toReversed());
    expect(first).toMatchObject({ through: 'import', isFirst: true, mayUndo: false, by: 'Command line' });
    expect((await undo(first?.changeId ?? 0, 'owner')).json.code).toBe('not-from-here');
  });
});

describe('history', () => {
  it('is whole over import, command and browser, with names, newest first and page by page', async () => {
    const owner = (await get('/people', 'owner')).items.find(({ name }: { name: string }) => name === 'Mia Member');
    kept(await change('KR2.2', { title: 'Faxes retired', ownerId: owner.id, parentKey: 'O1' }));
    const rows =
      'key,kind,title,parent,cycle,from,to,unit,by,team,commitment\nKR2.2,key-result,Faxes gone,O1,2026-Q4,0,100,%,2026-10-31,Borealis,committed';
    const deps = { db: database.db, now: () => ++now, onStale: async () => {} };
    for (const isApplied of [true, false])
      expect(await importGoals(deps, readRows(rows, 'csv'))).toMatchObject({ isApplied });
    const all = await history('KR2.2');
    expect(all.map(({ through, by }) => `${through} ${by}`)).toEqual([
      'import Command line',
      'browser Lea Leader',
      'command Command line',
      'import Command line',
    ]);
    expect(all[1]?.changes).toEqual([
      { field: 'title', from: 'Paper faxes retired', to: 'Faxes retired' },
      { field: 'parentId', from: 'O2', to: 'O1' },
      { field: 'ownerId', from: null, to: 'Mia Member' },
    ]);
    expect(all[0]?.changes).toEqual([
      { field: 'title', from: 'Faxes retired', to: 'Faxes gone' },
      { field: 'ownerId', from: 'Mia Member', to: null },
    ]);
    const first = await get('/goals/KR2.2/history?limit=1');
    const second = await get(`/goals/KR2.2/history?limit=3&cursor=${first.nextCursor}`);
    expect([...first.items, ...second.items]).toEqual(all);
    expect(second.nextCursor).toBeNull();
    await change('KR2.2', { title: 'Paper faxes retired', parentKey: 'O2' });
    done.length = 0;
  });
});

describe('as of a past day', () => {
  const strip = ({ sources: _, asOf: __, now: ___, version: ____, mayEdit: _____, ...goal }: Record<string, unknown>) =>
    goal;
  const shown = async (key: string, query = '') => {
    const goal = await get(`/goals/${key}${query}`);
    return { ...strip(goal), children: goal.children.map(strip) };
  };

  it('a goal, its check-ins and its tasks read as they did on that day', async () => {
    const day = new Date(now).toISOString().slice(0, 10);
    await ask('leader', {
      method: 'POST',
      url: '/api/v1/check-ins',
      body: { goalKey: 'KR1.1', value: 16, confidence: 0.7 },
    });
    const [goal, objective] = [await shown('KR1.1'), await shown('O1')];
    const tasks = await get('/tasks?goal=KR1.1', 'owner');
    const checkIns = await get('/goals/KR1.1/check-ins');
    now += 3 * DAY_MS;
    await ask('leader', {
      method: 'POST',
      url: '/api/v1/check-ins',
      body: { goalKey: 'KR1.1', value: 9, note: 'Later.' },
    });
    await ask('leader', {
      method: 'POST',
      url: '/api/v1/check-ins/undo',
      body: { checkInIds: [checkIns.items[0].id] },
    });
    await ask('owner', {
      method: 'POST',
      url: '/api/v1/links',
      body: { says: 'rejected', items: [{ taskId: 'jira.1', goalKey: 'KR1.1' }] },
    });
    const words = { title: 'Days to the first ward', parentKey: 'O2', from: 30, closedOn: '2026-11-20' };
    const changed = await change('KR1.1', words);
    expect(await shown('KR1.1')).not.toEqual(goal);
    expect(await shown('KR1.1', `?asOf=${day}`)).toEqual(goal);
    expect(await shown('O1', `?asOf=${day}`)).toEqual(objective);
    expect((await get(`/goals/KR1.1?asOf=${day}`)).asOf).toBe(day);
    const { mayCheckIn: _, ...saidThen } = await get(`/goals/KR1.1/check-ins?asOf=${day}`);
    const { mayCheckIn: __, ...said } = checkIns;
    expect(saidThen).toEqual(said);
    const tasksThen = await get(`/tasks?goal=KR1.1&asOf=${day}`, 'owner');
    expect(tasksThen.items.map(({ id, flag }: { id: string; flag: { state: string } }) => [id, flag.state])).toEqual(
      tasks.items.map(({ id, flag }: { id: string; flag: { state: string } }) => [id, flag.state]),
    );
    expect((await undo(changed.json.changeId)).json).toEqual({ undone: 1 });
    expect(await shown('KR1.1', `?asOf=${day}`)).toEqual(goal);
  });

  it('a goal that was not written down yet says so', async () => {
    now += 2 * DAY_MS;
    const made = kept(await add({ kind: 'objective', title: 'Quiet nights', parentKey: 'V1' }));
    const day = new Date(now - DAY_MS).toISOString().slice(0, 10);
    const answer = await ask('member', { url: `/api/v1/goals/${made.json.key}?asOf=${day}` });
    expect([answer.status, answer.json.code]).toEqual([404, 'not-yet']);
    expect((await ask('member', { url: '/api/v1/goals/O77?asOf=2026-11-20' })).json.code).toBe('unknown-goal');
    expect((await ask('member', { url: '/api/v1/goals/O1?asOf=yesterday' })).status).toBe(400);
  });

  it('a goal, its cycle and its tasks bear the names of that day, and say what they are called today', async () => {
    const [lea, ada] = [(await get('/goals/O1')).owner, (await get('/goals/KR1.1')).owner];
    const words = { kind: 'objective', parentKey: 'V1', cycle: '2026-Q4', ownerId: lea.id };
    kept(await add({ ...words, key: 'O7', title: 'Calm wards' }));
    const items = [{ taskId: 'jira.2', goalKey: 'O7' }];
    await ask('owner', { method: 'POST', url: '/api/v1/links', body: { says: 'accepted', items } });
    const day = new Date(now).toISOString().slice(0, 10);
    now += 2 * DAY_MS;
    kept(await change('O7', { title: 'Quiet wards', ownerId: ada.id, team: 'Atlas' }));
    kept(await ask('leader', { method: 'PATCH', url: '/api/v1/cycles/2026-q4', body: { name: 'Autumn' } }));

    const then = await get(`/goals/O7?asOf=${day}`);
    expect(then).toMatchObject({ title: 'Calm wards', owner: lea, team: null, cycle: { name: '2026-Q4' } });
    const team = { name: 'Atlas' };
    expect(then.now).toMatchObject({ key: 'O7', title: 'Quiet wards', owner: ada, cycle: 'Autumn', team });
    const tasks = await get(`/tasks?goal=O7&asOf=${day}`, 'owner');
    expect(tasks.items.map((task: { goals: unknown }) => task.goals)).toMatchObject([[{ title: 'Calm wards' }]]);
    expect((await get('/tasks?goal=O7', 'owner')).items[0].goals).toMatchObject([{ title: 'Quiet wards' }]);
    const { cycles } = await get(`/alignment/trend?weeks=2&asOf=${day}`, 'owner');
    expect(cycles.map(({ name }: { name: string }) => name)).toEqual(['2026-Q4']);
    expect(await get('/goals/O7')).toMatchObject({ title: 'Quiet wards', now: null, cycle: { name: 'Autumn' } });
  });

  it('a goal is found by its key of that day and by that of today, with its check-ins and its tasks', async () => {
    kept(await add({ kind: 'objective', title: 'No lost samples', parentKey: 'V1', key: 'O8' }));
    kept(await add({ kind: 'key-result', title: 'Samples traced', parentKey: 'O8', key: 'KR8.1' }));
    const day = new Date(now).toISOString().slice(0, 10);
    now += 2 * DAY_MS;
    kept(await change('KR8.1', { key: 'KR8.5' }));
    const then = await get(`/goals/KR8.1?asOf=${day}`);
    expect([then.key, then.now.key]).toEqual(['KR8.1', 'KR8.5']);
    expect(await get(`/goals/KR8.5?asOf=${day}`)).toEqual(then);
    for (const key of ['KR8.1', 'KR8.5'])
      for (const path of [
        `/goals/${key}/check-ins?`,
        `/tasks?goal=${key}&`,
        `/flags?goal=${key}&`,
        `/alignment?goal=${key}&`,
      ])
        expect([path, (await ask('owner', { url: `/api/v1${path}asOf=${day}` })).status]).toEqual([path, 200]);
    expect((await ask('owner', { url: '/api/v1/goals/KR8.1/check-ins' })).status).toBe(404);
  });

  it('a manager’s part is that of the org tree of that day', async () => {
    const [ada, bert] = [(await get('/goals/KR1.1')).owner, (await get('/goals/KR2.1')).owner];
    const lead = (managerId: string) =>
      ask('owner', { method: 'PATCH', url: `/api/v1/people/${bert.id}`, body: { managerId } });
    const leaderId = (await get('/goals/O1')).owner.id;
    const total = async (query = '') => (await get(`/tasks?manager=${ada.id}${query}`, 'owner')).total;
    const managers = async (query = '') => {
      const { managers } = await get(`/flags?${query}`, 'owner');
      return managers.map(({ manager, count }: { manager: { name: string }; count: number }) => [manager.name, count]);
    };
    const day = new Date(now).toISOString().slice(0, 10);
    const [before, counts] = [await total(), await managers()];
    now += 2 * DAY_MS;
    expect((await lead(ada.id)).status).toBe(204);
    expect(await total()).toBeGreaterThan(before);
    expect(await total(`&asOf=${day}`)).toBe(before);
    expect(await managers(`asOf=${day}`)).toEqual(counts);
    expect(await managers()).not.toEqual(counts);
    await lead(leaderId);
  });
});
