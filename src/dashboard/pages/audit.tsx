import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DataTable } from '../components/data-table.tsx';
import classes from '../components/people.module.css';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatInstant } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { auditQuery, sessionQuery } from '../queries.ts';

/** Who changed people, roles, settings and connections, newest first; for owners. */
export function AuditPage() {
  const [cursor, setCursor] = useState<string>();
  const audit = useQuery(auditQuery(cursor));
  const timeZone = useQuery(sessionQuery).data?.organisation.timeZone ?? 'UTC';
  useTitle('Audit trail');
  if (audit.isError && !audit.data)
    return (
      <Fault isPage error={audit.error} what="The audit trail could not be read" onRetry={() => void audit.refetch()} />
    );
  if (!audit.data) return <PageSkeleton />;
  const { items, nextCursor } = audit.data;
  return (
    <div data-page>
      <div>
        <h1>Audit trail</h1>
        <p className="soft measure">
          Who changed people, roles, settings and connections, and who took data out. Nothing in it is ever changed.
        </p>
      </div>
      {items.length === 0 ? (
        <Empty title="Nothing yet">
          <p>The first invite, role or setting that somebody changes is written down here.</p>
        </Empty>
      ) : (
        <div className={classes.trail}>
          <DataTable
            caption="What was done"
            rows={items}
            keyOf={({ id }) => String(id)}
            columns={[
              { name: 'When', cell: ({ at }) => formatInstant(Date.parse(at), timeZone) },
              { name: 'Who', cell: ({ by }) => by },
              { name: 'What', cell: ({ says }) => says },
            ]}
          />
        </div>
      )}
      {(cursor || nextCursor) && (
        <p>
          {cursor && <Button onClick={() => setCursor(undefined)}>First page</Button>}{' '}
          {nextCursor && <Button onClick={() => setCursor(nextCursor)}>Next page</Button>}
        </p>
      )}
    </div>
  );
}
