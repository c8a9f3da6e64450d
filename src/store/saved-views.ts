import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';

export interface SavedViewRow {
  readonly id: number;
  readonly personId: string;
  readonly by: string;
  readonly name: string;
  readonly search: string;
  readonly isShared: boolean;
}

/** A person's own and those that others share, own ones first, by name. */
export async function listSavedViews(db: Database | Tx, personId: string): Promise<SavedViewRow[]> {
  return db
    .selectFrom('saved_views as v')
    .innerJoin('people as p', 'p.id', 'v.person_id')
    .select(['v.id', 'v.person_id as personId', 'p.name as by', 'v.name', 'v.search', 'v.is_shared as isShared'])
    .where('v.deleted_at', 'is', null)
    .where((is) => is.or([is('v.person_id', '=', personId), is('v.is_shared', '=', true)]))
    .orderBy(sql`v.person_id <> ${personId}`)
    .orderBy(sql`lower(v.name)`)
    .orderBy('v.id')
    .execute();
}

/** @returns Its id. */
export async function insertSavedView(
  tx: Tx,
  view: { readonly personId: string; readonly name: string; readonly search: string; readonly isShared: boolean },
  at: Date,
): Promise<number> {
  const { personId, name, search, isShared } = view;
  const { id } = await tx
    .insertInto('saved_views')
    .values({ person_id: personId, name, search, is_shared: isShared, created_at: at, deleted_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface SavedViewChange {
  readonly name?: string | undefined;
  readonly search?: string | undefined;
  readonly isShared?: boolean | undefined;
}

/** @returns False where it is not this person's, or deleted. */
export async function updateSavedView(tx: Tx, id: number, personId: string, change: SavedViewChange): Promise<boolean> {
  const { name, search, isShared } = change;
  const { numUpdatedRows } = await tx
    .updateTable('saved_views')
    .set((of) => ({
      name: name ?? of.ref('name'),
      search: search ?? of.ref('search'),
      is_shared: isShared ?? of.ref('is_shared'),
    }))
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Deletes it, or brings it back where `deletedAt` is null. @returns False where there was nothing of this person's to change. */
export async function setSavedViewDeleted(
  tx: Tx,
  id: number,
  personId: string,
  deletedAt: Date | null,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('saved_views')
    .set({ deleted_at: deletedAt })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('deleted_at', deletedAt ? 'is' : 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Who changes a person's views does so one after another, until the transaction ends. */
export async function holdSavedViews(tx: Tx, personId: string): Promise<void> {
  await tx.selectFrom('people').select('id').where('id', '=', personId).forUpdate().execute();
}

export async function findOwnView(tx: Tx, id: number, personId: string): Promise<{ readonly name: string } | null> {
  const row = await tx
    .selectFrom('saved_views')
    .select('name')
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row ?? null;
}
