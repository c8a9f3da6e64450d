import { z } from 'zod';
import type { Reach } from './connector.ts';
import { ConnectorError, isConnectorError } from './errors.ts';
import { createTransport, type JsonAnswer, type Transport } from './http.ts';
import { OAUTH_FACTS, OAUTH_SOURCES, type OAuthFacts, type OAuthOrigins, type OAuthSource } from './oauth-facts.ts';

export type { OAuthOrigins, OAuthSource } from './oauth-facts.ts';

/** An app a person registered with the vendor, and where it is known. */
export interface OAuthApp extends OAuthOrigins {
  readonly source: OAuthSource;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly reach?: Reach | undefined;
}

/** What one answer of the token endpoint gave. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** ms since 1970, by our clock. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}

/** A site of Atlassian's cloud that a consent covers. */
export interface OAuthSite {
  readonly cloudId: string;
  readonly name: string;
  /** What people open; nothing is sent there. */
  readonly url: string;
}

// Whoever holds the row of the tokens waits for this answer, and others for them.
const LIMITS = { headersMs: 15_000, bodyMs: 10_000, totalMs: 20_000, attemptsMax: 1, shortWaitMs: 0, concurrency: 1 };
const BODY_BYTES_MAX = 1024 * 1024;
const SECONDS_DEFAULT = 3600;

// A token goes into a header: no blank, nothing that ends a line.
const tokenSchema = z.string().regex(/^[\x21-\x7e]{1,10000}$/);
const pairSchema = z.object({
  access_token: tokenSchema,
  refresh_token: tokenSchema.nullish(),
  expires_in: z.number().positive().nullish(),
  scope: z.string().nullish(),
  token_type: z
    .string()
    .regex(/^bearer$/i)
    .nullish(),
});
const refusalSchema = z.object({ error: z.string() });
const sitesSchema = z.array(
  z.object({
    // It becomes a part of the path of every call.
    id: z.string().regex(/^[\w-]{1,100}$/),
    name: z.string(),
    url: z.url({ protocol: /^https?$/ }),
    scopes: z.array(z.string()).nullish(),
  }),
);

/** Where tokens of an app come from: the vendor's own place, or that of the given address. */
export function originsOf(source: OAuthSource, baseUrl: string | null, given: OAuthOrigins | null): OAuthOrigins {
  const known = OAUTH_FACTS[source].origins;
  if (known) return given ?? known;
  const { origin } = new URL(baseUrl ?? 'https://app.asana.com');
  return { authOrigin: origin, apiOrigin: origin };
}

export function isOAuthSource(source: string): source is OAuthSource {
  return (OAUTH_SOURCES as readonly string[]).includes(source);
}

/** What a person has to know before they consent; null where the tool knows no consent. */
export function consentOf(source: string): Pick<OAuthFacts, 'vendor' | 'hasSites' | 'setUp'> | null {
  return isOAuthSource(source) ? OAUTH_FACTS[source] : null;
}

/** Whether a consent covers whole sites, of which one has to be chosen. */
export function hasSites(source: OAuthSource): boolean {
  return OAUTH_FACTS[source].hasSites;
}

/** The page where a person consents. */
export function authoriseUrl(
  app: Pick<OAuthApp, 'source' | 'clientId' | 'authOrigin'>,
  { state, redirectUri }: { readonly state: string; readonly redirectUri: string },
): string {
  const facts = OAUTH_FACTS[app.source];
  const url = new URL(facts.authorisePath, app.authOrigin);
  const query = { client_id: app.clientId, redirect_uri: redirectUri, response_type: 'code', state };
  const all = { ...facts.authoriseQuery, ...query, scope: facts.scopes.join(' ') };
  for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
  return url.href;
}

/**
 * The tokens for a code that came back from the consent page. A code is good once.
 *
 * @throws ConnectorError `unauthorised`: the code or the app's secret was refused, or something that was asked for was not granted.
 */
export async function exchangeCode(
  app: OAuthApp,
  { code, redirectUri }: { readonly code: string; readonly redirectUri: string },
  now: () => number,
  signal: AbortSignal,
): Promise<TokenPair> {
  const fields = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
  const pair = await askForTokens(app, 'exchange the code', fields, now, signal);
  const missing = missingScopes(app.source, pair.scopes);
  if (missing.length > 0) throw lacking(app.source, 'exchange the code', missing);
  if (pair.refreshToken) return { ...pair, refreshToken: pair.refreshToken };
  throw fail(app.source, 'exchange the code', 'unauthorised', 'no refresh token was given; ask for offline access');
}

/**
 * The next tokens. Where the vendor rotates them the old refresh token dies now, or after a short grace: save these before they are
 * used. Never sent twice by itself.
 *
 * @throws ConnectorError `unauthorised`: only a new consent helps. Any other kind: the same refresh token is to be tried again later.
 */
export async function refreshTokens(
  app: OAuthApp,
  refreshToken: string,
  now: () => number,
  signal: AbortSignal,
): Promise<TokenPair> {
  const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
  const pair = await askForTokens(app, 'renew access', fields, now, signal);
  // Asana's does not rotate: an answer without one keeps the old.
  return { ...pair, refreshToken: pair.refreshToken ?? refreshToken };
}

