import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authoriseUrl, exchangeCode } from '../../../connectors/oauth.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { type Connection, findConnection, forgetConnection } from '../../../src/store/connections.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { findTokens } from '../../../src/store/oauth-tokens.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { connectTool, openStored } from '../../../src/usecases/connect.ts';
import { openDoors } from '../../../src/usecases/delivery-doors.ts';
import { checkSecrets, resealOld } from '../../../src/usecases/keep-secrets.ts';
import { oauthStateOf, openAccessTokens } from '../../../src/usecases/oauth-tokens.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { CLIENT, type FakeOAuth, startFakeOAuth } from '../../helpers/oauth-server.ts';
import { openTokens, secrets } from '../../helpers/oauth-tokens.ts';

const redirectUri = 'https://plumb.example/api/v1/connections/oauth/callback';
const SITE = 'https://larkfield.example';
const JIRA_SCOPES = ['read:jira-work', 'read:jira-user', 'manage:jira-webhook'];
const site = { id: 'cloud-1', name: 'Larkfield', url: SITE, scopes: JIRA_SCOPES };
const world = makeWorld({ seed: 'consent', tasks: 60, now: Date.UTC(2026, 10, 20, 9) });
const { signal } = new AbortController();
let database: TestDatabase;
let db: Database;
let sim: SimServer;
let vendor: FakeOAuth;
let connection: Connection;

