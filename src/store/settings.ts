import type { Selectable, Updateable } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { SettingsTable } from './tables/organisation.ts';

export type Settings = Selectable<SettingsTable>;

/** The organisation's settings; made with these on the first start. */
export async function ensureSettings(
  db: Database | Tx,
  first: { readonly organisationName: string; readonly timeZone: string },
): Promise<Settings> {
  await db
    .insertInto('settings')
    .values({ organisation_name: first.organisationName, time_zone: first.timeZone })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return readSettings(db);
}

export async function readSettings(db: Database | Tx): Promise<Settings> {
  return db.selectFrom('settings').selectAll().executeTakeFirstOrThrow();
}

/** Whoever else wants to change them waits until this transaction ends. */
export async function lockSettings(tx: Tx): Promise<Settings> {
  return tx.selectFrom('settings').selectAll().forUpdate().executeTakeFirstOrThrow();
}

export async function updateSettings(
  db: Database | Tx,
  values: Omit<Updateable<SettingsTable>, 'id' | 'created_at'>,
): Promise<Settings> {
  return db.updateTable('settings').set(values).returningAll().executeTakeFirstOrThrow();
}
