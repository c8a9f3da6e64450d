import type { Handler } from './handler.ts';

/** One connection's webhooks at the tool: those that are missing, end soon or are not wanted. */
export const webhooks: Handler<'webhooks'> = async ({ connectionId }, { useCases, signal, isLast }) => {
  await useCases.keepWebhooks(connectionId, { signal, isLast });
};
