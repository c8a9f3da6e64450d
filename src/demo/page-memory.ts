/** For benches: answers kept as they were sent, so that a walk made once costs the simulator next to nothing when it is made again. */
import type { FastifyRequest } from 'fastify';
import { type SimCore, withoutSecrets } from './server.ts';

interface Kept {
  readonly body: Buffer;
  readonly tasks: number;
}

/**
 * Keeps the body of every JSON answer by what was asked. Credentials and limits are looked at as ever: call this after their hooks.
 *
 * @param readingPosts Paths whose POST only reads; every GET does.
 * @returns The core to make routes with, and `forget` for when the clock moves.
 */
export function rememberPages(
  core: SimCore,
  secretParameters: readonly string[] = [],
  readingPosts: readonly string[] = [],
): { readonly core: SimCore; readonly forget: () => void } {
  const pages = new Map<string, Kept>();
  const counts = new WeakMap<FastifyRequest, number>();
  const isRead = ({ method, url }: FastifyRequest) =>
    method === 'GET' || (method === 'POST' && readingPosts.includes(url));
  const questionOf = (request: FastifyRequest) =>
    `${request.method} ${withoutSecrets(request.url, secretParameters)} ${JSON.stringify(request.body)}`;
  core.app.addHook('preHandler', async (request, reply) => {
    const kept = isRead(request) ? pages.get(questionOf(request)) : undefined;
    if (!kept) return undefined;
    core.countTasks(request, kept.tasks);
    return reply.type('application/json; charset=utf-8').send(kept.body);
  });
  core.app.addHook('onSend', async (request, reply, payload) => {
    const isJson = String(reply.getHeader('content-type')).includes('json');
    if (!isRead(request) || core.faults.isFaulty(request) || reply.statusCode !== 200 || !isJson) return payload;
    const question = questionOf(request);
    const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
    if (Buffer.isBuffer(body) && !pages.has(question)) pages.set(question, { body, tasks: counts.get(request) ?? 0 });
    return payload;
  });
  const countTasks = (request: FastifyRequest, tasks: number) => {
    counts.set(request, tasks);
    core.countTasks(request, tasks);
  };
  return { core: { ...core, countTasks }, forget: () => pages.clear() };
}
