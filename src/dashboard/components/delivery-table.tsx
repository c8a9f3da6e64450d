import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeliveryAnswer } from '../../api/schemas/deliveries.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { deliveriesTexts as texts } from '../texts/en/deliveries.ts';
import { type Column, DataTable } from './data-table.tsx';
import { TimeAgo } from './time-ago.tsx';

/** What the tool told, what became of it, and for the owner a way to have it worked on once more. */
export function DeliveryTable(props: {
  connectionId: string;
  deliveries: readonly DeliveryAnswer[];
  isEditable: boolean;
}) {
  const { connectionId, deliveries, isEditable } = props;
  const client = useQueryClient();
  const again = useMutation({
    mutationFn: (ids: number[]) => sendJson('POST', '/deliveries/redeliver', { connectionId, ids }),
    onSettled: () => client.invalidateQueries({ queryKey: ['deliveries'] }),
  });
  const failed = deliveries.filter((one) => one.state === 'failed').map((one) => one.id);
  const button: Column<DeliveryAnswer> = {
    name: texts.onceMore,
    cell: (one) =>
      one.state !== 'stored' && (
        <Button disabled={again.isPending} onClick={() => again.mutate([one.id])}>
          {texts.again}
          <span className="visually-hidden">{texts.againOf(one.id)}</span>
        </Button>
      ),
  };
  return (
    <>
      {isEditable && failed.length > 1 && (
        <p>
          <Button disabled={again.isPending} onClick={() => again.mutate(failed)}>
            {texts.allAgain(failed.length)}
          </Button>
        </p>
      )}
      {again.isError && (
        <p role="alert" className="small">
          {again.error instanceof ApiProblem ? again.error.detail : texts.didNotWork}
        </p>
      )}
      <DataTable
        caption={texts.caption}
        rows={deliveries}
        keyOf={(one) => String(one.id)}
        columns={[
          { name: texts.when, cell: (one) => <TimeAgo at={one.receivedAt} /> },
          { name: texts.became, cell: sayState },
          { name: texts.says, cell: sayContent },
          ...(isEditable ? [button] : []),
        ]}
      />
    </>
  );
}

function sayState({ state, attempts, error }: DeliveryAnswer): string {
  if (state === 'done') return texts.isDone;
  return state === 'failed' ? texts.hasFailed(attempts, error) : texts.waits(attempts, error);
}

function sayContent({ state, changed, deleted, ignored }: DeliveryAnswer): string {
  if (state === 'stored') return texts.notReadYet;
  const said = [
    ...(changed > 0 ? [texts.changed(changed)] : []),
    ...(deleted > 0 ? [texts.gone(deleted)] : []),
    ...ignored,
  ];
  return said.join(', ') || texts.nothing;
}
