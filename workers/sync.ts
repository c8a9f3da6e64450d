import type { Handler } from './handler.ts';

/** Pulls one connection; links follow, also after a pull that failed halfway: what it stored is stored. */
export const sync: Handler<'sync'> = async ({ syncRunId }, { useCases, queues, signal, isLast }) => {
  try {
    await useCases.runSync(syncRunId, { signal, isLast });
  } finally {
    await queues.enqueue('derive', { reason: 'sync' });
  }
};
