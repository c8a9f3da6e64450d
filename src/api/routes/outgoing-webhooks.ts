import { z } from 'zod';
import {
  addOutgoing,
  changeOutgoing,
  redeliverOutgoing,
  removeOutgoing,
  rotateOutgoing,
  testOutgoing,
} from '../../usecases/change-outgoing.ts';
import { readOutgoing, readOutgoingDeliveries } from '../../usecases/read-outgoing.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import { pageQuerySchema } from '../schemas/common.ts';
import {
  madeOutgoingWebhookSchema,
  newOutgoingWebhookSchema,
  newSecretSchema,
  outgoingChangeSchema,
  outgoingDeliveriesSchema,
  outgoingTestSchema,
  outgoingWebhooksSchema,
} from '../schemas/outgoing-webhooks.ts';

const tags = ['outgoing-webhooks'];
const params = z.object({ id: z.string().max(100) });
const deliveryParams = params.extend({ deliveryId: z.coerce.number().int().positive() });
const PATH = '/outgoing-webhooks';
const config = { isOwnerOnly: true };

/** Programs that are told of what changes: an owner adds them, and sees what became of each call. */
export function addOutgoingWebhookRoutes(app: App, deps: ApiDeps): void {
  app.get(
    PATH,
    {
      config,
      schema: {
        tags,
        summary: 'Who is told of changes, never with a secret',
        response: { 200: outgoingWebhooksSchema },
      },
    },
    () => readOutgoing(deps.db),
  );
  app.post(
    PATH,
    {
      config: { ...config, isAnswerSecret: true },
      schema: {
        tags,
        summary: 'Adds an address; the secret its calls are signed with is shown this once',
        body: newOutgoingWebhookSchema,
        response: { 200: madeOutgoingWebhookSchema },
      },
    },
    (request) => addOutgoing(deps, signedInOf(request).person, request.body),
  );
  addChanges(app, deps);
  addDeliveries(app, deps);
}

function addChanges(app: App, deps: ApiDeps): void {
  app.patch(
    `${PATH}/:id`,
    {
      config,
      schema: {
        tags,
        summary: 'Chooses what it is told of, pauses it or lets it go on',
        params,
        body: outgoingChangeSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await changeOutgoing(deps, signedInOf(request).person, request.params.id, request.body);
      return reply.code(204).send(null);
    },
  );
  app.delete(
    `${PATH}/:id`,
    { config, schema: { tags, summary: 'Removes it with all its deliveries', params, response: { 204: z.null() } } },
    async (request, reply) => {
      await removeOutgoing(deps, signedInOf(request).person, request.params.id);
      return reply.code(204).send(null);
    },
  );
  app.post(
    `${PATH}/:id/secret`,
    {
      config: { ...config, isAnswerSecret: true },
      schema: {
        tags,
        summary: 'Makes another secret, shown this once; the one before signs a day longer beside it',
        params,
        response: { 200: newSecretSchema },
      },
    },
    (request) => rotateOutgoing(deps, signedInOf(request).person, request.params.id),
  );
}

function addDeliveries(app: App, deps: ApiDeps): void {
  app.post(
    `${PATH}/:id/test`,
    {
      config,
      schema: { tags, summary: 'Sends a test within seconds', params, response: { 202: outgoingTestSchema } },
    },
    async (request, reply) => reply.code(202).send(await testOutgoing(deps, request.params.id)),
  );
  app.get(
    `${PATH}/:id/deliveries`,
    {
      config,
      schema: {
        tags,
        summary: 'What was sent and what came of it, newest first',
        params,
        querystring: pageQuerySchema,
        response: { 200: outgoingDeliveriesSchema },
      },
    },
    (request) => readOutgoingDeliveries(deps.db, request.params.id, request.query),
  );
  app.post(
    `${PATH}/:id/deliveries/:deliveryId/send-again`,
    {
      config,
      schema: {
        tags,
        summary: 'Sends a delivery once more, under the same id',
        params: deliveryParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await redeliverOutgoing(deps, request.params.id, request.params.deliveryId);
      return reply.code(204).send(null);
    },
  );
}
