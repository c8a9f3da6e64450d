import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { recordNoun } from '../../domain/wording.ts';
import { ConnectionSummary } from '../components/connection-summary.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { connectionsQuery, sessionQuery } from '../queries.ts';
import { connectionTexts as texts } from '../texts/en/connection.tsx';
import classes from './connections.module.css';
import { NothingConnected } from './no-tasks.tsx';

/** Where the tasks come from, and whether that works. */
export function ConnectionsPage() {
  const connections = useQuery(connectionsQuery);
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  useTitle(texts.titleOfAll);
  if (connections.isError && !connections.data)
    return <Fault isPage error={connections.error} what={texts.allFault} onRetry={() => void connections.refetch()} />;
  if (!connections.data) return <PageSkeleton />;
  const { items } = connections.data;
  if (items.length === 0) return <NothingConnected isPage />;
  return (
    <div data-page>
      <div className={classes.head}>
        <h1>{sayConnections(items)}</h1>
        {isOwner && (
          <Button component={Link} to="/connections/new">
            {texts.connectAnother}
          </Button>
        )}
      </div>
      <ul className={`plain-list ${classes.list}`}>
        {items.map((connection) => (
          <li key={connection.id}>
            <ConnectionSummary connection={connection} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function sayConnections(items: readonly ConnectionAnswer[]): string {
  const count = (noun: string) =>
    items.filter(({ tool }) => recordNoun(tool) === noun).reduce((sum, { tasks }) => sum + tasks, 0);
  const waiting = items.filter((connection) => connection.state !== 'active').length;
  return texts.read(count('task'), count('document'), items.length, waiting);
}
