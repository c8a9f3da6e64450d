import type { Handler } from './handler.ts';

/** Every digest that is due, written and sent. */
export const digest: Handler<'digest'> = async (_payload, { useCases, signal, isLast }) => {
  await useCases.sendDigests({ signal, isLast });
};
