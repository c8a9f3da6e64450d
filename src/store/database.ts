import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { DatabaseError, Pool, types } from 'pg';
import { keepPrepared } from './prepared.ts';
import type { Schema } from './schema.ts';

/** What every function of the store takes first. */
export type Database = Kysely<Schema>;
/** A function that takes this must share its caller's transaction. */
export type Tx = Transaction<Schema>;

export interface DatabaseOptions {
  /** Shown in `pg_stat_activity`. */
  readonly name?: string;
  readonly connectionsMax?: number;
  /** A statement that takes longer is a fault of ours or of the machine; migrations lift it for themselves. */
  readonly statementTimeoutMs?: number;
  /** Told of connections that broke while idle. The pool replaces them; without a listener the process would end. */
  readonly onError?: (error: Error) => void;
}

const INT8 = 20;
const DATE = 1082;
const NUMERIC = 1700;

/**
 * Opens a pool of connections. Nothing is connected before the first query.
 *
 * int8 and numeric are read as numbers: no count or millisecond of ours passes 2^53. A day is read as its text `YYYY-MM-DD`:
 * a Date would move it over midnight in some time zones.
 */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: openPool(url, options) }) });
}

const DEADLOCK = '40P01';
const TRIES = 5;

/**
 * A transaction that may meet another one on the same rows in another order: whoever the server sends away begins again. What `work`
 * does outside of the transaction would be done again too.
 */
export async function inTransaction<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (tries === TRIES || !(error instanceof DatabaseError) || error.code !== DEADLOCK) throw error;
    }
  }
}

function openPool(url: string, options: DatabaseOptions): Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? 60_000;
  const onError = options.onError ?? (() => undefined);
  const pool = new Pool({
    connectionString: url,
    application_name: options.name ?? 'plumbline',
    max: options.connectionsMax ?? 10,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // A peer that vanished without a word (a pulled cable, a dropped NAT entry) is noticed and replaced.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    // The server's limit does not help when the server is out of reach; this one is ours, a little later.
    query_timeout: statementTimeoutMs + 10_000,
    // A transaction whose process is stuck must not hold its row locks for ever.
    idle_in_transaction_session_timeout: 120_000,
    types: { getTypeParser },
  });
  // Of connections that are being closed nobody needs to hear that the server, stopped right after, closed them first.
  const tell = (error: Error) => {
    if (!pool.ending) onError(error);
  };
  pool.on('error', tell);
  // A checked-out client is not covered by the pool's own listener.
  pool.on('connect', (client) => client.on('error', tell));
  pool.on('connect', keepPrepared);
  return pool;
}

function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 || oid === NUMERIC) return Number;
  if (oid === DATE) return (text: string) => text;
  return types.getTypeParser(oid, format as 'text');
}
