/** Who may ask, in which version, and how often. */
import type { FastifyRequest } from 'fastify';
import { type SimCore, tokenBucket } from '../server.ts';
import type { SimWiki } from '../wiki-world.ts';
import { refuse } from './answers.ts';

export const credentials = { token: 'ntn_sim_4410b2c7d9e64f0aa1c35e' } as const;

/** The versions that know data sources. Until the later one, `archived` stands beside `in_trash`. */
const versions = ['2025-09-03', '2026-03-11'];

export function isOlder(request: FastifyRequest): boolean {
  return request.headers['notion-version'] === versions[0];
}

/** "An average of three requests per second. Some bursts beyond the average rate are allowed" (Notion, "Request limits", 2026-11-22). */
const perSecond = 3;
const burstMax = 45;

export function guard(core: SimCore<SimWiki>): void {
  const bucket = tokenBucket(burstMax, perSecond);
  core.app.addHook('onRequest', async (request, reply) => {
    const path = request.routeOptions.url;
    if (!path?.startsWith('/v1/')) return undefined;
    // The clock that edits are stamped with: a minute is over when this says so.
    reply.header('Date', new Date(core.clock.now).toUTCString());
    if (request.headers.authorization !== `Bearer ${credentials.token}`) {
      return refuse(reply, 401, 'API token is invalid.');
    }
    const version = request.headers['notion-version'];
    if (version === undefined) {
      return refuse(reply, 400, 'Notion-Version header should be defined, instead was `undefined`.', 'missing_version');
    }
    if (!versions.includes(String(version))) {
      return refuse(reply, 400, `Notion-Version header is not a version with data sources: ${String(version)}.`);
    }
    const now = core.wallClock();
    if (core.rateLimits === 'off' || bucket.take(now)) return undefined;
    core.counts.violations += 1;
    if (core.rateLimits === 'counted') return undefined;
    reply.header('Retry-After', String(Math.max(1, Math.ceil(bucket.retryAfterMs(now) / 1000))));
    return refuse(reply, 429, 'You have been rate limited. Please try again in a few minutes.');
  });
}
