import { createOutgoing } from '../../connectors/outgoing.ts';
import { startWorkers } from '../../workers/start.ts';
import { buildApp } from '../api/app.ts';
import type { App } from '../api/app-type.ts';
import type { ApiDeps } from '../api/deps.ts';
import type { Runtime } from '../compose.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import { openQueueBackend } from '../queue/backend.ts';
import { type JobQueues, openJobQueues } from '../queue/enqueue.ts';
import { keepJudge } from '../store/judge.ts';
import { listenForChanges } from '../store/notify.ts';
import { askJudge } from '../usecases/ask-judge.ts';
import { isDatabaseUp, readCanary } from '../usecases/check-service.ts';
import { gather } from '../usecases/delivery-nudge.ts';
import { deriveStale } from '../usecases/derive.ts';
import { UseCaseError } from '../usecases/errors.ts';
import { flagToday } from '../usecases/flag-today.ts';
import { keepWebhooks } from '../usecases/keep-webhooks.ts';
import { learnExamples } from '../usecases/learn-examples.ts';
import { measureParents } from '../usecases/measure-parents.ts';
import { moveThresholds } from '../usecases/move-thresholds.ts';
import { orderQuestions } from '../usecases/order-asks.ts';
import { areQuestionsDue, noteCanary, planDue } from '../usecases/plan-due.ts';
import { processDeliveries } from '../usecases/process-deliveries.ts';
import { readInThreads, type ThreadReader } from '../usecases/read-in-threads.ts';
import { refreshThemes } from '../usecases/refresh-themes.ts';
import { sendDigests } from '../usecases/send-digests.ts';
import { sendOutgoing } from '../usecases/send-outgoing.ts';
import { studyTexts } from '../usecases/study-texts.ts';
import { syncConnection } from '../usecases/sync-connection.ts';
import { baseUrlOf, digestDeps } from './base-url.ts';
import { makeMetrics } from './metrics.ts';

export interface ServiceOptions {
  /** Which part runs in this process; both when left out. */
  readonly only?: 'api' | 'workers' | undefined;
  /** The built dashboard; null: the API alone. */
  readonly dashboardFolder: string | null;
  /** The tools are simulated on this machine: without a public address they reach us where we listen. */
  readonly areToolsHere?: boolean | undefined;
}

export interface Service {
  /** Where it answers; null without the API. */
  readonly url: string | null;
  /** In order: no new requests, no new jobs, the running page finishes. */
  close(): Promise<void>;
}

/** A request still under way then is cut off: a stop must not wait for a slow tool. */
const CLOSE_MS_MAX = 5_000;
/** Of a storm of deliveries only some ask for a job. */
const DELIVERY_JOB_EVERY_MS = 100;

/** Starts API, workers, or both in this process. @throws UseCaseError `port-taken`, with nothing left running */
export async function startService(runtime: Runtime, options: ServiceOptions): Promise<Service> {
  const { log } = runtime;
  const warn = (error: Error) => log.warn({ err: error }, 'Queue trouble');
  const backend = await openQueueBackend(runtime.databaseUrl, runtime.config.redisUrl);
  const queues = openJobQueues(backend, warn);
  const reader = readInThreads();
  // The API first: where its port is taken, no worker has begun a job.
  const api =
    options.only === 'workers' ? null : await startApiOr(() => queues.close(), runtime, queues, reader, options);
  const callbackUrl = runtime.config.publicUrl ?? (options.areToolsHere ? (api?.url ?? null) : null);
  if (options.only !== 'api') await keepJudge(runtime.db, runtime.judge, new Date(runtime.now()));
  const baseUrl = baseUrlOf(runtime.config, api?.url);
  const useCases = bindUseCases(runtime, queues, reader, callbackUrl, baseUrl);
  const workers = options.only === 'api' ? null : startWorkers({ backend, queues, useCases, log, now: runtime.now });
  return {
    url: api?.url ?? null,
    async close() {
      await api?.close();
      await workers?.close();
      await reader.close();
      await queues.close();
    },
  };
}

