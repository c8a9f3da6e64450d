import type { JobQueues } from '../src/queue/enqueue.ts';

const TICK_MS = 5_000;

/**
 * Adds a `plan` job every few seconds, in every process that works: all but one find it there already. When things are due is
 * computed elsewhere and kept in our own table, so that neither a lost tick nor a double one matters.
 */
export function startTicker(queues: Pick<JobQueues, 'enqueue'>, everyMs: number = TICK_MS): { stop(): void } {
  const tick = () => void queues.enqueue('plan', {}, { onlyIfIdle: true });
  tick();
  const timer = setInterval(tick, everyMs);
  return { stop: () => clearInterval(timer) };
}
