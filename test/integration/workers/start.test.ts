import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type JobQueues, openJobQueues } from '../../../src/queue/enqueue.ts';
import { checkHandlers, handlers } from '../../../workers/handlers.ts';
import { type RunningWorkers, startWorkers } from '../../../workers/start.ts';
import type { DueWork, UseCases } from '../../../workers/use-cases.ts';
import { createTestQueue, type TestQueueBackend, untilReady } from '../../helpers/queue.ts';
import { waitFor } from '../../helpers/wait.ts';

const NOTHING_DUE: DueWork = {
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
};
const RUN = { syncRunId: 'run-1', connectionId: 'jira' };

let queue: TestQueueBackend;
let queues: JobQueues;
let workers: RunningWorkers | null = null;
const calls: string[] = [];

beforeAll(async () => {
  queue = await createTestQueue();
  queues = await untilReady(openJobQueues(queue.backend, () => undefined));
});
afterEach(async () => {
  await waitFor('an idle queue', async () => {
    const counts = Object.values(await queues.countJobs());
    return counts.every((count) => !count.active && !count.waiting && !count.delayed);
  });
  await workers?.close();
  workers = null;
  calls.length = 0;
});
afterAll(async () => {
  await queues.close();
  await queue.drop();
});

/** Use cases that note what was called; what the test is about is given. */
function start(given: Partial<UseCases> = {}, tickEveryMs = 3_600_000): RunningWorkers {
  const useCases: UseCases = {
    planDue: async () => NOTHING_DUE,
    runSync: async (id) => void calls.push(`sync ${id}`),
    processDeliveries: async (id) => void calls.push(`delivery ${id}`),
    keepWebhooks: async (id) => void calls.push(`webhooks ${id}`),
    deriveStale: async () => {
      calls.push('derive');
      return false;
    },
    flagToday: async () => void calls.push('flag'),
    noteCanary: async () => void calls.push('canary'),
    sendDigests: async () => calls.push('digest'),
    sendOutgoing: async () => calls.push('outgoing'),
    measureParents: async () => {
      calls.push('cohesion');
      return 0;
    },
    studyTexts: async () => {
      calls.push('texts');
      return false;
    },
    learnExamples: async () => {
      calls.push('learn');
      return false;
    },
    moveThresholds: async () => {
      calls.push('thresholds');
      return 0;
    },
    orderQuestions: async () => {
      calls.push('review');
      return 0;
    },
    refreshThemes: async () => {
      calls.push('themes');
      return 0;
    },
    askJudge: async () => {
      calls.push('judge');
      return 0;
    },
    ...given,
  };
  workers = startWorkers({
    backend: queue.backend,
    queues,
    useCases,
    log: pino({ level: 'silent' }),
    now: Date.now,
    tickEveryMs,
  });
  return workers;
}

const connectorError = (kind: string, retryAfterMs: number | null = null) =>
  Object.assign(new Error(`jira, search issues: ${kind}`), { kind, retryAfterMs });