beforeAll(async () => {
  database = await createTestDatabase();
  db = database.db;
  await ensureSettings(db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  sim = await startJira(world, { now: world.endsAt, rateLimits: 'off', asApp: true });
  const authorization = `Bearer ${sim.credentials.token}`;
  vendor = await startFakeOAuth({ redirectUri, upstreams: { jira: { url: sim.url, authorization } } });
});
afterAll(async () => {
  await vendor?.close();
  await sim?.close();
  await database?.drop();
});

/** A person consents; what was kept of an earlier consent is replaced. */
async function consent(): Promise<void> {
  const origins = { authOrigin: vendor.url, apiOrigin: vendor.url };
  const app = { source: 'jira' as const, ...CLIENT, ...origins, reach: LOOPBACK };
  const back = await vendor.consent(authoriseUrl(app, { state: 's', redirectUri }), { sites: [site] });
  const code = new URL(back).searchParams.get('code') ?? '';
  const tokens = await exchangeCode(app, { code, redirectUri }, Date.now, signal);
  const { clientId, clientSecret: appSecret } = CLIENT;
  const credentials = { kind: 'oauth' as const, clientId, appSecret, ...origins, cloudId: site.id };
  const deps = { db, secrets, reach: LOOPBACK, now: () => world.endsAt };
  const { connectionId } = await connectTool(deps, { tool: 'jira', baseUrl: SITE, credentials, tokens }, signal);
  connection = (await findConnection(db, connectionId)) as Connection;
}

beforeEach(async () => {
  Object.assign(vendor, { beforeAnswer: null, onCall: null, refusesAll: false, clock: Date.now, graceMs: 600_000 });
  await consent();
  // As if it had been given an hour ago.
  await sql`update oauth_tokens set consented_at = consented_at - interval '1 hour'`.execute(db);
  vendor.tokenRequests.length = 0;
  vendor.violations.length = 0;
  vendor.calls.length = 0;
});

/** The access token ends by the clock, a moment from now. */
async function nearItsEnd(): Promise<void> {
  await sql`update oauth_tokens set expires_at = now() + interval '30 seconds'`.execute(db);
}

const refreshes = () => vendor.tokenRequests.filter(({ fields }) => fields.grant_type === 'refresh_token');

describe('tokens near their end', () => {
  it('are renewed once, though twenty processes want them at once', async () => {
    await nearItsEnd();
    const pools = Array.from({ length: 20 }, () => openDatabase(database.url, { connectionsMax: 1 }));
    const taken = await Promise.all(pools.map((pool) => openTokens(pool, connection).take(signal)));
    await Promise.all(pools.map((pool) => pool.destroy()));
    expect(refreshes()).toHaveLength(1);
    expect(new Set(taken.map(({ value }) => value)).size).toBe(1);
    expect(await openTokens(db, connection).take(signal)).toEqual(taken[0]);
    expect(refreshes()).toHaveLength(1);
    expect(vendor.violations).toEqual([]);
  });

  it('hold one connection to the database in each process, however many ask', async () => {
    await nearItsEnd();
    const pool = openDatabase(database.url, { connectionsMax: 2 });
    const tokens = openTokens(pool, connection);
    let wasServed = false;
    vendor.beforeAnswer = async () => {
      // With every connection waiting for the row this would not come back.
      wasServed = (await sql`select 1`.execute(pool)).rows.length === 1;
      return null;
    };
    await Promise.all(Array.from({ length: 30 }, () => tokens.take(signal)));
    await pool.destroy();
    expect(wasServed).toBe(true);
    expect(refreshes()).toHaveLength(1);
  });

  it('are used by nobody before they are stored', async () => {
    await nearItsEnd();
    const before = await findTokens(db, connection.id);
    const token = await openTokens(db, connection).take(signal);
    const after = await findTokens(db, connection.id);
    expect(after?.generation).toBe((before?.generation ?? 0) + 1);
    expect(token.generation).toBe(after?.generation);
    expect(await oauthStateOf(db, connection.id)).toMatchObject({
      scopes: [...JIRA_SCOPES, 'offline_access'],
      refreshedAt: after?.refreshedAt,
      refusal: null,
    });
  });

  it('are renewed to the end, though who asked has gone', async () => {
    await nearItsEnd();
    const stop = new AbortController();
    vendor.beforeAnswer = async () => {
      stop.abort(new Error('stopped'));
      return null;
    };
    await expect(openTokens(db, connection).take(stop.signal)).rejects.toThrow('stopped');
    await expect.poll(async () => (await findTokens(db, connection.id))?.refreshedAt ?? null).not.toBeNull();
    await openTokens(db, connection).take(signal);
    expect(refreshes()).toHaveLength(1);
  });
});

describe('a crash between the vendor’s answer and our commit', () => {
  async function crash(): Promise<void> {
    await nearItsEnd();
    const child = fork(join(import.meta.dirname, '../../helpers/oauth-child.ts'), [database.url, connection.id]);
    const isGone = once(child, 'exit');
    vendor.beforeAnswer = async () => {
      child.kill('SIGKILL');
      await isGone;
      return null;
    };
    await isGone;
    vendor.beforeAnswer = null;
  }

  it('is survived: the next start tries the stored refresh token, within the vendor’s grace', async () => {
    await crash();
    expect((await findTokens(db, connection.id))?.refreshedAt).toBeNull();
    const token = await openTokens(db, connection).take(signal);
    expect(new Set(refreshes().map(({ fields }) => fields.refresh_token)).size).toBe(1);
    expect(refreshes()).toHaveLength(2);
    expect(vendor.violations).toEqual([]);
    expect(token.expiresAt).toBeGreaterThan(Date.now() + 3_000_000);
  });

  it('is said after the grace, with what to do, and the vendor is asked no more', async () => {
    await crash();
    vendor.clock = () => Date.now() + 700_000;
    const ask = () => openTokens(db, connection).take(signal);
    await expect(ask()).rejects.toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('consent again'),
    });
    const asked = refreshes().length;
    await expect(ask()).rejects.toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('consent again'),
    });
    expect(refreshes()).toHaveLength(asked);
    expect((await oauthStateOf(db, connection.id))?.refusal).toContain('consent again');
    vendor.clock = Date.now;
    await consent();
    await expect(ask()).resolves.toMatchObject({ scopes: [...JIRA_SCOPES, 'offline_access'] });
  });
});

