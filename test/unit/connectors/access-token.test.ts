import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessOf } from '../../../connectors/access-token.ts';
import type { AccessToken, AccessTokens, ConnectorOptions } from '../../../connectors/connector.ts';
import { createTransport } from '../../../connectors/http.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';

interface Asked {
  readonly path: string;
  readonly token: string;
}

const { signal } = new AbortController();
const asked: Asked[] = [];
let answers: (request: Asked) => { status: number; body: unknown; headers?: Record<string, string> };
let server: Server;
let url = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const one = { path: request.url ?? '', token: request.headers.authorization ?? '' };
    asked.push(one);
    const { status, body, headers } = answers(one);
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked.length = 0;
});

const scopes = ['read:jira-work'];
const old: AccessToken = { value: 'old-token', generation: 1, expiresAt: 0, scopes };
const fresh: AccessToken = { ...old, value: 'fresh-token', generation: 2 };

/** Gives the old token until it is replaced. */
function tokens(isOver: boolean): AccessTokens & { readonly replaced: AccessToken[] } {
  const replaced: AccessToken[] = [];
  return {
    replaced,
    take: async () => (replaced.length === 0 ? old : fresh),
    replace: async (refused) => {
      replaced.push(refused);
      return fresh;
    },
    isOver: async (token) => token === old && isOver,
  };
}

const credentials = {
  kind: 'oauth',
  clientId: 'one',
  appSecret: 'two',
  authOrigin: 'http://auth.example',
  apiOrigin: 'http://api.example',
  cloudId: 'cloud-1',
} as const;

function transportWith(accessTokens: AccessTokens, source: 'jira' | 'confluence' = 'jira') {
  const options: ConnectorOptions = { connectionId: source, baseUrl: url, credentials, accessTokens };
  const access = accessOf(source, options, () => 'never');
  return createTransport({ tool: source, connectionId: source, baseUrl: url, reach: LOOPBACK, ...access });
}

const get = (how: ReturnType<typeof transportWith>, accept: number[] = []) =>
  how.json('read page', { method: 'GET', path: '/wiki/api/v2/pages/1', accept }, signal);
const good = { status: 200, body: { id: '1' } };
const takesFreshOnly = (status: number) => (request: Asked) =>
  request.token === 'Bearer fresh-token' ? good : { status, body: { code: status } };

describe('a token that has ended', () => {
  it.each([404, 403])(
    'and is answered with %i, as by Confluence’s gateway, is no page that is gone',
    async (status) => {
      answers = takesFreshOnly(status);
      const held = tokens(true);
      expect((await get(transportWith(held, 'confluence'), [404])).body).toEqual({ id: '1' });
      expect(held.replaced).toEqual([old]);
    },
  );

  it.each([404, 403])('is not what a %i of a token in force means: nothing is asked twice', async (status) => {
    answers = () => ({ status, body: {} });
    const held = tokens(false);
    await expect(get(transportWith(held, 'confluence'))).rejects.toMatchObject({ kind: 'not-visible' });
    expect(held.replaced).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

describe('a token that is refused', () => {
  it('gives way to another one, once', async () => {
    answers = () => ({ status: 401, body: {} });
    const held = tokens(false);
    await expect(get(transportWith(held))).rejects.toMatchObject({ kind: 'unauthorised', status: 401 });
    expect(asked.map(({ token }) => token)).toEqual(['Bearer old-token', 'Bearer fresh-token']);
    expect(held.replaced).toEqual([old]);
  });

  it.each([
    [401, { code: 401, message: 'Unauthorized; scope does not match' }, {}],
    [403, {}, { 'www-authenticate': 'Bearer error="insufficient_scope"' }],
  ])('for want of a scope (%i) names the scope, and costs no renewal', async (status, body, headers) => {
    answers = () => ({ status, body, headers });
    const held = tokens(false);
    await expect(get(transportWith(held))).rejects.toMatchObject({
      kind: 'unauthorised',
      message:
        'jira, read page: the consent lacks the scopes read:jira-user, manage:jira-webhook; add it to the app, then consent again',
    });
    expect(held.replaced).toEqual([]);
    expect(asked).toHaveLength(1);
  });
});

it('is asked for again at each try, since a wait may outlive it', async () => {
  let tries = 0;
  answers = () => {
    tries += 1;
    return tries === 1 ? { status: 503, body: {}, headers: { 'retry-after': '0' } } : good;
  };
  const given = [old, fresh];
  const held = { ...tokens(false), take: async () => given.shift() ?? fresh };
  await get(transportWith(held));
  expect(asked.map(({ token }) => token)).toEqual(['Bearer old-token', 'Bearer fresh-token']);
});
