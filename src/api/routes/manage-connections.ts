import { z } from 'zod';
import { openStored } from '../../usecases/connect.ts';
import { readConnection } from '../../usecases/read-connections.ts';
import { changeConnectionState, removeConnection } from '../../usecases/remove-connection.ts';
import { removeWebhooks } from '../../usecases/remove-webhooks.ts';
import { decideHeldRemoval } from '../../usecases/settle-removals.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import { connectionDetailSchema } from '../schemas/connections.ts';
import { connectionPatchSchema, decideRemovalBodySchema, removeQuerySchema } from '../schemas/manage-connections.ts';

const paramsSchema = z.object({ id: z.string().max(300) });
const holdParamsSchema = paramsSchema.extend({ holdId: z.coerce.number().int().positive() });

/** What only an owner does to a connection as a whole. */
export function addManageConnectionRoutes(app: App, deps: ApiDeps): void {
  const tags = ['connections'];
  app.patch(
    '/connections/:id',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Pauses a connection, or lets it go on',
        params: paramsSchema,
        body: connectionPatchSchema,
        response: { 200: connectionDetailSchema },
      },
    },
    async (request) => {
      await changeConnectionState(deps, request.params.id, request.body.state, signedInOf(request).person);
      return readConnection(deps, viewerOf(request), request.params.id);
    },
  );
  app.delete(
    '/connections/:id',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Removes a connection and its credentials; its tasks stay as unknown, or go with it',
        params: paramsSchema,
        querystring: removeQuerySchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const withTasks = request.query.tasks === 'delete';
      const { person: by } = signedInOf(request);
      await removeConnection({ ...deps, removeWebhooks: webhookRemover(deps) }, request.params.id, { withTasks, by });
      return reply.code(204).send(null);
    },
  );
  app.post(
    '/connections/:id/held-removals/:holdId',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Says what becomes of tasks that vanished in too large a number',
        params: holdParamsSchema,
        body: decideRemovalBodySchema,
        response: { 200: connectionDetailSchema },
      },
    },
    async (request) => {
      const { id, holdId } = request.params;
      const { person } = signedInOf(request);
      await decideHeldRemoval(deps, person, { connectionId: id, id: holdId }, request.body.says);
      return readConnection(deps, viewerOf(request), id);
    },
  );
}

function webhookRemover(deps: ApiDeps) {
  const { secrets, reach, db, budgets } = deps;
  const openConnector: Parameters<typeof removeWebhooks>[0]['openConnector'] = (connection, onTraffic) =>
    openStored(secrets, connection, { onTraffic, reach, db, budget: budgets?.of(connection.id) });
  return (id: string, signal: AbortSignal) => removeWebhooks({ ...deps, openConnector }, id, signal);
}
