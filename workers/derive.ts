import type { Handler } from './handler.ts';

/** Links and flags of every stale task. */
export const derive: Handler<'derive'> = async (_payload, { useCases, signal, isLast }) => {
  await useCases.deriveStale({ signal, isLast });
};
