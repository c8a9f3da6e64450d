import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { connectionSchema } from '../../../src/api/schemas/connections.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld as makeToolWorld } from '../../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, cookieOf } from './helpers/api.ts';
import { makeWorld, NOW, secrets } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookie: string;
let jira: SimServer;
let broken: Server;
const asked: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  const onSyncRequested = async (run: { connectionId: string }) => void asked.push(run.connectionId);
  app = await buildApp(apiDeps(database.db, { onSyncRequested }));
  cookie = await cookieOf(database.db, world.people.owner.id);
  const tools = makeToolWorld({ seed: 'connect', tasks: 60, now: NOW });
  jira = await startJira(tools, { now: NOW, rateLimits: 'counted' });
  broken = createServer((request, answer) => void passOn(request.url ?? '', request.headers, answer));
  await once(broken.listen(0, '127.0.0.1'), 'listening');
});
afterAll(async () => {
  broken.close();
  await jira.close();
  await app.close();
  await database.drop();
});

/** The same tool, except that its words may not be read. */
async function passOn(
  url: string,
  headers: NodeJS.Dict<string | string[]>,
  answer: { writeHead(status: number, headers?: object): { end(text: string): void } },
): Promise<void> {
  if (/\/(field|status|statuses)(\/|$|\?)/.test(url)) return answer.writeHead(403).end('{}');
  const own = await fetch(`${jira.url}${url}`, { headers: { authorization: String(headers.authorization) } });
  answer.writeHead(own.status, { 'content-type': 'application/json' }).end(await own.text());
}

const connect = (baseUrl: string) =>
  call(app, {
    method: 'POST',
    url: '/api/v1/connections',
    cookie,
    body: { tool: 'jira', baseUrl, ...jira.credentials },
  });
const stored = () => database.db.selectFrom('connections').selectAll().orderBy('id').execute();

describe('connecting a tool', () => {
  it('stores nothing where the tool does not tell its words', async () => {
    const before = await stored();
    const answer = await connect(`http://127.0.0.1:${(broken.address() as AddressInfo).port}`);
    expect(answer.json).toMatchObject({ status: 422 });
    expect(await stored()).toEqual(before);
  });

  it('proves it, asks for a first pull, and never tells the token again', async () => {
    const answer = await connect(jira.url);
    expect(answer.status).toBe(200);
    const connection = connectionSchema.parse(answer.json);
    expect(connection).toMatchObject({ id: 'jira-2', state: 'active', tasks: 0, lastError: null });
    expect(connection.scopes).toBeGreaterThan(0);
    expect(connection.currentRun).toMatchObject({ kind: 'full', state: 'queued' });
    expect(asked).toContain('jira-2');
    const detail = await call(app, { url: '/api/v1/connections/jira-2', cookie });
    expect(Object.keys(detail.json.mapping.statuses).length).toBeGreaterThan(0);
    for (const text of [answer.text, detail.text, JSON.stringify(await stored())])
      expect(text).not.toContain(jira.credentials.token);
  });

  it('again gives the same connection its new credentials', async () => {
    const before = (await stored()).find(({ id }) => id === 'jira-2');
    expect((await connect(`${jira.url}/`)).json.id).toBe('jira-2');
    const after = await stored();
    expect(after).toHaveLength(2);
    expect(after.find(({ id }) => id === 'jira-2')?.credentials).not.toBe(before?.credentials);
  });

  it('takes the secret of Trello’s app, and never tells it again', async () => {
    const trello = await startTrello(makeToolWorld({ seed: 'secret', tasks: 60, now: NOW }), { now: NOW });
    const body = { tool: 'trello', baseUrl: trello.url, ...trello.credentials };
    const answer = await call(app, { method: 'POST', url: '/api/v1/connections', cookie, body });
    await trello.close();
    const { appSecret = '' } = trello.credentials;
    const row = (await stored()).find(({ id }) => id === answer.json.id);
    const opened = secrets.open(row?.credentials ?? '', { connectionId: answer.json.id, baseUrl: trello.url });
    expect(JSON.parse(opened)).toMatchObject({ appSecret });
    for (const text of [answer.text, JSON.stringify(row)]) expect(text).not.toContain(appSecret);
  });
});
