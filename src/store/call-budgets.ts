import { sql } from 'kysely';
import type { Database } from './database.ts';

/** What is kept of a tool's allowance; the connectors say what it is. */
export interface StoredAllowance {
  readonly key: string;
  readonly name: string;
  readonly max: number;
  readonly windowMs: number;
}

/** Known from now on, and as one of this connection's; null: of one that is only being tried. */
export async function keepAllowances(
  db: Database,
  allowances: readonly StoredAllowance[],
  connectionId: string | null,
): Promise<void> {
  const rows = [...allowances].sort((a, b) => (a.key < b.key ? -1 : 1));
  await sql`
    insert into call_budgets as b (key, name, max, window_ms, connection_ids)
    select a.key, a.name, a.max, a."windowMs", array_remove(array[${connectionId}::text], null)
    from json_to_recordset(${JSON.stringify(rows)}::json) as a(key text, name text, max integer, "windowMs" integer)
    on conflict (key) do update set
      name = excluded.name, max = excluded.max, window_ms = excluded.window_ms, used_at = clock_timestamp(),
      connection_ids = case when b.connection_ids @> excluded.connection_ids then b.connection_ids
        else b.connection_ids || excluded.connection_ids end`.execute(db);
}

export interface CallsWanted {
  /** One of each allowance, with what one request takes of it. */
  readonly keys: readonly string[];
  readonly costs: readonly number[];
  /** Requests; 0 only settles. */
  readonly wanted: number;
  /** A name for what is granted, never used before. */
  readonly lease: string;
  /** Whoever took it and dies is forgotten after so long. */
  readonly lifeMs: number;
  /** Earlier leases of the same allowances that are over, with how many of each were used. */
  readonly settled: readonly { readonly lease: string; readonly used: number }[];
  /** Allowances are multiplied by it: 1, but for simulated tools that live through weeks in a minute. */
  readonly scale: number;
}

export interface CallsGranted {
  /** From 0 to as many as were wanted; -1 where an allowance is not known (any more). */
  readonly granted: number;
  readonly waitMs: number;
}

/** Takes requests from several allowances at once, all or nothing of each. The database's clock decides. */
export async function takeCalls(db: Database, wanted: CallsWanted): Promise<CallsGranted> {
  const { keys, costs, lease, settled } = wanted;
  const { rows } = await sql<{ granted: number; wait_ms: number }>`
    select granted, wait_ms from take_calls(${[...keys]}::text[], ${[...costs]}::integer[], ${wanted.wanted}::integer, ${lease}::text,
      ${wanted.lifeMs}::integer, ${settled.map((one) => one.lease)}::text[], ${settled.map((one) => one.used)}::integer[],
      ${wanted.scale}::integer)`.execute(db);
  const row = rows[0] ?? { granted: 0, wait_ms: 0 };
  return { granted: row.granted, waitMs: row.wait_ms };
}

/** Nobody asks for so long, in no process. Only ever makes a wait longer. */
export async function pauseCalls(
  db: Database,
  keys: readonly string[],
  pause: { readonly waitMs: number; readonly reason: string },
): Promise<void> {
  await sql`
    update call_budgets b set pause_reason = ${pause.reason}, paused_until = p.until
    from (
      select key, clock_timestamp() + make_interval(secs => ${pause.waitMs / 1000}::float8) as until
      from call_budgets where key = any(${[...keys]}::text[]) order by key for update
    ) p
    where b.key = p.key and (b.paused_until is null or b.paused_until < p.until)`.execute(db);
}

/** The tool refused although the allowance was kept: this account has a smaller one. Believed for a day. */
export async function lowerAllowance(db: Database, key: string, max: number): Promise<void> {
  await sql`
    update call_budgets set lowered_max = ${max}, lowered_at = clock_timestamp()
    where key = ${key} and max > ${max}`.execute(db);
}

export interface ToldReading {
  readonly key: string;
  readonly remaining: number;
  readonly limit: number | null;
  readonly resetMs: number;
}

/** What the tool's last answers said is left. */
export async function noteReadings(db: Database, readings: readonly ToldReading[]): Promise<void> {
  const rows = [...readings].sort((a, b) => (a.key < b.key ? -1 : 1));
  await sql`
    update call_budgets b set told_remaining = r.remaining, told_limit = r."limit", used_at = clock_timestamp(),
      told_reset_at = clock_timestamp() + make_interval(secs => r."resetMs" / 1000.0)
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(key text, remaining integer, "limit" integer, "resetMs" float8)
    where b.key = r.key`.execute(db);
}

export interface BudgetView {
  /** "requests in a minute". */
  readonly name: string;
  /** As the tool said last, while that holds; else by our own count. */
  readonly remaining: number;
  readonly limit: number;
  /** When there are more than remain now; null: there are all. */
  readonly resetAt: Date | null;
  /** Nobody asks before; null: no wait. */
  readonly pausedUntil: Date | null;
  /** Why it waits, as it was paused. */
  readonly reason: string | null;
}

/**
 * What is left to a connection of each allowance it has used in the last day, the scarcest first; of those that are whole again within a
 * second only what waits.
 */
export async function readBudgets(db: Database, connectionId: string): Promise<BudgetView[]> {
  const { rows } = await sql<BudgetView>`
    select name, remaining, allowed as "limit", reset_at as "resetAt", paused_until as "pausedUntil",
      case when paused_until is not null then pause_reason end as reason
    from (
      select b.key, b.name, b.pause_reason,
        case when b.paused_until > now() then b.paused_until end as paused_until,
        coalesce(b.told_limit, a.allowed) as allowed,
        case when b.told_reset_at > now() then b.told_reset_at else l.frees end as reset_at,
        greatest(0, case when b.told_reset_at > now() then b.told_remaining else a.allowed - coalesce(l.used, 0) end) as remaining
      from call_budgets b
      cross join lateral (
        select case when b.lowered_at > now() - interval '1 day' then least(b.max, b.lowered_max) else b.max end as allowed
      ) a
      cross join lateral (
        select sum(permits * cost)::integer as used, max(until + make_interval(secs => b.window_ms / 1000.0)) as frees
        from call_leases where key = b.key and until + make_interval(secs => b.window_ms / 1000.0) > now()
      ) l
      where b.connection_ids @> array[${connectionId}::text] and b.used_at > now() - interval '1 day'
        -- What is whole again within a second tells nobody anything.
        and (b.window_ms >= 1000 or b.paused_until > now())
    ) found
    order by paused_until desc nulls last, remaining::float8 / greatest(1, allowed), key`.execute(db);
  return rows;
}

/** Allowances nobody used for a month: of tokens that were replaced, of connections that are gone. */
export async function pruneBudgets(db: Database): Promise<void> {
  await sql`delete from call_budgets where used_at < clock_timestamp() - interval '30 days'`.execute(db);
}
