import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { webhookTexts as texts } from '../texts/en/connection-parts.tsx';
import { TimeAgo } from './time-ago.tsx';

/** How a connection hears of changes, until when, and what is wrong with it. */
export function WebhookState({ connection, isPage = false }: { connection: ConnectionAnswer; isPage?: boolean }) {
  const { mode, expiresAt, lastDeliveryAt, trouble, refused24h, waiting } = connection.webhooks;
  return (
    <p className="small">
      {mode === 'webhooks' ? texts.told : texts.asked}
      {lastDeliveryAt && texts.last(<TimeAgo at={lastDeliveryAt} />)}
      {expiresAt && texts.prolonged(<TimeAgo at={expiresAt} />)}.{waiting > 0 && texts.waiting(waiting)}
      {refused24h > 0 && texts.refused(refused24h)}
      {trouble && ` ${trouble}`}{' '}
      {!isPage && (
        <Link to="/connections/$connectionId/deliveries" params={{ connectionId: connection.id }}>
          {texts.deliveries}
          <span className="visually-hidden">{texts.of(connection.name)}</span>
        </Link>
      )}
    </p>
  );
}
