import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, type RoleName, type World } from './helpers/world.ts';

let database: TestDatabase;
let world: World;
let app: App;
let cookies: Record<RoleName, string>;

beforeEach(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db));
  cookies = await signInAll(database.db, world);
});
afterEach(async () => {
  await app.close();
  await database.drop();
});

interface Row {
  id: string;
  name: string;
  role: string;
  guessedRole: string;
  isRoleGuessed: boolean;
  team: { name: string } | null;
  managerId: string | null;
}

const people = async (who: RoleName = 'owner') =>
  (await call(app, { url: '/api/v1/people', cookie: cookies[who] })).json;
const rowOf = async (name: string): Promise<Row> =>
  (await people()).items.find((one: { name: string }) => one.name === name);
const change = (who: RoleName, body: unknown) =>
  call(app, { method: 'PATCH', url: `/api/v1/people/${world.people[who].id}`, body, cookie: cookies.owner });
const audit = async () =>
  (await call(app, { url: '/api/v1/audit', cookie: cookies.owner })).json.items.map(
    (one: { says: string }) => one.says,
  );

describe('a role', () => {
  it('is guessed from the org tree until somebody gives one, and guessed again on request', async () => {
    expect(await rowOf('Lea Leader')).toMatchObject({ role: 'leader', isRoleGuessed: true });
    expect(await rowOf('Ada Manager')).toMatchObject({ role: 'manager', isRoleGuessed: true });
    expect((await change('manager A', { role: 'leader' })).status).toBe(204);
    expect(await rowOf('Ada Manager')).toMatchObject({ role: 'leader', guessedRole: 'manager', isRoleGuessed: false });
    // The tree changes, and what a person gave stays.
    await change('manager B', { managerId: world.people['manager A'].id });
    expect(await rowOf('Ada Manager')).toMatchObject({ role: 'leader', guessedRole: 'leader' });
    await change('manager B', { managerId: world.people.leader.id });
    expect((await change('manager A', { role: 'guessed' })).status).toBe(204);
    expect(await rowOf('Ada Manager')).toMatchObject({ role: 'manager', isRoleGuessed: true });
  });

  it('decides what is seen from the next request on', async () => {
    const total = async () => (await call(app, { url: '/api/v1/tasks', cookie: cookies.member })).json.total;
    expect(await total()).toBe(1);
    await change('member', { role: 'manager' });
    expect(await total()).toBe(6);
    await change('member', { role: 'guessed' });
    expect(await total()).toBe(1);
  });

  it('of the last owner stays, however they are asked to go', async () => {
    for (const body of [{ role: 'manager' }, { role: 'guessed' }, { isHere: false }]) {
      const answer = await change('owner', body);
      expect([answer.status, answer.json?.code]).toEqual([422, 'last-owner']);
    }
    await change('leader', { role: 'owner' });
    expect((await change('owner', { isHere: false })).status).toBe(204);
  });

  it('is not lost between two owners who each make the other none', async () => {
    await change('leader', { role: 'owner' });
    const demote = (who: 'owner' | 'leader', by: 'owner' | 'leader') =>
      call(app, {
        method: 'PATCH',
        url: `/api/v1/people/${world.people[who].id}`,
        body: { role: 'member' },
        cookie: cookies[by],
      });
    await Promise.all([demote('owner', 'leader'), demote('leader', 'owner')]);
    const owners = await database.db.selectFrom('people').select('id').where('role', '=', 'owner').execute();
    expect(owners).toHaveLength(1);
  });
});

describe('a person', () => {
  it('is added with manager and team, and seen by those above', async () => {
    const added = await call(app, {
      method: 'POST',
      url: '/api/v1/people',
      body: {
        name: 'Nora New',
        email: ' Nora@Larkfield.example ',
        managerId: world.people['manager B'].id,
        team: 'Comet',
      },
      cookie: cookies.owner,
    });
    expect(added.status).toBe(200);
    expect(await rowOf('Nora New')).toMatchObject({
      role: 'member',
      team: { name: 'Comet' },
      email: 'nora@larkfield.example',
    });
    expect((await people('manager B')).items.map(({ name }: Row) => name)).toContain('Nora New');
    expect(await audit()).toEqual(['Added Nora New.']);
  });

  it('cannot have the address of another, be above themselves, or answer to nobody known', async () => {
    const code = async (body: unknown) => {
      const answer = await change('leader', body);
      return [answer.status, answer.json?.code];
    };
    expect(await code({ email: 'ada@larkfield.example' })).toEqual([422, 'email-taken']);
    expect(await code({ email: 'no address' })).toEqual([422, 'bad-email']);
    expect(await code({ managerId: world.people['manager A'].id })).toEqual([422, 'above-themselves']);
    expect(await code({ managerId: world.people.leader.id })).toEqual([422, 'above-themselves']);
    expect(await code({ managerId: 'nobody' })).toEqual([422, 'no-such-manager']);
    expect(await audit()).toEqual([]);
  });

  it('who left signs in no more, keeps their history, and can come back', async () => {
    await change('manager A', { isHere: false });
    expect((await call(app, { url: '/api/v1/session', cookie: cookies['manager A'] })).status).toBe(401);
    const gone = await people();
    expect(gone.left.map(({ name }: Row) => name)).toEqual(['Ada Manager']);
    expect(gone.items.map(({ name }: Row) => name)).not.toContain('Ada Manager');
    expect((await people('leader')).left).toEqual([]);
    const task = (await call(app, { url: '/api/v1/tasks/jira.2', cookie: cookies.owner })).json;
    expect(task.assignee).toBe('Max Member');
    const invited = await call(app, {
      method: 'POST',
      url: `/api/v1/people/${world.people['manager A'].id}/invite`,
      body: {},
      cookie: cookies.owner,
    });
    expect(invited.json.code).toBe('person-left');
    await change('manager A', { isHere: true });
    expect(await rowOf('Ada Manager')).toMatchObject({ role: 'manager' });
    expect(await audit()).toEqual(['Ada Manager is back.', 'Ada Manager left.']);
  });

  it('is said in the audit trail once for what changed, and not at all for what did not', async () => {
    await change('manager A', { name: 'Ada Lind', role: 'leader' });
    await change('manager A', { name: 'Ada Lind', role: 'leader' });
    expect(await audit()).toEqual(['Changed the name of Ada Lind.', 'Made Ada Lind a leader, before a manager.']);
  });
});

