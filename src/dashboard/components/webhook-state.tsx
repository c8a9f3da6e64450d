import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { formatCount, plural } from '../format.ts';
import { TimeAgo } from './time-ago.tsx';

/** How a connection hears of changes, until when, and what is wrong with it. */
export function WebhookState({ connection, isPage = false }: { connection: ConnectionAnswer; isPage?: boolean }) {
  const { mode, expiresAt, lastDeliveryAt, trouble, refused24h, waiting } = connection.webhooks;
  return (
    <p className="small">
      {mode === 'webhooks' ? 'Changes are told as they happen' : 'Changes are asked for every few minutes'}
      {lastDeliveryAt && (
        <>
          , last <TimeAgo at={lastDeliveryAt} />
        </>
      )}
      {expiresAt && (
        <>
          ; prolonged before they would end <TimeAgo at={expiresAt} />
        </>
      )}
      .{waiting > 0 && ` ${plural(waiting, 'delivery', 'deliveries')} to work on.`}
      {refused24h > 0 && ` ${formatCount(refused24h)} proved nothing and were refused in the last day.`}
      {trouble && ` ${trouble}`}{' '}
      {!isPage && (
        <Link to="/connections/$connectionId/deliveries" params={{ connectionId: connection.id }}>
          Deliveries<span className="visually-hidden"> of {connection.name}</span>
        </Link>
      )}
    </p>
  );
}
