import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { problemSchema } from '../../../src/api/schemas/common.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { isDatabaseUp } from '../../../src/usecases/check-service.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, captureLog, cookieOf } from './helpers/api.ts';
import { listRoutes } from './helpers/routes.ts';
import { makeWorld } from './helpers/world.ts';

const INDEX = '<!doctype html><title>Plumbline</title>';
const PUBLIC_URL = 'https://plumbline.example';

let database: TestDatabase;
let app: App;
let cookie: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-dashboard-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), INDEX);
  writeFileSync(join(folder, 'assets', 'index-abc123.js'), 'export {};');
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  cookie = (await cookieOf(database.db, world.people.owner.id)).replace('plumbline=', '__Host-plumbline=');
  app = await buildApp(apiDeps(database.db, { publicUrl: PUBLIC_URL, dashboardFolder: folder }));
});
afterAll(async () => {
  await app.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = Awaited<ReturnType<typeof call>>;

function expectHeaders({ headers }: Answer, what: string): void {
  const policy = String(headers['content-security-policy']);
  expect(policy, what).toContain('default-src ');
  expect(policy, what).toContain("frame-ancestors 'none'");
  expect(policy.split(';').find((part) => part.startsWith('script-src')) ?? '', what).not.toContain('unsafe');
  expect(headers['x-content-type-options'], what).toBe('nosniff');
  expect(headers['referrer-policy'], what).toBe('no-referrer');
  expect(headers['x-powered-by'], what).toBeUndefined();
}

describe('every answer', () => {
  const urls: readonly (readonly [string, number])[] = [
    ['/', 200],
    ['/unaligned?state=no-why', 200],
    ['/tasks/jira.10001', 200],
    ['/index.html', 200],
    ['/assets/index-abc123.js', 200],
    ['/assets/missing.js', 404],
    ['/api/v1/settings', 200],
    ['/api/v1/tasks?limit=0', 400],
    ['/api/v1/nothing', 404],
    ['/api/v2', 404],
    ['/webhooks/jira', 404],
    ['/webhooks/jira/x', 200],
    ['/healthz', 200],
    ['/readyz', 200],
    ['/metrics', 200],
    ['/openapi.json', 200],
    ['/docs/', 200],
    ['/docs/nothing', 404],
    ['/.git/config', 404],
    ['/.env', 404],
    ['/assets/index-abc123.js.map', 404],
    ['/%', 400],
    ['/api/v1/%ff', 400],
    ['/../../../etc/passwd', 200],
    ['/assets/..%2f..%2fetc%2fpasswd', 404],
  ];
  for (const [url, status] of urls) {
    it(`has the headers that protect it: ${url}`, async () => {
      const answer = await call(app, { url, cookie });
      expect(answer.status).toBe(status);
      expectHeaders(answer, url);
      expect(answer.text).not.toContain('root:');
      if (status >= 400) expect(problemSchema.strict().parse(answer.json).status).toBe(status);
    });
  }

  it('is kept by nobody, but for files named by their content', async () => {
    for (const url of ['/', '/goals', '/api/v1/settings', '/api/v1/nothing', '/metrics', '/openapi.json'])
      expect((await call(app, { url, cookie })).headers['cache-control'], url).toBe('no-store');
    const asset = await call(app, { url: '/assets/index-abc123.js' });
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('tells browsers to come back by https, where that is how people reach us', async () => {
    for (const url of ['/', '/api/v1/settings', '/api/v1/nothing', '/nothing.map'])
      expect((await call(app, { url })).headers['strict-transport-security'], url).toMatch(/^max-age=31536000/);
    const plain = await buildApp(apiDeps(database.db));
    expect((await call(plain, { url: '/healthz' })).headers['strict-transport-security']).toBeUndefined();
    await plain.close();
  });
});

describe('an address that is no page', () => {
  it('of the API is a problem, of the dashboard the dashboard', async () => {
    const miss = await call(app, { url: '/api/v1/nothing', cookie });
    expect(miss.json).toMatchObject({ status: 404, code: 'not-found' });
    for (const url of ['/', '/goals/KR1.1', '/connections/jira', '/whatever/else']) {
      const page = await call(app, { url });
      expect([page.text, page.headers['content-type']]).toEqual([INDEX, 'text/html; charset=utf-8']);
    }
  });

  it('or method is refused without a word on what is there', async () => {
    for (const method of ['PUT', 'POST', 'PATCH', 'DELETE'] as const)
      expect((await call(app, { method, url: '/api/v1/alignment', cookie, body: {} })).status, method).toBe(404);
    expect((await call(app, { method: 'OPTIONS', url: '/api/v1/alignment', cookie })).status).toBe(404);
    expect(await rawStatus('TRACE /healthz HTTP/1.1')).not.toBe(200);
  });
});

/** What a request line that no client would send is answered. */
async function rawStatus(line: string): Promise<number> {
  const other = await buildApp(apiDeps(database.db));
  const { port } = new URL(await other.listen({ host: '127.0.0.1', port: 0 }));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += chunk;
  await other.close();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
}

describe('HEAD', () => {
  it('answers as GET does, without the body', async () => {
    for (const url of ['/api/v1/settings', '/api/v1/tasks/jira.404', '/healthz', '/goals']) {
      const [head, get] = [await call(app, { method: 'HEAD', url, cookie }), await call(app, { url, cookie })];
      expect(head.status, url).toBe(get.status);
      expect(head.text, url).toBe('');
      expect(head.headers['content-type'], url).toBe(get.headers['content-type']);
    }
  });
});

describe('a fault of ours', () => {
  const CANARY = 'canary of the inside: select * from secrets at /srv/plumbline/store.ts';

  /** A database that fails with a telling message, whatever it is asked. */
  function failing(): Database {
    const fault = (): never => {
      throw Object.assign(new Error(CANARY), { query: CANARY, detail: CANARY, stack: CANARY });
    };
    return new Proxy(database.db, { get: fault });
  }

  it('is a 500 that says nothing of the inside, on every route', async () => {
    const { logger, lines } = captureLog('info');
    const broken = await buildApp(apiDeps(failing(), { logger }));
    await broken.ready();
    const routes = listRoutes(broken).filter((route) => route.includes(' /api/'));
    for (const route of routes) {
      const [method, pattern = ''] = route.split(' ') as ['GET', string];
      const answer = await call(broken, {
        method,
        url: pattern.replace(/:\w+/g, 'jira'),
        // The guard itself asks the database.
        cookie: 'plumbline=anything',
        ...(method === 'GET' ? {} : { body: { token: 'x'.repeat(43) } }),
      });
      expect(answer.status, route).toBe(500);
      expect(problemSchema.strict().parse(answer.json).code).toBe('internal');
      expect(JSON.stringify([answer.text, answer.headers]), route).not.toContain('canary');
      expectHeaders(answer, route);
      const logged = lines.find((line) => line.includes(answer.json.requestId) && line.includes('A request failed'));
      expect(logged, route).toContain('canary');
    }
    await broken.close();
  });

  it('in an answer that is not what its schema says is one too', async () => {
    const { db } = database;
    const strange = await buildApp(apiDeps(db, { now: () => Number.NaN }));
    const plain = cookie.replace('__Host-', '');
    const answer = await call(strange, { url: '/api/v1/session', cookie: plain });
    expect(answer.json).toMatchObject({ status: 500, code: 'internal' });
    expect(answer.text).not.toMatch(/RangeError|zod|invalid/i);
    await strange.close();
  });
});

describe('while the database is away', () => {
  it('the service lives, and is not ready', async () => {
    const gone = openDatabase('postgres://nobody@127.0.0.1:9/none');
    const isReady = async () => {
      const isUp = await isDatabaseUp(gone);
      return { isReady: isUp, parts: { database: isUp } };
    };
    const other = await buildApp(apiDeps(gone, { isReady }));
    expect((await call(other, { url: '/healthz' })).status).toBe(200);
    const ready = await call(other, { url: '/readyz' });
    expect([ready.status, ready.json]).toEqual([503, { isReady: false, parts: { database: false } }]);
    const api = await call(other, { url: '/api/v1/tasks', cookie: 'plumbline=x' });
    expect(api.json).toMatchObject({ status: 500, code: 'internal' });
    expect(api.text).not.toMatch(/ECONNREFUSED|127\.0\.0\.1|postgres/);
    await other.close();
    await gone.destroy();
  });
});

describe('whatever a query says', () => {
  const VALUES = [
    '',
    ' ',
    '0',
    '-1',
    '1e999',
    'NaN',
    'null',
    '[]',
    "'; drop table tasks; --",
    '%',
    '_',
    '\\',
    '😀',
    '\ud800',
    '\u0000',
    '\u202e',
    '1'.repeat(400),
    '9999-12-31',
    '0000-01-01',
    '0001-01-01',
    '275760-09-13',
    'WyJ4IiwieSJd',
    'WzEsMl0',
    'bnVsbA',
    '__proto__',
    'toString',
    'http://[',
    'https://x/?selectedIssue=%00',
    '\n',
    '../..',
  ];
  const QUERIES: Readonly<Record<string, readonly string[]>> = {
    '/alignment': [
      'state',
      'team',
      'manager',
      'tool',
      'scope',
      'goal',
      'minAgeDays',
      'maxAgeDays',
      'minEstimate',
      'maxEstimate',
      'q',
      'weight',
      'asOf',
    ],
    '/alignment/trend': ['weeks', 'asOf', 'q'],
    '/flags': ['state', 'team', 'manager', 'q', 'asOf'],
    '/tasks': ['cursor', 'limit', 'sort', 'q', 'scope', 'goal', 'manager'],
    '/links/review': ['cursor', 'limit', 'weight', 'minLikelihood'],
    '/goals': ['cycle'],
    '/connections/jira/set-asides': ['cursor', 'limit'],
    '/sync-runs': ['connection', 'limit'],
    '/scopes': ['connection'],
  };
  for (const [path, names] of Object.entries(QUERIES)) {
    it(`is answered or refused, never a fault: ${path}`, async () => {
      for (const name of names) {
        for (const value of VALUES) {
          const query = `${name}=${encodeURIComponent(value.toWellFormed())}`;
          const answer = await call(app, { url: `/api/v1${path}?${query}`, cookie });
          expect([200, 400, 404, 422], `${path}?${query}: ${answer.text.slice(0, 200)}`).toContain(answer.status);
        }
      }
    });
  }
});
