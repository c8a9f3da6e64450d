import fastify from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App } from './app-type.ts';
import type { ApiDeps } from './deps.ts';
import { addDashboard } from './plugins/dashboard.ts';
import { addErrorHandler } from './plugins/error-handler.ts';
import { addIdempotency } from './plugins/idempotency.ts';
import { addOpenApi } from './plugins/openapi.ts';
import { addSecurity } from './plugins/security.ts';
import { addSession } from './plugins/session.ts';
import { addAlignmentRoutes } from './routes/alignment.ts';
import { addConnectionRoutes } from './routes/connections.ts';
import { addEventRoutes } from './routes/events.ts';
import { addGoalRoutes } from './routes/goals.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addLinkRoutes } from './routes/links.ts';
import { addOrganisationRoutes } from './routes/organisation.ts';
import { addSessionRoutes } from './routes/session.ts';
import { addTaskRoutes } from './routes/tasks.ts';

const BODY_BYTES_MAX = 1024 * 1024;
const REQUEST_MS_MAX = 60_000;

/** The whole API, not listening: a test gets it in one call. */
export async function buildApp(deps: ApiDeps): Promise<App> {
  const app: App = fastify({
    ...(deps.logger ? { loggerInstance: deps.logger } : { logger: false }),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    disableRequestLogging: true,
    routerOptions: { maxParamLength: 300 },
    // Proxy headers are never believed: where people reach us is a setting.
    trustProxy: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  addErrorHandler(app);
  await addSecurity(app, deps);
  await addOpenApi(app);
  await addSession(app, deps);
  addIdempotency(app, deps);
  addHealthRoutes(app, deps);
  await app.register(
    async (api) => {
      const routes = api.withTypeProvider<ZodTypeProvider>() as App;
      addSessionRoutes(routes, deps);
      addAlignmentRoutes(routes, deps);
      addTaskRoutes(routes, deps);
      addLinkRoutes(routes, deps);
      addGoalRoutes(routes, deps);
      addConnectionRoutes(routes, deps);
      addOrganisationRoutes(routes, deps);
      addEventRoutes(routes, deps);
    },
    { prefix: '/api/v1' },
  );
  if (deps.dashboardFolder) await addDashboard(app, deps.dashboardFolder);
  return app;
}
