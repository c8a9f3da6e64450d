import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import { isWiki } from '../../domain/task.ts';
import { ApiProblem } from '../api.ts';
import { BeginReading, isHeld } from '../components/begin-reading.tsx';
import { ConnectionConsent } from '../components/connection-consent.tsx';
import { ConnectionControls } from '../components/connection-controls.tsx';
import { ConnectionCredentials } from '../components/connection-credentials.tsx';
import { ConnectionHealth } from '../components/connection-health.tsx';
import { ConnectionSummary } from '../components/connection-summary.tsx';
import { HeldRemovals } from '../components/held-removals.tsx';
import { MappingEditor } from '../components/mapping-editor.tsx';
import { RecentRuns } from '../components/recent-runs.tsx';
import { ScopeTable } from '../components/scope-table.tsx';
import { SetAsides } from '../components/set-asides.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { UnmatchedPeople } from '../components/unmatched-people.tsx';
import { WebhookByHand } from '../components/webhook-by-hand.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { connectionQuery, sessionQuery } from '../queries.ts';
import { connectionTexts as texts } from '../texts/en/connection.tsx';

const route = getRouteApi('/signed-in/connections/$connectionId');

/** One connection in full: its run, its scopes, how its words are read, and what could not be. */
export function ConnectionPage() {
  const { connectionId } = route.useParams();
  const connection = useQuery(connectionQuery(connectionId));
  useTitle(connection.data?.name ?? texts.title);
  if (connection.data) return <ConnectionView connection={connection.data} />;
  if (connection.isPending) return <PageSkeleton />;
  if (connection.error instanceof ApiProblem && connection.error.status === 404)
    return (
      <Empty isPage title={texts.noSuch}>
        <p>
          {texts.seeAll((text) => (
            <Link to="/connections">{text}</Link>
          ))}
        </p>
      </Empty>
    );
  return <Fault isPage error={connection.error} what={texts.fault} onRetry={() => void connection.refetch()} />;
}

function ConnectionView({ connection }: { connection: ConnectionDetail }) {
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  return (
    <div data-page>
      <ConnectionSummary connection={connection} isPage />
      {isOwner && isHeld(connection) ? (
        <BeginReading connection={connection} />
      ) : (
        <ConnectionHealth connection={connection} />
      )}
      {isHeld(connection) && <ScopeTable connection={connection} isEditable={isOwner} />}
      <ConnectionConsent connection={connection} isEditable={isOwner} />
      {isOwner && <ConnectionCredentials connection={connection} />}
      <HeldRemovals connection={connection} isEditable={isOwner} />
      {!isHeld(connection) && <ScopeTable connection={connection} isEditable={isOwner} />}
      {isWiki(connection.tool) ? (
        isOwner && connection.hasWebhooksByHand && <WebhookByHand connection={connection} />
      ) : (
        <>
          <MappingEditor connection={connection} isEditable={isOwner} />
          {isOwner && <UnmatchedPeople connection={connection} />}
        </>
      )}
      <SetAsides connection={connection} />
      <RecentRuns runs={connection.recentRuns} tool={connection.tool} />
      {isOwner && <ConnectionControls connection={connection} />}
    </div>
  );
}
