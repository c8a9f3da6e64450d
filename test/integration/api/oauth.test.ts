import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { connectionSchema } from '../../../src/api/schemas/connections.ts';
import { consentBegunSchema, consentSchema } from '../../../src/api/schemas/oauth.ts';
import { startAsana } from '../../../src/demo/asana/index.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld as makeToolWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { CLIENT, type Consent, type FakeOAuth, startFakeOAuth } from '../../helpers/oauth-server.ts';
import { apiDeps, buildApp, call, captureLog, cookieOf } from './helpers/api.ts';
import { makeWorld, NOW, secrets, type World } from './helpers/world.ts';

const CALLBACK = '/api/v1/connections/oauth/callback';
const redirectUri = `http://localhost:80${CALLBACK}`;
const JIRA_SCOPES = ['read:jira-work', 'read:jira-user', 'manage:jira-webhook'];
const larkfield = { id: 'cloud-1', name: 'Larkfield', url: 'https://larkfield.example', scopes: JIRA_SCOPES };
const borealis = { id: 'cloud-2', name: 'Borealis', url: 'https://borealis.example', scopes: JIRA_SCOPES };
const log = captureLog('trace');
const said: string[] = [];
const queued: unknown[] = [];
const consentIds: string[] = [];
let database: TestDatabase;
let world: World;
let app: App;
let jira: SimServer;
let asana: SimServer;
let vendor: FakeOAuth;
let cookie: string;
let time = Date.now();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await makeWorld(database.db);
  const tools = makeToolWorld({ seed: 'consent', tasks: 60, now: NOW });
  jira = await startJira(tools, { now: NOW, rateLimits: 'off', asApp: true });
  asana = await startAsana(tools, { now: NOW, rateLimits: 'off' });
  const upstreams = {
    jira: { url: jira.url, authorization: `Bearer ${jira.credentials.token}` },
    asana: { url: asana.url, authorization: `Bearer ${asana.credentials.token}` },
  };
  vendor = await startFakeOAuth({ redirectUri, upstreams, needs: { '/serverInfo': 'read:jira-work' } });
  const origins = { authOrigin: vendor.url, apiOrigin: vendor.url };
  const onSyncRequested = async (run: unknown) => void queued.push(run);
  const given = { atlassian: origins, clock: () => time, onSyncRequested, logger: log.logger };
  app = await buildApp(apiDeps(database.db, given));
  cookie = await cookieOf(database.db, world.people.owner.id);
});
afterAll(async () => {
  await app?.close();
  await vendor?.close();
  await jira?.close();
  await asana?.close();
  await database?.drop();
});
beforeEach(() => {
  time = Date.now();
  vendor.violations.length = 0;
});

type Asked = Parameters<typeof call>[1];

async function ask(asked: Asked) {
  const answer = await call(app, { cookie, ...asked });
  said.push(answer.text, JSON.stringify(answer.headers));
  return answer;
}

const newJira = { tool: 'jira', ...CLIENT };

async function begin(body: object = newJira, given: Partial<Asked> = {}) {
  return ask({ method: 'POST', url: '/api/v1/connections/oauth', body, ...given });
}

/** From the form to where the person comes back, with this in the address. */
async function consent(how: Consent, body: object = newJira): Promise<string> {
  const begun = consentBegunSchema.parse((await begin(body)).json);
  consentIds.push(begun.consentId);
  return new URL(await vendor.consent(begun.authorizeUrl, how)).search;
}

const comeBack = (search: string, given: Partial<Asked> = {}) => ask({ url: `${CALLBACK}${search}`, ...given });
const consentAt = async (location: unknown) => {
  const id = new URL(String(location), 'http://localhost').searchParams.get('consent') ?? '';
  const answer = await ask({ url: `/api/v1/connections/oauth/${id}` });
  return { id, ...answer };
};
/** Comes back with it, and says which one it was. */
async function consentIdOf(search: string): Promise<string> {
  await comeBack(search);
  return consentIds.at(-1) ?? '';
}
const stored = (id: string) =>
  database.db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst();

/** What stands in the database for this connection, opened. */
async function credentialsOf(id: string): Promise<Record<string, unknown>> {
  const row = await stored(id);
  if (!row?.credentials) throw new Error(`No credentials for ${id}`);
  return JSON.parse(secrets.open(row.credentials, { connectionId: id, baseUrl: row.base_url }));
}

