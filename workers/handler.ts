import type { JobQueues } from '../src/queue/enqueue.ts';
import type { JobName, Payload } from '../src/queue/jobs.ts';
import type { Attempt, UseCases } from './use-cases.ts';

export interface HandlerContext extends Attempt {
  readonly useCases: UseCases;
  readonly queues: Pick<JobQueues, 'enqueue'>;
  readonly now: () => number;
}

/** Calls one use case and enqueues what follows. Running it twice changes nothing. */
export type Handler<Name extends JobName> = (payload: Payload<Name>, context: HandlerContext) => Promise<void>;
