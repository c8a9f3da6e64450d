import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  authoriseUrl,
  consentOf,
  exchangeCode,
  listSites,
  missingScopes,
  type OAuthApp,
  originsOf,
  refreshTokens,
} from '../../../connectors/oauth.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { CLIENT, type FakeOAuth, startFakeOAuth } from '../../helpers/oauth-server.ts';

const redirectUri = 'https://plumb.example/api/v1/connections/oauth/callback';
const NOW = 1_763_000_000_000;
const now = () => NOW;
const { signal } = new AbortController();
const JIRA_SCOPES = ['read:jira-work', 'read:jira-user', 'manage:jira-webhook'];
const site = { id: 'cloud-1', name: 'Larkfield', url: 'https://larkfield.example', scopes: JIRA_SCOPES };
let vendor: FakeOAuth;

beforeAll(async () => {
  vendor = await startFakeOAuth({ redirectUri, upstreams: {} });
});
beforeEach(() => {
  vendor.beforeAnswer = null;
  vendor.rotates = true;
  vendor.violations.length = 0;
  vendor.tokenRequests.length = 0;
});
afterAll(() => vendor.close());

function app(source: OAuthApp['source'] = 'jira', given: Partial<OAuthApp> = {}): OAuthApp {
  return { source, ...CLIENT, authOrigin: vendor.url, apiOrigin: vendor.url, reach: LOOPBACK, ...given };
}

async function codeFor(source: OAuthApp['source'], scopes?: string[]): Promise<string> {
  const back = await vendor.consent(authoriseUrl(app(source), { state: 's', redirectUri }), {
    sites: [site],
    ...(scopes ? { scopes } : {}),
  });
  return new URL(back).searchParams.get('code') ?? '';
}

const exchange = async (source: OAuthApp['source'], scopes?: string[]) =>
  exchangeCode(app(source), { code: await codeFor(source, scopes), redirectUri }, now, signal);

describe('the page where a person consents', () => {
  it('is asked for offline access and our scopes by Jira, for Atlassian’s API', () => {
    const url = new URL(
      authoriseUrl({ ...app(), authOrigin: 'https://auth.atlassian.com' }, { state: 'st', redirectUri }),
    );
    expect(url.origin + url.pathname).toBe('https://auth.atlassian.com/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      audience: 'api.atlassian.com',
      client_id: CLIENT.clientId,
      prompt: 'consent',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: [...JIRA_SCOPES, 'offline_access'].join(' '),
      state: 'st',
    });
    expect(url.href).not.toContain(CLIENT.clientSecret);
  });

  it('stands at the address of the connection for Asana, and at Atlassian’s own for Jira unless told otherwise', () => {
    expect(originsOf('asana', 'https://app.asana.com/api', null).authOrigin).toBe('https://app.asana.com');
    expect(originsOf('jira', 'https://larkfield.example', null)).toEqual({
      authOrigin: 'https://auth.atlassian.com',
      apiOrigin: 'https://api.atlassian.com',
    });
    const given = { authOrigin: 'http://127.0.0.1:1', apiOrigin: 'http://127.0.0.1:2' };
    expect(originsOf('confluence', null, given)).toBe(given);
  });
});

describe('a code', () => {
  it('becomes tokens with their end by our clock, asked for as JSON at Atlassian', async () => {
    const pair = await exchange('jira');
    expect(pair).toMatchObject({ expiresAt: NOW + 3_600_000, scopes: [...JIRA_SCOPES, 'offline_access'] });
    expect(vendor.tokenRequests[0]?.contentType).toBe('application/json');
    expect(await listSites(app(), pair.accessToken, signal)).toEqual([
      { cloudId: 'cloud-1', name: 'Larkfield', url: 'https://larkfield.example' },
    ]);
    expect(vendor.violations).toEqual([]);
  });

  it('is sent as a form at Asana', async () => {
    await exchange('asana');
    expect(vendor.tokenRequests[0]?.contentType).toBe('application/x-www-form-urlencoded');
    expect(vendor.violations).toEqual([]);
  });

  it('is refused a second time, with what to do and no value of the answer', async () => {
    const code = await codeFor('jira');
    await exchangeCode(app(), { code, redirectUri }, now, signal);
    const error = await exchangeCode(app(), { code, redirectUri }, now, signal).catch((fault: Error) => fault);
    expect(error).toMatchObject({ kind: 'unauthorised', message: expect.stringContaining('consent again') });
    expect(JSON.stringify(error) + String(error)).not.toContain(code);
  });

  it.each([
    [['read:jira-work', 'manage:jira-webhook', 'offline_access'], 'the scope read:jira-user;'],
    [['offline_access'], 'the scopes read:jira-work, read:jira-user, manage:jira-webhook;'],
  ])('that grants too little names what is missing', async (scopes, words) => {
    const error = await exchange('jira', scopes).catch((fault: Error) => fault);
    expect(error).toMatchObject({ kind: 'unauthorised', message: expect.stringContaining(words) });
  });

  it('without offline access is refused, since it would end within the hour', async () => {
    vendor.beforeAnswer = async () => ({ status: 200, body: { access_token: 'a', scope: JIRA_SCOPES.join(' ') } });
    await expect(exchange('jira')).rejects.toMatchObject({
      kind: 'unauthorised',
      message: expect.stringContaining('offline access'),
    });
  });
});

