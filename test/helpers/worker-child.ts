/**
 * Workers in a process of their own, to be killed: `node worker-child.ts DATABASE_URL [REDIS_URL]`. Every job stands still; its
 * name is said on standard output when it begins.
 */
import { pino } from 'pino';
import { openQueueBackend } from '../../src/queue/backend.ts';
import { openJobQueues } from '../../src/queue/enqueue.ts';
import { startWorkers } from '../../workers/start.ts';

const [databaseUrl = '', redisUrl = ''] = process.argv.slice(2);
const backend = await openQueueBackend(databaseUrl, redisUrl || null);
const stand = (name: string) => async (): Promise<never> => {
  process.stdout.write(`${name}\n`);
  return new Promise(() => undefined);
};

startWorkers({
  backend,
  queues: openJobQueues(backend, () => undefined),
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
    runSync: stand('sync'),
    processDeliveries: stand('delivery'),
    keepWebhooks: stand('webhooks'),
    deriveStale: stand('derive'),
    flagToday: stand('flag'),
    measureParents: stand('cohesion'),
    studyTexts: stand('texts'),
    learnExamples: stand('learn'),
    moveThresholds: stand('thresholds'),
    orderQuestions: stand('review'),
    refreshThemes: stand('themes'),
    askJudge: stand('judge'),
    sendDigests: stand('digest'),
    sendOutgoing: stand('outgoing'),
    noteCanary: stand('canary'),
  },
  log: pino({ level: 'silent' }),
  now: Date.now,
});
