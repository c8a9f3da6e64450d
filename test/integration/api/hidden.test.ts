import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { CANARIES, makeWorld, ROLES, type RoleName } from './helpers/world.ts';

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

const get = (url: string, who: RoleName = 'owner') => call(app, { url: `/api/v1${url}`, cookie: cookies[who] });

/** Every address that shows tasks, one way or another. */
const VIEWS = [
  '/session',
  '/alignment',
  '/alignment/trend?weeks=3',
  '/links/precision',
  '/links/review',
  '/links/review?weight=count&minLikelihood=0',
  '/alignment/by-team',
  '/alignment/changes?since=2026-01-01T00:00:00Z',
  '/themes?limit=50',
  '/strategy-map?weight=estimate',
  '/flags',
  '/tasks',
  '/tasks?sort=title&limit=200',
  '/tasks/order?group=team',
  '/tasks/order/arrivals?since=2026-01-01T00:00:00Z',
  '/tasks/rows?ids=jira.1,jira.2,jira.3,jira.4,jira.5,jira.6,jira.7,jira.8,jira.9,jira.10,jira.11,jira.12',
  '/tasks.csv',
  '/tasks.csv?q=Canary',
  '/goals',
  '/connections',
  '/connections/jira',
  '/connections/jira/set-asides',
  '/scopes?connection=jira',
  '/sync-runs',
  '/teams',
  '/teams/atlas',
  '/teams/borealis',
  '/people',
  '/cycles',
  '/settings',
  '/tasks?q=Canary',
  '/tasks?q=T-9',
  '/tasks?q=https://larkfield.atlassian.net/browse/T-9',
  '/tasks?scope=jira.10003',
  '/tasks?state=unaligned,aligned,decided',
  '/flags?scope=jira.10003',
  '/flags?q=Canary',
  '/alignment?q=Canary',
  '/goals/KR2.1',
  '/goals/O2',
];

