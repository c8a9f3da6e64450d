import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DataTable } from '../components/data-table.tsx';
import classes from '../components/people.module.css';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatInstant } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { auditQuery, sessionQuery } from '../queries.ts';
import { auditTexts as texts } from '../texts/en/audit.ts';
import { commonTexts } from '../texts/en/common.ts';

/** Who changed people, roles, settings and connections, newest first; for owners. */
export function AuditPage() {
  const [cursor, setCursor] = useState<string>();
  const audit = useQuery(auditQuery(cursor));
  const timeZone = useQuery(sessionQuery).data?.organisation.timeZone ?? 'UTC';
  useTitle(texts.title);
  if (audit.isError && !audit.data)
    return <Fault isPage error={audit.error} what={texts.notRead} onRetry={() => void audit.refetch()} />;
  if (!audit.data) return <PageSkeleton />;
  const { items, nextCursor } = audit.data;
  return (
    <div data-page>
      <div>
        <h1>{texts.title}</h1>
        <p className="soft measure">{texts.lead}</p>
      </div>
      {items.length === 0 ? (
        <Empty title={texts.nothing}>
          <p>{texts.nothingWhy}</p>
        </Empty>
      ) : (
        <div className={classes.trail}>
          <DataTable
            caption={texts.caption}
            rows={items}
            keyOf={({ id }) => String(id)}
            columns={[
              { name: texts.when, cell: ({ at }) => formatInstant(Date.parse(at), timeZone) },
              { name: texts.who, cell: ({ by }) => by },
              { name: texts.what, cell: ({ says }) => says },
            ]}
          />
        </div>
      )}
      {(cursor || nextCursor) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>{commonTexts.firstPage}</Button>}{' '}
          {nextCursor && <Button onClick={() => setCursor(nextCursor)}>{commonTexts.nextPage}</Button>}
        </p>
      )}
    </div>
  );
}
