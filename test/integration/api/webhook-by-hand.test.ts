import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { type NotionServer, startNotion } from '../../../src/demo/notion/index.ts';
import { listDocuments } from '../../../src/store/documents.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { connectTool, openStoredWiki } from '../../../src/usecases/connect.ts';
import { processDeliveries } from '../../../src/usecases/process-deliveries.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { smallWikiWorld } from '../../unit/demo/small-wiki.ts';
import { endsAt } from '../../unit/demo/small-world.ts';
import { apiDeps, buildApp, captureLog, signInAll } from './helpers/api.ts';
import { makeWorld, secrets } from './helpers/world.ts';

let database: TestDatabase;
let notion: NotionServer;
let app: App;
let url: string;
let cookies: Awaited<ReturnType<typeof signInAll>>;
const log = captureLog('trace');
const { signal } = new AbortController();
const quiet = async () => undefined;
let now = endsAt;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  cookies = await signInAll(db, await makeWorld(db));
  const world = smallWikiWorld();
  const pages = (world.wikis?.pages ?? []).filter(({ id }) => !/more-\d/.test(id));
  notion = await startNotion(
    { ...world, wikis: { spaces: world.wikis?.spaces ?? [], pages } },
    { now, rateLimits: 'off' },
  );
  const deps = { db, secrets, reach: LOOPBACK, now: () => now };
  const given = { tool: 'notion', baseUrl: notion.url, credentials: notion.credentials } as const;
  await connectTool(deps, given, signal);
  const run = await requestSyncRun(db, 'notion', 'full', new Date(now));
  await syncConnection({ ...syncDeps(), db }, run.id, { signal, isLast: true });
  app = await buildApp(apiDeps(db, { now: () => now, logger: log.logger }));
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app?.close();
  await notion?.close();
  await database?.drop();
});

function syncDeps() {
  return {
    db: database.db,
    now: () => now,
    openConnector: (): never => {
      throw new Error('No tool is connected here.');
    },
    openWiki: (connection: Parameters<typeof openStoredWiki>[1]) =>
      openStoredWiki(secrets, connection, { reach: LOOPBACK }),
    notify: quiet,
    onStale: quiet,
    onSyncRequested: quiet,
  };
}

async function ask(method: 'GET' | 'POST', path = '/connections/notion/webhook') {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { cookie: cookies.owner, origin: url, 'content-type': 'application/json' },
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  return { status: answer.status, body: await answer.json() };
}
const post = (address: string, body: object) => fetch(address, { method: 'POST', body: JSON.stringify(body) });
const titles = async () => (await listDocuments(database.db, 'notion')).map((one) => one.title);
const waiting = async () =>
  (await database.db.selectFrom('deliveries').select('id').where('state', '=', 'stored').execute()).length;

describe('a webhook that a person makes in Notion', () => {
  it('takes no token before somebody here waits for one', async () => {
    expect((await ask('GET')).body).toMatchObject({ state: 'none', verificationToken: null });
    expect((await post(`${url}/webhooks/notion/notion`, { verification_token: 'secret_forged' })).status).toBe(401);
    expect((await ask('GET')).body).toMatchObject({ state: 'none' });
  });

  it('is made by its two pastes: then a change there is here, and the token is shown no more', async () => {
    const begun = (await ask('POST')).body;
    expect(begun).toMatchObject({ state: 'waiting', verificationToken: null });
    expect(begun.address).toMatch(`${url}/webhooks/notion/notion?hook=`);
    notion.subscribe(begun.address);
    await notion.settled();
    const handed = (await ask('GET')).body;
    expect(handed).toMatchObject({ state: 'handed', address: begun.address });
    expect((await post(begun.address, { verification_token: 'secret_of_somebody_else' })).status).toBe(401);
    expect((await ask('GET')).body).toEqual(handed);
    notion.confirm(handed.verificationToken);
    now += 600_000;
    notion.setClock(now);
    const page = smallWikiWorld().wikis?.pages.find((one) => one.wiki === 'notion' && one.spaceId !== null);
    notion.change({ type: 'edit', page: page?.id ?? '', set: { title: 'Told by a delivery' } });
    await notion.settled();
    await expect.poll(waiting).toBe(1);
    await expect.poll(async () => (await ask('GET')).body.state).toBe('working');
    expect((await ask('GET')).body).toMatchObject({ verificationToken: null, address: begun.address });
    await processDeliveries(syncDeps(), 'notion', signal);
    expect(await titles()).toContain('Told by a delivery');
    expect((await ask('GET', '/connections/notion')).body.webhooks).toMatchObject({
      mode: 'webhooks',
      state: 'active',
    });
    expect(log.lines.join('\n')).not.toContain(handed.verificationToken);
    const kept = await database.db.selectFrom('webhooks').select('secret').executeTakeFirstOrThrow();
    expect(kept.secret).not.toContain(handed.verificationToken);
  });

  it('begun anew has another address, and the earlier one proves nothing any more', async () => {
    const before = (await ask('GET')).body;
    const after = (await ask('POST')).body;
    expect(after).toMatchObject({ state: 'waiting', verificationToken: null });
    expect(after.address).not.toBe(before.address);
    expect((await post(before.address, { id: 'one', type: 'page.created' })).status).toBe(401);
  });

  it('waits for half an hour and no longer', async () => {
    const { address } = (await ask('POST')).body;
    now += 31 * 60_000;
    expect((await post(address, { verification_token: 'secret_too_late' })).status).toBe(401);
    expect((await ask('GET')).body).toMatchObject({ state: 'none', address: null });
  });

  it('is none of a tool that takes its webhooks from us', async () => {
    await database.db.updateTable('connections').set({ tool: 'confluence' }).where('id', '=', 'notion').execute();
    expect(await ask('POST')).toMatchObject({ status: 422, body: { code: 'not-by-hand' } });
    await database.db.updateTable('connections').set({ tool: 'notion' }).where('id', '=', 'notion').execute();
  });
});
