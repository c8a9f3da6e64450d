/**
 * How often a site of Atlassian's cloud may be asked. Bursts: a token bucket for each tenant, endpoint and method, shared by all that ask
 * it. Points: of an OAuth app only, an hour's worth over all its tenants; a request costs one and one more for each record it reads.
 * Source: Atlassian, "Rate limiting", read 2026-11-22.
 */
import type { Credentials } from './connector.ts';
import type { Refusal } from './http.ts';
import { type Allowance, budgetKey, type Need } from './transport/budget.ts';
import type { WireRequest } from './transport/exchange.ts';

/** Requests a second of each endpoint. */
const PER_SECOND: Readonly<Record<string, number>> = { GET: 100, POST: 100, PUT: 50, DELETE: 50 };
/** Others ask the same site. */
const OUR_SHARE = 0.8;
/** Half a second at a time: spread, as a burst is what is counted. */
const WINDOW_MS = 500;
/** None is published but for bulk calls (5); this keeps many workers from asking one site at once. */
const AT_ONCE_MAX = 40;
const POINTS_AN_HOUR = 65_000;
const HOUR_MS = 3_600_000;

type Product = 'jira' | 'confluence';

/** The hour's points of the app that a person consented to; null with an API token, which has none. */
export function pointsOf(credentials: Credentials): Allowance | null {
  if (credentials.kind !== 'oauth') return null;
  const key = budgetKey('jira', 'points', `${credentials.authOrigin} ${credentials.clientId}`);
  return { key, name: 'points in an hour of the app', max: POINTS_AN_HOUR, windowMs: HOUR_MS };
}

/** What a request takes: of the app's points, a place among those under way at the site, and one of its endpoint's. */
export function atlassianNeeds(tool: Product, baseUrl: string, points: Allowance | null) {
  const { origin } = new URL(baseUrl);
  const key = budgetKey(tool, 'site', origin);
  const site: Allowance = { key, name: 'requests at once of the site', max: AT_ONCE_MAX, windowMs: 0 };
  const endpoints = new Map<string, Allowance>();
  return (request: Pick<WireRequest, 'method' | 'url' | 'body'>): Need[] => {
    const endpoint = `${request.method} ${endpointOf(request.url)}`;
    const allowance = endpoints.get(endpoint) ?? ofEndpoint(tool, origin, endpoint, request.method);
    endpoints.set(endpoint, allowance);
    return [
      ...(points ? [{ allowance: points, cost: costOf(request) }] : []),
      { allowance: site, cost: 1 },
      { allowance, cost: 1 },
    ];
  };
}

function ofEndpoint(tool: Product, origin: string, endpoint: string, method: string): Allowance {
  return {
    key: budgetKey(tool, endpoint, origin),
    name: `requests in ${WINDOW_MS} ms of ${endpoint}`,
    max: Math.floor(((PER_SECOND[method] ?? 50) * OUR_SHARE * WINDOW_MS) / 1000),
    windowMs: WINDOW_MS,
  };
}

/** The path without the ids in it, and without what a gateway puts before it. */
function endpointOf({ pathname }: URL): string {
  const path = pathname.replace(/^\/ex\/[^/]+\/[^/]+/, '');
  return path
    .split('/')
    .map((part) => (/\d/.test(part) && !/^v?\d$|^\d\.\d$/.test(part) ? '…' : part))
    .join('/');
}

/** At most: how many records come is known from the answer alone, and is not asked back. */
function costOf({ method, url, body }: Pick<WireRequest, 'method' | 'url' | 'body'>): number {
  if (method === 'GET') return 1 + Number(url.searchParams.get('limit') ?? url.searchParams.get('maxResults') ?? 1);
  if (method !== 'POST' || body === null) return 1;
  const { maxResults, issueIdsOrKeys } = JSON.parse(Buffer.from(body).toString('utf8')) as {
    maxResults?: number;
    issueIdsOrKeys?: unknown[];
  };
  return 1 + (issueIdsOrKeys?.length ?? maxResults ?? 0);
}

/** Points that are used up are so for the whole app; anything else is refused for its endpoint. */
export function limitedAtAtlassian({ headers }: Refusal, needs: readonly Need[]): readonly Need[] {
  return /quota/.test(headers['ratelimit-reason'] ?? '') ? needs.slice(0, 1) : needs.slice(-1);
}
