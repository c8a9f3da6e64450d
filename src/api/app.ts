import { randomUUID } from 'node:crypto';
import fastify, { LogController } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { App } from './app-type.ts';
import type { ApiDeps } from './deps.ts';
import { addDigestLinkRoutes } from './digest-links.ts';
import { addFeedAddresses } from './feeds.ts';
import { addDashboard } from './plugins/dashboard.ts';
import { addErrorHandler, answerBadUrl, answerNotFound } from './plugins/error-handler.ts';
import { addIdempotency } from './plugins/idempotency.ts';
import { addOpenApi } from './plugins/openapi.ts';
import { addRequestLog } from './plugins/request-log.ts';
import { addSecurity } from './plugins/security.ts';
import { addSession, guardRoutes } from './plugins/session.ts';
import { addAlignmentRoutes } from './routes/alignment.ts';
import { addAllowanceRoutes } from './routes/allowances.ts';
import { addCheckInRoutes } from './routes/check-ins.ts';
import { addConnectionRoutes } from './routes/connections.ts';
import { addCycleRoutes } from './routes/cycles.ts';
import { addDecisionRoutes } from './routes/decisions.ts';
import { addDeliveryRoutes } from './routes/deliveries.ts';
import { addDigestRoutes } from './routes/digests.ts';
import { addEventRoutes } from './routes/events.ts';
import { addFeedRoutes } from './routes/feeds.ts';
import { addFirstRunRoutes } from './routes/first-run.ts';
import { addGlossaryRoutes } from './routes/glossary.ts';
import { addGoalRoutes } from './routes/goals.ts';
import { addHealthRoutes } from './routes/health.ts';
import { addImportRoutes } from './routes/imports.ts';
import { addLinkRoutes } from './routes/links.ts';
import { addManageConnectionRoutes } from './routes/manage-connections.ts';
import { addManagerRoutes } from './routes/managers.ts';
import { addNoticeRoutes } from './routes/notices.ts';
import { addOAuthRoutes } from './routes/oauth.ts';
import { addOrganisationRoutes } from './routes/organisation.ts';
import { addOutgoingWebhookRoutes } from './routes/outgoing-webhooks.ts';
import { addPeopleRoutes } from './routes/people.ts';
import { addProposalRoutes } from './routes/proposals.ts';
import { addRuleRoutes } from './routes/rules.ts';
import { addSavedViewRoutes } from './routes/saved-views.ts';
import { addSessionRoutes } from './routes/session.ts';
import { addTaskRoutes } from './routes/tasks.ts';
import { addTeamRoutes } from './routes/teams.ts';
import { addThemeRoutes } from './routes/themes.ts';
import { addToolRoutes } from './routes/tools.ts';
import { addWebhookByHandRoutes } from './routes/webhook-by-hand.ts';
import { addWebhookRoutes } from './webhooks.ts';

const BODY_BYTES_MAX = 1024 * 1024;
const REQUEST_MS_MAX = 60_000;

/** The whole API, not listening: a test gets it in one call. */
export async function buildApp(deps: ApiDeps): Promise<App> {
  const app: App = fastify({
    ...(deps.logger ? { loggerInstance: deps.logger } : { logger: false }),
    // Our own line for each request says less: an address may carry what somebody searched for.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_MS_MAX,
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: answerBadUrl,
    // Proxy headers are never believed: where people reach us is a setting.
    trustProxy: false,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  // JSON alone: forms and plain text are what a page of another site can send without being asked.
  app.removeContentTypeParser('text/plain');
  addErrorHandler(app);
  // Beside all else and not below it: what is there for browsers costs time, and a tool's delivery needs none of it.
  await addWebhookRoutes(app, deps);
  await addDigestLinkRoutes(app, deps);
  await addFeedAddresses(app, deps);
  await app.register((pages) => addPages(pages.withTypeProvider<ZodTypeProvider>() as App, deps));
  return app;
}

/** What people and their programs ask for. */
async function addPages(app: App, deps: ApiDeps): Promise<void> {
  app.setNotFoundHandler(answerNotFound);
  addRequestLog(app);
  await addSecurity(app, deps);
  await addOpenApi(app, deps);
  await addSession(app);
  addIdempotency(app, deps);
  addHealthRoutes(app, deps);
  await app.register((api) => addApiRoutes(api.withTypeProvider<ZodTypeProvider>() as App, deps), {
    prefix: '/api/v1',
  });
  if (deps.dashboardFolder) await addDashboard(app, deps.dashboardFolder);
}

/** The guard belongs to these routes and their misses, however their address was written. */
async function addApiRoutes(api: App, deps: ApiDeps): Promise<void> {
  guardRoutes(api, deps);
  api.setNotFoundHandler(answerNotFound);
  addSessionRoutes(api, deps);
  addAlignmentRoutes(api, deps);
  addTaskRoutes(api, deps);
  addSavedViewRoutes(api, deps);
  addThemeRoutes(api, deps);
  addLinkRoutes(api, deps);
  addDecisionRoutes(api, deps);
  addAllowanceRoutes(api, deps);
  addCheckInRoutes(api, deps);
  addGoalRoutes(api, deps);
  addCycleRoutes(api, deps);
  addFeedRoutes(api, deps);
  addGlossaryRoutes(api, deps);
  addProposalRoutes(api, deps);
  addConnectionRoutes(api, deps);
  addToolRoutes(api);
  addManageConnectionRoutes(api, deps);
  addOAuthRoutes(api, deps);
  addWebhookByHandRoutes(api, deps);
  addDeliveryRoutes(api, deps);
  addDigestRoutes(api, deps);
  addNoticeRoutes(api, deps);
  addOutgoingWebhookRoutes(api, deps);
  addPeopleRoutes(api, deps);
  addImportRoutes(api, deps);
  addFirstRunRoutes(api, deps);
  addTeamRoutes(api, deps);
  addManagerRoutes(api, deps);
  addRuleRoutes(api, deps);
  addOrganisationRoutes(api, deps);
  addEventRoutes(api, deps);
}
