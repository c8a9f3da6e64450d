import { type Insertable, sql } from 'kysely';
import type { Viewer } from '../domain/person.ts';
import type { Database, Tx } from './database.ts';
import type { SetAsideTable } from './tables/pulls.ts';
import { maySee } from './views/judged.ts';
import { BadCursorError } from './views/tasks.ts';

/** Records that could not be read, once each however often their page is read again: a later run takes over the row. */
export async function storeSetAsides(tx: Tx, records: readonly Insertable<SetAsideTable>[]): Promise<void> {
  for (const record of records) {
    await sql`
      insert into set_asides (connection_id, scope_id, external_id, reason, raw, sync_run_id, at)
      values (${record.connection_id}, ${record.scope_id}, ${record.external_id}, ${record.reason}, ${record.raw}::jsonb,
        ${record.sync_run_id}, ${record.at})
      on conflict (connection_id, coalesce(scope_id, ''), coalesce(external_id, md5(raw::text)))
      do update set reason = excluded.reason, raw = excluded.raw, sync_run_id = excluded.sync_run_id, at = excluded.at`.execute(
      tx,
    );
  }
}

export interface SetAsideRow {
  readonly id: number;
  readonly externalId: string | null;
  readonly scopeName: string | null;
  readonly reason: string;
  readonly at: Date;
}

/**
 * Newest first, without what the tool said: only why it could not be read. A record has no team of its own, so it is shown to those
 * who see its scope's tasks by the scope's team; what belongs to no scope or team is the owner's to mend.
 */
export async function listSetAsides(
  db: Database | Tx,
  viewer: Viewer,
  connectionId: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: SetAsideRow[]; nextCursor: string | null }> {
  const before = page.cursor === undefined ? null : Number(page.cursor);
  if (before !== null && !Number.isSafeInteger(before)) throw new BadCursorError();
  const { rows } = await sql<SetAsideRow>`
    select a.id, a.external_id as "externalId", p.name as "scopeName", a.reason, a.at
    from set_asides a
    left join scopes s on s.id = a.scope_id
    left join lateral (select s.team_id, null::text as assignee_id, s.name) p on true
    where a.connection_id = ${connectionId} and ${maySee(viewer)} and (${before}::bigint is null or a.id < ${before})
    order by a.id desc limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > page.limit && last ? String(last.id) : null };
}
