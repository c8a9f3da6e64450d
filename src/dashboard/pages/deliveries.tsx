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
import { commonTexts } from '../texts/en/common.ts';
import { deliveriesTexts as texts } from '../texts/en/deliveries.ts';

const route = getRouteApi('/signed-in/connections/$connectionId/deliveries');

type State = DeliveryAnswer['state'] | '';
const choices: readonly { value: State; label: string }[] = [
  { value: '', label: texts.all },
  { value: 'stored', label: texts.waiting },
  { value: 'done', label: texts.done },
  { value: 'failed', label: texts.failed },
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
  useTitle(texts.title(name));
  const next = answer.data?.nextCursor;
  return (
    <div data-page>
      <h1>{texts.title(name)}</h1>
      <p>
        <Link to="/connections/$connectionId" params={{ connectionId }}>
          {texts.back}
        </Link>
      </p>
      {connection.data && <WebhookState connection={connection.data} isPage />}
      <NativeSelect
        label={texts.which}
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
        <Fault error={answer.error} what={texts.notRead} onRetry={() => void answer.refetch()} />
      )}
      {answer.data && answer.data.items.length === 0 && <NoDeliveries isFiltered={state !== ''} />}
      {answer.data && answer.data.items.length > 0 && (
        <DeliveryTable connectionId={connectionId} deliveries={answer.data.items} isEditable={isOwner} />
      )}
      {(cursor || next) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>{commonTexts.firstPage}</Button>}{' '}
          {next && <Button onClick={() => setCursor(next)}>{commonTexts.nextPage}</Button>}
        </p>
      )}
    </div>
  );
}

function NoDeliveries({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) return <Empty title={texts.noneOfThese}>{<p>{texts.chooseAll}</p>}</Empty>;
  return (
    <Empty title={texts.none}>
      <p>{texts.noneWhy}</p>
    </Empty>
  );
}
