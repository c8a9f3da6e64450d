import { type Selectable, sql } from 'kysely';
import type { FoundPlace, GlossaryState } from '../domain/glossary-entry.ts';
import type { AcronymProposal } from '../domain/linking/acronyms.ts';
import type { Database, Tx } from './database.ts';
import type { GlossaryChangeTable, GlossaryEntryTable } from './tables/linking.ts';

export type StoredEntry = Selectable<GlossaryEntryTable>;
export type StoredChange = Selectable<GlossaryChangeTable>;

export async function findEntry(db: Database | Tx, id: number): Promise<StoredEntry | null> {
  return (await db.selectFrom('glossary_entries').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Held until the transaction ends: who changes the glossary does so one after another. */
export async function holdGlossary(tx: Tx): Promise<void> {
  await sql`lock table glossary_entries in share row exclusive mode`.execute(tx);
}

export async function findEntryByKey(db: Database | Tx, key: string): Promise<StoredEntry | null> {
  return (await db.selectFrom('glossary_entries').selectAll().where('name_key', '=', key).executeTakeFirst()) ?? null;
}

export async function countEntries(db: Database | Tx): Promise<Readonly<Record<GlossaryState, number>>> {
  const rows = await db
    .selectFrom('glossary_entries')
    .select(['state', (of) => of.fn.countAll<number>().as('count')])
    .groupBy('state')
    .execute();
  const counts = new Map(rows.map(({ state, count }) => [state, Number(count)]));
  return {
    proposed: counts.get('proposed') ?? 0,
    kept: counts.get('kept') ?? 0,
    dismissed: counts.get('dismissed') ?? 0,
  };
}

/** Made by a person; what it is to be, a change says. @returns Its id. */
export async function insertEntry(
  tx: Tx,
  entry: { readonly key: string; readonly short: string; readonly long: string },
  at: Date,
): Promise<StoredEntry> {
  const { key, short, long } = entry;
  return tx
    .insertInto('glossary_entries')
    .values({ name_key: key, short, long, state: 'dismissed', ground: 'person', found_at: at })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface NewChange {
  readonly key: string;
  readonly short: string;
  readonly long: string;
  readonly state: StoredChange['state'];
  readonly by: { readonly id: string | null; readonly name: string };
}

/** @returns The change's id. */
export async function changeEntry(tx: Tx, entry: StoredEntry, change: NewChange, at: Date): Promise<number> {
  const { key, short, long, state, by } = change;
  await tx
    .updateTable('glossary_entries')
    .set({ name_key: key, short, long, state })
    .where('id', '=', entry.id)
    .execute();
  const { id } = await tx
    .insertInto('glossary_changes')
    .values({
      ...{ entry_id: entry.id, was_key: entry.name_key, was_short: entry.short, was_long: entry.long },
      ...{ was_state: entry.state, short, long, state, by_person_id: by.id, by_name: by.name, at },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export async function findChange(db: Database | Tx, id: number): Promise<StoredChange | null> {
  return (await db.selectFrom('glossary_changes').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** The one in force; null where people changed nothing, or took all back. */
export async function findLastChange(db: Database | Tx, entryId: number): Promise<StoredChange | null> {
  const last = await db
    .selectFrom('glossary_changes')
    .selectAll()
    .where('entry_id', '=', entryId)
    .where('undone_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last ?? null;
}

/** The entry is again what it was before. */
export async function undoChange(tx: Tx, change: StoredChange, at: Date): Promise<void> {
  await tx.updateTable('glossary_changes').set({ undone_at: at }).where('id', '=', change.id).execute();
  await tx
    .updateTable('glossary_entries')
    .set({ name_key: change.was_key, short: change.was_short, long: change.was_long, state: change.was_state })
    .where('id', '=', change.entry_id)
    .execute();
}

/** What people said of an entry, newest first. */
export async function listChanges(db: Database, entryId: number, countMax: number): Promise<StoredChange[]> {
  return db
    .selectFrom('glossary_changes')
    .selectAll()
    .where('entry_id', '=', entryId)
    .orderBy('id', 'desc')
    .limit(countMax)
    .execute();
}

export interface FoundEntry extends Pick<AcronymProposal, 'short' | 'long' | 'ground' | 'seenIn' | 'usedIn'> {
  readonly key: string;
  /** A few of the texts that explain it. */
  readonly foundIn: readonly FoundPlace[];
}

/**
 * Stores what texts explain. Entries that people looked at keep their words and state and only count anew; proposals that no text makes
 * any more go, and nothing is proposed that people reworded.
 */
export async function storeProposals(tx: Tx, found: readonly FoundEntry[], at: Date): Promise<void> {
  const rows = JSON.stringify(found);
  await sql`
    insert into glossary_entries (name_key, short, long, state, ground, seen_in, used_in, found_in, found_at)
    select f.key, f.short, f.long, 'proposed', f.ground, f."seenIn", f."usedIn", f."foundIn", ${at}
    from jsonb_to_recordset(${rows}::jsonb)
      as f(key text, short text, long text, ground text, "seenIn" int, "usedIn" int, "foundIn" jsonb)
    where not exists (select from glossary_changes c where c.was_key = f.key and c.undone_at is null
      and not exists (select from glossary_entries e where e.name_key = f.key))
    on conflict (name_key) do update
    set seen_in = excluded.seen_in, used_in = excluded.used_in, found_in = excluded.found_in
    where (glossary_entries.seen_in, glossary_entries.used_in, glossary_entries.found_in)
      is distinct from (excluded.seen_in, excluded.used_in, excluded.found_in)`.execute(tx);
  await tx
    .deleteFrom('glossary_entries')
    .where('state', '=', 'proposed')
    .where('name_key', 'not in', found.length > 0 ? found.map(({ key }) => key) : [''])
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('glossary_changes').select('id').whereRef('entry_id', '=', 'glossary_entries.id'))),
    )
    .execute();
}