it('keeps the pair though the database breaks off at the commit', async () => {
  await nearItsEnd();
  vendor.beforeAnswer = async () => {
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state = 'idle in transaction'`.execute(db);
    return null;
  };
  const token = await openTokens(db, connection).take(signal);
  vendor.beforeAnswer = null;
  expect(await openTokens(db, connection).take(signal)).toEqual(token);
  expect(refreshes()).toHaveLength(1);
});

describe('a vendor in trouble', () => {
  it('costs no refresh token, and is not asked again by those who waited', async () => {
    await nearItsEnd();
    vendor.beforeAnswer = async () => ({ status: 503, body: {} });
    const pools = Array.from({ length: 5 }, () => openDatabase(database.url, { connectionsMax: 1 }));
    const ends = await Promise.allSettled(pools.map((pool) => openTokens(pool, connection).take(signal)));
    await Promise.all(pools.map((pool) => pool.destroy()));
    expect(ends.map((end) => (end.status === 'rejected' ? end.reason.kind : 'served'))).toEqual(
      Array(5).fill('unavailable'),
    );
    expect(refreshes()).toHaveLength(1);
    vendor.beforeAnswer = null;
    await sql`update oauth_tokens set retry_at = now() - interval '1 second'`.execute(db);
    await openTokens(db, connection).take(signal);
    expect((await oauthStateOf(db, connection.id))?.refusal).toBeNull();
  });
});

function open(): ReturnType<typeof openStored> {
  return openStored(secrets, connection, { reach: LOOPBACK, db });
}

describe('a connection by consent', () => {
  it('is read through the gateway, for the site that was chosen', async () => {
    const { name } = await open().check(signal);
    expect(name).not.toBe('');
    expect(vendor.calls.every((call) => / \/ex\/jira\/cloud-1\/rest\//.test(call))).toBe(true);
    const { records } = await readFirstPage();
    expect(records.find(({ type }) => type === 'task')).toMatchObject({
      url: expect.stringContaining(`${SITE}/browse/`),
    });
  });

  it('makes the webhooks of an app, whose deliveries the client secret proves', async () => {
    const { webhooks } = open();
    for await (const webhook of webhooks?.list([], signal) ?? []) expect(webhook.externalId).toMatch(/^\d+$/);
    expect(webhooks?.provenBy).toBe('app-secret');
    expect(vendor.calls).toEqual(['GET /ex/jira/cloud-1/rest/api/3/webhook']);
    const doors = openDoors({ db, secrets });
    expect((await doors.find(connection.id))?.appSecret).toBe(CLIENT.clientSecret);
  });

  it('goes on when its token is refused in the midst of a walk, with one renewal for all calls', async () => {
    const connector = open();
    await connector.check(signal);
    vendor.endAccess();
    await Promise.all(Array.from({ length: 8 }, () => connector.check(signal)));
    expect(refreshes()).toHaveLength(1);
    expect(vendor.violations).toEqual([]);
  });

  it('ends a pull whose token ended in the midst of it, with every task', async () => {
    await sync();
    const count = () => db.selectFrom('tasks').select(db.fn.countAll().as('n')).executeTakeFirstOrThrow();
    const whole = await count();
    await db.deleteFrom('tasks').execute();
    vendor.tokenRequests.length = 0;
    let searches = 0;
    vendor.onCall = (path) => {
      // Once, between two answers of a walk.
      if (path.includes('/search/jql') && ++searches === 2) vendor.endAccess();
    };
    await sync();
    expect(searches).toBeGreaterThan(1);
    expect(refreshes()).toHaveLength(1);
    expect(await count()).toEqual(whole);
    expect(Number(whole.n)).toBeGreaterThan(10);
    expect((await findConnection(db, connection.id))?.lastError).toBeNull();
  });

  it('gives up after one renewal where every token is refused', async () => {
    vendor.refusesAll = true;
    const connector = open();
    const ends = await Promise.allSettled(Array.from({ length: 30 }, () => connector.check(signal)));
    expect(new Set(ends.map((end) => (end.status === 'rejected' ? end.reason.kind : 'served')))).toEqual(
      new Set(['unauthorised']),
    );
    expect(refreshes()).toHaveLength(1);
  });

  it('waits for its owner once the consent was withdrawn, and asks the vendor no more, however often it runs', async () => {
    vendor.withdraw();
    for (const _ of [1, 2]) await sync();
    const stored = await findConnection(db, connection.id);
    expect(stored?.state).toBe('unauthorised');
    expect(stored?.lastError?.message).toContain('consent again');
    expect(refreshes()).toHaveLength(1);
    await consent();
    expect(await findConnection(db, connection.id)).toMatchObject({ state: 'active', lastError: null });
    await sync();
    expect((await findConnection(db, connection.id))?.lastCompleteAt).not.toBeNull();
  });

  it('shows its tokens nowhere: not in what it stores, nor in what it says', async () => {
    vendor.withdraw();
    const errors: string[] = [];
    await sync((error) => errors.push(String(error), JSON.stringify(error), String((error as Error).stack)));
    const rows = await Promise.all([
      sql`select * from connections`.execute(db),
      sql`select * from oauth_tokens`.execute(db),
      sql`select * from sync_runs`.execute(db),
    ]);
    const all = JSON.stringify(rows.map(({ rows: found }) => found)) + errors.join();
    expect(errors.length).toBeGreaterThan(0);
    expect(all).not.toMatch(/sim-(access|refresh|code)-/);
    expect(all).not.toContain(CLIENT.clientSecret);
  });

  it('forgets its tokens when it is removed', async () => {
    await db.transaction().execute((tx) => forgetConnection(tx, connection.id, new Date()));
    expect(await findTokens(db, connection.id)).toBeNull();
    await expect(openTokens(db, connection).take(signal)).rejects.toMatchObject({ kind: 'unauthorised' });
  });

  it('forgets its tokens when it gets a person’s token instead', async () => {
    const direct = await startJira(world, { now: world.endsAt, rateLimits: 'off' });
    await sql`update connections set base_url = ${direct.url}`.execute(db);
    const deps = { db, secrets, reach: LOOPBACK, now: () => world.endsAt };
    await connectTool(deps, { tool: 'jira', baseUrl: direct.url, credentials: direct.credentials }, signal);
    await direct.close();
    expect(await findTokens(db, connection.id)).toBeNull();
    await sql`update connections set base_url = ${SITE}`.execute(db);
  });
});

it('is sealed with the key in force like every other secret', async () => {
  const current = createSecretBox(Buffer.alloc(32, 6), [Buffer.alloc(32, 5)]);
  expect(await checkSecrets({ db, secrets: current })).toEqual({ count: 2, unreadable: [], old: 2 });
  expect(await resealOld({ db, secrets: current })).toBe(2);
  const alone = createSecretBox(Buffer.alloc(32, 6));
  expect(await checkSecrets({ db, secrets: alone })).toEqual({ count: 2, unreadable: [], old: 0 });
  expect(await checkSecrets({ db, secrets })).toMatchObject({ unreadable: [connection.id] });
  const stored = (await findConnection(db, connection.id)) as Connection;
  const opened = alone.open(stored.sealedCredentials ?? '', { connectionId: stored.id, baseUrl: SITE });
  const deps = { db, secrets: alone, reach: LOOPBACK, clock: Date.now };
  await nearItsEnd();
  await openAccessTokens(deps, stored, JSON.parse(opened)).take(signal);
  expect(await checkSecrets({ db, secrets: alone })).toMatchObject({ unreadable: [], old: 0 });
});

async function readFirstPage() {
  const connector = open();
  for await (const scope of connector.listScopes(signal)) {
    if (scope.archived) continue;
    for await (const page of connector.pull(scope, null, signal)) if (page.records.length > 0) return page;
  }
  throw new Error('The world has no task');
}

async function sync(onError: (error: unknown) => void = () => undefined): Promise<void> {
  const quiet = async () => undefined;
  const openConnector = (stored: Connection) => openStored(secrets, stored, { reach: LOOPBACK, db });
  const deps = { db, now: () => world.endsAt, openConnector, notify: quiet, onStale: quiet };
  const { id } = await requestSyncRun(db, connection.id, 'full', new Date(world.endsAt));
  await syncConnection(deps as never, id, { signal: AbortSignal.timeout(110_000), isLast: true }).catch(onError);
}
