import { findConnection } from '../store/connections.ts';
import { deleteWebhook, listWebhooks } from '../store/webhooks.ts';
import type { WebhookDeps } from './keep-webhooks.ts';

/**
 * Before its credentials are dropped: whoever loses the token can remove no webhook any more. One that cannot be removed keeps none of
 * the others.
 *
 * @throws ConnectorError of the first that could not.
 */
export async function removeWebhooks(
  deps: Pick<WebhookDeps, 'db' | 'openConnector'>,
  connectionId: string,
  signal: AbortSignal,
): Promise<void> {
  const connection = await findConnection(deps.db, connectionId);
  const rows = await listWebhooks(deps.db, connectionId);
  // Ours first: what still comes then is refused, whether or not the tool can be told.
  for (const row of rows) await deleteWebhook(deps.db, row.id);
  const ids = rows.flatMap((row) => row.externalId ?? []);
  if (!connection || ids.length === 0) return;
  const admin = deps.openConnector(connection, () => undefined).webhooks;
  const ended = await Promise.allSettled(ids.map((id) => admin?.remove(id, signal)));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}
