import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import { migrations } from './migrations/all.ts';

/**
 * Brings the schema up to this code, all or nothing. Safe to call from many starters at once: the first one holds an advisory
 * lock for its transaction, the others find nothing left to do.
 *
 * @returns The names applied by this call, empty when the schema was up to date.
 * @throws StoreError `schema-too-new` when the database knows a migration that this code does not: an older release must not
 *   write into it. `migration-failed` with the cause otherwise; the schema is then as it was.
 */
export async function migrateToLatest(db: Database, known: typeof migrations = migrations): Promise<string[]> {
  await refuseNewerSchema(db, Object.keys(known));
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...known }) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error)
    throw new StoreError('migration-failed', `The database could not be brought up to date: ${text(error)}`, error);
  return (results ?? []).map((result) => result.migrationName);
}

async function refuseNewerSchema(db: Database, known: readonly string[]): Promise<void> {
  const unknown = (await appliedMigrations(db)).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new StoreError(
    'schema-too-new',
    `The database was written by a newer release (it has ${unknown.join(', ')}); run that release, or restore a backup made before it.`,
  );
}

async function appliedMigrations(db: Database): Promise<string[]> {
  const untyped = db as unknown as Kysely<{ kysely_migration: { name: string } }>;
  const found = await sql<{ known: boolean }>`select to_regclass('kysely_migration') is not null as known`.execute(db);
  if (!found.rows[0]?.known) return [];
  const rows = await untyped.selectFrom('kysely_migration').select('name').orderBy('name').execute();
  return rows.map((row) => row.name);
}

function text(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
