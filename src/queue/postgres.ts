import { runMigrations, SchemaVersionMismatchError } from 'bullmq';
import { Client } from 'pg';
import { QueueError } from './errors.ts';

/** The queue's tables stand apart from ours, in the same database. */
export const SCHEMA = 'bullmq';

/** Makes or updates the queue's tables, under its own lock: many starters at once are fine. */
export async function migratePostgresQueue(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } catch (cause) {
    if (!(cause instanceof SchemaVersionMismatchError)) throw cause;
    throw new QueueError('queue-too-new', 'The queue was written by a newer release; run that release.', cause);
  } finally {
    await client.end();
  }
}
