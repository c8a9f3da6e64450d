import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { plural } from '../format.ts';
import { setAsidesQuery } from '../queries.ts';
import { DataTable } from './data-table.tsx';
import { Fault, RowsSkeleton } from './states.tsx';
import { TimeAgo } from './time-ago.tsx';

/** Records that could not be read: set aside with their reason, while everything else went on. */
export function SetAsides({ connection }: { connection: ConnectionDetail }) {
  const [cursor, setCursor] = useState<string>();
  const answer = useQuery({ ...setAsidesQuery(connection.id, cursor), enabled: connection.setAside > 0 });
  if (connection.setAside === 0) return null;
  const next = answer.data?.nextCursor;
  return (
    <section>
      <h2>{plural(connection.setAside, 'record')} set aside</h2>
      <p className="small soft">
        They could not be read and are counted nowhere. Mend them in the tool; the next sync tries again.
      </p>
      {answer.isError && !answer.data && (
        <Fault error={answer.error} what="The list could not be read" onRetry={() => void answer.refetch()} />
      )}
      {answer.isPending && <RowsSkeleton rows={3} />}
      {answer.data && (
        <DataTable
          caption="Records set aside"
          rows={answer.data.items}
          keyOf={(item) => `${item.externalId} ${item.at} ${item.reason}`}
          columns={[
            { name: 'Record', cell: (item) => item.externalId ?? 'without an id' },
            { name: 'In', cell: (item) => item.scopeName ?? '' },
            { name: 'Why', cell: (item) => item.reason },
            { name: 'When', cell: (item) => <TimeAgo at={item.at} /> },
          ]}
        />
      )}
      {(cursor || next) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>First page</Button>}{' '}
          {next && <Button onClick={() => setCursor(next)}>Next page</Button>}
        </p>
      )}
    </section>
  );
}
