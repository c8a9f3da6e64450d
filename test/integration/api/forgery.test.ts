import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, cookieOf } from './helpers/api.ts';
import { listRoutes } from './helpers/routes.ts';
import { makeWorld } from './helpers/world.ts';

const HOST = 'localhost:4680';
const JSON_BODY = { 'content-type': 'application/json' };

let database: TestDatabase;
let app: App;
let cookie: string;
let unsafe: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db));
  cookie = await cookieOf(database.db, world.people.owner.id);
  await app.ready();
  // A digest's links are used signed out, from any mailbox: their secret is what counts, and a session nothing (digest-links.test.ts).
  unsafe = listRoutes(app).filter((route) => !route.startsWith('GET ') && !route.includes(' /digest/'));
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

function send(route: string, headers: Record<string, string>, payload = '{}', on = app) {
  const [method, pattern = ''] = route.split(' ');
  const url = pattern.replace(/:\w+/g, 'jira');
  return on.inject({ method: method as 'POST', url, headers: { host: HOST, cookie, ...headers }, payload });
}

/** Everything a request could change. */
async function everything(): Promise<string> {
  const { db } = database;
  const tables = [
    'settings',
    'link_decisions',
    'goals',
    'connections',
    'scopes',
    'accounts',
    'sync_runs',
    'sessions',
  ] as const;
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return JSON.stringify(rows.map((own) => own.map((row) => JSON.stringify({ ...row, seen_at: null })).sort()));
}

describe('a change from another site', () => {
  const foreign: Record<string, Record<string, string>> = {
    'another origin': { origin: 'https://evil.example' },
    'no origin at all': {},
    'an opaque origin': { origin: 'null' },
    'the same host on another port': { origin: 'http://localhost:9999' },
    'a sibling site': { 'sec-fetch-site': 'same-site' },
    'a page of another site': { 'sec-fetch-site': 'cross-site' },
    'a page of another site that claims our origin': { 'sec-fetch-site': 'cross-site', origin: `http://${HOST}` },
  };

  for (const [what, headers] of Object.entries(foreign)) {
    it(`is refused on every route that changes something: ${what}`, async () => {
      const before = await everything();
      for (const route of unsafe) {
        const answer = await send(route, { ...JSON_BODY, ...headers });
        expect(answer.statusCode, route).toBe(403);
        expect(answer.json().code, route).toMatch(/^(foreign|no)-origin$/);
      }
      expect(await everything()).toBe(before);
    });
  }

  it('is refused where people reach us elsewhere than the request says', async () => {
    const behind = await buildApp(apiDeps(database.db, { publicUrl: 'http://plumbline.example' }));
    const patch = (origin: string) => send('PATCH /api/v1/settings', { ...JSON_BODY, origin }, '{}', behind);
    expect((await patch(`http://${HOST}`)).statusCode).toBe(403);
    expect((await patch('http://plumbline.example')).statusCode).toBe(200);
    await behind.close();
  });

  it('is taken from our own page', async () => {
    const ours: Record<string, string>[] = [{ origin: `http://${HOST}` }, { 'sec-fetch-site': 'same-origin' }];
    for (const headers of ours)
      expect((await send('PATCH /api/v1/settings', { ...JSON_BODY, ...headers })).statusCode).toBe(200);
  });
});

describe('a body that is not JSON', () => {
  it('is refused with 415 on every route that takes one', async () => {
    const before = await everything();
    const types = [
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'text/plain; application/json',
    ];
    // A tool's delivery is proved over its bytes, whatever they are called, and believed in nothing.
    const takesJson = (route: string) => !route.startsWith('DELETE') && !route.includes('/webhooks/');
    for (const route of unsafe.filter(takesJson)) {
      for (const type of types) {
        const answer = await send(route, { 'content-type': type, origin: `http://${HOST}` }, '{"full":true}');
        expect(answer.statusCode, `${route} ${type}`).toBe(415);
        expect(answer.json()).toMatchObject({
          code: 'unsupported-media-type',
          detail: 'Send the body as application/json.',
        });
      }
    }
    expect(await everything()).toBe(before);
  });

  it('or holds what would change every object is refused', async () => {
    for (const text of [
      '{"__proto__":{"isOpen":true}}',
      '{"constructor":{"prototype":{"isOpen":true}}}',
      '{broken',
      '',
    ]) {
      const answer = await send('PATCH /api/v1/settings', { ...JSON_BODY, origin: `http://${HOST}` }, text);
      expect(answer.statusCode, text).toBe(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    expect(({} as Record<string, unknown>).isOpen).toBeUndefined();
  });

  it('or is larger than 1 MB is refused', async () => {
    const text = JSON.stringify({ organisationName: 'x'.repeat(1024 * 1024) });
    const answer = await send('PATCH /api/v1/settings', { ...JSON_BODY, origin: `http://${HOST}` }, text);
    expect(answer.json()).toMatchObject({ status: 413, code: 'too-large' });
  });
});

describe('reading', () => {
  it('changes nothing, whatever method a header or a query asks for', async () => {
    const before = await everything();
    const override = { 'x-http-method-override': 'DELETE', 'x-method-override': 'PATCH' };
    const routes = listRoutes(app).filter((route) => route.startsWith('GET /api/') && !route.endsWith('/events'));
    for (const route of routes) {
      const url = `${route.slice(4).replace(/:\w+/g, 'jira')}?_method=DELETE&connection=jira`;
      for (const method of ['GET', 'HEAD'] as const) {
        const answer = await app.inject({
          method,
          url,
          headers: { cookie, origin: 'https://evil.example', ...override },
        });
        expect(answer.statusCode, `${method} ${url}`).toBeLessThan(500);
      }
    }
    expect(await everything()).toBe(before);
  });

  it('answers no other site: nothing allows another origin', async () => {
    const headers = { cookie, origin: 'https://evil.example', 'access-control-request-method': 'PATCH' };
    for (const method of ['GET', 'OPTIONS'] as const) {
      const answer = await app.inject({ method, url: '/api/v1/settings', headers });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });
});
