import { type Insertable, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { SetAsideTable } from './schema.ts';

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

/** Newest first, without what the tool said: only why it could not be read. */
export async function listSetAsides(db: Database | Tx, connectionId: string, limit: number) {
  return db
    .selectFrom('set_asides')
    .select(['id', 'scope_id', 'external_id', 'reason', 'sync_run_id', 'at'])
    .where('connection_id', '=', connectionId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}
