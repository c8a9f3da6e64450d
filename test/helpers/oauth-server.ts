import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** An app as the vendor knows it. */
export const CLIENT = { clientId: 'plumb-client-71c2', clientSecret: 'plumb-client-secret-9f3e04' } as const;

export interface FakeSite {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly scopes: readonly string[];
}

/** Where calls go that carry a token in force, with what the tool behind wants to see. */
export interface Upstream {
  readonly url: string;
  readonly authorization: string;
}

interface Grant {
  readonly sites: readonly FakeSite[];
  readonly scopes: readonly string[];
  isWithdrawn: boolean;
}

interface Access {
  readonly grant: Grant;
  readonly expiresAt: number;
  isDead: boolean;
}

interface Refresh {
  readonly grant: Grant;
  /** When it was used; null for the one in force. */
  usedAt: number | null;
}

export interface TokenRequest {
  readonly contentType: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface Consent {
  readonly sites?: readonly FakeSite[];
  /** Default: what was asked for. */
  readonly scopes?: readonly string[];
  /** The person says no. */
  readonly isDenied?: boolean;
}

export interface FakeOAuth {
  readonly url: string;
  /** The app's callback address. */
  redirectUri: string;
  /** Used refresh tokens are good this long, as Atlassian's are for ten minutes. */
  graceMs: number;
  clock: () => number;
  /** Asana's do not rotate: answers then carry none. */
  rotates: boolean;
  /** Runs after the new pair stands and before it is answered. An answer given here is sent in its place. */
  beforeAnswer: ((request: TokenRequest) => Promise<{ status: number; body: unknown } | null>) | null;
  /** What no honest client does: a code or token used twice, a foreign redirect, a wrong form. */
  readonly violations: string[];
  readonly tokenRequests: TokenRequest[];
  /** Runs at each call through the gateway, before its token is looked at. */
  onCall: ((path: string) => void) | null;
  /** Method and path of what went through the gateway. */
  readonly calls: string[];
  /** What a person does with the address they were sent to; gives the address they are sent back to. */
  consent(authorizeUrl: string, how?: Consent): Promise<string>;
  /** The gateway takes no token at all. */
  refusesAll: boolean;
  /** All access tokens end; the gateway knows, nobody else does. */
  endAccess(): void;
  /** The person takes their consent back. */
  withdraw(): void;
  close(): Promise<void>;
}

export interface FakeOAuthOptions {
  readonly redirectUri: string;
  readonly upstreams: Readonly<Record<string, Upstream>>;
  /** Scopes a call needs, by a part of its path. */
  readonly needs?: Readonly<Record<string, string>>;
  /** Seconds an access token lives. */
  readonly lifeSeconds?: number;
}

/** Atlassian's authorisation server and gateway, and Asana's, as strict as their documents: everything is good once and for its owner. */
export async function startFakeOAuth(options: FakeOAuthOptions): Promise<FakeOAuth> {
  const codes = new Map<string, { grant: Grant; redirectUri: string; isUsed: boolean }>();
  const access = new Map<string, Access>();
  const refresh = new Map<string, Refresh>();
  const lifeSeconds = options.lifeSeconds ?? 3600;
  const violations: string[] = [];
  const tokenRequests: TokenRequest[] = [];
  const calls: string[] = [];
  const made = (what: string) => `sim-${what}-${randomBytes(12).toString('hex')}`;

  function issue(grant: Grant, keepsRefresh: boolean): Record<string, unknown> {
    const accessToken = made('access');
    access.set(accessToken, { grant, expiresAt: fake.clock() + lifeSeconds * 1000, isDead: false });
    const answer = { access_token: accessToken, token_type: 'Bearer', expires_in: lifeSeconds };
    const given = { ...answer, scope: grant.scopes.join(' ') };
    if (keepsRefresh) return given;
    const refreshToken = made('refresh');
    refresh.set(refreshToken, { grant, usedAt: null });
    return { ...given, refresh_token: refreshToken };
  }

  function exchange({ code = '', redirect_uri: redirectUri }: Record<string, string>): Answer {
    const known = codes.get(code);
    if (!known || known.isUsed || known.redirectUri !== redirectUri) {
      violations.push(known?.isUsed ? 'a code was used twice' : 'a foreign code or redirect');
      return { status: 403, body: { error: 'invalid_grant', error_description: `no code ${code}` } };
    }
    known.isUsed = true;
    return { status: 200, body: issue(known.grant, false) };
  }

  function renew({ refresh_token: token = '' }: Record<string, string>): Answer {
    const known = refresh.get(token);
    const isLate = known?.usedAt != null && fake.clock() - known.usedAt > fake.graceMs;
    if (isLate) violations.push('a refresh token was used after its grace');
    if (!known || isLate || known.grant.isWithdrawn) {
      const because = `Unknown or invalid refresh token ${token}`;
      return { status: 403, body: { error: 'invalid_grant', error_description: because } };
    }
    if (fake.rotates) known.usedAt ??= fake.clock();
    return { status: 200, body: issue(known.grant, !fake.rotates) };
  }

  async function giveTokens(request: IncomingMessage, isForm: boolean): Promise<Answer> {
    const raw = await text(request);
    const contentType = request.headers['content-type'] ?? '';
    const wanted = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    if (contentType !== wanted) violations.push(`tokens asked for as ${contentType}`);
    const fields = isForm ? Object.fromEntries(new URLSearchParams(raw)) : (JSON.parse(raw) as Record<string, string>);
    tokenRequests.push({ contentType, fields });
    if (fields.client_id !== CLIENT.clientId || fields.client_secret !== CLIENT.clientSecret) {
      return { status: 401, body: { error: 'invalid_client', error_description: String(fields.client_secret) } };
    }
    const answer = fields.grant_type === 'refresh_token' ? renew(fields) : exchange(fields);
    return (await fake.beforeAnswer?.({ contentType, fields })) ?? answer;
  }

  function holderOf(request: IncomingMessage): Access | null {
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const known = access.get(token);
    const isGood =
      known && !fake.refusesAll && !known.isDead && !known.grant.isWithdrawn && known.expiresAt > fake.clock();
    return isGood ? known : null;
  }

  async function throughGateway(request: IncomingMessage, path: string): Promise<Answer> {
    const [, product = '', cloudId = '', rest = ''] = /^\/ex\/(\w+)\/([^/]+)(\/.*)$/.exec(path) ?? [
      '',
      'asana',
      '',
      path,
    ];
    calls.push(`${request.method} ${path.split('?')[0]}`);
    fake.onCall?.(path);
    const holder = holderOf(request);
    // Atlassian's gateway hides what an expired token asked for on Confluence's newer paths, and forbids it on the older ones.
    const hidden = rest.includes('/api/v2/') ? 404 : 403;
    if (!holder)
      return { status: product === 'confluence' ? hidden : 401, body: { code: 401, message: 'Unauthorized' } };
    if (product !== 'asana' && !holder.grant.sites.some((site) => site.id === cloudId)) {
      return { status: 404, body: { message: 'No such site' } };
    }
    const need = Object.entries(options.needs ?? {}).find(([part]) => rest.includes(part))?.[1];
    if (need && !holder.grant.scopes.includes(need)) {
      return { status: 401, body: { code: 401, message: 'Unauthorized; scope does not match' } };
    }
    return forward(options.upstreams[product], request, rest);
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const path = request.url ?? '/';
    if (path === '/oauth/token') return giveTokens(request, false);
    if (path === '/-/oauth_token') return giveTokens(request, true);
    if (path === '/oauth/token/accessible-resources') {
      const holder = holderOf(request);
      return holder ? { status: 200, body: holder.grant.sites } : { status: 401, body: { code: 401 } };
    }
    return throughGateway(request, path);
  }

  const server = createServer((request, response) => {
    answer(request).then(
      (given) => send(response, given),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeOAuth = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    redirectUri: options.redirectUri,
    graceMs: 600_000,
    clock: Date.now,
    rotates: true,
    refusesAll: false,
    beforeAnswer: null,
    onCall: null,
    violations,
    tokenRequests,
    calls,
    async consent(authorizeUrl, { sites = [], scopes, isDenied = false } = {}) {
      const url = new URL(authorizeUrl);
      const given = Object.fromEntries(url.searchParams);
      const isKnown = given.client_id === CLIENT.clientId && given.redirect_uri === fake.redirectUri;
      if (!isKnown || given.response_type !== 'code' || !given.state) violations.push('a faulty authorise address');
      const back = new URL(fake.redirectUri);
      back.searchParams.set('state', given.state ?? '');
      if (isDenied) {
        back.searchParams.set('error', 'access_denied');
        return back.href;
      }
      const code = made('code');
      const grant = { sites, scopes: scopes ?? (given.scope ?? '').split(' '), isWithdrawn: false };
      codes.set(code, { grant, redirectUri: fake.redirectUri, isUsed: false });
      back.searchParams.set('code', code);
      return back.href;
    },
    endAccess() {
      for (const one of access.values()) one.isDead = true;
    },
    withdraw() {
      for (const one of refresh.values()) one.grant.isWithdrawn = true;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return fake;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What the tool behind the gateway says, with its own credentials. */
async function forward(upstream: Upstream | undefined, request: IncomingMessage, path: string): Promise<Answer> {
  if (!upstream) return { status: 404, body: { message: 'No such product' } };
  const body = await text(request);
  const answer = await fetch(`${upstream.url}${path}`, {
    method: request.method ?? 'GET',
    headers: { authorization: upstream.authorization, accept: 'application/json', 'content-type': 'application/json' },
    ...(body === '' ? {} : { body }),
  });
  const given = await answer.text();
  return { status: answer.status, body: given === '' ? null : JSON.parse(given) };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === null ? '' : JSON.stringify(body));
}
