import type { Handler } from './handler.ts';

/** Links and flags of every stale task; then what comes of them to be asked, for whoever waits for it. */
export const derive: Handler<'derive'> = async (_payload, { useCases, queues, signal, isLast }) => {
  const areQuestionsDue = await useCases.deriveStale({ signal, isLast });
  if (areQuestionsDue) await queues.enqueue('review', {}, { onlyIfIdle: true });
};
