/** Asana's published limits: requests a minute per token, and reads at once. Refused requests count too. */
import type { FastifyReply } from 'fastify';
import { fixedWindow, type SimCore } from '../server.ts';

const readsAtOnceMax = 50;
const refusal = {
  errors: [{ message: 'You have made too many requests recently. Please, be chill.' }],
};

export function addLimits(core: SimCore, perMinute: number): void {
  const { app, counts, rateLimits } = core;
  if (rateLimits === 'off') return;
  const minute = fixedWindow(perMinute, 60_000);
  let reads = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (request.method === 'GET') reads += 1;
    const now = Date.now();
    if (!minute.take(now)) return breakLimit(reply, minute.retryAfterMs(now));
    if (reads > readsAtOnceMax) return breakLimit(reply, 1000);
  });
  const leave = async (request: { method: string }) => {
    if (request.method === 'GET') reads -= 1;
  };
  app.addHook('onResponse', leave);
  app.addHook('onRequestAbort', leave);

  function breakLimit(reply: FastifyReply, retryAfterMs: number): FastifyReply | undefined {
    counts.violations += 1;
    if (rateLimits === 'counted') return undefined;
    return reply
      .code(429)
      .header('retry-after', Math.max(1, Math.ceil(retryAfterMs / 1000)))
      .send(refusal);
  }
}
