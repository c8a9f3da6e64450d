import type { Job, Worker } from 'bullmq';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type JobQueues, openJobQueues } from '../../../src/queue/enqueue.ts';
import { createTestQueue, type TestQueueBackend, untilReady } from '../../helpers/queue.ts';
import { waitFor } from '../../helpers/wait.ts';

let queue: TestQueueBackend;
let queues: JobQueues;
let seen: Job[];
let release: () => void;
let worker: Worker;

beforeAll(async () => {
  queue = await createTestQueue();
  queues = await untilReady(openJobQueues(queue.backend, () => undefined));
});
afterAll(async () => {
  await queues.close();
  await queue.drop();
});

/** Jobs that run stand still until `release()`. */
beforeEach(() => {
  seen = [];
  const gate = new Promise<void>((done) => {
    release = done;
  });
  const work = async (job: Job) => {
    seen.push(job);
    await gate;
  };
  worker = queue.backend.openWorker('sync', work, 4);
  worker.on('error', () => undefined);
});
afterEach(async () => {
  release();
  await waitFor('an empty queue', async () =>
    Object.values((await queues.countJobs()).sync).every((count) => count === 0),
  );
  await worker.close();
});

const run = (connectionId: string, number: number) => ({ syncRunId: `run-${number}`, connectionId });

describe('enqueue', () => {
  it('pulls a connection once at a time, and once more when asked meanwhile', async () => {
    void worker.run();
    await queues.enqueue('sync', run('jira', 1));
    await waitFor('the first pull', () => seen.length === 1);
    for (const number of [2, 3, 4]) await queues.enqueue('sync', run('jira', number));
    await queues.enqueue('sync', run('trello', 5));
    await waitFor('the other connection, beside it', () => seen.length === 2);
    release();
    await waitFor('the pull after it', () => seen.length === 3);
    expect(seen.map((job) => job.data.syncRunId)).toEqual(['run-1', 'run-5', 'run-4']);
  });

  it('adds nothing for a sweeper while one like it waits or runs', async () => {
    await queues.enqueue('sync', run('jira', 1));
    await queues.enqueue('sync', run('jira', 1), { onlyIfIdle: true });
    void worker.run();
    await waitFor('the pull', () => seen.length === 1);
    await queues.enqueue('sync', run('jira', 1), { onlyIfIdle: true });
    release();
    await waitFor('its end', async () => (await queues.countJobs()).sync.active === 0);
    expect(seen).toHaveLength(1);
  });

  it('can be asked again as soon as the job is done', async () => {
    void worker.run();
    release();
    for (const number of [1, 2, 3]) {
      await queues.enqueue('sync', run('jira', number), { onlyIfIdle: true });
      await waitFor('the pull', () => seen.length === number);
      await waitFor('its end', async () => (await queues.countJobs()).sync.active === 0);
    }
    expect(seen).toHaveLength(3);
  });

  it('names jobs without a colon, never by digits alone, never twice', async () => {
    void worker.run();
    release();
    for (const id of ['1', '2', '3']) await queues.enqueue('sync', run(id, 1));
    await waitFor('the pulls', () => seen.length === 3);
    const ids = seen.map((job) => job.id ?? '');
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^sync_[0-9a-f-]{36}$/);
  });

  it('refuses a payload that is not the job’s, such as one with a token in it', async () => {
    // One that never ran would keep its connections when it is closed.
    void worker.run();
    await expect(queues.enqueue('sync', { ...run('jira', 1), token: 'secret' } as never)).rejects.toThrow();
  });
});
