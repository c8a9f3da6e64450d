import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DeliveryAnswer } from '../../api/schemas/deliveries.ts';
import { DeliveryTable } from '../components/delivery-table.tsx';
import { Empty, Fault, RowsSkeleton } from '../components/states.tsx';
import { WebhookState } from '../components/webhook-state.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { connectionQuery, deliveriesQuery, sessionQuery } from '../queries.ts';

const route = getRouteApi('/signed-in/connections/$connectionId/deliveries');

type State = DeliveryAnswer['state'] | '';
const choices: readonly { value: State; label: string }[] = [
  { value: '', label: 'All' },
  { value: 'stored', label: 'Waiting' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
];

/** What one tool told us of changes, newest first, and what became of it. */
export function DeliveriesPage() {
  const { connectionId } = route.useParams();
  const connection = useQuery(connectionQuery(connectionId));
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  const [state, setState] = useState<State>('');
  const [cursor, setCursor] = useState<string>();
  const answer = useQuery(deliveriesQuery({ connection: connectionId, state, cursor }));
  const name = connection.data?.name ?? connectionId;
  useTitle(`Deliveries of ${name}`);
  const next = answer.data?.nextCursor;
  return (
    <div data-page>
      <h1>Deliveries of {name}</h1>
      <p>
        <Link to="/connections/$connectionId" params={{ connectionId }}>
          Back to the connection
        </Link>
      </p>
      {connection.data && <WebhookState connection={connection.data} isPage />}
      <NativeSelect
        label="Which"
        maw="16rem"
        value={state}
        data={[...choices]}
        onChange={(event) => {
          setState(choices.find(({ value }) => value === event.currentTarget.value)?.value ?? '');
          setCursor(undefined);
        }}
      />
      {answer.isPending && <RowsSkeleton rows={10} />}
      {answer.isError && !answer.data && (
        <Fault error={answer.error} what="The deliveries could not be read" onRetry={() => void answer.refetch()} />
      )}
      {answer.data && answer.data.items.length === 0 && <NoDeliveries isFiltered={state !== ''} />}
      {answer.data && answer.data.items.length > 0 && (
        <DeliveryTable connectionId={connectionId} deliveries={answer.data.items} isEditable={isOwner} />
      )}
      {(cursor || next) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>First page</Button>}{' '}
          {next && <Button onClick={() => setCursor(next)}>Next page</Button>}
        </p>
      )}
    </div>
  );
}

function NoDeliveries({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title="None of these">{<p>Choose “All” to see every delivery that is kept.</p>}</Empty>;
  return (
    <Empty title="No delivery yet">
      <p>
        A tool tells of changes once it can reach Plumbline: start it with PLUMBLINE_PUBLIC_URL, and webhooks are set up
        within minutes. Until then changes are asked for. Deliveries are kept for 30 days.
      </p>
    </Empty>
  );
}
