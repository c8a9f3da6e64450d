import { sql } from 'kysely';
import type { SourceName } from '../domain/task.ts';
import type { Database, Tx } from './database.ts';

/** Of a goal's source and a removed one: the same page, whichever connection reads it. */
const isSamePage = sql`(r.url is not null and coalesce(d.url, p.url) = r.url or r.url is null and p.id = r.proposal_id)`;

/**
 * Notes where goals are written that this connection read, before it goes with its documents. What stood in a private scope keeps no name:
 * those who were named for it are forgotten with it.
 */
export async function keepRemovedSources(tx: Tx, connectionId: string, at: Date): Promise<void> {
  const written = sql`goal_sources g join proposals p on p.id = g.proposal_id left join documents d on d.id = g.document_id`;
  // Removed, connected again and removed once more: the last time counts.
  await sql`
    delete from removed_goal_sources r using ${written}
    where g.goal_id = r.goal_id and p.connection_id = ${connectionId} and ${isSamePage}`.execute(tx);
  await sql`
    insert into removed_goal_sources (goal_id, proposal_id, tool, connection_name, title, url, path, removed_at)
    select g.goal_id, p.id, c.tool, c.name,
      case when s.is_private then null else p.title end,
      case when s.is_private then null else coalesce(d.url, p.url) end,
      case when s.is_private then '{}' else g.path end, ${at}
    from ${written}
    join connections c on c.id = p.connection_id
    left join scopes s on s.id = coalesce(p.scope_id, d.scope_id)
    where p.connection_id = ${connectionId} and not g.is_missing`.execute(tx);
}

/** Where a goal was written. */
export interface RemovedSource {
  readonly tool: SourceName;
  readonly connection_name: string;
  /** null: it stood in a private scope. */
  readonly title: string | null;
  readonly url: string | null;
  readonly path: string[];
}

/** Pages that are read again by another connection, and state the goal there, are left out. */
export async function listRemovedSources(db: Database, goalId: string): Promise<RemovedSource[]> {
  const { rows } = await sql<RemovedSource>`
    select r.tool, r.connection_name, r.title, r.url, r.path from removed_goal_sources r
    where r.goal_id = ${goalId} and not exists (
      select from goal_sources g join proposals p on p.id = g.proposal_id left join documents d on d.id = g.document_id
      where g.goal_id = r.goal_id and ${isSamePage})
    order by r.title, r.id`.execute(db);
  return rows;
}
