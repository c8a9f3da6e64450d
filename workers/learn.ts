import type { Handler } from './handler.ts';

/** Learns from what was decided; what it may change is derived at once. */
export const learn: Handler<'learn'> = async (_payload, { useCases, queues, signal, isLast }) => {
  const isChanged = await useCases.learnExamples({ signal, isLast });
  if (isChanged) await queues.enqueue('derive', { reason: 'learning' });
};
