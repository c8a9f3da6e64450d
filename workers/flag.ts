import type { Handler } from './handler.ts';

/** What a new day alone changes; links and flags follow. */
export const flag: Handler<'flag'> = async (_payload, { useCases, queues, signal, isLast, now }) => {
  await useCases.flagToday(new Date(now()), { signal, isLast });
  await queues.enqueue('derive', { reason: 'new-day' });
};
