import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createSignInToken } from '../../../src/usecases/sign-in.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call } from './helpers/api.ts';
import { DAY_MS, makeWorld, type World } from './helpers/world.ts';

const MINUTE_MS = 60_000;
const clock = { now: Date.now() };

let database: TestDatabase;
let world: World;
let app: App;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
});
// A new app a test: the limit on guessing is kept in it.
beforeEach(async () => {
  clock.now = Date.now();
  app = await buildApp(apiDeps(database.db, { clock: () => clock.now }));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const deps = () => ({ db: database.db, clock: () => clock.now });
const newToken = () => createSignInToken(deps(), world.people['manager A'].id);

function post(token: string, given: { app?: App; headers?: Record<string, string>; cookie?: string } = {}) {
  const { app: on = app, ...rest } = given;
  return call(on, { method: 'POST', url: '/api/v1/session', body: { token }, ...rest });
}

function cookieIn(answer: Awaited<ReturnType<typeof call>>): string {
  return String(answer.headers['set-cookie']).split(';')[0] ?? '';
}

const isSignedIn = async (cookie: string) => (await call(app, { url: '/api/v1/session', cookie })).status === 200;

describe('a sign-in link', () => {
  it('signs in its person', async () => {
    const answer = await post(await newToken());
    expect(answer.status).toBe(200);
    expect(answer.json.person).toEqual({
      id: world.people['manager A'].id,
      name: 'Ada Manager',
      email: 'ada@larkfield.example',
      role: 'manager',
    });
    expect(await isSignedIn(cookieIn(answer))).toBe(true);
  });

  it('works for 15 minutes', async () => {
    const [inTime, late] = [await newToken(), await newToken()];
    clock.now += 15 * MINUTE_MS - 1000;
    expect((await post(inTime)).status).toBe(200);
    clock.now += 1000;
    expect((await post(late)).status).toBe(401);
  });

  it('works once, of many who try at the same moment for one', async () => {
    const token = await newToken();
    const answers = await Promise.all(Array.from({ length: 8 }, () => post(token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  });

  it('reads the same whether it is used, expired or was never made', async () => {
    const [used, expired] = [await newToken(), await newToken()];
    await post(used);
    clock.now += 16 * MINUTE_MS;
    const answers = [await post(used), await post(expired), await post('x'.repeat(43))];
    const texts = answers.map(({ json, status }) => ({ ...json, requestId: '', status }));
    expect(texts[0]).toMatchObject({ status: 401, code: 'bad-sign-in-link' });
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).toEqual(texts[0]);
  });

  it('is kept as a hash only, and so is a session', async () => {
    const token = await newToken();
    const cookie = cookieIn(await post(token)).split('=')[1] ?? '';
    const links = JSON.stringify(await database.db.selectFrom('sign_in_links').selectAll().execute());
    const sessions = JSON.stringify(await database.db.selectFrom('sessions').selectAll().execute());
    expect(links + sessions).not.toContain(token);
    expect(links + sessions).not.toContain(cookie);
    expect(sessions).toMatch(/[0-9a-f]{64}/);
  });

  it('can be tried 20 times a minute, whatever address a header claims', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 30; n++) {
      const claimed = {
        'x-forwarded-for': `203.0.113.${n}`,
        forwarded: `for=203.0.113.${n}`,
        'x-real-ip': `203.0.113.${n}`,
      };
      statuses.push((await post('x'.repeat(43), { headers: claimed })).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(401));
    expect(statuses.slice(20)).toEqual(Array(10).fill(429));
    const refused = await post('x'.repeat(43));
    expect(refused.json.code).toBe('too-many-requests');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('the session cookie', () => {
  it('cannot be read by scripts nor sent along from other sites, and lasts 14 days', async () => {
    const set = String((await post(await newToken())).headers['set-cookie']);
    const [pair = '', ...flags] = set.split('; ');
    expect(pair).toMatch(/^plumbline=[\w-]{43}$/);
    expect(flags.sort()).toEqual(['HttpOnly', `Max-Age=${14 * 86_400}`, 'Path=/', 'SameSite=Lax'].sort());
  });

  it('belongs to this host and to https where people reach us by https', async () => {
    const secure = await buildApp(apiDeps(database.db, { publicUrl: 'https://plumbline.example' }));
    const set = String((await post(await newToken(), { app: secure })).headers['set-cookie']);
    expect(set).toMatch(/^__Host-plumbline=[\w-]{43}; /);
    for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(set.split('; ')).toContain(flag);
    expect(set).not.toMatch(/domain/i);
    const cookie = set.split(';')[0] ?? '';
    const out = await call(secure, { method: 'DELETE', url: '/api/v1/session', cookie });
    // Without Secure a browser would keep it.
    expect(String(out.headers['set-cookie'])).toMatch(
      /^__Host-plumbline=; .*Path=\/.*Expires=Thu, 01 Jan 1970.*Secure/,
    );
    // The plain name is nobody's there: another port of the host could have set it.
    const plain = cookie.replace('__Host-', '');
    expect((await call(secure, { url: '/api/v1/session', cookie: plain })).status).toBe(401);
    await secure.close();
  });
});

describe('a session', () => {
  it('ends at sign-out, for every copy of its cookie', async () => {
    const cookie = cookieIn(await post(await newToken()));
    const out = await call(app, { method: 'DELETE', url: '/api/v1/session', cookie });
    expect(out.status).toBe(204);
    expect(out.text).toBe('');
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('gets a new id at each sign-in, and the former one ends', async () => {
    const first = cookieIn(await post(await newToken()));
    const second = cookieIn(await post(await newToken(), { cookie: first }));
    expect(second).not.toBe(first);
    expect(await isSignedIn(first)).toBe(false);
    expect(await isSignedIn(second)).toBe(true);
  });

  it('ends after 3 days without use', async () => {
    const cookie = cookieIn(await post(await newToken()));
    clock.now += 3 * DAY_MS - MINUTE_MS;
    expect(await isSignedIn(cookie)).toBe(true);
    clock.now += 3 * DAY_MS - MINUTE_MS;
    expect(await isSignedIn(cookie)).toBe(true);
    clock.now += 3 * DAY_MS + MINUTE_MS;
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('ends 14 days after signing in, however much it is used', async () => {
    const cookie = cookieIn(await post(await newToken()));
    for (let day = 1; day < 14; day++) {
      clock.now += DAY_MS;
      expect(await isSignedIn(cookie), `day ${day}`).toBe(true);
    }
    clock.now += DAY_MS;
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('is not taken from anything but the cookie', async () => {
    const id = cookieIn(await post(await newToken())).split('=')[1] ?? '';
    const url = `/api/v1/session?plumbline=${id}&session=${id}`;
    expect((await call(app, { url, headers: { authorization: `Bearer ${id}` } })).status).toBe(401);
  });
});
