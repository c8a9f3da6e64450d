/** Who may ask, and how often. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Limit, type SimCore, tokenBucket } from '../server.ts';
import { reader } from './users.ts';

export const credentials = { email: reader.email, token: 'sim-jira-token-4f1d8c' } as const;

/** An OAuth app of the site: its access token, and the client secret its deliveries are signed with. */
export const app = { token: 'sim-jira-access-9a27e1', appSecret: 'sim-jira-client-secret-51c0' } as const;

const expectedOfApp = `Bearer ${app.token}`;
const expected = `Basic ${Buffer.from(`${credentials.email}:${credentials.token}`).toString('base64')}`;

/** Requests a second, a bucket for each method and endpoint (Jira Cloud, "Rate limiting", read 2026-11-22). */
const perSecond = { GET: 100, POST: 100, PUT: 50, DELETE: 50 } as const;
const ownLimits: readonly (readonly [path: RegExp, perSecond: number])[] = [
  [/changelog/, 200],
  [/approximate-count$/, 150],
  [/^GET \/rest\/api\/3\/(user|users|myself)/, 150],
  [/^GET \/rest\/api\/3\/issue\//, 150],
];

/** Answers 401 and 429 before any route is reached. Pages a person opens and the server's own description need no credentials. */
export function guard(core: SimCore): void {
  const buckets = new Map<string, { readonly limit: Limit; readonly size: number }>();
  core.app.addHook('onRequest', async (request, reply) => {
    const path = request.routeOptions.url;
    if (path === undefined || !path.startsWith('/rest/')) return;
    const held = core.rateLimits === 'off' ? false : countRequest(core, buckets, `${request.method} ${path}`, reply);
    if (held) return refuseRate(reply);
    if (path === '/rest/api/3/serverInfo' || request.headers.authorization === expected) return;
    if (isApp(request)) return;
    return refuse(reply, request);
  });
}

/** Asked by the OAuth app, not by a person with an API token. */
export function isApp(request: FastifyRequest): boolean {
  return request.headers.authorization === expectedOfApp;
}

function refuse(reply: FastifyReply, request: FastifyRequest): FastifyReply {
  const given = request.headers.authorization;
  const message = given?.startsWith('Basic ')
    ? 'Basic authentication with these credentials failed.'
    : 'Client must be authenticated to access this resource.';
  return reply
    .code(401)
    .header('WWW-Authenticate', 'OAuth realm="http%3A%2F%2F127.0.0.1"')
    .send({ errorMessages: [message], errors: {} });
}

/** Takes one request out of the endpoint's bucket and writes the headers; true when the answer is 429. */
function countRequest(
  core: SimCore,
  buckets: Map<string, { limit: Limit; size: number }>,
  endpoint: string,
  reply: FastifyReply,
): boolean {
  let bucket = buckets.get(endpoint);
  if (bucket === undefined) {
    const size =
      ownLimits.find(([path]) => path.test(endpoint))?.[1] ?? perSecond[endpoint.split(' ')[0] as 'GET'] ?? 100;
    bucket = { limit: tokenBucket(size, size), size };
    buckets.set(endpoint, bucket);
  }
  const now = core.wallClock();
  const isLetThrough = bucket.limit.take(now);
  const remaining = bucket.limit.remaining(now);
  const waitMs = isLetThrough ? 0 : Math.max(1000, bucket.limit.retryAfterMs(now));
  reply.header('X-RateLimit-Limit', String(bucket.size));
  reply.header('X-RateLimit-Remaining', String(remaining));
  reply.header('X-RateLimit-Reset', new Date(now + Math.max(waitMs, 1000)).toISOString());
  if (remaining < bucket.size / 5) reply.header('X-RateLimit-NearLimit', 'true');
  if (isLetThrough) return false;
  core.counts.violations += 1;
  if (core.rateLimits === 'counted') return false;
  reply.header('Retry-After', String(Math.ceil(waitMs / 1000)));
  reply.header('RateLimit-Reason', 'jira-burst-based');
  return true;
}

function refuseRate(reply: FastifyReply): FastifyReply {
  return reply.code(429).send({ errorMessages: ['Rate limit exceeded.'], errors: {} });
}
