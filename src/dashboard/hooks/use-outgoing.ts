import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MadeOutgoingWebhook, NewSecret, OutgoingWebhooksAnswer } from '../../api/schemas/outgoing-webhooks.ts';
import type { OutgoingEvent } from '../../domain/outgoing.ts';
import { sendJson } from '../api.ts';
import { outgoingQuery } from '../outgoing-queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { webhooksTexts as texts } from '../texts/en/webhooks.tsx';
import { offerUndo, showRefused } from './use-decide-proposal.tsx';

type Webhook = OutgoingWebhooksAnswer['items'][number];

function useReadAgain() {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: outgoingQuery.queryKey });
}

/** Adds an address. What is wrong with it stands in `error`; the secret in `data`, this once. */
export function useAddOutgoing() {
  return useMutation({
    mutationFn: (body: { url: string; events: OutgoingEvent[] }) =>
      sendJson<MadeOutgoingWebhook>('POST', '/outgoing-webhooks', body),
    onSettled: useReadAgain(),
  });
}

interface Change {
  readonly events?: readonly OutgoingEvent[];
  readonly isPaused?: boolean;
}

/** Changes one and offers to take it back. */
export function useChangeOutgoing(webhook: Webhook) {
  const readAgain = useReadAgain();
  const send = (change: Change) => sendJson<void>('PATCH', pathOf(webhook), change);
  const undo = useMutation({
    mutationFn: send,
    onSuccess: () => notifications.show({ autoClose: 3000, message: commonTexts.takenBack }),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
  return useMutation({
    mutationFn: send,
    onSuccess: (_, change) => offerUndo(sayChange(webhook, change), () => undo.mutate(wayBack(webhook, change))),
    onError: (error) => showRefused(error),
    onSettled: readAgain,
  });
}

function sayChange(webhook: Webhook, { isPaused }: Change): string {
  if (isPaused === undefined) return texts.chosen;
  return isPaused ? texts.paused(hostOf(webhook)) : texts.wentOn(hostOf(webhook));
}

function wayBack({ events, state }: Webhook, change: Change): Change {
  return change.events ? { events } : { isPaused: state !== 'active' };
}

/** The secret stands in `data`, this once. */
export function useRotateOutgoing(webhook: Webhook) {
  return useMutation({
    mutationFn: () => sendJson<NewSecret>('POST', `${pathOf(webhook)}/secret`, {}),
    onError: (error) => showRefused(error),
    onSettled: useReadAgain(),
  });
}

export function useRemoveOutgoing(webhook: Webhook) {
  return useMutation({
    mutationFn: () => sendJson<void>('DELETE', pathOf(webhook)),
    onSuccess: () => notifications.show({ autoClose: 3000, message: texts.removed(hostOf(webhook)) }),
    onError: (error) => showRefused(error),
    onSettled: useReadAgain(),
  });
}

/** Sends a test, or a call once more. */
export function useCallOutgoing(webhook: Webhook) {
  return useMutation({
    mutationFn: (deliveryId: number | null) =>
      sendJson<unknown>(
        'POST',
        `${pathOf(webhook)}${deliveryId === null ? '/test' : `/deliveries/${deliveryId}/send-again`}`,
        {},
      ),
    onSuccess: (_, deliveryId) => {
      if (deliveryId === null) notifications.show({ autoClose: 3000, message: texts.testing });
    },
    onError: (error) => showRefused(error),
    onSettled: useReadAgain(),
  });
}

function pathOf({ id }: Webhook): string {
  return `/outgoing-webhooks/${encodeURIComponent(id)}`;
}

export function hostOf({ url }: Pick<Webhook, 'url'>): string {
  return URL.parse(url)?.host ?? url;
}
