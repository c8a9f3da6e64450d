import { BlockList, isIPv6 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';

const readySchema = z.object({ isReady: z.boolean(), parts: z.record(z.string(), z.boolean()) });

/** Addresses nobody on the internet has: this machine and private networks. */
const NEAR = new BlockList();
for (const [net, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  NEAR.addSubnet(net, bits, 'ipv4');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');

const PROXY_HEADERS = ['forwarded', 'via', 'x-forwarded-for', 'x-real-ip'];

export function addHealthRoutes(app: App, deps: ApiDeps): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get(
    '/readyz',
    { schema: { hide: true, response: { 200: readySchema, 503: readySchema } } },
    async (_request, reply) => {
      const found = await deps.isReady();
      return reply.code(found.isReady ? 200 : 503).send(found);
    },
  );
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (!isNear(request)) return reply.callNotFound();
    return reply.type('text/plain; version=0.0.4').send(await deps.readMetrics());
  });
}

/** Asked from this machine or network, and not handed on by a proxy: how busy we are is nobody else's. */
function isNear(request: FastifyRequest): boolean {
  if (PROXY_HEADERS.some((name) => request.headers[name] !== undefined)) return false;
  const address = request.socket.remoteAddress ?? '';
  return NEAR.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
