import type { Handler } from './handler.ts';

/** Moves thresholds where what people decided asks for it; every link is then derived again. */
export const thresholds: Handler<'thresholds'> = async (_payload, { useCases, queues, signal, isLast }) => {
  const moved = await useCases.moveThresholds({ signal, isLast });
  if (moved > 0) await queues.enqueue('derive', { reason: 'thresholds' });
};
