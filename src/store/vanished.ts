/** What a census asks of the stored tasks, and what it writes. */
import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import { markRelativesStale } from './stale.ts';

/** External ids of the tasks in a scope, at home there or only shown there, that are neither gone nor out of sight. */
export async function listTaskIdsInScope(
  db: Database | Tx,
  scope: { readonly id: string; readonly connectionId: string; readonly externalId: string },
): Promise<Set<string>> {
  const placed = JSON.stringify([{ scopeExternalId: scope.externalId }]);
  const { rows } = await sql<{ id: string }>`
    select external_id as id from tasks
    where connection_id = ${scope.connectionId} and gone_at is null and visibility = 'visible'
      and (scope_id = ${scope.id} or placements @> ${placed}::jsonb)`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** The scopes, of those we read, where these tasks stand; what is gone already, or was never known, stands nowhere. */
export async function listScopesOfTasks(db: Database | Tx, taskIds: readonly string[]): Promise<string[]> {
  if (taskIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct s.id from tasks t
    join scopes s on s.connection_id = t.connection_id and s.is_selected and (s.id = t.scope_id
      or t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', s.external_id)))
    where t.id = any(${[...taskIds]}::text[]) and t.gone_at is null
    order by s.id`.execute(db);
  return rows.map((row) => row.id);
}

/** Of these tasks, just read, those that stand in scopes but in none we read: moved out of what is counted, not deleted. */
export async function markMovedOut(tx: Tx, taskIds: readonly string[], at: Date): Promise<void> {
  if (taskIds.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    update tasks t set gone_at = ${at}, gone_how = 'moved', stale_at = ${at}
    where t.id = any(${[...taskIds]}::text[]) and t.gone_at is null and t.placements <> '[]'
      and not exists (
        select from scopes s where s.connection_id = t.connection_id and s.is_selected
          and t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', s.external_id)))
    returning t.id`.execute(tx);
  await markRelativesStale(
    tx,
    rows.map((row) => row.id),
    [],
    at,
  );
}

/** Of these, those that were not read after this moment. */
export async function listUnreadSince(tx: Tx, taskIds: readonly string[], at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from tasks where id = any(${[...taskIds]}::text[]) and read_at <= ${at} order by id`.execute(tx);
  return rows.map((row) => row.id);
}
