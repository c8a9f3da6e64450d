import { type Selectable, sql } from 'kysely';
import type { Database } from './database.ts';
import type { BreakerTable } from './tables/connections.ts';

/** Failed jobs in a row, without one good answer between them, after which nobody asks the tool for a while. */
const FAILURES_MAX = 3;
/** The first wait; doubled each time the tool still does not answer, and up to a quarter longer by chance. */
const WAIT_SECONDS = 30;
const WAIT_SECONDS_MAX = 900;
/** Whoever looks whether it answers again and dies meanwhile has been forgotten after so long. */
const PROBE_SECONDS = 90;

export interface BreakerView {
  /** half-open: one job looks whether the tool answers again. */
  readonly state: 'open' | 'half-open';
  readonly openedAt: Date;
  /** Nobody asks before. */
  readonly retryAt: Date;
  /** The last failure, in one sentence. */
  readonly because: string;
}

export type Passage =
  | { readonly isOpen: false; readonly hasFailed: boolean }
  | { readonly isOpen: true; readonly retryAfterMs: number; readonly because: string };

/**
 * Whether a job may ask the connection's tool now. Of all that ask once the wait is over exactly one is let through; its first good
 * answer closes the breaker for all. The database's clock decides, whatever the workers' clocks say.
 */
export async function passBreaker(db: Database, connectionId: string): Promise<Passage> {
  const { rows } = await sql<{ is_open: boolean; retry_ms: number; because: string }>`
    with probe as (
      update breakers
      set is_probing = true, retry_at = clock_timestamp() + make_interval(secs => ${PROBE_SECONDS})
      where connection_id = ${connectionId} and retry_at <= clock_timestamp()
      returning connection_id
    )
    select opened_at is not null and not exists (select from probe) as is_open, because,
      coalesce(ceil(extract(epoch from retry_at - clock_timestamp()) * 1000), 0) as retry_ms
    from breakers where connection_id = ${connectionId}`.execute(db);
  const [row] = rows;
  if (!row?.is_open) return { isOpen: false, hasFailed: row !== undefined };
  // Two may meet at the end of a wait: the one who lost finds the old time, long past.
  return { isOpen: true, retryAfterMs: Math.max(1_000, row.retry_ms), because: row.because };
}

/**
 * A job failed because the tool did not answer.
 *
 * @param because One sentence, safe to show.
 * @returns How long everybody waits now; null while there were too few failures in a row.
 */
export async function noteUnanswered(db: Database, connectionId: string, because: string): Promise<number | null> {
  const { rows } = await sql<{ retry_ms: number | null }>`
    insert into breakers as b (connection_id, failures, because)
    select id, 1, ${because} from connections where id = ${connectionId}
    on conflict (connection_id) do update set
      failures = b.failures + 1,
      because = excluded.because,
      is_probing = false,
      openings = case when ${opensNow} then b.openings + 1 else b.openings end,
      opened_at = case when ${opensNow} then coalesce(b.opened_at, clock_timestamp()) else b.opened_at end,
      retry_at = case when ${opensNow} then clock_timestamp() + ${nextWait} else b.retry_at end
    returning ceil(extract(epoch from retry_at - clock_timestamp()) * 1000) as retry_ms`.execute(db);
  const retryMs = rows[0]?.retry_ms ?? null;
  return retryMs === null ? null : Math.max(1_000, retryMs);
}

// Of several jobs that were under way when it opened, the later ones do not make the wait longer.
const opensNow = sql<boolean>`(b.failures + 1 >= ${FAILURES_MAX} and (b.retry_at is null or b.is_probing or b.retry_at <= clock_timestamp()))`;
const nextWait = sql`make_interval(secs => least(${WAIT_SECONDS_MAX}, ${WAIT_SECONDS} * power(2, least(b.openings, 10))) * (1 + random() / 4))`;

/** The tool answered: what failed before counts no more. @returns Whether it was open. */
export async function noteAnswered(db: Database, connectionId: string): Promise<boolean> {
  const row = await db
    .deleteFrom('breakers')
    .where('connection_id', '=', connectionId)
    .returning('opened_at')
    .executeTakeFirst();
  return row?.opened_at != null;
}

/** Those that are not closed, by connection. */
export async function readBreakers(db: Database): Promise<Map<string, BreakerView>> {
  const rows = await db.selectFrom('breakers').selectAll().where('opened_at', 'is not', null).execute();
  return new Map(rows.flatMap((row) => viewOf(row)));
}

function viewOf(row: Selectable<BreakerTable>): [string, BreakerView][] {
  const { opened_at: openedAt, retry_at: retryAt, because } = row;
  if (openedAt === null || retryAt === null) return [];
  return [[row.connection_id, { state: row.is_probing ? 'half-open' : 'open', openedAt, retryAt, because }]];
}
