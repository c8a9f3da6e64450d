import type { Handler } from './handler.ts';

/** Leaves a mark; where the mark grows old, no worker works. */
export const canary: Handler<'canary'> = async (_payload, { useCases, now }) => {
  await useCases.noteCanary(new Date(now()));
};
