/**
 * How often a site of Atlassian's cloud may be asked: bursts by token bucket for each tenant, endpoint and method, shared by all that
 * ask it. (Points an hour are asked of OAuth apps only; what is left of them stands in the headers.) Source: Atlassian, "Rate limiting",
 * read 2026-11-22.
 */
import type { Refusal } from './http.ts';
import { type Allowance, budgetKey, type Need } from './transport/budget.ts';

/** Requests a second of each endpoint. */
const PER_SECOND: Readonly<Record<string, number>> = { GET: 100, POST: 100, PUT: 50, DELETE: 50 };
/** Others ask the same site. */
const OUR_SHARE = 0.8;
/** Half a second at a time: spread, as a burst is what is counted. */
const WINDOW_MS = 500;
/** None is published but for bulk calls (5); this keeps many workers from asking one site at once. */
const AT_ONCE_MAX = 20;

/** What a request takes: a place among those under way at the site, and one of its endpoint's. */
export function atlassianNeeds(tool: 'jira' | 'confluence', baseUrl: string) {
  const { origin } = new URL(baseUrl);
  const site: Allowance = {
    key: budgetKey(tool, 'site', origin),
    name: 'requests at once of the site',
    max: AT_ONCE_MAX,
    windowMs: 0,
  };
  const endpoints = new Map<string, Allowance>();
  return ({ method, url }: { readonly method: string; readonly url: URL }): Need[] => {
    const endpoint = `${method} ${endpointOf(url)}`;
    const perSecond = PER_SECOND[method] ?? 50;
    const allowance = endpoints.get(endpoint) ?? {
      key: budgetKey(tool, endpoint, origin),
      name: `requests in ${WINDOW_MS} ms of ${endpoint}`,
      max: Math.floor((perSecond * OUR_SHARE * WINDOW_MS) / 1000),
      windowMs: WINDOW_MS,
    };
    endpoints.set(endpoint, allowance);
    return [
      { allowance: site, cost: 1 },
      { allowance, cost: 1 },
    ];
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

/** Points of the hour that are used up are so for the whole site; anything else is refused for its endpoint. */
export function limitedAtAtlassian({ headers }: Refusal, needs: readonly Need[]): readonly Need[] {
  return /quota/.test(headers['ratelimit-reason'] ?? '') ? needs : needs.slice(1);
}
