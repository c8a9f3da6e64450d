import type { Handler } from './handler.ts';

/**
 * Enqueues what is due, and again what a crash or a queue that was away left without a job: rows come first, jobs later.
 * A sync run whose connection is being pulled already is passed over; a later plan finds it.
 */
export const plan: Handler<'plan'> = async (_payload, { useCases, queues, now }) => {
  const due = await useCases.planDue(new Date(now()));
  for (const run of due.syncRuns) await queues.enqueue('sync', run, { onlyIfIdle: true });
  for (const connectionId of due.deliveries) await queues.enqueue('delivery', { connectionId }, { onlyIfIdle: true });
  for (const connectionId of due.webhooks) await queues.enqueue('webhooks', { connectionId });
  if (due.hasStaleTasks) await queues.enqueue('derive', { reason: 'sweep' }, { onlyIfIdle: true });
  if (due.isNewDay) await queues.enqueue('flag', {}, { onlyIfIdle: true });
  if (due.isCohesionDue) await queues.enqueue('cohesion', {}, { onlyIfIdle: true });
  if (due.areTextsDue) await queues.enqueue('texts', {}, { onlyIfIdle: true });
  if (due.isLearningDue) await queues.enqueue('learn', {}, { onlyIfIdle: true });
  if (due.areThresholdsDue) await queues.enqueue('thresholds', {}, { onlyIfIdle: true });
  if (due.isReviewDue) await queues.enqueue('review', {}, { onlyIfIdle: true });
  if (due.areThemesDue) await queues.enqueue('themes', {}, { onlyIfIdle: true });
  if (due.isJudgeDue) await queues.enqueue('judge', {}, { onlyIfIdle: true });
  if (due.areDigestsDue) await queues.enqueue('digest', {}, { onlyIfIdle: true });
  if (due.isOutgoingDue) await queues.enqueue('outgoing', {}, { onlyIfIdle: true });
  if (due.isCanaryDue) await queues.enqueue('canary', {});
};
