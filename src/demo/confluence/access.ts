/** Who may ask, and how often. */
import type { FastifyReply } from 'fastify';
import { type Limit, type SimCore, tokenBucket } from '../server.ts';
import type { SimWiki } from '../wiki-world.ts';
import { refuse } from './answers.ts';

/** The account the credentials belong to: a reader that is nobody of the organisation's. */
export const reader = {
  accountId: '712020:5d0c1f2e-0000-4000-a000-00000000feed',
  name: 'Plumbline Reader',
} as const;

export const credentials = { email: 'plumbline@larkfield.example', token: 'sim-confluence-token-7be203' } as const;

const expected = `Basic ${Buffer.from(`${credentials.email}:${credentials.token}`).toString('base64')}`;

/** Requests a second for each endpoint: Confluence limits as Jira does (Atlassian, "Rate limiting", read 2026-11-22). */
const perSecond = 100;

/** Answers 401, 403 and 429 before any route is reached. Pages that a person opens need no credentials. */
export function guard(core: SimCore<SimWiki>, isLicensed: boolean): void {
  const buckets = new Map<string, Limit>();
  core.app.addHook('onRequest', async (request, reply) => {
    const path = request.routeOptions.url;
    if (path === undefined || !/^\/wiki\/(api|rest)\//.test(path)) return undefined;
    if (core.rateLimits !== 'off' && countRequest(core, buckets, path, reply)) {
      return reply.code(429).send({ code: 429, message: 'Rate limit exceeded.' });
    }
    if (request.headers.authorization !== expected) {
      return path.startsWith('/wiki/api/')
        ? refuse(reply, 401, 'Unauthorized')
        : reply.code(401).send({ statusCode: 401, message: 'Basic authentication with these credentials failed.' });
    }
    // A site tells an account without its product so, whatever it asks.
    if (!isLicensed) {
      return reply.code(403).send({ statusCode: 403, message: 'Current user not permitted to use Confluence' });
    }
    return undefined;
  });
}

/** Takes one request out of the endpoint's bucket and writes the headers; true when the answer is 429. */
function countRequest(
  core: SimCore<SimWiki>,
  buckets: Map<string, Limit>,
  endpoint: string,
  reply: FastifyReply,
): boolean {
  const bucket = buckets.get(endpoint) ?? tokenBucket(perSecond, perSecond);
  buckets.set(endpoint, bucket);
  const now = core.wallClock();
  const isLetThrough = bucket.take(now);
  const remaining = bucket.remaining(now);
  const waitMs = isLetThrough ? 1000 : Math.max(1000, bucket.retryAfterMs(now));
  reply.header('X-RateLimit-Limit', String(perSecond));
  reply.header('X-RateLimit-Remaining', String(remaining));
  reply.header('X-RateLimit-Reset', new Date(now + waitMs).toISOString());
  if (remaining < perSecond / 5) reply.header('X-RateLimit-NearLimit', 'true');
  if (isLetThrough) return false;
  core.counts.violations += 1;
  if (core.rateLimits === 'counted') return false;
  reply.header('Retry-After', String(Math.ceil(waitMs / 1000)));
  reply.header('RateLimit-Reason', 'confluence-burst-based');
  return true;
}
