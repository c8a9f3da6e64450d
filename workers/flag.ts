import type { Handler } from './handler.ts';

/** What a new day alone changes. */
export const flag: Handler<'flag'> = async (_payload, { useCases, signal, isLast, now }) => {
  await useCases.flagToday(new Date(now()), { signal, isLast });
};
