/** Asana's published limits: requests a minute per token, and reads at once. Refused requests count too. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fixedWindow, type SimCore } from '../server.ts';

const readsAtOnceMax = 50;
const refusal = {
  errors: [{ message: 'You have made too many requests recently. Please, be chill.' }],
};

export function addLimits(core: SimCore, perMinute: number): void {
  const { app, counts, rateLimits } = core;
  if (rateLimits === 'off') return;
  const minute = fixedWindow(perMinute, 60_000);
  const reads = new Set<FastifyRequest>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET') reads.add(request);
    const now = Date.now();
    if (!minute.take(now)) return breakLimit(reply, minute.retryAfterMs(now));
    if (reads.size > readsAtOnceMax) return breakLimit(reply, 1000);
  });
  // Both may come for one request, when it is given up while it is answered.
  app.addHook('onResponse', async (request) => void reads.delete(request));
  app.addHook('onRequestAbort', async (request) => void reads.delete(request));

  function breakLimit(reply: FastifyReply, retryAfterMs: number): FastifyReply | undefined {
    counts.violations += 1;
    if (rateLimits === 'counted') return undefined;
    return reply
      .code(429)
      .header('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1000)))
      .send(refusal);
  }
}