describe('a consent', () => {
  it('is begun only for a tool that knows one', async () => {
    const answer = await begin({ tool: 'trello', ...CLIENT });
    expect(answer).toMatchObject({
      status: 422,
      json: { code: 'no-consent', detail: expect.stringContaining('Trello') },
    });
  });

  it('connects the one site it covers, and leads on to it', async () => {
    const answer = await comeBack(await consent({ sites: [larkfield] }));
    expect(answer.status).toBe(302);
    const id = String(answer.headers.location).replace('/connections/', '');
    expect(await stored(id)).toMatchObject({ tool: 'jira', base_url: larkfield.url, state: 'active' });
    expect(await credentialsOf(id)).toMatchObject({ kind: 'oauth', cloudId: 'cloud-1', authOrigin: vendor.url });
    expect(queued.at(-1)).toMatchObject({ connectionId: id });
    const trail = await ask({ url: '/api/v1/audit' });
    expect(trail.json.items[0].says).toMatch(new RegExp(`^Connected .* \\(${id}\\) by consent\\.$`));
    const { json } = await ask({ url: `/api/v1/connections/${id}` });
    expect(connectionSchema.parse(json).consent).toMatchObject({
      scopes: [...JIRA_SCOPES, 'offline_access'],
      refusal: null,
    });
    expect(vendor.violations).toEqual([]);
  });

  it('that covers several sites waits for a choice, and then connects that one', async () => {
    const answer = await comeBack(await consent({ sites: [larkfield, borealis] }));
    const waiting = await consentAt(answer.headers.location);
    expect(consentSchema.parse(waiting.json)).toMatchObject({
      state: 'choosing',
      sites: [{ cloudId: 'cloud-1' }, { cloudId: 'cloud-2', name: 'Borealis', url: borealis.url }],
    });
    const url = `/api/v1/connections/oauth/${waiting.id}/site`;
    const none = await ask({ method: 'POST', url, body: { cloudId: 'cloud-3' } });
    expect(none).toMatchObject({ status: 422, json: { code: 'no-such-site' } });
    const chosen = await ask({ method: 'POST', url, body: { cloudId: 'cloud-2' } });
    const connection = connectionSchema.parse(chosen.json);
    expect(connection.baseUrl).toBe(borealis.url);
    expect(await credentialsOf(connection.id)).toMatchObject({ cloudId: 'cloud-2' });
    const after = await consentAt(answer.headers.location);
    expect(after.json).toMatchObject({ state: 'done', connectionId: connection.id, sites: [] });
    expect((await ask({ method: 'POST', url, body: { cloudId: 'cloud-1' } })).status).toBe(422);
  });

  it('for a site that was named needs no choice', async () => {
    const search = await consent({ sites: [larkfield, borealis] }, { ...newJira, baseUrl: `${borealis.url}/` });
    expect((await comeBack(search)).headers.location).toMatch(/^\/connections\/jira/);
  });

  it('connects Asana at its own address, asked for as a form', async () => {
    const search = await consent({}, { tool: 'asana', baseUrl: vendor.url, ...CLIENT });
    const { headers } = await comeBack(search);
    const id = String(headers.location).replace('/connections/', '');
    expect(await stored(id)).toMatchObject({ tool: 'asana', base_url: vendor.url });
    expect(await credentialsOf(id)).toMatchObject({ kind: 'oauth', cloudId: null });
    expect(vendor.violations).toEqual([]);
  });
});

describe('what comes back', () => {
  it('stands nowhere in the database, not even as an answer that is kept for a second call', async () => {
    const headers = { 'idempotency-key': 'one-consent' };
    const begun = consentBegunSchema.parse((await begin(newJira, { headers })).json);
    const state = new URL(begun.authorizeUrl).searchParams.get('state') ?? '';
    const rows = await Promise.all([
      database.db.selectFrom('idempotency_keys').selectAll().execute(),
      database.db.selectFrom('oauth_consents').selectAll().execute(),
    ]);
    expect(state.length).toBeGreaterThan(40);
    expect(rows[1].map(({ id }) => id)).toContain(begun.consentId);
    expect(JSON.stringify(rows)).not.toContain(state);
    expect(JSON.stringify(rows)).not.toContain(CLIENT.clientSecret);
  });

  it('is taken once', async () => {
    const search = await consent({ sites: [larkfield] });
    expect((await comeBack(search)).headers.location).toMatch(/^\/connections\/jira/);
    const again = await consentAt((await comeBack(search)).headers.location);
    expect(again).toMatchObject({ status: 404, json: { code: 'unknown-consent' } });
    expect(vendor.violations).toEqual([]);
  });

  it('is taken from the session that began it alone', async () => {
    const search = await consent({ sites: [larkfield] });
    const other = await cookieOf(database.db, world.people.owner.id);
    expect((await comeBack(search, { cookie: other })).headers.location).toBe('/connections/new?consent=unknown');
    expect((await comeBack(search)).headers.location).toMatch(/^\/connections\/jira/);
  });

  it('is taken for ten minutes', async () => {
    const search = await consent({ sites: [larkfield] });
    time += 601_000;
    expect((await comeBack(search)).headers.location).toBe('/connections/new?consent=unknown');
  });

  it.each([
    ['says no', { isDenied: true }, newJira, 'gave no consent'],
    ['chose no site', { sites: [] }, newJira, 'covers no site of Jira'],
    [
      'chose another site than was named',
      { sites: [larkfield] },
      { ...newJira, baseUrl: borealis.url },
      'covers https://larkfield',
    ],
    [
      'granted too little',
      { sites: [larkfield], scopes: ['read:jira-work'] },
      newJira,
      'read:jira-user, manage:jira-webhook',
    ],
    ['has a wrong secret', { sites: [larkfield] }, { ...newJira, clientSecret: 'canary-wrong' }, 'client id or secret'],
  ])('from a person who %s connects nothing, and says what helps', async (_, how, body, words) => {
    const before = await database.db.selectFrom('connections').select('id').execute();
    const failed = await consentAt((await comeBack(await consent(how, body))).headers.location);
    expect(failed.json).toMatchObject({ state: 'failed', message: expect.stringContaining(words) });
    expect(await database.db.selectFrom('connections').select('id').execute()).toEqual(before);
  });

  it('leaves no secret of the consent behind', async () => {
    const connected = await consentIdOf(await consent({ sites: [larkfield] }));
    const failed = await consentIdOf(await consent({ isDenied: true }));
    const rows = await database.db
      .selectFrom('oauth_consents')
      .select(['state', 'secret', 'sites'])
      .where('id', 'in', [connected, failed])
      .orderBy('state')
      .execute();
    expect(rows).toEqual([
      { state: 'done', secret: null, sites: null },
      { state: 'failed', secret: null, sites: null },
    ]);
  });
});

