import { createPostgresBackend, Queue, Worker, type WorkerOptions } from 'bullmq';
import type { QueueName } from './jobs.ts';
import { migratePostgresQueue, SCHEMA } from './postgres.ts';
import { refuseEvictingRedis } from './redis.ts';

export type Processor = NonNullable<ConstructorParameters<typeof Worker>[1]>;

/** Where jobs are kept: the database we have anyway, or Redis where one is set up. The jobs and their code are the same. */
export interface QueueBackend {
  readonly kind: 'postgres' | 'redis';
  /** For adding jobs: fails at once while the backend is out of reach. */
  openQueue(name: QueueName): Queue;
  /** For working on jobs: comes back by itself after the backend was out of reach. Does not start before `run()`. */
  openWorker(name: QueueName, processor: Processor, concurrency: number): Worker;
}

/** How a worker that died is noticed: its jobs come back within 15 s, and so start twice. Every job is safe to repeat. */
const RECOVERY = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  // A long pull may live through many restarts; each only repeats a page.
  maxStalledCount: 50,
  autorun: false,
} as const;

/**
 * Prepares the backend: its tables, or a look at Redis' settings.
 *
 * @param redisUrl null for PostgreSQL.
 * @throws QueueError when Redis may drop jobs, cannot be reached, or the tables are of a newer release.
 */
export async function openQueueBackend(databaseUrl: string, redisUrl: string | null): Promise<QueueBackend> {
  if (redisUrl !== null) {
    await refuseEvictingRedis(redisUrl);
    return redisBackend(redisUrl);
  }
  await migratePostgresQueue(databaseUrl);
  return postgresBackend(databaseUrl);
}

/** BullMQ's types name the backend of each queue; what we use of a queue is the same for all, hence the casts. */
function postgresBackend(databaseUrl: string): QueueBackend {
  const pool = (max: number) => ({
    connectionString: databaseUrl,
    schema: SCHEMA,
    application_name: 'plumbline queue',
    max,
    connectionTimeoutMillis: 5_000,
    // Each of its calls is short. Without a limit one over a connection that died without a word waits for ever.
    query_timeout: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  return {
    kind: 'postgres',
    openQueue: (name) => new Queue(name, { connection: pool(2) }, createPostgresBackend) as unknown as Queue,
    openWorker: (name, processor, concurrency) =>
      new Worker(
        name,
        processor,
        { ...RECOVERY, concurrency, connection: pool(Math.min(4, concurrency + 1)) },
        createPostgresBackend,
      ) as unknown as Worker,
  };
}

function redisBackend(url: string): QueueBackend {
  const prefix = 'plumbline';
  // A try to reconnect every two seconds at most: Redis is back long before anybody notices.
  const retryStrategy = (times: number) => Math.min(times * 100, 2_000);
  const worker = { url, maxRetriesPerRequest: null, retryStrategy };
  // Without a queue of commands in memory: what cannot be added now is refused now, and the sweeper adds it later.
  const producer = { url, enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 3_000, retryStrategy };
  return {
    kind: 'redis',
    openQueue: (name) => new Queue(name, { prefix, connection: producer }),
    openWorker: (name, processor, concurrency) =>
      new Worker(name, processor, { ...RECOVERY, prefix, concurrency, connection: worker } satisfies WorkerOptions),
  };
}
