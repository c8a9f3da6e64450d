import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SimCore } from '../server.ts';
import { refuse } from './refusals.ts';
import type { Wanted, Webhooks } from './webhooks.ts';

type Params = Readonly<Record<string, string>>;

/** Both families of routes: by webhook, and by the token that owns it. */
export function addWebhookRoutes({ app }: SimCore, webhooks: Webhooks, token: string): void {
  const ownToken = (request: FastifyRequest) => {
    const { token: asked } = request.params as Params;
    if (asked !== undefined && asked !== token) refuse(401, 'invalid token');
  };
  const idOf = (request: FastifyRequest) => (request.params as Params).id ?? '';
  const removed = (request: FastifyRequest, reply: FastifyReply) => {
    ownToken(request);
    webhooks.remove(idOf(request));
    return reply.send({ _value: null });
  };
  const read = async (request: FastifyRequest) => {
    ownToken(request);
    return webhooks.find(idOf(request));
  };
  const create = async (request: FastifyRequest) => {
    ownToken(request);
    return webhooks.create(wantedIn(request));
  };
  const change = async (request: FastifyRequest) => {
    ownToken(request);
    return webhooks.change(idOf(request), wantedIn(request));
  };
  app.get('/1/tokens/:token/webhooks', async (request) => {
    ownToken(request);
    return webhooks.all();
  });
  app.post('/1/webhooks', create);
  app.post('/1/webhooks/', create);
  app.post('/1/tokens/:token/webhooks', create);
  for (const base of ['/1/webhooks/:id', '/1/tokens/:token/webhooks/:id']) {
    app.get(base, read);
    app.put(base, change);
    app.delete(base, removed);
  }
}

/** Trello takes parameters in the query or in the body. */
function wantedIn(request: FastifyRequest): Wanted {
  return { ...(request.query as Wanted), ...(request.body as Wanted | null) };
}
