import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { DeliveryAnswer } from '../../api/schemas/deliveries.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { plural } from '../format.ts';
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
    name: 'Once more',
    cell: (one) =>
      one.state !== 'stored' && (
        <Button disabled={again.isPending} onClick={() => again.mutate([one.id])}>
          Work on it again<span className="visually-hidden">: delivery {one.id}</span>
        </Button>
      ),
  };
  return (
    <>
      {isEditable && failed.length > 1 && (
        <p>
          <Button disabled={again.isPending} onClick={() => again.mutate(failed)}>
            Work on all {failed.length} that failed again
          </Button>
        </p>
      )}
      {again.isError && (
        <p role="alert" className="small">
          {again.error instanceof ApiProblem ? again.error.detail : 'That did not work. Try again.'}
        </p>
      )}
      <DataTable
        caption="Deliveries"
        rows={deliveries}
        keyOf={(one) => String(one.id)}
        columns={[
          { name: 'When', cell: (one) => <TimeAgo at={one.receivedAt} /> },
          { name: 'What became of it', cell: sayState },
          { name: 'What it says', cell: sayContent },
          ...(isEditable ? [button] : []),
        ]}
      />
    </>
  );
}

function sayState({ state, attempts, error }: DeliveryAnswer): string {
  const tries = attempts > 0 ? ` after ${plural(attempts, 'try', 'tries')}` : '';
  if (state === 'done') return 'done';
  const why = error ? `: ${error}` : '';
  return state === 'failed' ? `failed${tries}${why}` : `waits${tries && `, ${tries.trim()}`}${why}`;
}

function sayContent({ state, changed, deleted, ignored }: DeliveryAnswer): string {
  if (state === 'stored') return 'not read yet';
  const said = [
    ...(changed > 0 ? [`${plural(changed, 'record')} changed`] : []),
    ...(deleted > 0 ? [`${plural(deleted, 'record')} gone`] : []),
    ...ignored,
  ];
  return said.join(', ') || 'nothing';
}