/** The sites a consent covers: one consent may cover several, or others than the last one. */
export async function listSites(app: OAuthApp, accessToken: string, signal: AbortSignal): Promise<OAuthSite[]> {
  const call = 'list sites';
  const transport = createOAuthTransport(app, app.apiOrigin, `Bearer ${accessToken}`);
  const { body } = await transport.json(call, { method: 'GET', path: '/oauth/token/accessible-resources' }, signal);
  const sites = sitesSchema.safeParse(body);
  if (!sites.success) throw fail(app.source, call, 'unexpected-answer', 'the list of sites has another form');
  return sites.data
    .filter(({ scopes }) => isServed(app.source, scopes))
    .map(({ id, name, url }) => ({ cloudId: id, name, url: url.replace(/\/+$/, '') }));
}

/**
 * Whether the vendor still takes this token, where its refusals may not say so: asked in a place that does say.
 *
 * @throws ConnectorError where it could not be found out: nothing may then be taken for gone.
 */
export async function isTaken(app: OAuthApp, accessToken: string, signal: AbortSignal): Promise<boolean> {
  if (!OAUTH_FACTS[app.source].hidesEnd) return true;
  try {
    await listSites(app, accessToken, signal);
    return true;
  } catch (error) {
    if (isConnectorError(error, 'unauthorised') || isConnectorError(error, 'not-visible')) return false;
    throw error;
  }
}

/** Scopes we ask for that are not among those granted; offline access is no scope of any call. */
export function missingScopes(source: OAuthSource, granted: readonly string[]): string[] {
  return OAUTH_FACTS[source].scopes.filter((scope) => scope !== 'offline_access' && !granted.includes(scope));
}

/** What is said when a consent does not reach. */
export function lacking(source: OAuthSource, call: string, missing: readonly string[]): ConnectorError {
  const which = missing.length === 1 ? `the scope ${missing[0]}` : `the scopes ${missing.join(', ')}`;
  const what = missing.length === 0 ? 'a scope this call needs' : which;
  return fail(source, call, 'unauthorised', `the consent lacks ${what}; add it to the app, then consent again`);
}

/** A consent to both of Atlassian's products lists a site once for each, with that product's scopes. */
function isServed(source: OAuthSource, scopes: readonly string[] | null | undefined): boolean {
  return !scopes || OAUTH_FACTS[source].scopes.some((scope) => scopes.includes(scope));
}

interface Answered extends Omit<TokenPair, 'refreshToken'> {
  readonly refreshToken: string | null;
}

async function askForTokens(
  app: OAuthApp,
  call: string,
  fields: Readonly<Record<string, string>>,
  now: () => number,
  signal: AbortSignal,
): Promise<Answered> {
  const { tokenPath: path, tokenBody, scopes: asked } = OAUTH_FACTS[app.source];
  const body = { ...fields, client_id: app.clientId, client_secret: app.clientSecret };
  const content = tokenBody === 'json' ? { body } : { form: body };
  const transport = createOAuthTransport(app, app.authOrigin, null);
  const answer = await transport
    .json(call, { method: 'POST', path, ...content, isRead: false, accept: [400, 403] }, signal)
    .catch((error: unknown) => {
      // 401 is the vendor's word on the app, not on the consent.
      if (isConnectorError(error, 'unauthorised')) throw refuse(app.source, call, 'invalid_client');
      throw error;
    });
  if (answer.status >= 300) throw refuse(app.source, call, errorOf(answer));
  const pair = pairSchema.safeParse(answer.body);
  if (!pair.success) throw fail(app.source, call, 'unexpected-answer', 'the tokens have another form');
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds, scope } = pair.data;
  return {
    accessToken,
    refreshToken: refreshToken ?? null,
    expiresAt: now() + (seconds ?? SECONDS_DEFAULT) * 1000,
    // A grant that says nothing is the one that was asked for (RFC 6749, 5.1).
    scopes: scope ? scope.split(/[\s,]+/).filter(Boolean) : [...asked],
  };
}

function createOAuthTransport(app: OAuthApp, baseUrl: string, authorization: string | null): Transport {
  return createTransport({
    tool: app.source,
    connectionId: app.source,
    baseUrl,
    authorise: (headers) => {
      if (authorization) headers.authorization = authorization;
    },
    limits: { ...LIMITS, bodyBytesMax: BODY_BYTES_MAX },
    reach: app.reach,
  });
}

function errorOf({ body }: JsonAnswer): string {
  const refusal = refusalSchema.safeParse(body);
  return refusal.success ? refusal.data.error : '';
}

/** The vendor's fixed words (RFC 6749, 5.2) in ours; nothing else of its answer is said. */
function refuse(source: OAuthSource, call: string, error: string): ConnectorError {
  if (error === 'invalid_grant') {
    return fail(source, call, 'unauthorised', 'the consent was withdrawn, has run out or was used up; consent again');
  }
  if (['invalid_client', 'unauthorized_client', 'access_denied'].includes(error)) {
    return fail(source, call, 'unauthorised', 'the app’s client id or secret was refused; give them again and consent');
  }
  if (error === 'invalid_scope') return lacking(source, call, []);
  return fail(source, call, 'unavailable', 'the token was not given, for a reason we do not know');
}

function fail(source: OAuthSource, call: string, kind: ConnectorError['kind'], because: string): ConnectorError {
  return new ConnectorError({ tool: source, call, kind, because });
}
