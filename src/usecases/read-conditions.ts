import type { Connection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import type { ConnectionCounts } from '../store/views/connections.ts';
import { type Health, readHealth } from './read-health.ts';
import { readWebhooks, type WebhooksView } from './read-webhooks.ts';

export interface Condition {
  readonly webhooks: WebhooksView;
  readonly health: Health;
}

/** How each connection hears of changes, how fresh it is, what it does not see. */
export async function readConditions(db: Database, now: number) {
  const webhooksOf = await readWebhooks(db, now);
  const healthOf = await readHealth(db, now);
  return (connection: Connection, counts: ConnectionCounts | undefined): Condition => ({
    webhooks: webhooksOf(connection.id),
    health: healthOf(connection, counts?.unmatchedPeople ?? 0),
  });
}
