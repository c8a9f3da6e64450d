import type { Handler } from './handler.ts';

/** Groups the work without a why by what it is about. */
export const themes: Handler<'themes'> = async (_payload, { useCases, signal, isLast }) => {
  await useCases.refreshThemes({ signal, isLast });
};
