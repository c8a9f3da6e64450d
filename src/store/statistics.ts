import { sql } from 'kysely';
import type { Database } from './database.ts';

/** What the large questions join; the database guesses their sizes from what it last counted. */
const LARGE = ['tasks', 'task_periods', 'flags', 'links'] as const;
/** A table of which so much has changed is counted again. */
const CHANGED_SHARE = 0.2;
const CHANGED_MIN = 1_000;

/**
 * Counts again the tables that changed much since they were last counted. The database does it by itself within a minute or two; a question
 * asked right after a first pull would be planned for empty tables, and take minutes instead of a second.
 *
 * @returns The tables that were counted.
 */
export async function refreshStatistics(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables
    where relid = any(${LARGE.map((name) => name)}::text[]::regclass[])
      and n_mod_since_analyze > greatest(${CHANGED_MIN}::float8, ${CHANGED_SHARE}::float8 * n_live_tup)
    order by relname`.execute(db);
  for (const { name } of rows) await sql`analyze ${sql.table(name)}`.execute(db);
  return rows.map(({ name }) => name);
}
