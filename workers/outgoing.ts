import type { Handler } from './handler.ts';

/** What changed, to the programs that want to be told. */
export const outgoing: Handler<'outgoing'> = async (_payload, { useCases, signal, isLast }) => {
  await useCases.sendOutgoing({ signal, isLast });
};
