import type { Handler } from './handler.ts';

/** What one connection's stored deliveries name is read again, stored, linked and flagged. */
export const delivery: Handler<'delivery'> = async ({ connectionId }, { useCases, signal, isLast }) => {
  await useCases.processDeliveries(connectionId, { signal, isLast });
};
