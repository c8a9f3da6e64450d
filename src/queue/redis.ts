import { Redis } from 'ioredis';
import { QueueError } from './errors.ts';

/**
 * Refuses a Redis that throws keys away when memory is short: it would lose jobs without a word.
 *
 * @throws QueueError `evicting-redis`, or `redis-unreachable` after 10 s.
 */
export async function refuseEvictingRedis(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 10_000,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    // INFO rather than CONFIG: hosted ones answer only the first.
    const policy = /^maxmemory_policy:(\S+)/m.exec(await redis.info('memory'))?.[1];
    if (policy !== undefined && policy !== 'noeviction') throw evicting(policy);
  } catch (cause) {
    if (cause instanceof QueueError) throw cause;
    throw new QueueError(
      'redis-unreachable',
      'Redis cannot be reached; check REDIS_URL, or unset it to keep jobs in PostgreSQL.',
      cause,
    );
  } finally {
    redis.disconnect();
  }
}

function evicting(policy: string): QueueError {
  return new QueueError(
    'evicting-redis',
    `Redis is set to drop keys when memory is short (maxmemory-policy ${policy}) and would lose jobs; set it to noeviction.`,
  );
}
