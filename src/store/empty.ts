import { sql } from 'kysely';
import type { Database } from './database.ts';
import { ensureSettings } from './settings.ts';

/** Forgets everything stored, whatever it was: for a demo that begins anew. The schema stays. */
export async function emptyDatabase(
  db: Database,
  first: { organisationName: string; timeZone: string },
): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(
    db,
  );
  await sql.raw(`truncate ${rows.map((row) => row.name).join(', ')} restart identity cascade`).execute(db);
  await sql`drop schema if exists bullmq cascade`.execute(db);
  await ensureSettings(db, first);
}