describe('what somebody may not see', () => {
  const mayRead: Readonly<Record<RoleName, readonly string[]>> = {
    member: [],
    'manager A': [CANARIES.privateTitle],
    'manager B': [CANARIES.borealisTitle],
    leader: [CANARIES.borealisTitle],
    owner: [CANARIES.borealisTitle],
  };
  for (const who of ROLES) {
    it(`is named nowhere to the ${who}`, async () => {
      const secret = [CANARIES.privateTitle, CANARIES.borealisTitle].filter((title) => !mayRead[who].includes(title));
      const ids = (await database.db.selectFrom('tasks').select('id').execute()).map(({ id }) => id);
      for (const url of [...VIEWS, ...ids.map((id) => `/tasks/${id}`)]) {
        const { text, status } = await get(url, who);
        expect([200, 404], `${who} ${url}`).toContain(status);
        for (const title of [...secret, CANARIES.token]) expect(text, `${who} ${url}`).not.toContain(title);
        if (who !== 'owner') expect(text, `${who} ${url}`).not.toContain(CANARIES.email);
        if (who !== 'owner' && who !== 'manager A') expect(text, `${who} ${url}`).not.toContain('Canaryscope');
      }
    });
  }

  it('is each task of another team, scope or person, and no other', async () => {
    const seen = async (who: RoleName) => {
      const ids = Array.from({ length: 11 }, (_, index) => `${index + 1}`);
      const answers = await Promise.all(
        ids.map(async (id) => ((await get(`/tasks/jira.${id}`, who)).status === 200 ? [id] : [])),
      );
      return answers.flat().map(Number);
    };
    expect(await seen('member')).toEqual([2]);
    expect(await seen('manager A')).toEqual([1, 2, 3, 4, 6, 9, 11]);
    expect(await seen('manager B')).toEqual([5, 7, 8]);
    expect(await seen('leader')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 11]);
    expect(await seen('owner')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 11]);
  });

  it('leaves all goals to everybody', async () => {
    const keys = async (who: RoleName) =>
      JSON.stringify((await get('/goals', who)).json).match(/"(?:V1|O\d|KR\d\.\d)"/g);
    for (const who of ROLES) expect(await keys(who), who).toEqual(await keys('owner'));
  });

  it('is counted', async () => {
    const hidden: Record<string, number> = {};
    for (const who of ROLES) {
      const tasks = (await get('/tasks', who)).json;
      expect((await get('/alignment', who)).json.coverage.hidden).toBe(tasks.hidden);
      expect(tasks.total + tasks.hidden).toBe(10);
      hidden[who] = tasks.hidden;
    }
    // Even an owner is not named for the private scope; without a team only the owner sees a task; a member sees their own.
    expect(hidden).toEqual({ member: 9, 'manager A': 3, 'manager B': 8, leader: 2, owner: 1 });
  });

  it('is not told by how much a search would find', async () => {
    for (const q of ['Canarysecret', 'Canarysec', 'T-9', 'zzz-nothing']) {
      const { json } = await get(`/tasks?q=${q}`, 'member');
      expect([json.total, json.hidden], q).toEqual([0, 0]);
      const alignment = (await get(`/alignment?q=${q}`, 'member')).json;
      expect([alignment.coverage.visible, alignment.coverage.hidden], q).toEqual([0, 0]);
    }
    expect((await get('/tasks?q=Canarysec', 'manager A')).json.total).toBe(1);
  });

  it('reads the same as what is not there', async () => {
    const bodies = await Promise.all(
      ['/tasks/jira.9', '/tasks/jira.999999', '/tasks/nothing-like-it'].map(async (url) => {
        const { status, json, headers } = await get(url, 'manager B');
        return { status, body: { ...json, requestId: '' }, type: headers['content-type'] };
      }),
    );
    expect(bodies[0]?.status).toBe(404);
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
  });

  it('is a step that says only that it is there', async () => {
    const lead = (await get('/tasks/jira.6', 'leader')).json;
    const hops = (answer: typeof lead) => answer.lines[0].evidence[0].hops;
    expect(hops(lead)[0]).toMatchObject({ isHidden: false, task: { id: 'jira.5', title: CANARIES.borealisTitle } });
    const own = (await get('/tasks/jira.6', 'manager A')).json;
    expect(hops(own)).toHaveLength(hops(lead).length);
    for (const hop of hops(own))
      expect(hop).toMatchObject({ isHidden: true, task: null, place: 'a task you cannot see', value: '', by: null });
    expect(own.parent).toBeNull();
    expect(own.flag.reason).not.toContain('T-5');
  });

  it('cannot be decided on, and a wrong guess reads the same', async () => {
    const decide = async (taskId: string) =>
      (
        await call(app, {
          method: 'POST',
          url: '/api/v1/links',
          cookie: cookies['manager B'],
          body: { says: 'accepted', items: [{ taskId, goalKey: 'KR1.1' }] },
        })
      ).json;
    const [hidden, missing] = [await decide('jira.9'), await decide('jira.404')];
    expect(hidden).toMatchObject({ decided: 0, decisionIds: [], failed: [{ code: 'no-such-task' }] });
    expect({ ...missing.failed[0], taskId: '' }).toEqual({ ...hidden.failed[0], taskId: '' });
    expect(
      await database.db.selectFrom('link_decisions').select('id').where('task_id', '=', 'jira.9').execute(),
    ).toEqual([]);
  });

  it('is not what anybody else decided and cannot be taken back by them', async () => {
    const decided = await call(app, {
      method: 'POST',
      url: '/api/v1/links',
      cookie: cookies['manager A'],
      body: { says: 'accepted', items: [{ taskId: 'jira.9', goalKey: 'KR1.1' }] },
    });
    const undo = (who: RoleName) =>
      call(app, {
        method: 'POST',
        url: '/api/v1/links/undo',
        cookie: cookies[who],
        body: { decisionIds: decided.json.decisionIds },
      });
    expect((await undo('manager B')).json).toEqual({ undone: 0 });
    expect((await undo('owner')).json).toEqual({ undone: 0 });
    expect((await undo('manager A')).json).toEqual({ undone: 1 });
  });

  it('keeps accounts of tools to the owner', async () => {
    for (const who of ROLES) {
      const { unmatched } = (await get('/people', who)).json;
      expect(unmatched.length > 0, who).toBe(who === 'owner');
    }
  });

  it('leaves addresses and accounts to owners and the person themselves', async () => {
    const open = async (who: RoleName) =>
      (await get('/people', who)).json.items.flatMap(
        (one: { name: string; email: string | null; accounts: unknown[] }) =>
          one.email === null && one.accounts.length === 0 ? [] : [one.name],
      );
    expect(await open('manager A')).toEqual(['Ada Manager']);
    expect(await open('member')).toEqual(['Max Member']);
    expect(await open('owner')).toHaveLength(6);
  });

  it('lists people of one’s own part of the organisation only', async () => {
    const names = async (who: RoleName) =>
      (await get('/people', who)).json.items.map((one: { name: string }) => one.name).sort();
    expect(await names('manager B')).toEqual(['Bert Manager', 'Lea Leader', 'Mia Member', 'Olga Owner']);
    expect(await names('member')).toEqual(['Ada Manager', 'Lea Leader', 'Max Member', 'Olga Owner']);
    expect(await names('owner')).toHaveLength(6);
  });

  it('is a private scope’s name, before everybody who is not named for it', async () => {
    const scope = async (who: RoleName) =>
      (await get('/scopes?connection=jira', who)).json.items.find((one: { id: string }) => one.id === 'jira.10003');
    for (const who of ['member', 'manager B', 'leader'] as const)
      expect(await scope(who)).toMatchObject({ name: 'a scope you cannot see', key: null });
    expect(await scope('manager A')).toMatchObject({ name: 'Canaryscope plans', key: 'SEC' });
  });

  it('is a record set aside in it', async () => {
    const ids = async (who: RoleName) =>
      (await get('/connections/jira/set-asides', who)).json.items.map((one: { externalId: string }) => one.externalId);
    expect(await ids('manager A')).toEqual(['666']);
    for (const who of ['member', 'manager B', 'leader', 'owner'] as const) expect(await ids(who), who).toEqual([]);
  });
});