describe('consenting again', () => {
  let id = '';
  beforeAll(async () => {
    const { headers } = await comeBack(await consent({ sites: [larkfield] }));
    id = String(headers.location).replace('/connections/', '');
  });

  it('needs no secret, keeps the connection, and takes a new pair', async () => {
    const before = await database.db.selectFrom('oauth_tokens').selectAll().where('connection_id', '=', id).execute();
    expect(before).toHaveLength(1);
    const { headers } = await comeBack(await consent({ sites: [borealis, larkfield] }, { connectionId: id }));
    expect(headers.location).toBe(`/connections/${id}`);
    const [after] = await database.db.selectFrom('oauth_tokens').selectAll().where('connection_id', '=', id).execute();
    expect(after?.generation).toBe((before[0]?.generation ?? 0) + 1);
  });

  it('to another site is refused, and leaves the connection as it was', async () => {
    const before = await stored(id);
    const { headers } = await comeBack(await consent({ sites: [borealis] }, { connectionId: id }));
    const failed = await consentAt(headers.location);
    expect(failed.json).toMatchObject({
      state: 'failed',
      message: `The consent covers ${borealis.url}, and not ${larkfield.url}; consent again and choose that site.`,
    });
    expect(await stored(id)).toEqual(before);
  });

  it('to another site that took over the address is refused too', async () => {
    const other = { ...larkfield, id: 'cloud-9' };
    const failed = await consentAt((await comeBack(await consent({ sites: [other] }))).headers.location);
    expect(failed.json).toMatchObject({ state: 'failed', message: expect.stringContaining('another site') });
    expect(await credentialsOf(id)).toMatchObject({ cloudId: 'cloud-1' });
  });

  it('is not for a connection that is read with a token', async () => {
    expect(await begin({ connectionId: 'jira' })).toMatchObject({ status: 422, json: { code: 'not-by-consent' } });
    expect(await begin({ connectionId: 'nobody' })).toMatchObject({ status: 404 });
  });
});

describe('the way back', () => {
  it('is the public address where there is one', async () => {
    const behind = await buildApp(apiDeps(database.db, { publicUrl: 'https://plumb.example', clock: () => time }));
    const own = cookie.replace('plumbline=', '__Host-plumbline=');
    const { json } = await call(behind, {
      method: 'POST',
      url: '/api/v1/connections/oauth',
      body: newJira,
      cookie: own,
      headers: { host: 'plumb.example' },
    });
    await behind.close();
    expect(json.redirectUri).toBe(`https://plumb.example${CALLBACK}`);
    expect(new URL(json.authorizeUrl).searchParams.get('redirect_uri')).toBe(json.redirectUri);
    expect(new URL(json.authorizeUrl).origin).toBe('https://auth.atlassian.com');
  });

  it.each(['plumb.example', 'localhost.example', '10.0.0.3:4680'])(
    'is not a name a request came with: %s',
    async (host) => {
      expect(await begin(newJira, { headers: { host } })).toMatchObject({
        status: 422,
        json: { code: 'no-public-url' },
      });
    },
  );

  it.each(['127.0.0.1:4680', '[::1]:4680', 'localhost:4680'])('is this machine’s own at %s', async (host) => {
    const { json } = await begin(newJira, { headers: { host } });
    expect(json.redirectUri).toBe(`http://${host}${CALLBACK}`);
  });
});

it('says no secret, code or token in an answer, in the log or in what is queued', async () => {
  await consentAt((await comeBack(await consent({ sites: [larkfield, borealis] }))).headers.location);
  await comeBack(await consent({ sites: [larkfield] }, { ...newJira, clientSecret: 'canary-wrong' }));
  const all = [...said, ...log.lines, JSON.stringify(queued)].join('\n');
  expect(log.lines.length).toBeGreaterThan(4);
  expect(all).not.toContain(CLIENT.clientSecret);
  expect(all).not.toMatch(/sim-(access|refresh|code)-|canary-wrong/);
});
