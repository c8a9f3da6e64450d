import { sql } from 'kysely';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';

/** A wiki page that a path passes. */
export interface NamedPage {
  readonly id: string;
  readonly title: string;
  readonly url: string | null;
  readonly readAt: Date;
  /** Since when the wiki does not give it any more; null while it does. */
  readonly unreadableAt: Date | null;
  /** False in a private scope this viewer is not named for. */
  readonly isVisible: boolean;
}

/** These pages, as far as they are stored still. Of one that is not visible no name may leave the house. */
export async function namePages(db: Database, viewer: Viewer, ids: readonly string[]): Promise<Map<string, NamedPage>> {
  if (ids.length === 0) return new Map();
  // The command line (no person) runs on the machine that holds the database: nothing is hidden from it.
  const isVisible =
    viewer.personId === null && viewer.role === 'owner'
      ? sql<boolean>`true`
      : sql<boolean>`not coalesce(s.is_private, false) or exists (
          select from scope_people sp where sp.scope_id = s.id and sp.person_id = ${viewer.personId})`;
  const { rows } = await sql<NamedPage>`
    select d.id, d.title, d.url, d.read_at as "readAt", d.unreadable_at as "unreadableAt", (${isVisible}) as "isVisible"
    from documents d left join scopes s on s.id = d.scope_id
    where d.id = any(${[...ids]})`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
