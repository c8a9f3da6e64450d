import type { Worker } from 'bullmq';
import type { Logger } from 'pino';
import type { QueueBackend } from '../src/queue/backend.ts';
import { closeWithin, type JobQueues } from '../src/queue/enqueue.ts';
import { QUEUES, type QueueName } from '../src/queue/jobs.ts';
import { checkHandlers, handlers } from './handlers.ts';
import { type RunDeps, runJob } from './run-job.ts';
import { startTicker } from './schedules.ts';
import type { UseCases } from './use-cases.ts';

export interface WorkerDeps {
  readonly backend: QueueBackend;
  readonly queues: JobQueues;
  readonly useCases: UseCases;
  readonly log: Logger;
  readonly now: () => number;
  /** How often to look what is due; for tests. */
  readonly tickEveryMs?: number;
}

export interface RunningWorkers {
  /** Takes no more jobs, lets what runs reach a safe place, and leaves: within `withinMs` (12 s), also while the queue is away. */
  close(withinMs?: number): Promise<void>;
}

const CLOSE_WITHIN_MS = 12_000;
/** A worker whose very first connection broke fails ever after, at once, and would let nothing else in this process run. */
const ERRORS_A_TURN_MAX = 50;
const OPEN_AGAIN_MS = 1_000;

/** One worker a queue, and the ticker. @throws when a job has no handler, before any job is taken. */
export function startWorkers(deps: WorkerDeps): RunningWorkers {
  checkHandlers(handlers);
  const stop = new AbortController();
  const run = { ...deps, handlers, stopping: stop.signal };
  const workers = (Object.keys(QUEUES) as QueueName[]).map((name) => startWorker(deps, run, name));
  const ticker = startTicker(deps.queues, deps.tickEveryMs);
  return {
    async close(withinMs = CLOSE_WITHIN_MS) {
      ticker.stop();
      stop.abort(new Error('The service is stopping.'));
      const inOrder = await Promise.all(workers.map((worker) => closeWithin(withinMs, worker.current())));
      if (inOrder.includes(false))
        deps.log.warn({ withinMs }, 'Left without the queue; its jobs will be taken up again');
    },
  };
}

/** Opens the worker again where it can do nothing but fail; `current` is the one that works. */
function startWorker(deps: WorkerDeps, run: RunDeps, name: QueueName): { current(): Worker } {
  let worker = openWorker(deps, run, name, again);
  function again(): void {
    setTimeout(() => {
      if (!run.stopping.aborted) worker = openWorker(deps, run, name, again);
    }, OPEN_AGAIN_MS).unref();
  }
  return { current: () => worker };
}

function openWorker(deps: WorkerDeps, run: RunDeps, name: QueueName, onBroken: () => void): Worker {
  const worker = deps.backend.openWorker(
    name,
    (job, token = '', signal) => runJob(run, job, token, signal ?? new AbortController().signal),
    QUEUES[name].concurrency,
  );
  let errors = 0;
  worker.on('error', (error) => {
    errors += 1;
    if (errors === 1) setImmediate(() => (errors = 0));
    if (errors < ERRORS_A_TURN_MAX) deps.log.warn({ queue: name, err: error }, 'Queue trouble');
    if (errors !== ERRORS_A_TURN_MAX) return;
    deps.log.warn({ queue: name, err: error }, 'The queue is opened again');
    worker.close(true).catch(() => undefined);
    onBroken();
  });
  // The lock ran out (a long pause of this process): somebody else has the job now, and this one ends it.
  worker.on('lockRenewalFailed', (ids: string[]) => {
    for (const id of ids) worker.cancelJob(id, 'Taken over by another worker.');
  });
  worker.run().catch((error) => deps.log.error({ queue: name, err: error }, 'Worker stopped'));
  return worker;
}