function bindUseCases(
  runtime: Runtime,
  queues: JobQueues,
  reader: ThreadReader,
  callbackUrl: string | null,
  baseUrl: string,
) {
  const { db, now, notify, openConnector, openWiki, secrets, judge } = runtime;
  const post = createOutgoing({ reach: runtime.reach });
  const onSyncRequested = async (run: { id: string; connectionId: string }) => {
    await queues.enqueue('sync', { syncRunId: run.id, connectionId: run.connectionId });
  };
  return {
    processDeliveries: (connectionId: string, { signal }: { signal: AbortSignal }) =>
      processDeliveries(
        { db, now, notify, reader, openConnector, openWiki, onStale: () => wake(queues, 'sync'), onSyncRequested },
        connectionId,
        signal,
      ),
    keepWebhooks: (connectionId: string, { signal }: { signal: AbortSignal }) =>
      keepWebhooks(
        { db, now, notify, openConnector, secrets, publicUrl: callbackUrl, onSyncRequested },
        connectionId,
        signal,
      ),
    planDue: (at: Date) => planDue(db, at, { hasJudge: judge !== null }),
    measureParents: async ({ signal }: { signal: AbortSignal }) => (await measureParents({ db, now }, signal)).changed,
    learnExamples: async ({ signal }: { signal: AbortSignal }) =>
      (await learnExamples({ db, now, reader }, signal)).isChanged,
    studyTexts: async ({ signal }: { signal: AbortSignal }) => (await studyTexts({ db, now }, signal)).isChanged,
    moveThresholds: () => moveThresholds({ db, now }),
    orderQuestions: ({ signal }: { signal: AbortSignal }) => orderQuestions({ db, now }, signal),
    refreshThemes: ({ signal }: { signal: AbortSignal }) => refreshThemes({ db, now }, signal),
    askJudge: async ({ signal }: { signal: AbortSignal }) =>
      (await askJudge({ db, now, judge, reader }, signal)).answered,
    sendDigests: ({ signal }: { signal: AbortSignal }) => sendDigests(digestDeps(runtime, baseUrl), signal),
    sendOutgoing: ({ signal }: { signal: AbortSignal }) =>
      sendOutgoing({ ...runtime, baseUrl, clock: Date.now, post }, signal),
    noteCanary: (at: Date) => noteCanary(db, at),
    flagToday: () => flagToday({ db, now }),
    deriveStale: async ({ signal }: { signal: AbortSignal }) => {
      await deriveStale({ db, now, notify, reader }, signal);
      return areQuestionsDue(db, new Date(now()));
    },
    runSync: (syncRunId: string, attempt: { signal: AbortSignal; isLast: boolean }) =>
      syncConnection(
        { db, now, notify, openConnector, openWiki, onStale: () => wake(queues, 'sync') },
        syncRunId,
        attempt,
      ),
  };
}

async function wake(queues: JobQueues, reason: 'sync' | 'decision'): Promise<void> {
  await queues.enqueue('derive', { reason });
}

async function startApiOr(
  giveUp: () => Promise<void>,
  runtime: Runtime,
  queues: JobQueues,
  reader: ThreadReader,
  { dashboardFolder }: Pick<ServiceOptions, 'dashboardFolder'>,
) {
  try {
    return await startApi(runtime, queues, reader, dashboardFolder);
  } catch (error) {
    await giveUp();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    const { port } = runtime.config;
    throw new UseCaseError('port-taken', `Port ${port} is taken; set PLUMBLINE_PORT to another one, or 0 for any.`);
  }
}

async function startApi(runtime: Runtime, queues: JobQueues, reader: ThreadReader, dashboardFolder: string | null) {
  const { config, db, now, notify, secrets, reach, budgets, log } = runtime;
  const listeners = new Set<(event: ChangeEvent) => void>();
  const tell = (event: ChangeEvent) => {
    for (const listener of listeners) listener(event);
  };
  const changes = await listenForChanges(runtime.databaseUrl, tell, () => tell({ type: 'flags-changed', tasks: 0 }));
  const unqueued = (error: Error) => log.warn({ err: error }, 'The queue is away, the next sweep takes it up');
  const deps: ApiDeps = {
    db,
    now,
    clock: Date.now,
    notify,
    reader,
    secrets,
    reach,
    budgets,
    publicUrl: config.publicUrl,
    mailer: runtime.mailer,
    atlassian: { authOrigin: config.atlassianAuthUrl, apiOrigin: config.atlassianApiUrl },
    dashboardFolder,
    // The rows stand already: where the queue is away, the next sweep finds them.
    onStale: () => wake(queues, 'decision').catch(unqueued),
    onSyncRequested: async (run) => {
      await queues.enqueue('sync', { syncRunId: run.id, connectionId: run.connectionId }).catch(unqueued);
    },
    onDelivery: gather(DELIVERY_JOB_EVERY_MS, (connectionId) => {
      void queues.enqueue('delivery', { connectionId }).catch(unqueued);
    }),
    onDigest: async () => {
      await queues.enqueue('digest', {}, { onlyIfIdle: true }).catch(unqueued);
    },
    isReady: () => readReadiness(runtime),
    readMetrics: makeMetrics(runtime, queues, reader),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    logger: log,
  };
  const app = await buildApp(deps);
  try {
    const address = await app.listen({ host: config.host, port: config.port });
    return { url: config.publicUrl ?? address, close: () => closeApi(app).finally(() => changes.close()) };
  } catch (error) {
    await changes.close();
    throw error;
  }
}

async function closeApi(app: App): Promise<void> {
  const cutOff = setTimeout(() => app.server.closeAllConnections(), CLOSE_MS_MAX);
  await app.close().finally(() => clearTimeout(cutOff));
}

/** The database decides; a silent worker is told, but a page can still be read. */
async function readReadiness(runtime: Runtime) {
  const database = await isDatabaseUp(runtime.db);
  const canary = database ? await readCanary(runtime.db, new Date()) : null;
  return { isReady: database, parts: { database, workers: canary?.isAlive ?? false } };
}
