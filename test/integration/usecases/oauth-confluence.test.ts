import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authoriseUrl, exchangeCode } from '../../../connectors/oauth.ts';
import type { DocumentChanges } from '../../../connectors/wiki.ts';
import { startConfluence } from '../../../src/demo/confluence/index.ts';
import { type Connection, findConnection } from '../../../src/store/connections.ts';
import { connectTool, openStoredWiki } from '../../../src/usecases/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { CLIENT, type FakeOAuth, startFakeOAuth } from '../../helpers/oauth-server.ts';
import { secrets } from '../../helpers/oauth-tokens.ts';
import { smallWikiWorld } from '../../unit/demo/small-wiki.ts';
import { endsAt } from '../../unit/demo/small-world.ts';

const redirectUri = 'https://plumb.example/api/v1/connections/oauth/callback';
const SITE = 'https://larkfield.example';
const scopes = ['read:page:confluence', 'read:space:confluence', 'read:confluence-user', 'search:confluence'];
const site = { id: 'cloud-1', name: 'Larkfield', url: SITE, scopes };
const { signal } = new AbortController();
/** By a part of a call's path. */
const needs: Record<string, string> = {};
let database: TestDatabase;
let wiki: Awaited<ReturnType<typeof startConfluence>>;
let vendor: FakeOAuth;
let connection: Connection;
let pageId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  wiki = await startConfluence(smallWikiWorld(), { now: endsAt });
  const { email, token } = wiki.credentials;
  const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  vendor = await startFakeOAuth({ redirectUri, needs, upstreams: { confluence: { url: wiki.url, authorization } } });
});
afterAll(async () => {
  await vendor?.close();
  await wiki?.close();
  await database?.drop();
});

beforeEach(async () => {
  needs['/rest/api/search'] = 'search:confluence';
  const origins = { authOrigin: vendor.url, apiOrigin: vendor.url };
  const app = { source: 'confluence' as const, ...CLIENT, ...origins, reach: LOOPBACK };
  const back = await vendor.consent(authoriseUrl(app, { state: 's', redirectUri }), { sites: [site] });
  const code = new URL(back).searchParams.get('code') ?? '';
  const tokens = await exchangeCode(app, { code, redirectUri }, Date.now, signal);
  const { clientId, clientSecret: appSecret } = CLIENT;
  const credentials = { kind: 'oauth' as const, clientId, appSecret, ...origins, cloudId: site.id };
  const deps = { db: database.db, secrets, reach: LOOPBACK, now: () => endsAt };
  const { connectionId } = await connectTool(deps, { tool: 'confluence', baseUrl: SITE, credentials, tokens }, signal);
  connection = (await findConnection(database.db, connectionId)) as Connection;
  await sql`update oauth_tokens set consented_at = consented_at - interval '1 hour'`.execute(database.db);
  pageId = await firstPage();
  vendor.tokenRequests.length = 0;
  vendor.calls.length = 0;
});

/** What changed in a space that nobody has read so far. */
async function changes(): Promise<DocumentChanges[]> {
  const scope = { externalId: '501', key: 'ONE', name: 'Space one' };
  const since = [{ scope, cursor: { through: endsAt - 3_600_000, seen: {} } }];
  wiki.change({ type: 'edit', page: 'confluence-other', set: { title: 'Reworded' } });
  const pages: DocumentChanges[] = [];
  for await (const page of open().pullChanges?.(since, signal) ?? []) pages.push(page);
  return pages;
}

const open = () => openStoredWiki(secrets, connection, { reach: LOOPBACK, db: database.db });

async function firstPage(): Promise<string> {
  const connector = open();
  for await (const scope of connector.listScopes(signal)) {
    for await (const { records } of connector.pull(scope, null, signal)) {
      if (records[0]) return records[0].externalId;
    }
  }
  throw new Error('The wiki has no page');
}

describe('a wiki read by consent', () => {
  it('is read through the gateway, for the site that was chosen', async () => {
    const { records } = await open().fetchRecords([pageId], signal);
    expect(records.map(({ externalId }) => externalId)).toEqual([pageId]);
    expect(vendor.calls.length).toBeGreaterThan(0);
    expect(vendor.calls.every((call) => / \/ex\/confluence\/cloud-1\/wiki\//.test(call))).toBe(true);
  });

  it('takes a page for missing that is missing, at no further token', async () => {
    const { missing } = await open().fetchRecords(['424242'], signal);
    expect(missing).toEqual(['424242']);
    expect(vendor.tokenRequests).toEqual([]);
  });

  it('is asked for its changes under the scope that a consent asks for', async () => {
    expect(await changes()).toEqual([expect.objectContaining({ missing: [] })]);
    expect(vendor.calls).toContain('GET /ex/confluence/cloud-1/wiki/rest/api/search');
  });

  it('is read all the same where an older consent does not cover the search, at no further token', async () => {
    needs['/rest/api/search'] = 'search:granted-to-nobody';
    await expect(changes()).rejects.toMatchObject({ kind: 'unauthorised' });
    expect((await open().fetchRecords([pageId], signal)).records).toHaveLength(1);
    expect(vendor.tokenRequests).toEqual([]);
  });

  it('takes no page for missing where the token ended before its time: the gateway says 404 to both', async () => {
    vendor.endAccess();
    const { records, missing } = await open().fetchRecords([pageId], signal);
    expect(missing).toEqual([]);
    expect(records.map(({ externalId }) => externalId)).toEqual([pageId]);
    expect(vendor.tokenRequests).toHaveLength(1);
  });

  it('takes no page for missing where the consent was withdrawn: nothing is read until it is given again', async () => {
    vendor.withdraw();
    await expect(open().fetchRecords([pageId], signal)).rejects.toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('consent again'),
    });
  });
});
