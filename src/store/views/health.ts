import { sql } from 'kysely';
import type { Database } from '../database.ts';

export interface HealthCounts {
  readonly connectionId: string;
  /** What the tool held then is here: the start of the last pull that ended well. */
  readonly freshAt: Date | null;
  readonly scopesLost: number;
  readonly scopesUnselected: number;
  readonly tasksLost: number;
  readonly documentsLost: number;
  /** It may not be asked for all changes in one question. */
  readonly isSearchRefused: boolean;
}

/** How fresh each connection is, and how much of it is out of sight. */
export async function countHealth(db: Database): Promise<Map<string, HealthCounts>> {
  const { rows } = await sql<HealthCounts>`
    select c.id as "connectionId",
      (select max(r.started_at) from sync_runs r
        where r.connection_id = c.id and r.state = 'done' and r.kind in ('full', 'incremental')) as "freshAt",
      (select count(*) from scopes s
        where s.connection_id = c.id and s.is_selected and s.visibility = 'access-lost' and s.deleted_at is null) as "scopesLost",
      (select count(*) from scopes s where s.connection_id = c.id and not s.is_selected) as "scopesUnselected",
      (select count(*) from tasks t left join scopes s on s.id = t.scope_id
        where t.connection_id = c.id and t.gone_at is null and t.visibility = 'access-lost'
          and s.visibility is distinct from 'access-lost') as "tasksLost",
      (select count(*) from documents d where d.connection_id = c.id and d.unreadable_at is not null) as "documentsLost",
      c.changes_refused_at is not null as "isSearchRefused"
    from connections c`.execute(db);
  return new Map(rows.map((row) => [row.connectionId, row]));
}

export interface SilentWebhook {
  readonly id: string;
  /** null: it tells of the whole connection. */
  readonly scopeName: string | null;
  /** When it last told anything; when it was made, where it never did. */
  readonly heardAt: Date;
}

/**
 * Webhooks that told nothing since `before` although a task of theirs changed later than they last told of anything: the tool believes
 * that they work, and they do not. `settled` leaves out what changed just now.
 */
export async function listSilentWebhooks(
  db: Database,
  connectionId: string,
  { before, settled }: { readonly before: Date; readonly settled: Date },
): Promise<SilentWebhook[]> {
  const { rows } = await sql<SilentWebhook>`
    select w.id, s.name as "scopeName", coalesce(w.last_delivery_at, w.created_at) as "heardAt"
    from webhooks w left join scopes s on s.id = w.scope_id
    where w.connection_id = ${connectionId} and w.state = 'active'
      and coalesce(w.last_delivery_at, w.created_at) < ${before}
      and exists (
        select from tasks t
        where t.connection_id = w.connection_id and t.scope_id = any (w.scope_ids || w.scope_id)
          and t.tool_updated_at > coalesce(w.last_delivery_at, w.created_at) + interval '10 minutes'
          and t.tool_updated_at < ${settled})
    order by s.name, w.id`.execute(db);
  return rows;
}
