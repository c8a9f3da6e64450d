import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, cookieOf, signInAll } from './helpers/api.ts';
import { makeWorld, NOW, ROLES, type RoleName, type World } from './helpers/world.ts';

let database: TestDatabase;
let world: World;
let app: App;
let cookies: Record<RoleName, string>;
let now = NOW;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { now: () => ++now }));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

interface Said {
  readonly status: number;
  readonly json: { decisionIds: number[]; decided: number; failed: { code: string }[]; code: string };
}

const decide = (who: RoleName, body: object): Promise<Said> =>
  call(app, { method: 'POST', url: '/api/v1/decisions', body, cookie: cookies[who] });
const undo = (who: RoleName, decisionIds: number[]) =>
  call(app, { method: 'POST', url: '/api/v1/decisions/undo', body: { decisionIds }, cookie: cookies[who] });
const list = async (who: RoleName, query: string) =>
  (await call(app, { url: `/api/v1/decisions?${query}`, cookie: cookies[who] })).json;

/** `done`, or why not. Whatever was done is taken back. */
async function outcome(who: RoleName, says: string, taskId: string): Promise<string> {
  const { json } = await decide(who, { says, items: [{ taskId }], because: 'the rollout comes first' });
  if (json.decided === 0) return json.failed.map(({ code }) => code).join();
  await undo('owner', json.decisionIds);
  return 'done';
}

describe('who may say what of which task', () => {
  // jira.2 is of team Atlas and assigned to the member, jira.4 of Atlas and nobody's, jira.9 in a private scope named for manager A.
  it.each([
    ['ktlo', 'jira.2', ['managers-decide', 'done', 'no-such-task', 'done', 'done']],
    ['not-now', 'jira.2', ['managers-decide', 'done', 'no-such-task', 'done', 'done']],
    ['ask-owner', 'jira.2', ['done', 'done', 'no-such-task', 'done', 'done']],
    ['ktlo', 'jira.4', ['no-such-task', 'done', 'no-such-task', 'done', 'done']],
    ['ktlo', 'jira.9', ['no-such-task', 'done', 'no-such-task', 'no-such-task', 'no-such-task']],
    ['ask-owner', 'jira.9', ['no-such-task', 'nobody-to-ask', 'no-such-task', 'no-such-task', 'no-such-task']],
  ])('%s of %s', async (says, taskId, expected) => {
    const found: string[] = [];
    for (const who of ROLES) found.push(await outcome(who, says, taskId));
    expect(found).toEqual(expected);
  });
});

describe('the list of decisions', () => {
  it('of a task is its history, newest first, and nothing to whoever may not see the task', async () => {
    await decide('manager A', { says: 'ktlo', items: [{ taskId: 'jira.4' }], because: '<b>audit</b>' });
    await decide('leader', {
      says: 'not-now',
      items: [{ taskId: 'jira.4' }],
      because: 'we are prioritising KR1.2',
      yieldsTo: 'kr1.2',
      revisitOn: '2026-12-24',
    });
    const { items } = await list('manager A', 'taskId=jira.4&limit=2');
    expect(items).toMatchObject([
      {
        says: 'not-now',
        standing: 'in-force',
        by: 'Lea Leader',
        yieldsTo: { key: 'KR1.2' },
        revisitOn: '2026-12-24',
        untilOn: '2026-12-23',
        times: 1,
        task: { key: 'T-4' },
      },
      { says: 'ktlo', standing: 'replaced', by: 'Ada Manager', because: '<b>audit</b>' },
    ]);
    expect(await list('manager B', 'taskId=jira.4')).toMatchObject({ items: [], nextCursor: null });
  });

  it('goes on page by page to the first one, each once', async () => {
    const ids: number[] = [];
    let cursor = '';
    do {
      const page = await list('leader', `limit=3${cursor}`);
      ids.push(...page.items.map(({ id }: { id: number }) => id));
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
    } while (cursor);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    expect(ids.length).toBeGreaterThan(6);
    expect((await list('leader', 'cursor=bm9uZQ')).code).toBe('bad-cursor');
  });

  it('tells whoever is asked what waits for them, until it is decided', async () => {
    const asked = await decide('member', { says: 'ask-owner', items: [{ taskId: 'jira.2' }] });
    expect(await list('manager A', 'which=waiting')).toMatchObject({ total: 1, items: [{ task: { id: 'jira.2' } }] });
    expect(await list('leader', 'which=waiting')).toMatchObject({ total: 0, items: [] });
    expect((await undo('member', asked.json.decisionIds)).json).toEqual({ undone: 1 });
    expect(await list('manager A', 'which=waiting')).toMatchObject({ total: 0 });
  });

  it('tells the next one above of what waits for somebody who left, and says so', async () => {
    const asked = await decide('member', { says: 'ask-owner', items: [{ taskId: 'jira.2' }] });
    const leave = (role: RoleName, at: Date | null) =>
      database.db.updateTable('people').set({ left_at: at }).where('id', '=', world.people[role].id).execute();
    await leave('manager A', new Date(now));
    expect(await list('leader', 'which=waiting')).toMatchObject({
      total: 1,
      items: [{ task: { id: 'jira.2' }, asked: 'Ada Manager, who left' }],
    });
    expect(await list('owner', 'which=waiting')).toMatchObject({ total: 0 });
    await leave('leader', new Date(now));
    expect(await list('owner', 'which=waiting')).toMatchObject({ total: 1, items: [{ task: { id: 'jira.2' } }] });
    for (const role of ['manager A', 'leader'] as const) await leave(role, null);
    expect(await list('owner', 'which=waiting')).toMatchObject({ total: 0 });
    expect((await undo('member', asked.json.decisionIds)).json).toEqual({ undone: 1 });
  });

  it('tells what is due on its day, counting what the viewer may not see', async () => {
    const today = now;
    now += 40 * 86_400_000;
    const who = async (role: RoleName) => cookieOf(database.db, world.people[role].id);
    const due = async (role: RoleName) =>
      (await call(app, { url: '/api/v1/decisions?which=due', cookie: await who(role) })).json;
    expect(await due('leader')).toMatchObject({
      total: 1,
      hidden: 0,
      items: [{ task: { id: 'jira.4' }, standing: 'due' }],
    });
    expect(await due('manager B')).toMatchObject({ total: 0, hidden: 1, items: [] });
    now = today;
  });
});

describe('a word that makes no sense', () => {
  it.each([
    ['without a reason', { says: 'not-now' }, 422, 'needs-a-reason'],
    ['with a day gone by', { says: 'not-now', because: 'x', revisitOn: '2020-01-01' }, 422, 'bad-revisit-day'],
    ['with a closed goal', { says: 'not-now', because: 'x', yieldsTo: 'KR2.2' }, 422, 'goal-closed'],
    ['too long', { says: 'ktlo', because: 'x'.repeat(501) }, 400, 'bad-request'],
    ['nobody knows', { says: 'never' }, 400, 'bad-request'],
  ])('%s is refused', async (_, body, status, code) => {
    const said = await decide('leader', { items: [{ taskId: 'jira.2' }], ...body });
    expect([said.status, said.json.code]).toEqual([status, code]);
  });
});
