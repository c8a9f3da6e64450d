import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { QUEUES } from '../../../src/queue/jobs.ts';
import { startWorkers, type WorkerDeps } from '../../../workers/start.ts';

/** Fails at once and for ever, as a worker does whose first connection broke. */
class BrokenWorker extends EventEmitter {
  isClosed = false;
  async run(): Promise<void> {
    while (!this.isClosed) {
      this.emit('error', new Error('terminating connection due to administrator command'));
      await null;
    }
  }
  async close(): Promise<void> {
    this.isClosed = true;
  }
}

it('a worker that can only fail lets the process go on, and is opened again', async () => {
  const opened: BrokenWorker[] = [];
  const backend = {
    openWorker: () => {
      const worker = new BrokenWorker();
      opened.push(worker);
      return worker;
    },
  };
  const deps = { backend, queues: { enqueue: async () => undefined }, log: pino({ level: 'silent' }), now: Date.now };
  const workers = startWorkers(deps as unknown as WorkerDeps);
  await sleep(0);
  const queues = Object.keys(QUEUES).length;
  expect(opened.every(({ isClosed }) => isClosed)).toBe(true);
  await expect.poll(() => opened.length).toBeGreaterThan(queues);
  await workers.close();
  expect(opened.every(({ isClosed }) => isClosed)).toBe(true);
});
