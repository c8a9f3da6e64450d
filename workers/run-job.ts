import { DelayedError, type Job, UnrecoverableError, WaitingError } from 'bullmq';
import type { Logger } from 'pino';
import { isJobName, JOBS, type JobName } from '../src/queue/jobs.ts';
import type { HandlerContext } from './handler.ts';
import type { Handlers } from './handlers.ts';
import { delayOf } from './put-off.ts';

export interface RunDeps extends Omit<HandlerContext, 'signal' | 'isLast'> {
  readonly handlers: Handlers;
  readonly log: Logger;
  /** The service is stopping. */
  readonly stopping: AbortSignal;
}

/**
 * Works on one job, and says to the queue how it ended: done; again later; never again; back in the queue because we are
 * stopping; or put off for as long as a tool asked.
 *
 * @param lost Aborted when another worker has taken the job over.
 */
export async function runJob(deps: RunDeps, job: Job, token: string, lost: AbortSignal): Promise<void> {
  const { name } = job;
  if (!isJobName(name)) throw new UnrecoverableError(`No job is called ${name}.`);
  const log = deps.log.child({ job: name, jobId: job.id, attempt: job.attemptsMade + 1, ...idsOf(job.data) });
  const startedAt = Date.now();
  const signal = AbortSignal.any([deps.stopping, lost, AbortSignal.timeout(JOBS[name].timeoutMs)]);
  try {
    await handle(deps, name, job, signal);
    log[JOBS[name].queue === 'plan' ? 'debug' : 'info']({ durationMs: Date.now() - startedAt }, 'Job done');
  } catch (error) {
    const ending = await endingOf(error, deps, job, token);
    log[ending.level]({ durationMs: Date.now() - startedAt, ...ending.fields }, ending.text);
    if (ending.error) throw ending.error;
  }
}

async function handle<Name extends JobName>(deps: RunDeps, name: Name, job: Job, signal: AbortSignal): Promise<void> {
  const payload = JOBS[name].payload.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError(`The payload of ${name} is not what the job takes.`);
  const isLast = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
  const handler = deps.handlers[name] as (payload: unknown, context: HandlerContext) => Promise<void>;
  await handler(payload.data, { useCases: deps.useCases, queues: deps.queues, now: deps.now, signal, isLast });
}

interface Ending {
  readonly level: 'info' | 'warn' | 'error';
  readonly text: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** What the queue is told; null: done. */
  readonly error: unknown;
}

/** A connector's error is known by its shape: workers do not know the connectors. */
async function endingOf(error: unknown, deps: RunDeps, job: Job, token: string): Promise<Ending> {
  const { kind, retryAfterMs, name } = error as { kind?: string; retryAfterMs?: number | null; name?: string };
  if (name === 'FenceLost') return { level: 'info', text: 'Another worker goes on with this', error: null };
  if (deps.stopping.aborted) {
    await job.moveToWait(token);
    return { level: 'info', text: 'Put back, the service is stopping', error: new WaitingError() };
  }
  if (kind === 'rate-limited' || kind === 'put-off') {
    const waitMs = delayOf(retryAfterMs);
    // Only this job waits: BullMQ's own limiter would hold up every connection.
    await job.moveToDelayed(Date.now() + waitMs, token);
    const text = kind === 'put-off' ? 'Put off, the tool does not answer' : 'Rate limited, will try again';
    return { level: 'warn', text, fields: { retryAfterMs: waitMs }, error: new DelayedError() };
  }
  if (kind === 'unauthorised') {
    const message = error instanceof Error ? error.message : 'The credentials were refused.';
    return { level: 'warn', text: 'Refused by the tool', fields: { kind }, error: new UnrecoverableError(message) };
  }
  return { level: 'error', text: 'Job failed', fields: { kind, err: error }, error };
}

function idsOf(data: unknown): Record<string, unknown> {
  const { syncRunId, connectionId } = (data ?? {}) as Record<string, unknown>;
  return { ...(syncRunId ? { syncRunId } : {}), ...(connectionId ? { connectionId } : {}) };
}
