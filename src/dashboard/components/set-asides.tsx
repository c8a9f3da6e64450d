import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { setAsidesQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { setAsidesTexts as texts } from '../texts/en/connection-parts.tsx';
import { listTexts } from '../texts/en/list.tsx';
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
      <h2>{texts.title(connection.setAside)}</h2>
      <p className="small soft">{texts.lead}</p>
      {answer.isError && !answer.data && (
        <Fault error={answer.error} what={listTexts.notRead} onRetry={() => void answer.refetch()} />
      )}
      {answer.isPending && <RowsSkeleton rows={3} />}
      {answer.data && (
        <DataTable
          caption={texts.caption}
          rows={answer.data.items}
          keyOf={(item) => `${item.externalId} ${item.at} ${item.reason}`}
          columns={[
            { name: texts.record, cell: (item) => item.externalId ?? texts.noId },
            { name: texts.in, cell: (item) => item.scopeName ?? '' },
            { name: texts.why, cell: (item) => item.reason },
            { name: texts.when, cell: (item) => <TimeAgo at={item.at} /> },
          ]}
        />
      )}
      {(cursor || next) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>{commonTexts.firstPage}</Button>}{' '}
          {next && <Button onClick={() => setCursor(next)}>{commonTexts.nextPage}</Button>}
        </p>
      )}
    </section>
  );
}
