import { sql } from 'kysely';
import { Client } from 'pg';
import type { ChangeEvent } from '../domain/change-event.ts';
import type { Database, Tx } from './database.ts';

const CHANNEL = 'plumbline_changes';
const RETRY_MS = 1_000;

/** Tells every process that listens, wherever it runs; in a transaction, once it stands. */
export async function notifyChange(db: Database | Tx, event: ChangeEvent): Promise<void> {
  await sql`select pg_notify(${CHANNEL}, ${JSON.stringify(event)})`.execute(db);
}

export interface ChangeListener {
  close(): Promise<void>;
}

/**
 * Hears what other processes changed, over a connection of its own. A lost connection is made again; what was said meanwhile is
 * lost, so `onReconnect` lets a page ask for everything anew.
 */
export async function listenForChanges(
  url: string,
  onChange: (event: ChangeEvent) => void,
  onReconnect: () => void,
): Promise<ChangeListener> {
  let isClosed = false;
  let client = await connect();

  async function connect(): Promise<Client> {
    const made = new Client({ connectionString: url, application_name: 'plumbline changes', keepAlive: true });
    made.on('error', () => undefined);
    made.on('notification', ({ payload }) => payload && onChange(JSON.parse(payload) as ChangeEvent));
    await made.connect();
    await made.query(`listen ${CHANNEL}`);
    made.once('end', () => void reconnect());
    return made;
  }

  async function reconnect(): Promise<void> {
    while (!isClosed) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      if (isClosed) return;
      try {
        client = await connect();
        return onReconnect();
      } catch {
        // The server is still away: the next try is a second off.
      }
    }
  }

  return {
    async close() {
      isClosed = true;
      await Promise.race([
        client.end().catch(() => undefined),
        new Promise((resolve) => setTimeout(resolve, RETRY_MS)),
      ]);
    },
  };
}