describe('an invite', () => {
  const invite = (headers: Record<string, string> = {}) =>
    call(app, {
      method: 'POST',
      url: `/api/v1/people/${world.people.member.id}/invite`,
      body: {},
      cookie: cookies.owner,
      headers,
    });
  const signIn = (token: string) => call(app, { method: 'POST', url: '/api/v1/session', body: { token } });

  it('signs its person in once, within seven days, and stands in the audit trail without its secret', async () => {
    const { token, expiresAt } = (await invite()).json;
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    const first = await signIn(token);
    expect([first.status, first.json.person.name]).toEqual([200, 'Max Member']);
    expect((await signIn(token)).status).toBe(401);
    expect(await audit()).toEqual(['Made an invite link for Max Member, good once for 7 days.']);
    const stored = JSON.stringify([
      await database.db.selectFrom('audit_events').selectAll().execute(),
      await database.db.selectFrom('sign_in_links').selectAll().execute(),
      await database.db.selectFrom('idempotency_keys').selectAll().execute(),
    ]);
    expect(stored).not.toContain(token);
  });

  it('is never answered from memory: the same key makes another one', async () => {
    const [one, two] = [await invite({ 'idempotency-key': 'k1' }), await invite({ 'idempotency-key': 'k1' })];
    expect(one.json.token).not.toBe(two.json.token);
  });
});

describe('the audit trail', () => {
  it('is read in pages, newest first', async () => {
    for (const name of ['One', 'Two', 'Three']) await change('member', { name });
    const page = async (query: string) =>
      (await call(app, { url: `/api/v1/audit?${query}`, cookie: cookies.owner })).json;
    const first = await page('limit=2');
    const rest = await page(`limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items].map((one: { says: string }) => one.says)).toEqual([
      'Changed the name of Three.',
      'Changed the name of Two.',
      'Changed the name of One.',
    ]);
    expect(rest.nextCursor).toBeNull();
    expect((await page('cursor=nonsense')).code).toBe('bad-cursor');
  });
});

describe('what else is written down', () => {
  it('is who a scope is open to, a list that was taken out, and a connection that was removed', async () => {
    const send = (method: 'GET' | 'PATCH' | 'DELETE', path: string, who: RoleName, body?: unknown) =>
      call(app, { method, url: `/api/v1${path}`, cookie: cookies[who], ...(body ? { body } : {}) });
    await send('PATCH', '/scopes/jira.10001', 'owner', { isSelected: true });
    await send('PATCH', '/scopes/jira.10001', 'owner', { isPrivate: true, personIds: [world.people.member.id] });
    await send('GET', '/tasks.csv', 'manager B');
    await send('DELETE', '/connections/jira', 'owner');
    const trail = (await call(app, { url: '/api/v1/audit', cookie: cookies.owner })).json.items;
    expect(trail.map((one: { by: string; says: string }) => `${one.by}: ${one.says}`)).toEqual([
      'Olga Owner: Removed Jira (jira).',
      'Bert Manager: Took a list of tasks out as CSV.',
      'Olga Owner: Made scope jira.10001 private, named for 1 person.',
    ]);
  });
});

describe('an address that takes no mail', () => {
  const again = (who: RoleName, by: RoleName = 'owner') =>
    call(app, {
      method: 'POST',
      url: `/api/v1/people/${world.people[who].id}/mail-again`,
      body: {},
      cookie: cookies[by],
    });
  const stop = (who: RoleName) =>
    database.db
      .insertInto('mail_stops')
      .values({ address: world.people[who].email, why: '550 no such user', at: new Date('2026-11-16T09:00:00Z') })
      .execute();

  it('is told to owners alone, with why and since when', async () => {
    await stop('manager A');
    const { id, email } = world.people['manager A'];
    const at = '2026-11-16T09:00:00.000Z';
    expect((await people()).stopped).toEqual([
      { id, name: 'Ada Manager', address: email, why: '550 no such user', at },
    ]);
    for (const who of ['leader', 'manager A', 'member'] as const) expect((await people(who)).stopped).toEqual([]);
    await change('manager A', { isHere: false });
    expect((await people()).stopped).toEqual([]);
  });

  it('is written to again by an owner’s word, once in the audit trail, however often it is said', async () => {
    await stop('manager A');
    await stop('manager B');
    expect((await again('manager A', 'leader')).status).toBe(403);
    for (const _ of [1, 2]) expect((await again('manager A')).status).toBe(204);
    expect((await people()).stopped.map((one: Row) => one.name)).toEqual(['Bert Manager']);
    expect(await audit()).toEqual(['Had digests sent to the address of Ada Manager again.']);
  });
});
