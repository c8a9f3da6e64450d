import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { startWorkers } from '../../workers/start.ts';
import { buildApp } from '../api/app.ts';
import type { ApiDeps } from '../api/deps.ts';
import type { Runtime } from '../compose.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import { openQueueBackend } from '../queue/backend.ts';
import { type JobQueues, openJobQueues } from '../queue/enqueue.ts';
import { listenForChanges } from '../store/notify.ts';
import { isDatabaseUp, readCanary } from '../usecases/check-service.ts';
import { deriveStale } from '../usecases/derive.ts';
import { flagToday } from '../usecases/flag-today.ts';
import { noteCanary, planDue } from '../usecases/plan-due.ts';
import { syncConnection } from '../usecases/sync-connection.ts';

export interface ServiceOptions {
  /** Which part runs in this process; both when left out. */
  readonly only?: 'api' | 'workers' | undefined;
  /** The built dashboard; null: the API alone. */
  readonly dashboardFolder: string | null;
}

export interface Service {
  /** Where it answers; null without the API. */
  readonly url: string | null;
  /** In order: no new requests, no new jobs, the running page finishes. */
  close(): Promise<void>;
}

/** Starts API, workers, or both in this process. */
export async function startService(runtime: Runtime, options: ServiceOptions): Promise<Service> {
  const { log } = runtime;
  const warn = (error: Error) => log.warn({ err: error }, 'Queue trouble');
  const backend = await openQueueBackend(runtime.databaseUrl, runtime.config.redisUrl);
  const queues = openJobQueues(backend, warn);
  const workers =
    options.only === 'api'
      ? null
      : startWorkers({ backend, queues, useCases: bindUseCases(runtime, queues), log, now: runtime.now });
  const api = options.only === 'workers' ? null : await startApi(runtime, queues, options.dashboardFolder);
  return {
    url: api?.url ?? null,
    async close() {
      await api?.close();
      await workers?.close();
      await queues.close();
    },
  };
}

function bindUseCases(runtime: Runtime, queues: JobQueues) {
  const { db, now, notify } = runtime;
  return {
    planDue: (at: Date) => planDue(db, at),
    noteCanary: (at: Date) => noteCanary(db, at),
    flagToday: () => flagToday({ db, now }),
    deriveStale: async ({ signal }: { signal: AbortSignal }) => void (await deriveStale({ db, now, notify }, signal)),
    runSync: (syncRunId: string, attempt: { signal: AbortSignal; isLast: boolean }) =>
      syncConnection(
        { db, now, notify, openConnector: runtime.openConnector, onStale: () => wake(queues, 'sync') },
        syncRunId,
        attempt,
      ),
  };
}

async function wake(queues: JobQueues, reason: 'sync' | 'decision'): Promise<void> {
  await queues.enqueue('derive', { reason });
}

async function startApi(runtime: Runtime, queues: JobQueues, dashboardFolder: string | null) {
  const { config, db, now, notify, secrets, log } = runtime;
  const listeners = new Set<(event: ChangeEvent) => void>();
  const tell = (event: ChangeEvent) => {
    for (const listener of listeners) listener(event);
  };
  const changes = await listenForChanges(runtime.databaseUrl, tell, () => tell({ type: 'flags-changed', tasks: 0 }));
  const deps: ApiDeps = {
    db,
    now,
    clock: Date.now,
    notify,
    secrets,
    publicUrl: config.publicUrl,
    dashboardFolder,
    onStale: () => wake(queues, 'decision'),
    onSyncRequested: async (run) => {
      await queues.enqueue('sync', { syncRunId: run.id, connectionId: run.connectionId });
    },
    isReady: () => readReadiness(runtime),
    readMetrics: makeMetrics(runtime, queues),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    logger: log,
  };
  const app = await buildApp(deps);
  const address = await app.listen({ host: config.host, port: config.port });
  return {
    url: config.publicUrl ?? address,
    async close() {
      await app.close();
      await changes.close();
    },
  };
}

/** The database decides; a silent worker is told, but a page can still be read. */
async function readReadiness(runtime: Runtime) {
  const database = await isDatabaseUp(runtime.db);
  const canary = database ? await readCanary(runtime.db, new Date()) : null;
  return { isReady: database, parts: { database, workers: canary?.isAlive ?? false } };
}

function makeMetrics(runtime: Runtime, queues: JobQueues): () => Promise<string> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const jobs = new Gauge({
    name: 'plumbline_jobs',
    help: 'Jobs by queue and state',
    labelNames: ['queue', 'state'],
    registers: [registry],
  });
  const canary = new Gauge({
    name: 'plumbline_canary_age_seconds',
    help: 'Since a worker last proved that it works',
    registers: [registry],
  });
  return async () => {
    const now = new Date();
    const { at } = await readCanary(runtime.db, now);
    if (at) canary.set((now.getTime() - at.getTime()) / 1000);
    const counts = await queues.countJobs().catch(() => ({}));
    for (const [queue, states] of Object.entries(counts)) {
      for (const [state, count] of Object.entries(states as Record<string, number>)) jobs.set({ queue, state }, count);
    }
    return registry.metrics();
  };
}
