import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { OutgoingDeliveriesAnswer, OutgoingWebhooksAnswer } from '../../api/schemas/outgoing-webhooks.ts';
import { hostOf, useCallOutgoing } from '../hooks/use-outgoing.ts';
import { outgoingDeliveriesQuery } from '../outgoing-queries.ts';
import { webhooksTexts as texts } from '../texts/en/webhooks.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { Fault, RowsSkeleton } from './states.tsx';
import { TimeAgo } from './time-ago.tsx';

type Delivery = OutgoingDeliveriesAnswer['items'][number];

/** The last calls to a program, newest first, and a way to send one again. */
export function OutgoingDeliveries({ webhook }: { webhook: OutgoingWebhooksAnswer['items'][number] }) {
  const calls = useQuery(outgoingDeliveriesQuery(webhook.id));
  const call = useCallOutgoing(webhook);
  if (calls.isError && !calls.data)
    return <Fault error={calls.error} what={texts.callsNotRead} onRetry={() => void calls.refetch()} />;
  if (!calls.data) return <RowsSkeleton rows={2} />;
  const { items } = calls.data;
  if (items.length === 0) return <p className="soft">{texts.noCalls}</p>;
  const again: Column<Delivery> = {
    name: texts.again,
    cell: (one) =>
      (one.state !== 'waiting' || one.attempts > 0) && (
        <Button disabled={call.isPending} onClick={() => call.mutate(one.id)}>
          {texts.sendAgain}
          <span className="visually-hidden">{texts.ofCall(one.messageId)}</span>
        </Button>
      ),
  };
  return (
    <DataTable
      caption={texts.calls(hostOf(webhook))}
      rows={items}
      keyOf={({ id }) => String(id)}
      columns={[
        { name: texts.when, cell: ({ madeAt }) => <TimeAgo at={madeAt} /> },
        { name: texts.what, cell: texts.content },
        { name: texts.became, cell: (one) => texts.outcome(one, one.retryAt && <TimeAgo at={one.retryAt} />) },
        ...(webhook.state === 'active' ? [again] : []),
      ]}
    />
  );
}
