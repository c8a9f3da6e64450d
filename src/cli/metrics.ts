import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Runtime } from '../compose.ts';
import type { JobQueues } from '../queue/enqueue.ts';
import { readCanary } from '../usecases/check-service.ts';
import type { ThreadReader } from '../usecases/read-in-threads.ts';

/** Prometheus text: this process and its reading threads, jobs by queue and state, the workers' canary. Numbers only: no name of anybody or anything. */
export function makeMetrics(
  runtime: Pick<Runtime, 'db' | 'log'>,
  queues: JobQueues,
  reader: Pick<ThreadReader, 'heapBytes'>,
): () => Promise<string> {
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
  const reading = new Gauge({
    name: 'plumbline_reading_heap_bytes',
    help: 'Memory of the threads that read texts; 0 until the first read',
    registers: [registry],
  });
  return async () => {
    reading.set(await reader.heapBytes());
    // What cannot be asked now is left out: the process's own figures matter most when the database is away.
    jobs.reset();
    canary.remove();
    try {
      const now = new Date();
      const { at } = await readCanary(runtime.db, now);
      if (at) canary.set((now.getTime() - at.getTime()) / 1000);
      for (const [queue, states] of Object.entries(await queues.countJobs()))
        for (const [state, count] of Object.entries(states)) jobs.set({ queue, state }, count);
    } catch (error) {
      runtime.log.warn({ err: error }, 'Metrics are told without jobs and workers');
    }
    return registry.metrics();
  };
}