describe('startWorkers', () => {
  it('enqueues what is due, and each follows from the one before', async () => {
    let asked = 0;
    const due: DueWork = {
      syncRuns: [RUN],
      deliveries: ['jira'],
      webhooks: ['trello'],
      hasStaleTasks: true,
      isNewDay: true,
      isCanaryDue: true,
      isCohesionDue: true,
      areTextsDue: true,
      isLearningDue: true,
      areThresholdsDue: true,
      isReviewDue: true,
      areThemesDue: true,
      isJudgeDue: true,
      areDigestsDue: true,
      isOutgoingDue: true,
    };
    start({ planDue: async () => (asked++ === 0 ? due : NOTHING_DUE) }, 100);
    await waitFor('every stage', () =>
      [
        'sync run-1',
        'delivery jira',
        'webhooks trello',
        'derive',
        'flag',
        'canary',
        'cohesion',
        'texts',
        'learn',
        'thresholds',
        'review',
        'themes',
        'judge',
        'digest',
        'outgoing',
      ].every((call) => calls.includes(call)),
    );
    await waitFor('more ticks', () => asked > 2);
    expect(calls.filter((call) => call === 'sync run-1')).toHaveLength(1);
  });

  it('asks at once what comes of a derivation, and nothing where nothing does', async () => {
    const wanted = [false, true];
    start({ deriveStale: async () => wanted.shift() ?? false });
    await queues.enqueue('derive', { reason: 'import' });
    await waitFor('the first derivation', () => wanted.length === 1);
    await waitFor('its end', async () => !(await queues.countJobs()).derive.active);
    expect(calls).toEqual([]);
    await queues.enqueue('derive', { reason: 'import' });
    await waitFor('the questions', () => calls.includes('review'));
  });

  it('derives what a language model gave its opinion on, and nothing where it gave none', async () => {
    const opinions = [0, 3];
    start({ askJudge: async () => opinions.shift() ?? 0 });
    await queues.enqueue('judge', {});
    await waitFor('the first asking', () => opinions.length === 1);
    await waitFor('its end', async () => !(await queues.countJobs()).judge.active);
    expect(calls).toEqual([]);
    await queues.enqueue('judge', {});
    await waitFor('the derivation', () => calls.includes('derive'));
  });

  it('derives what is below parents whose verdict changed, and nothing where none did', async () => {
    const changed = [0, 2];
    start({ measureParents: async () => changed.shift() ?? 0 });
    await queues.enqueue('cohesion', {});
    await waitFor('the first measurement', () => changed.length === 1);
    await waitFor('its end', async () => !(await queues.countJobs()).derive.active);
    expect(calls).toEqual([]);
    await queues.enqueue('cohesion', {});
    await waitFor('the derivation', () => calls.includes('derive'));
  });

  it('reads again after something new was learnt, and nothing where nothing was', async () => {
    const changed = [false, true];
    start({ learnExamples: async () => changed.shift() ?? false });
    await queues.enqueue('learn', {});
    await waitFor('the first learning', () => changed.length === 1);
    await waitFor('its end', async () => !(await queues.countJobs()).derive.active);
    expect(calls).toEqual([]);
    await queues.enqueue('learn', {});
    await waitFor('the derivation', () => calls.includes('derive'));
  });

  it('reads again after other templates were learnt, and nothing where none were', async () => {
    const changed = [false, true];
    start({ studyTexts: async () => changed.shift() ?? false });
    await queues.enqueue('texts', {});
    await waitFor('the first study', () => changed.length === 1);
    await waitFor('its end', async () => !(await queues.countJobs()).derive.active);
    expect(calls).toEqual([]);
    await queues.enqueue('texts', {});
    await waitFor('the derivation', () => calls.includes('derive'));
  });

  it('derives everything after a threshold was moved, and nothing where none was', async () => {
    const moved = [0, 1];
    start({ moveThresholds: async () => moved.shift() ?? 0 });
    await queues.enqueue('thresholds', {});
    await waitFor('the first look', () => moved.length === 1);
    await waitFor('its end', async () => !(await queues.countJobs()).derive.active);
    expect(calls).toEqual([]);
    await queues.enqueue('thresholds', {});
    await waitFor('the derivation', () => calls.includes('derive'));
  });

  it('puts off a job for as long as the tool asked, without using up a try', async () => {
    const startedAt: number[] = [];
    const lasts: boolean[] = [];
    start({
      runSync: async (_id, { isLast }) => {
        startedAt.push(Date.now());
        lasts.push(isLast);
        if (startedAt.length <= 10) throw connectorError('rate-limited', startedAt.length === 1 ? 1_500 : 1);
      },
    });
    await queues.enqueue('sync', RUN);
    await waitFor('the second try', () => startedAt.length >= 2);
    expect((startedAt[1] ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThanOrEqual(1_500);
    // Eight tries is all a sync has; ten waits later there are still all eight.
    await waitFor('the end', () => startedAt.length === 11, 25_000);
    expect(lasts).not.toContain(true);
  });

  it('does not try again after the tool refused the credentials', async () => {
    let tries = 0;
    start({
      runSync: async () => {
        tries++;
        throw connectorError('unauthorised');
      },
    });
    await queues.enqueue('sync', RUN);
    await waitFor('the failure', async () => ((await queues.countJobs()).sync.failed ?? 0) > 0);
    expect(tries).toBe(1);
  });

  it('tries again after passing trouble, and links follow also a pull that failed', async () => {
    let tries = 0;
    start({
      runSync: async () => {
        if (++tries === 1) throw connectorError('unavailable');
      },
    });
    await queues.enqueue('sync', RUN);
    await waitFor('the second try', () => tries === 2);
    await waitFor('links after both', () => calls.filter((call) => call === 'derive').length >= 1);
  });

  it('lets a job that is under way reach a safe place when it stops, and gives it back untried', async () => {
    let reached = false;
    let begun = false;
    const first = start({
      runSync: async (_id, { signal }) => {
        begun = true;
        await waitFor('the stop', () => signal.aborted);
        reached = true;
        signal.throwIfAborted();
      },
    });
    await queues.enqueue('sync', RUN);
    await waitFor('the job', () => begun);
    await first.close();
    expect(reached).toBe(true);
    start();
    await waitFor('the job again', () => calls.includes('sync run-1'));
  });

  it('ends in order when another worker holds the run', async () => {
    start({ runSync: async () => Promise.reject(Object.assign(new Error('taken'), { name: 'FenceLost' })) });
    const before = (await queues.countJobs()).sync.failed ?? 0;
    await queues.enqueue('sync', RUN);
    await waitFor('links', () => calls.includes('derive'));
    await waitFor('the end', async () => (await queues.countJobs()).sync.active === 0);
    expect((await queues.countJobs()).sync.failed ?? 0).toBe(before);
  });
});

describe('checkHandlers', () => {
  it('refuses a job without a handler and a handler without a job', () => {
    expect(() => checkHandlers(handlers)).not.toThrow();
    const { canary: _, ...without } = handlers;
    expect(() => checkHandlers(without)).toThrow('canary');
    expect(() => checkHandlers({ ...handlers, letter: async () => undefined })).toThrow('letter');
  });
});
