import { randomUUID } from 'node:crypto';
import type { JobsOptions, Queue } from 'bullmq';
import type { QueueBackend } from './backend.ts';
import { JOBS, type JobName, type Payload, QUEUES, type QueueName } from './jobs.ts';

/** Adds jobs. What must not be lost stands in our own tables first; the sweeper enqueues what never came this far. */
export interface JobQueues {
  /**
   * @returns Whether the job is in the queue now, or one like it was there already. False while the queue is out of reach: the
   *   caller goes on, the sweeper will see to it.
   * @throws only for a payload that is not this job's.
   */
  enqueue<Name extends JobName>(name: Name, payload: Payload<Name>, options?: EnqueueOptions): Promise<boolean>;
  /** Jobs that wait, run or are put off, by queue; for `doctor` and metrics. @throws when the queue is out of reach. */
  countJobs(): Promise<Record<QueueName, Record<string, number>>>;
  /** Returns after at most `withinMs`, whether or not the queue could be reached. */
  close(withinMs?: number): Promise<void>;
}

export interface EnqueueOptions {
  /**
   * Only where nothing of the kind waits or runs: for sweepers and tickers. Otherwise a job asked for while one like it is running
   * runs once more after it.
   */
  readonly onlyIfIdle?: boolean;
}

const ADD_WITHIN_MS = 5_000;
const DAY_S = 86_400;

export function openJobQueues(backend: QueueBackend, onError: (error: Error) => void): JobQueues {
  const queues = new Map(namesOf(QUEUES).map((name) => [name, openQueue(backend, name, onError)]));
  const queueOf = (name: QueueName) => queues.get(name) as Queue;
  return {
    async enqueue(name, payload, options = {}) {
      const data = JOBS[name].payload.parse(payload);
      try {
        await within(ADD_WITHIN_MS, queueOf(JOBS[name].queue).add(name, data, jobOptions(name, data, options)));
        return true;
      } catch (error) {
        onError(error instanceof Error ? error : new Error(String(error)));
        return false;
      }
    },
    async countJobs() {
      const counts = [...queues].map(async ([name, queue]) => [
        name,
        await within(ADD_WITHIN_MS, queue.getJobCounts()),
      ]);
      return Object.fromEntries(await Promise.all(counts));
    },
    async close(withinMs = 3_000) {
      await Promise.all([...queues.values()].map((queue) => closeWithin(withinMs, queue)));
    },
  };
}

function openQueue(backend: QueueBackend, name: QueueName, onError: (error: Error) => void): Queue {
  const queue = backend.openQueue(name);
  // Without a listener a lost connection would end the process.
  queue.on('error', onError);
  return queue;
}

function jobOptions(name: JobName, payload: object, { onlyIfIdle = false }: EnqueueOptions): JobsOptions {
  const { attempts, backoffMs } = JOBS[name];
  return {
    // Never reused (an id that is still known is ignored without a word), without a colon, and not all digits: both are refused.
    jobId: `${name}_${randomUUID()}`,
    attempts,
    backoff: { type: 'exponential', delay: backoffMs, jitter: 0.5 },
    deduplication: { id: sameAs(name, payload), keepLastIfActive: !onlyIfIdle },
    removeOnComplete: true,
    // For `doctor`; what failed for good is told by our own rows.
    removeOnFail: { age: 7 * DAY_S, count: 1_000 },
  };
}

/** Jobs of the same key are one: a connection pulls once at a time; all else is one a kind. */
function sameAs(name: JobName, payload: object): string {
  return 'connectionId' in payload ? `${name}_${payload.connectionId}` : name;
}

/** @throws when it takes longer; what was begun goes on unheard. */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_done, failed) => {
    timer = setTimeout(() => failed(new Error(`The queue did not answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** BullMQ waits for its backend when it closes, for ever where that is away. */
export async function closeWithin(
  ms: number,
  closable: { close(): Promise<void>; disconnect?(): Promise<void> },
): Promise<boolean> {
  try {
    await within(ms, closable.close());
    return true;
  } catch {
    await within(500, Promise.resolve(closable.disconnect?.())).catch(() => undefined);
    return false;
  }
}

function namesOf<Name extends string>(record: Record<Name, unknown>): Name[] {
  return Object.keys(record) as Name[];
}
