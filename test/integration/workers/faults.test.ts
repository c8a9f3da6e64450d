import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openQueueBackend, type QueueBackend } from '../../../src/queue/backend.ts';
import { type JobQueues, openJobQueues } from '../../../src/queue/enqueue.ts';
import { type RunningWorkers, startWorkers } from '../../../workers/start.ts';
import { startProxy, type TcpProxy } from '../../helpers/proxy.ts';
import { createTestQueue, type TestQueueBackend, untilReady } from '../../helpers/queue.ts';
import { waitFor } from '../../helpers/wait.ts';

const RUN = { syncRunId: 'run-1', connectionId: 'jira' };
/** Four or five seconds where the machine is quiet. */
const BUSY_MS_MAX = 15_000;
const silent = pino({ level: 'silent' });

let queue: TestQueueBackend;
let proxy: TcpProxy;
/** The same backend, reached through the proxy. */
let backend: QueueBackend;
let queues: JobQueues;
let workers: RunningWorkers | null;
let child: ChildProcess | null;
let done: string[];

beforeAll(async () => {
  queue = await createTestQueue();
});
afterAll(() => queue.drop());
beforeEach(async () => {
  done = [];
  workers = null;
  child = null;
  const { redisUrl, databaseUrl } = queue;
  proxy = redisUrl ? await startProxy(redisUrl, 6379) : await startProxy(databaseUrl, 5432);
  backend = await openQueueBackend(redisUrl ? databaseUrl : proxy.url, redisUrl && proxy.url);
  queues = await untilReady(openJobQueues(backend, () => undefined));
});
afterEach(async () => {
  child?.kill('SIGKILL');
  await workers?.close(3_000);
  await queues.close(3_000);
  await proxy.close();
});

/** What an earlier test left in the queue is worked on too. */
const canaries = () => done.filter((name) => name === 'canary').length;

function start(runSync?: () => Promise<void>): void {
  workers = startWorkers({
    backend,
    queues,
    useCases: {
      planDue: async () => ({
        syncRuns: [],
        deliveries: [],
        webhooks: [],
        hasStaleTasks: false,
        isNewDay: false,
        isCanaryDue: false,
        isCohesionDue: false,
        areTextsDue: false,
        isLearningDue: false,
        areThresholdsDue: false,
        isReviewDue: false,
        areThemesDue: false,
        isJudgeDue: false,
        areDigestsDue: false,
        isOutgoingDue: false,
      }),
      runSync: runSync ?? (async () => void done.push('sync')),
      processDeliveries: async () => void done.push('delivery'),
      keepWebhooks: async () => void done.push('webhooks'),
      deriveStale: async () => {
        done.push('derive');
        return false;
      },
      flagToday: async () => void done.push('flag'),
      measureParents: async () => 0,
      studyTexts: async () => false,
      learnExamples: async () => false,
      moveThresholds: async () => 0,
      orderQuestions: async () => 0,
      refreshThemes: async () => 0,
      askJudge: async () => 0,
      sendDigests: async () => 0,
      sendOutgoing: async () => 0,
      noteCanary: async () => void done.push('canary'),
    },
    log: silent,
    now: Date.now,
    tickEveryMs: 3_600_000,
  });
}

/** Workers in another process, and a way to hear of the jobs they begin. */
async function startChild(): Promise<Set<string>> {
  const begun = new Set<string>();
  const script = join(import.meta.dirname, '../../helpers/worker-child.ts');
  child = spawn(process.execPath, [script, queue.databaseUrl, queue.redisUrl ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => begun.add(line));
  return begun;
}

describe('workers', () => {
  it('take over the jobs of a worker that was killed, in every queue', async () => {
    const begun = await startChild();
    await queues.enqueue('sync', RUN);
    await queues.enqueue('derive', { reason: 'sync' });
    await queues.enqueue('canary', {});
    await waitFor('three jobs under way', () => begun.size === 3);
    child?.kill('SIGKILL');
    await once(child as ChildProcess, 'exit');
    start();
    // A quarter of a minute where the machine is quiet; a lock of BullMQ's own length would take a whole one.
    await waitFor('all three again', () => ['sync', 'derive', 'canary'].every((name) => done.includes(name)), 40_000);
  });

  it('go on by themselves after every connection to the queue broke', async () => {
    start();
    await queues.enqueue('canary', {});
    await waitFor('a job before', () => canaries() > 0);
    const before = canaries();
    proxy.cut();
    expect(await queues.enqueue('canary', {})).toBe(false);
    proxy.heal();
    await waitFor('a job after', async () => {
      if (canaries() === before) await queues.enqueue('canary', {}, { onlyIfIdle: true });
      return canaries() > before;
    });
  });

  it('refuse a job at once rather than hang while the queue answers nothing, and go on after', async () => {
    start();
    await queues.enqueue('canary', {});
    await waitFor('a job before', () => canaries() > 0);
    const before = canaries();
    proxy.silence();
    const askedAt = Date.now();
    expect(await queues.enqueue('canary', {})).toBe(false);
    expect(Date.now() - askedAt).toBeLessThan(BUSY_MS_MAX);
    proxy.cut();
    proxy.heal();
    await waitFor('a job after', async () => {
      if (canaries() === before) await queues.enqueue('canary', {}, { onlyIfIdle: true });
      return canaries() > before;
    });
  });

  it.each(['cut', 'silence'] as const)(
    'close in time while the queue is away (%s), with a job under way',
    async (how) => {
      let isUnderWay = false;
      start(async () => {
        isUnderWay = true;
        await new Promise(() => undefined);
      });
      await queues.enqueue('sync', RUN);
      await waitFor('the job', () => isUnderWay);
      proxy[how]();
      const askedAt = Date.now();
      await workers?.close(2_000);
      await queues.close(2_000);
      expect(Date.now() - askedAt).toBeLessThan(BUSY_MS_MAX);
      workers = null;
      proxy.heal();
      // Put away, so that the next test begins with an empty queue.
      queues = await untilReady(openJobQueues(backend, () => undefined));
      start();
      await waitFor('the job again', () => done.includes('sync'), 40_000);
    },
    90_000,
  );
});
