import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/config.ts';
import { type Service, startService } from '../../../src/cli/service.ts';
import { createLogger, type Runtime } from '../../../src/compose.ts';
import { notifyChange } from '../../../src/store/notify.ts';
import { openStored, openStoredWiki } from '../../../src/usecases/connect.ts';
import { openSharedBudgets } from '../../../src/usecases/shared-budget.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { waitFor } from '../../helpers/wait.ts';
import { cookieOf } from './helpers/api.ts';
import { CANARIES, makeWorld, secrets, type World } from './helpers/world.ts';

let database: TestDatabase;
let world: World;
let folder: string;
let service: Service;
const lines: string[] = [];

/** The whole service in this process, its log kept. */
function runtimeOn(port: number): Runtime {
  const config = parseConfig({ PLUMBLINE_DATA: folder, DATABASE_URL: database.url, PLUMBLINE_PORT: String(port) });
  const { db } = database;
  return {
    config,
    databaseUrl: database.url,
    db,
    embedded: null,
    secrets,
    log: createLogger({ logLevel: 'info' }, { write: (line: string) => void lines.push(line) }),
    now: Date.now,
    notify: (event) => notifyChange(db, event),
    reach: LOOPBACK,
    judge: null,
    mailer: null,
    budgets: openSharedBudgets(database.db),
    openConnector: (connection, onTraffic) => openStored(secrets, connection, { onTraffic }),
    openWiki: (connection, onTraffic) => openStoredWiki(secrets, connection, { onTraffic }),
    close: async () => {},
  };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-service-'));
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  service = await startService(runtimeOn(0), { dashboardFolder: null });
});
afterAll(async () => {
  await service.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const read = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${service.url}${path}`, { headers });
  return { status: answer.status, text: await answer.text() };
};

describe('the service', () => {
  it('says that it lives and is ready', async () => {
    expect(await read('/healthz')).toMatchObject({ status: 200, text: '{"status":"ok"}' });
    const ready = await waitFor('a worker that worked', async () => {
      const answer = await read('/readyz');
      return JSON.parse(answer.text).parts.workers ? answer : null;
    });
    expect(JSON.parse(ready.text)).toEqual({ isReady: true, parts: { database: true, workers: true } });
  });

  it('tells figures, and no name of anybody or anything', async () => {
    const { status, text } = await read('/metrics');
    expect(status).toBe(200);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).toMatch(/^plumbline_jobs\{queue="\w+",state="\w+"\} \d+$/m);
    expect(text).toMatch(/^plumbline_canary_age_seconds \d/m);
    expect(text).toMatch(/^plumbline_reading_heap_bytes \d/m);
    expect(text).not.toMatch(/@|larkfield|canary[-.]|Canary/);
  });

  it('tells them to nobody behind a proxy', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip']) {
      const answer = await read('/metrics', { [header]: '127.0.0.1' });
      expect(answer.status, header).toBe(404);
      expect(answer.text).not.toContain('process_cpu');
    }
  });

  it('refuses a port that is taken in one line, and leaves nothing running', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startService(runtimeOn(port), { dashboardFolder: null })).rejects.toThrow(
      `Port ${port} is taken; set PLUMBLINE_PORT to another one, or 0 for any.`,
    );
    other.close();
  });

  it('logs a line for each request, with its route and never what was asked', async () => {
    lines.length = 0;
    const cookie = await cookieOf(database.db, world.people.owner.id);
    const { status } = await read('/api/v1/tasks?q=CanarySearchedFor', { cookie });
    expect(status).toBe(200);
    const line = await waitFor('the line', () => lines.find((one) => one.includes('Request answered')));
    const { method, route, durationMs, requestId, ...rest } = JSON.parse(line);
    expect({ method, route, status: rest.status }).toEqual({ method: 'GET', route: '/api/v1/tasks', status: 200 });
    expect(durationMs).toBeGreaterThanOrEqual(0);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines.filter((one) => one.includes('Request answered'))).toHaveLength(1);
  });

  it('logs no token, title, address or e-mail over a whole run', async () => {
    const cookie = await cookieOf(database.db, world.people.owner.id);
    const ask = (method: string, path: string, body?: unknown) =>
      fetch(`${service.url}/api/v1${path}`, {
        method,
        headers: { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    await ask('GET', '/tasks?q=CanarySearchedFor');
    await ask('GET', '/tasks/canary-task-id');
    await ask('GET', '/tasks?q=%00canary-nul');
    await ask('POST', '/session', { token: 'canary-sign-in-token-canary' });
    await ask('POST', '/links', { says: 'accepted', items: [{ taskId: 'jira.2', goalKey: 'KR1.1' }] });
    await ask('PATCH', '/settings', { organisationName: 'Canary Organisation' });
    // A tool that knows nobody: what is refused is told in the log.
    const tool = createServer((_request, answer) => answer.writeHead(401).end('{"message":"canary-answer"}'));
    await once(tool.listen(0, '127.0.0.1'), 'listening');
    const baseUrl = `http://127.0.0.1:${(tool.address() as AddressInfo).port}`;
    const given = { email: 'canary.person@elsewhere.example', token: CANARIES.token };
    const refused = await ask('POST', '/connections', { tool: 'jira', baseUrl, ...given });
    expect([refused.status, (await refused.json()).code]).toEqual([422, 'bad-credentials']);
    const credentials = secrets.seal(JSON.stringify(given), { connectionId: 'jira', baseUrl });
    await database.db.updateTable('connections').set({ base_url: baseUrl, credentials }).execute();
    await ask('POST', '/connections/jira/sync', { full: true });
    // Whichever of the runs that wait comes first is refused; the others wait for new credentials.
    await waitFor('the refusal of a pull', async () => {
      const { items } = await (await ask('GET', '/sync-runs')).json();
      return items.some(({ state, error }: { state: string; error: string | null }) => state === 'failed' && error);
    });
    tool.close();
    const log = lines.join('');
    expect(log).toContain('Request answered');
    const people = await database.db.selectFrom('people').select(['email', 'name']).execute();
    const hidden = [/canary[-.]/, /Canary/, /larkfield\.example/, ...people.map(({ name }) => new RegExp(name))];
    for (const secret of hidden) expect(log).not.toMatch(secret);
    expect(log).not.toContain(cookie.split('=')[1] ?? '');
  });
});

describe('what the logger is given', () => {
  it('keeps secrets of errors and of requests to itself', () => {
    const said: string[] = [];
    const log = createLogger({ logLevel: 'info' }, { write: (line: string) => void said.push(line) });
    const cause = Object.assign(new Error('refused'), { config: { headers: { authorization: 'Bearer canary' } } });
    const error = Object.assign(new Error('It failed', { cause }), { request: { token: 'canary' }, detail: 'canary' });
    log.error({ err: error, connection: { token: 'canary', credentials: 'canary' } }, 'Failed');
    log.error({ req: { headers: { cookie: 'canary' } }, token: 'canary' }, 'Failed');
    expect(said.join('')).not.toContain('canary');
  });
});
