import { queryOptions } from '@tanstack/react-query';
import type { OutgoingDeliveriesAnswer, OutgoingWebhooksAnswer } from '../api/schemas/outgoing-webhooks.ts';
import { getJson } from './api.ts';

const WAITING_MS = 2_000;

export const outgoingQuery = queryOptions({
  queryKey: ['outgoing-webhooks'],
  queryFn: ({ signal }) => getJson<OutgoingWebhooksAnswer>('/outgoing-webhooks', {}, signal),
});

/** Looked at again while a call is on its way. */
export const outgoingDeliveriesQuery = (id: string) =>
  queryOptions({
    queryKey: ['outgoing-webhooks', id, 'deliveries'],
    queryFn: ({ signal }) =>
      getJson<OutgoingDeliveriesAnswer>(
        `/outgoing-webhooks/${encodeURIComponent(id)}/deliveries`,
        { limit: 20 },
        signal,
      ),
    refetchInterval: ({ state }) =>
      state.data?.items.some((one) => one.state === 'waiting' && one.attempts === 0) ? WAITING_MS : false,
  });
