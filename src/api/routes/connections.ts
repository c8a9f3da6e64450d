import { z } from 'zod';
import { beginReading, changeMapping, patchScope, requestSync } from '../../usecases/change-connection.ts';
import { changeGoalColumns } from '../../usecases/change-goal-columns.ts';
import { connectTool } from '../../usecases/connect.ts';
import { readConnection, readConnections, readRuns, readSetAsides } from '../../usecases/read-connections.ts';
import { selectScopes } from '../../usecases/select-scopes.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  connectionDetailSchema,
  connectionSchema,
  connectionsSchema,
  mappingSchema,
  newConnectionBodySchema,
  scopePatchSchema,
  selectionBodySchema,
  setAsidesQuerySchema,
  setAsidesSchema,
  syncBodySchema,
  syncRunSchema,
  syncRunsSchema,
} from '../schemas/connections.ts';

const paramsSchema = z.object({ id: z.string().max(300) });
const scopesSchema = z.object({ items: connectionDetailSchema.shape.scopeList });
const CONNECT_MS_MAX = 60_000;

export function addConnectionRoutes(app: App, deps: ApiDeps): void {
  const tags = ['connections'];
  app.get(
    '/connections',
    {
      schema: {
        tags,
        summary: 'All connections with their state and the pull under way',
        response: { 200: connectionsSchema },
      },
    },
    (request) => readConnections(deps, viewerOf(request)),
  );
  app.post(
    '/connections',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Adds a connection once its credentials are proven',
        body: newConnectionBodySchema,
        response: { 200: connectionSchema },
      },
    },
    async (request) => {
      const { tool, name, baseUrl, email, key, token, appSecret, waits } = request.body;
      const credentials = {
        token,
        ...(email ? { email } : {}),
        ...(key ? { key } : {}),
        ...(appSecret ? { appSecret } : {}),
      };
      const signal = AbortSignal.timeout(CONNECT_MS_MAX);
      const { person: by } = signedInOf(request);
      const { connectionId } = await connectTool(deps, { tool, name, baseUrl, credentials, waits, by }, signal);
      await beginReading(deps, viewerOf(request), connectionId);
      return readConnection(deps, viewerOf(request), connectionId);
    },
  );
  app.get(
    '/connections/:id',
    {
      schema: {
        tags,
        summary: 'One connection with its words, mapping and scopes',
        params: paramsSchema,
        response: { 200: connectionDetailSchema },
      },
    },
    (request) => readConnection(deps, viewerOf(request), request.params.id),
  );
  app.put(
    '/connections/:id/mapping',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Changes how its words are read; its tasks are derived again without a pull',
        params: paramsSchema,
        body: mappingSchema.partial(),
        response: { 200: connectionDetailSchema },
      },
    },
    async (request) => {
      await changeMapping(deps, request.params.id, request.body, signedInOf(request).person);
      return readConnection(deps, viewerOf(request), request.params.id);
    },
  );
  app.post(
    '/connections/:id/sync',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Asks for a pull now',
        params: paramsSchema,
        body: syncBodySchema,
        response: { 200: syncRunSchema },
      },
    },
    (request) => {
      const { full: isFull, since } = request.body;
      return requestSync(deps, viewerOf(request), request.params.id, { isFull, since });
    },
  );
  app.get(
    '/connections/:id/set-asides',
    {
      schema: {
        tags,
        summary: 'Records that could not be read, newest first',
        params: paramsSchema,
        querystring: setAsidesQuerySchema,
        response: { 200: setAsidesSchema },
      },
    },
    (request) => readSetAsides(deps.db, viewerOf(request), request.params.id, request.query),
  );
  addScopeRoutes(app, deps);
}

function addScopeRoutes(app: App, deps: ApiDeps): void {
  app.post(
    '/connections/:id/selection',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags: ['scopes'],
        summary: 'Selects many scopes of a connection at once, or leaves them out',
        params: paramsSchema,
        body: selectionBodySchema,
        response: { 200: connectionDetailSchema },
      },
    },
    async (request) => {
      await selectScopes(deps, request.params.id, request.body, signedInOf(request).person);
      return readConnection(deps, viewerOf(request), request.params.id);
    },
  );
  app.get(
    '/scopes',
    {
      schema: {
        tags: ['scopes'],
        summary: 'The scopes of a connection',
        querystring: z.object({ connection: z.string().max(100) }),
        response: { 200: scopesSchema },
      },
    },
    async (request) => ({
      items: (await readConnection(deps, viewerOf(request), request.query.connection)).scopeList,
    }),
  );
  app.patch(
    '/scopes/:id',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags: ['scopes'],
        summary: 'Selects a scope, gives it to a team, makes it private, or says what its columns hold',
        params: paramsSchema,
        body: scopePatchSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { goalColumns, ...change } = request.body;
      if (goalColumns !== undefined) await changeGoalColumns(deps, request.params.id, goalColumns);
      if (Object.keys(change).length > 0) await patchScope(deps, request.params.id, change, signedInOf(request).person);
      return reply.code(204).send(null);
    },
  );
  app.get(
    '/sync-runs',
    {
      schema: {
        tags: ['sync-runs'],
        summary: 'The last pulls, newest first',
        querystring: z.object({
          connection: z.string().max(100).optional(),
          limit: z.coerce.number().int().min(1).max(100).default(20),
        }),
        response: { 200: syncRunsSchema },
      },
    },
    async (request) => ({
      items: await readRuns(deps.db, viewerOf(request), request.query.connection ?? null, request.query.limit),
    }),
  );
}
