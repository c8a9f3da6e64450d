import { Redis } from 'ioredis';
import { openQueueBackend, type QueueBackend } from '../../src/queue/backend.ts';
import type { JobQueues } from '../../src/queue/enqueue.ts';
import { createTestDatabase } from './database.ts';
import { waitFor } from './wait.ts';

export interface TestQueueBackend {
  readonly backend: QueueBackend;
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  drop(): Promise<void>;
}

/** An empty queue of its own for one file: on Redis where REDIS_URL names one (`npm run test:redis`), else on PostgreSQL. */
export async function createTestQueue(): Promise<TestQueueBackend> {
  const database = await createTestDatabase();
  const redisUrl = await emptyRedis(process.env.REDIS_URL);
  const backend = await openQueueBackend(database.url, redisUrl);
  return { backend, databaseUrl: database.url, redisUrl, drop: database.drop };
}

/** A producer on Redis refuses at once while it still connects; what a test adds must not be lost to that. */
export async function untilReady(queues: JobQueues): Promise<JobQueues> {
  await waitFor('the queue to answer', () =>
    queues.countJobs().then(
      () => true,
      () => false,
    ),
  );
  return queues;
}

/** Files run at the same time; each worker of vitest has a Redis database of its own. */
async function emptyRedis(url: string | undefined): Promise<string | null> {
  if (!url) return null;
  const own = new URL(url);
  own.pathname = `/${Number(process.env.VITEST_POOL_ID ?? 0) % 16}`;
  const redis = new Redis(own.href);
  await redis.flushdb();
  redis.disconnect();
  return own.href;
}