describe('a refresh token', () => {
  it('gives way to the next one where the vendor rotates them', async () => {
    const first = await exchange('jira');
    const second = await refreshTokens(app(), first.refreshToken, now, signal);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.accessToken).not.toBe(first.accessToken);
  });

  it('stays where the answer carries none', async () => {
    vendor.rotates = false;
    const first = await exchange('asana');
    const second = await refreshTokens(app('asana'), first.refreshToken, now, signal);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect((await refreshTokens(app('asana'), second.refreshToken, now, signal)).refreshToken).toBe(first.refreshToken);
  });

  it.each([
    ['a token nobody knows', {}, 'unauthorised', 'consent again'],
    ['a wrong client secret', { clientSecret: 'other' }, 'unauthorised', 'client id or secret'],
  ])('of %s is told apart from trouble', async (_, given, kind, words) => {
    const error = await refreshTokens(app('jira', given), 'canary-refresh', now, signal).catch((fault: Error) => fault);
    expect(error).toMatchObject({ kind, message: expect.stringContaining(words) });
    expect(JSON.stringify(error) + String(error)).not.toMatch(/canary-refresh|other/);
  });

  it.each([
    [503, {}, 'unavailable'],
    [429, {}, 'rate-limited'],
    [403, { error: 'temporarily_unavailable' }, 'unavailable'],
    [200, { access_token: 'two\nlines', refresh_token: 'r' }, 'unexpected-answer'],
    [200, { access_token: '', refresh_token: 'r' }, 'unexpected-answer'],
    [302, {}, 'unexpected-answer'],
  ])('is not given up for an answer of %i %o, nor sent twice by itself', async (status, body, kind) => {
    const { refreshToken } = await exchange('jira');
    vendor.tokenRequests.length = 0;
    vendor.beforeAnswer = async () => ({ status, body });
    await expect(refreshTokens(app(), refreshToken, now, signal)).rejects.toMatchObject({ kind });
    expect(vendor.tokenRequests).toHaveLength(1);
  });
});

it('lists of a consent’s sites those of the product, whatever their cloud id could do to a path', async () => {
  const wiki = { ...site, id: 'cloud-2', scopes: ['read:page:confluence'] };
  const back = await vendor.consent(authoriseUrl(app(), { state: 's', redirectUri }), { sites: [site, wiki] });
  const code = new URL(back).searchParams.get('code') ?? '';
  const { accessToken } = await exchangeCode(app(), { code, redirectUri }, now, signal);
  expect((await listSites(app(), accessToken, signal)).map(({ cloudId }) => cloudId)).toEqual(['cloud-1']);
  expect((await listSites(app('confluence'), accessToken, signal)).map(({ cloudId }) => cloudId)).toEqual(['cloud-2']);
  const back2 = await vendor.consent(authoriseUrl(app(), { state: 's', redirectUri }), {
    sites: [{ ...site, id: '../../../oauth' }],
  });
  const again = { code: new URL(back2).searchParams.get('code') ?? '', redirectUri };
  const other = await exchangeCode(app(), again, now, signal);
  await expect(listSites(app(), other.accessToken, signal)).rejects.toMatchObject({ kind: 'unexpected-answer' });
});

it('counts offline access as no scope of a call', () => {
  expect(missingScopes('jira', JIRA_SCOPES)).toEqual([]);
});

describe('how an app is registered', () => {
  it.each(['jira', 'confluence'] as const)('names every scope that %s asks for, and offline access never', (source) => {
    const said = consentOf(source)?.setUp.join('\n') ?? '';
    const asked = new URL(authoriseUrl(app(source), { state: 's', redirectUri })).searchParams.get('scope') ?? '';
    for (const scope of asked.split(' ')) expect(said.includes(scope)).toBe(scope !== 'offline_access');
  });

  it('is said of tools that know a consent, and of no other', () => {
    expect(consentOf('asana')).toMatchObject({ vendor: 'Asana', hasSites: false });
    expect([consentOf('trello'), consentOf('notion')]).toEqual([null, null]);
  });
});
