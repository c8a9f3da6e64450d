import { sql } from 'kysely';
import type { GlossaryState } from '../../domain/glossary-entry.ts';
import type { Database } from '../database.ts';
import type { StoredEntry } from '../glossary.ts';
import { BadCursorError } from './tasks.ts';

export interface EntryRow extends StoredEntry {
  /** The change in force; null where people changed nothing. */
  readonly change_id: number | null;
  readonly changed_by: string | null;
  readonly changed_at: Date | null;
}

/** Those whose short form most texts use first. */
export async function listEntries(
  db: Database,
  state: GlossaryState,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: EntryRow[]; nextCursor: string | null }> {
  const after = page.cursor === undefined ? null : readCursor(page.cursor);
  const { rows } = await sql<EntryRow>`
    select e.*, c.id as change_id, c.by_name as changed_by, c.at as changed_at
    from glossary_entries e
    left join lateral (
      select id, by_name, at from glossary_changes where entry_id = e.id and undone_at is null order by id desc limit 1
    ) c on true
    where e.state = ${state}
      and (${after?.usedIn ?? null}::int is null or (-e.used_in, e.id) > (-${after?.usedIn ?? null}::int, ${after?.id ?? null}::bigint))
    order by e.used_in desc, e.id limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > page.limit && last ? `${last.used_in}.${last.id}` : null };
}

function readCursor(cursor: string): { usedIn: number; id: number } {
  const [, usedIn, id] = /^(\d{1,9})\.(\d{1,15})$/u.exec(cursor) ?? [];
  if (usedIn === undefined || id === undefined) throw new BadCursorError();
  return { usedIn: Number(usedIn), id: Number(id) };
}
