/** Asana's published limits: requests a minute per token, searches a minute, reads and writes at once. Refused requests count too. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fixedWindow, type SimCore } from '../server.ts';

const readsAtOnceMax = 50;
const writesAtOnceMax = 15;
const searchesAMinuteMax = 60;
const refusal = {
  errors: [{ message: 'You have made too many requests recently. Please, be chill.' }],
};

export function addLimits(core: SimCore, perMinute: number): void {
  const { app, counts, rateLimits } = core;
  if (rateLimits === 'off') return;
  const minute = fixedWindow(perMinute, 60_000);
  const searches = fixedWindow(searchesAMinuteMax, 60_000);
  const [reads, writes] = [new Set<FastifyRequest>(), new Set<FastifyRequest>()];
  app.addHook('onRequest', async (request, reply) => {
    if (isPage(request)) return;
    const [under, most] = request.method === 'GET' ? [reads, readsAtOnceMax] : [writes, writesAtOnceMax];
    under.add(request);
    const now = Date.now();
    if (!minute.take(now)) return breakLimit(reply, minute.retryAfterMs(now));
    if (isSearch(request) && !searches.take(now)) return breakLimit(reply, searches.retryAfterMs(now));
    if (under.size > most) return breakLimit(reply, 1000);
  });
  // Both may come for one request, when it is given up while it is answered.
  for (const under of [reads, writes]) {
    app.addHook('onResponse', async (request) => void under.delete(request));
    app.addHook('onRequestAbort', async (request) => void under.delete(request));
  }

  function breakLimit(reply: FastifyReply, retryAfterMs: number): FastifyReply | undefined {
    counts.violations += 1;
    if (rateLimits === 'counted') return undefined;
    return reply
      .code(429)
      .header('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1000)))
      .send(refusal);
  }
}

function isSearch(request: FastifyRequest): boolean {
  return request.url.split('?')[0]?.endsWith('/tasks/search') === true;
}

/** The page for people is no part of the API. */
export function isPage(request: FastifyRequest): boolean {
  return /^\/demo(\/|\?|$)/.test(request.url);
}
