import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UseCaseError } from '../../usecases/errors.ts';
import { beginWebhookByHand, readWebhookByHand, type WebhookByHand } from '../../usecases/make-webhook-by-hand.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { webhookByHandSchema } from '../schemas/webhook-by-hand.ts';

const paramsSchema = z.object({ id: z.string().max(100) });

/** Of a wiki whose webhooks a person makes in its own settings (Notion). */
export function addWebhookByHandRoutes(app: App, deps: ApiDeps): void {
  const tags = ['connections'];
  const route = {
    config: { isOwnerOnly: true },
    schema: { tags, params: paramsSchema, response: { 200: webhookByHandSchema } },
  };
  app.get(
    '/connections/:id/webhook',
    {
      ...route,
      schema: {
        ...route.schema,
        summary: 'How far the webhook is that a person makes in the wiki; its token until it is used',
      },
    },
    async (request) => toAnswer(await readWebhookByHand(deps, request.params.id)),
  );
  app.post(
    '/connections/:id/webhook',
    {
      ...route,
      schema: {
        ...route.schema,
        summary: 'Waits for the token that the wiki sends to a new address; an earlier one stops working',
      },
    },
    async (request) => toAnswer(await beginWebhookByHand(deps, request.params.id, rootOf(request, deps))),
  );
}

function toAnswer(made: WebhookByHand) {
  return { ...made, openUntil: made.openUntil?.toISOString() ?? null };
}

/** Where the wiki reaches us. A simulated one is on this machine. */
function rootOf({ hostname, host }: FastifyRequest, { publicUrl }: ApiDeps): string {
  if (publicUrl !== null) return publicUrl;
  if (['127.0.0.1', 'localhost', '::1', '[::1]'].includes(hostname)) return `http://${host}`;
  throw new UseCaseError(
    'no-public-url',
    'The wiki has to know where to reach Plumbline: set PLUMBLINE_PUBLIC_URL. Until then it is polled.',
  );
}
