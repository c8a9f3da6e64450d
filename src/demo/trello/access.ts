/** Trello's credentials and published limits, with the headers of its recorded answers. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fixedWindow, type Limit, type SimCore } from '../server.ts';

export interface Credentials {
  readonly key: string;
  readonly token: string;
}

interface NamedLimit {
  readonly name: 'api-key' | 'api-token' | 'member';
  readonly max: number;
  readonly windowMs: number;
  readonly error: string;
  readonly limit: Limit;
}

const windowMs = 10_000;

/** Refuses other credentials than these, as Trello does: 401 and one line of text. */
export function addAccess({ app }: SimCore, credentials: Credentials): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isApi(request)) return undefined;
    const given = credentialsIn(request);
    if (given.key !== credentials.key) return reply.code(401).type('text/plain; charset=utf-8').send('invalid key');
    if (given.token === null) {
      return reply.code(401).type('text/plain; charset=utf-8').send('unauthorized permission requested');
    }
    if (given.token !== credentials.token)
      return reply.code(401).type('text/plain; charset=utf-8').send('invalid token');
    return undefined;
  });
}

/** The page a person plays with needs no credentials. */
function isApi(request: FastifyRequest): boolean {
  return !request.url.startsWith('/demo/');
}

function credentialsIn(request: FastifyRequest): { key: string | null; token: string | null } {
  const header = request.headers.authorization;
  if (header?.startsWith('OAuth ')) {
    return { key: quoted(header, 'oauth_consumer_key'), token: quoted(header, 'oauth_token') };
  }
  const query = request.query as Record<string, string | undefined>;
  return { key: query.key ?? null, token: query.token ?? null };
}

function quoted(header: string, name: string): string | null {
  return new RegExp(`(?:^|[ ,])${name}="([^"]*)"`).exec(header)?.[1] ?? null;
}

/** Per key, per token and per member; and for `/1/members` and `/1/search` the long window of 15 minutes. */
export function addLimits(core: SimCore): void {
  if (core.rateLimits === 'off') return;
  const limits: readonly NamedLimit[] = [
    makeLimit('api-key', 300, windowMs, 'API_KEY_LIMIT_EXCEEDED'),
    makeLimit('api-token', 100, windowMs, 'API_TOKEN_LIMIT_EXCEEDED'),
    makeLimit('member', 200, windowMs, 'MEMBER_LIMIT_EXCEEDED'),
  ];
  const slow = fixedWindow(100, 900_000);
  core.app.addHook('onRequest', async (request, reply) => {
    if (!isApi(request)) return undefined;
    const now = Date.now();
    const broken = limits.filter(({ limit }) => !limit.take(now));
    for (const limit of limits) tellLimit(reply, limit, now);
    if (/^\/1\/(members|membersSearch|search)(\/|\?|$)/.test(request.url) && !slow.take(now)) {
      return breakLimit(core, reply, 'API_TOKEN_LIMIT_EXCEEDED');
    }
    return broken[0] ? breakLimit(core, reply, broken[0].error) : undefined;
  });
}

function makeLimit(name: NamedLimit['name'], max: number, ms: number, error: string): NamedLimit {
  return { name, max, windowMs: ms, error, limit: fixedWindow(max, ms) };
}

function tellLimit(reply: FastifyReply, { name, max, windowMs: ms, limit }: NamedLimit, now: number): void {
  reply.header(`x-rate-limit-${name}-interval-ms`, ms);
  reply.header(`x-rate-limit-${name}-max`, max);
  reply.header(`x-rate-limit-${name}-remaining`, limit.remaining(now));
}

/** No Retry-After: Trello documents none. */
function breakLimit(core: SimCore, reply: FastifyReply, error: string): FastifyReply | undefined {
  core.counts.violations += 1;
  if (core.rateLimits === 'counted') return undefined;
  return reply.code(429).send({ error, message: 'Rate limit exceeded' });
}
