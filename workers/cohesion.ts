import type { Handler } from './handler.ts';

/** Finds junk drawers among parents; what a changed verdict made stale is derived at once. */
export const cohesion: Handler<'cohesion'> = async (_payload, { useCases, queues, signal, isLast }) => {
  const changed = await useCases.measureParents({ signal, isLast });
  if (changed > 0) await queues.enqueue('derive', { reason: 'cohesion' });
};
