import { sql } from 'kysely';
import type { Database } from './database.ts';

/**
 * Notes that a person has the overview open.
 *
 * @param oneLookMs Opened again within so long it is still the same look.
 * @returns When they looked before this look; null: never.
 */
export async function noteLook(db: Database, personId: string, at: Date, oneLookMs: number): Promise<Date | null> {
  const sameSince = new Date(at.getTime() - oneLookMs);
  const { rows } = await sql<{ beforeAt: Date | null }>`
    insert into overview_looks (person_id, looked_at) values (${personId}, ${at})
    on conflict (person_id) do update set
      before_at = case when overview_looks.looked_at < ${sameSince} then overview_looks.looked_at
        else overview_looks.before_at end,
      looked_at = greatest(overview_looks.looked_at, excluded.looked_at)
    returning before_at as "beforeAt"`.execute(db);
  return rows[0]?.beforeAt ?? null;
}
