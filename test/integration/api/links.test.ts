import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, cookieOf, signInAll } from './helpers/api.ts';
import { makeWorld, NOW, type RoleName, storeTasks, taskRecord, type World } from './helpers/world.ts';

let database: TestDatabase;
let world: World;
let app: App;
let cookies: Record<RoleName, string>;
/** Each decision has a moment of its own. */
let now = NOW;
/** Wakes the worker; a test may make it fail or wait. */
let onStale: () => Promise<void> = async () => {};

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { onStale: () => onStale(), now: () => ++now }));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

interface Item {
  readonly taskId: string;
  readonly goalKey?: string;
}

function decide(says: 'accepted' | 'rejected', items: readonly Item[], key?: string, cookie = cookies.leader) {
  const headers: Record<string, string> = key ? { 'idempotency-key': key } : {};
  return call(app, { method: 'POST', url: '/api/v1/links', body: { says, items }, cookie, headers });
}

const undo = (decisionIds: readonly number[]) =>
  call(app, { method: 'POST', url: '/api/v1/links/undo', body: { decisionIds }, cookie: cookies.leader });
const stateOf = async (id: string) =>
  (await call(app, { url: `/api/v1/tasks/${id}`, cookie: cookies.leader })).json.flag.state;
const countDecisions = async () => (await database.db.selectFrom('link_decisions').select('id').execute()).length;

describe('a word on links', () => {
  it('shows in the flag before the answer comes, and is gone after undo', async () => {
    expect(await stateOf('jira.2')).toBe('no-why');
    const { json } = await decide('accepted', [{ taskId: 'jira.2', goalKey: 'KR1.1' }]);
    expect(json).toMatchObject({ decided: 1, failed: [] });
    expect(await stateOf('jira.2')).toBe('aligned');
    expect((await undo(json.decisionIds)).json).toEqual({ undone: 1 });
    expect(await stateOf('jira.2')).toBe('no-why');
  });

  it('takes the suggested goal where none is named', async () => {
    expect(await stateOf('jira.4')).toBe('suggested');
    const { json } = await decide('accepted', [{ taskId: 'jira.4' }]);
    expect(json.decided).toBe(1);
    expect(await stateOf('jira.4')).toBe('aligned');
    await undo(json.decisionIds);
    expect(await stateOf('jira.4')).toBe('suggested');
  });

  it('gives way to a later one, and undo brings the earlier one back', async () => {
    const first = await decide('accepted', [{ taskId: 'jira.2', goalKey: 'KR1.1' }]);
    const second = await decide('rejected', [{ taskId: 'jira.2', goalKey: 'KR1.1' }]);
    expect(await stateOf('jira.2')).toBe('no-why');
    expect((await undo(second.json.decisionIds)).json).toEqual({ undone: 1 });
    expect(await stateOf('jira.2')).toBe('aligned');
    expect((await undo(second.json.decisionIds)).json).toEqual({ undone: 0 });
    await undo(first.json.decisionIds);
    expect(await stateOf('jira.2')).toBe('no-why');
  });

  it('names what could not be done, and does the rest', async () => {
    const { status, json } = await decide('accepted', [
      { taskId: 'jira.404', goalKey: 'KR1.1' },
      { taskId: 'jira.2', goalKey: 'O99' },
      { taskId: 'jira.2', goalKey: 'KR2.2' },
      { taskId: 'jira.7' },
      { taskId: 'jira.2', goalKey: 'kr1.1' },
    ]);
    expect(status).toBe(200);
    expect(json.failed.map((one: { code: string }) => one.code)).toEqual([
      'no-such-task',
      'unknown-goal',
      'goal-closed',
      'no-suggestion',
    ]);
    expect(json.decided).toBe(1);
    await undo(json.decisionIds);
  });

  it('said twice in one call is said once', async () => {
    const before = await countDecisions();
    const item = { taskId: 'jira.2', goalKey: 'KR1.1' };
    const { json } = await decide('accepted', [item, item, { ...item, goalKey: 'kr1.1' }]);
    expect(json).toMatchObject({ decided: 1 });
    expect(json.decisionIds).toHaveLength(1);
    expect(await countDecisions()).toBe(before + 1);
    await undo(json.decisionIds);
    expect(await stateOf('jira.2')).toBe('no-why');
  });

  it('on 500 tasks at once is done whole, and undone whole', async () => {
    const ids = Array.from({ length: 500 }, (_, n) => String(5_000 + n));
    await storeTasks(
      database.db,
      ids.map((externalId) => taskRecord({ externalId, scope: '10002' })),
    );
    const deps = { db: database.db, now: () => NOW, notify: async () => {}, onStale: async () => {} };
    await deriveStale(deps, AbortSignal.timeout(110_000));
    const items = ids.map((id) => ({ taskId: `jira.${id}`, goalKey: 'KR2.1' }));
    const { json } = await decide('accepted', items);
    expect(json).toMatchObject({ decided: 500, failed: [] });
    const flags = () =>
      database.db
        .selectFrom('flags')
        .select('state')
        .where('valid_to', 'is', null)
        .where(
          'task_id',
          'in',
          items.map(({ taskId }) => taskId),
        )
        .execute();
    expect((await flags()).every(({ state }) => state === 'aligned')).toBe(true);
    expect((await undo(json.decisionIds)).json).toEqual({ undone: 500 });
    expect((await flags()).every(({ state }) => state === 'no-why')).toBe(true);
  });
});

