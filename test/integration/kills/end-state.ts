import { sql } from 'kysely';
import type { Database } from '../../../src/store/database.ts';

/** By table what may differ between two copies that hold the same: when something was read or stored, and numbers counted up. */
const WITHOUT: Record<string, readonly string[]> = {
  tasks: ['read_at', 'stale_at'],
  task_periods: ['id', 'valid_from'],
  accounts: [],
  tool_goals: ['seen_run_id'],
  set_asides: ['id', 'sync_run_id', 'at'],
  scopes: ['walked_at'],
  links: ['id', 'valid_from'],
  flags: ['id', 'valid_from'],
};

/** Asana's own token of when a walk began: another in every walk, and nothing of what is stored hangs on it. */
const CHANGE_TOKEN = ['cursor', 'sync'];

/** The same of what a wiki gives. */
export const WIKI_TABLES: typeof WITHOUT = {
  documents: [],
  document_references: [],
  proposals: [],
  set_asides: ['id', 'sync_run_id', 'at'],
  scopes: ['walked_at'],
};

export type EndState = Readonly<Record<string, readonly string[]>>;

/** Every row of what a pull and the derivation after it store, in a fixed order: comparable between copies of one install. */
export async function readEndState(db: Database, tables = WITHOUT): Promise<EndState> {
  const state: Record<string, string[]> = {};
  for (const [table, without] of Object.entries(tables)) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - ${[...without]}::text[] #- ${CHANGE_TOKEN}::text[])::text as row
      from ${sql.table(table)} t order by 1`.execute(db);
    state[table] = rows.map(({ row }) => row);
  }
  return { ...state, progress: await readProgress(db) };
}

/** The rows that only one of two states holds, a few of them and cut short: empty when the states are equal. */
export function differences(wanted: EndState, found: EndState): string[] {
  return Object.keys({ ...wanted, ...found }).flatMap((table) => {
    const [before, after] = [new Set(wanted[table]), new Set(found[table])];
    const missing = [...before].filter((row) => !after.has(row)).map((row) => `${table} lacks ${row.slice(0, 400)}`);
    const extra = [...after]
      .filter((row) => !before.has(row))
      .map((row) => `${table} has besides ${row.slice(0, 400)}`);
    const counts = [wanted[table]?.length, found[table]?.length];
    const uneven = counts[0] === counts[1] ? [] : [`${table}: ${counts[1]} rows instead of ${counts[0]}`];
    return [...uneven, ...missing.slice(0, 3), ...extra.slice(0, 3)];
  });
}

/** What the last run of each connection says of its scopes; requests are not held: a page read again asked once more. */
async function readProgress(db: Database): Promise<string[]> {
  const { rows } = await sql<{ row: string }>`
    select jsonb_build_object('scope', scope_id, 'state', s.state, 'pages', s.pages, 'tasks', s.tasks, 'run', r.state)::text as row
    from sync_run_scopes s join sync_runs r on r.id = s.sync_run_id order by 1`.execute(db);
  return rows.map(({ row }) => row);
}
