/** For benches: answers kept as they were sent, so that a walk made once costs the simulator next to nothing when it is made again. */
import type { FastifyRequest } from 'fastify';
import { type SimCore, withoutSecrets } from './server.ts';

interface Kept {
  readonly body: Buffer;
  readonly tasks: number;
}

/**
 * Keeps the body of every JSON answer by its address. Credentials and limits are looked at as ever: call this after their hooks.
 *
 * @returns The core to make routes with, and `forget` for when the clock moves.
 */
export function rememberPages(
  core: SimCore,
  secretParameters: readonly string[] = [],
): { readonly core: SimCore; readonly forget: () => void } {
  const pages = new Map<string, Kept>();
  const counts = new WeakMap<FastifyRequest, number>();
  const addressOf = (request: FastifyRequest) => withoutSecrets(request.url, secretParameters);
  core.app.addHook('onRequest', async (request, reply) => {
    const kept = request.method === 'GET' ? pages.get(addressOf(request)) : undefined;
    if (!kept) return undefined;
    core.countTasks(request, kept.tasks);
    return reply.type('application/json; charset=utf-8').send(kept.body);
  });
  core.app.addHook('onSend', async (request, reply, payload) => {
    const isJson = String(reply.getHeader('content-type')).includes('json');
    if (request.method === 'GET' && reply.statusCode === 200 && isJson && typeof payload === 'string') {
      pages.set(addressOf(request), {
        body: Buffer.from(payload),
        tasks: counts.get(request) ?? pages.get(addressOf(request))?.tasks ?? 0,
      });
    }
    return payload;
  });
  const countTasks = (request: FastifyRequest, tasks: number) => {
    counts.set(request, tasks);
    core.countTasks(request, tasks);
  };
  return { core: { ...core, countTasks }, forget: () => pages.clear() };
}