describe('the same Idempotency-Key', () => {
  const item = [{ taskId: 'jira.2', goalKey: 'KR1.1' }];

  it('gives the same answer, and nothing is done twice', async () => {
    const before = await countDecisions();
    const [first, second] = [await decide('accepted', item, 'key-same'), await decide('accepted', item, 'key-same')];
    expect(second.status).toBe(first.status);
    expect(second.json).toEqual(first.json);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(await countDecisions()).toBe(before + 1);
  });

  it('for another body or another route is refused', async () => {
    const other = await decide('rejected', item, 'key-same');
    expect(other.json).toMatchObject({ status: 422, code: 'key-reused' });
    const elsewhere = await call(app, {
      method: 'POST',
      url: '/api/v1/links/undo',
      body: { says: 'accepted', items: item, decisionIds: [1] },
      cookie: cookies.leader,
      headers: { 'idempotency-key': 'key-same' },
    });
    expect(elsewhere.json).toMatchObject({ status: 422, code: 'key-reused' });
  });

  it('of another person is another key', async () => {
    const { json, headers } = await decide('rejected', item, 'key-same', cookies.owner);
    expect(json.decided).toBe(1);
    expect(headers['idempotent-replayed']).toBeUndefined();
  });

  it('while the call runs is refused, of twenty at once one is done', async () => {
    const before = await countDecisions();
    const answers = await Promise.all(Array.from({ length: 20 }, () => decide('accepted', item, 'key-busy')));
    expect(await countDecisions()).toBe(before + 1);
    for (const { status, json } of answers) {
      expect([200, 409]).toContain(status);
      if (status === 409) expect(json.code).toBe('still-running');
    }
    expect(answers.filter(({ status, headers }) => status === 200 && !headers['idempotent-replayed'])).toHaveLength(1);
  });

  it('is free again after a fault of ours', async () => {
    onStale = async () => {
      throw new Error('The queue is away');
    };
    expect((await decide('accepted', item, 'key-fault')).status).toBe(500);
    onStale = async () => {};
    expect((await decide('accepted', item, 'key-fault')).status).toBe(200);
  });

  it('gives a refusal again as the problem it was', async () => {
    const ask = () =>
      call(app, {
        method: 'POST',
        url: '/api/v1/connections/none/sync',
        body: {},
        cookie: cookies.owner,
        headers: { 'idempotency-key': 'key-404' },
      });
    const [first, second] = [await ask(), await ask()];
    expect(second.status).toBe(404);
    expect(second.json).toEqual(first.json);
    expect(second.headers['content-type']).toBe(first.headers['content-type']);
  });

  it('gives an answer without a body again without one', async () => {
    const ask = () =>
      call(app, {
        method: 'POST',
        url: '/api/v1/people/matches',
        body: { connectionId: 'jira', externalId: 'acc-canary', personId: null },
        cookie: cookies.owner,
        headers: { 'idempotency-key': 'key-204' },
      });
    for (const { status, text } of [await ask(), await ask()]) expect([status, text]).toEqual([204, '']);
  });

  it('has 1 to 255 characters', async () => {
    expect((await decide('accepted', item, 'x'.repeat(256))).json.code).toBe('bad-idempotency-key');
  });

  it('is not kept for who may not ask', async () => {
    const cookie = await cookieOf(database.db, world.people.member.id);
    const headers = { 'idempotency-key': 'key-denied' };
    const denied = await call(app, { method: 'POST', url: '/api/v1/connections/jira/sync', body: {}, cookie, headers });
    expect(denied.status).toBe(403);
    const kept = await database.db
      .selectFrom('idempotency_keys')
      .select('key')
      .where('key', '=', 'key-denied')
      .execute();
    expect(kept).toEqual([]);
  });
});
