import type { FastifyRequest } from 'fastify';
import { beginKeyed, type KeyedRequest } from '../../usecases/idempotency.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiProblem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answer holds what is good once, which is not kept: a second call under the same key is a call of its own. */
    readonly isAnswerSecret?: boolean;
  }
}

/** `Idempotency-Key` on POST: the same key and body give the same answer, and nothing is done twice. */
export function addIdempotency(app: App, deps: ApiDeps): void {
  const keyed = new WeakMap<FastifyRequest, KeyedRequest>();
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || typeof key !== 'string' || !request.signedIn) return;
    if (request.routeOptions.config.isAnswerSecret) return;
    if (key.length === 0 || key.length > 255)
      throw new ApiProblem(400, 'bad-idempotency-key', 'An Idempotency-Key has 1 to 255 characters.');
    const call = `${request.method} ${request.url.split('?')[0]}`;
    const found = await beginKeyed(deps, { personId: request.signedIn.person.id, key, call, body: request.body });
    if (found.state.is === 'new') {
      keyed.set(request, found);
      return;
    }
    if (found.state.is === 'running')
      throw new ApiProblem(409, 'still-running', 'The same call is still running; ask again in a moment.');
    if (found.state.is === 'other-request')
      throw new ApiProblem(422, 'key-reused', 'This Idempotency-Key was used for another call; choose a new one.');
    reply.header('idempotent-replayed', 'true').code(found.state.status);
    if (found.state.status === 204) return reply.send();
    const type = found.state.status < 400 ? 'application/json' : 'application/problem+json';
    return reply.type(`${type}; charset=utf-8`).serializer(String).send(JSON.stringify(found.state.body));
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const found = keyed.get(request);
    // A body that is no JSON text (204) is saved as null.
    if (found) await found.answered(reply.statusCode, typeof payload === 'string' && payload !== '' ? payload : 'null');
  });
}
