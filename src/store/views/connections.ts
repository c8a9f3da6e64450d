import { sql } from 'kysely';
import type { ToolName } from '../../domain/task.ts';
import type { Database } from '../database.ts';

export interface ConnectionCounts {
  readonly connectionId: string;
  readonly scopes: number;
  readonly selectedScopes: number;
  /** Documents where the connection gives those. */
  readonly tasks: number;
  readonly setAside: number;
  readonly unmatchedPeople: number;
  readonly heldRemovals: number;
}

export async function countConnections(db: Database): Promise<Map<string, ConnectionCounts>> {
  const { rows } = await sql<ConnectionCounts>`
    select c.id as "connectionId",
      (select count(*) from scopes s where s.connection_id = c.id) as scopes,
      (select count(*) from scopes s where s.connection_id = c.id and s.is_selected) as "selectedScopes",
      (select count(*) from tasks t where t.connection_id = c.id and t.gone_at is null)
        + (select count(*) from documents d where d.connection_id = c.id and not d.is_trashed) as tasks,
      (select count(*) from set_asides a where a.connection_id = c.id) as "setAside",
      (select count(*) from accounts a where a.connection_id = c.id and a.person_id is null) as "unmatchedPeople",
      (select count(*) from held_removals h where h.connection_id = c.id and h.decided_at is null) as "heldRemovals"
    from connections c`.execute(db);
  return new Map(rows.map((row) => [row.connectionId, row]));
}

/** How many tasks stand in each status, and how many tasks or documents in each scope of a connection. */
export async function countInConnection(db: Database, connectionId: string) {
  const byStatus = await sql<{ id: string | null; name: string; count: number }>`
    select status_id as id, status_name as name, count(*) as count from tasks
    where connection_id = ${connectionId} and gone_at is null group by status_id, status_name`.execute(db);
  const byScope = await sql<{ scopeId: string; count: number }>`
    select scope_id as "scopeId", count(*) as count from tasks
    where connection_id = ${connectionId} and gone_at is null and scope_id is not null group by scope_id
    union all
    select scope_id as "scopeId", count(*) as count from documents
    where connection_id = ${connectionId} and not is_trashed and scope_id is not null group by scope_id`.execute(db);
  return { byStatus: byStatus.rows, byScope: new Map(byScope.rows.map((row) => [row.scopeId, row.count])) };
}

/** The last runs, newest first. */
export async function listRecentRuns(db: Database, connectionId: string | null, limit: number) {
  return db
    .selectFrom('sync_runs')
    .selectAll()
    .$if(connectionId !== null, (query) => query.where('connection_id', '=', connectionId))
    .orderBy('requested_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .execute();
}

/** Progress of these runs by scope, with its name. */
export async function listRunScopes(db: Database, runIds: readonly string[]) {
  if (runIds.length === 0) return [];
  return db
    .selectFrom('sync_run_scopes as r')
    .innerJoin('scopes as s', 's.id', 'r.scope_id')
    .selectAll('r')
    .select('s.name as scope_name')
    .where('r.sync_run_id', 'in', [...runIds])
    .orderBy('s.name')
    .execute();
}

export interface UnmatchedAccount {
  readonly connectionId: string;
  readonly tool: ToolName;
  readonly externalId: string;
  readonly name: string;
  readonly email: string | null;
  readonly tasks: number;
}

/** Accounts that match nobody, those with the most work first. */
export async function listUnmatchedAccounts(db: Database): Promise<UnmatchedAccount[]> {
  const { rows } = await sql<UnmatchedAccount>`
    select a.connection_id as "connectionId", c.tool, a.external_id as "externalId", a.name, a.email,
      (select count(*) from tasks t where t.connection_id = a.connection_id and t.assignee_external_id = a.external_id
        and t.gone_at is null) as tasks
    from accounts a join connections c on c.id = a.connection_id
    where a.person_id is null and c.removed_at is null order by tasks desc, a.name limit 500`.execute(db);
  return rows;
}

export interface MatchedAccount {
  readonly personId: string;
  readonly connectionId: string;
  readonly connectionName: string;
  readonly tool: ToolName;
  readonly externalId: string;
  readonly name: string;
  /** Said by a person, not found by e-mail or file. */
  readonly isByHand: boolean;
}

/** Accounts that belong to somebody, of connections that are there. */
export async function listMatchedAccounts(db: Database): Promise<MatchedAccount[]> {
  const { rows } = await sql<MatchedAccount>`
    select a.person_id as "personId", a.connection_id as "connectionId", c.name as "connectionName", c.tool,
      a.external_id as "externalId", a.name, a.matched_by = 'hand' as "isByHand"
    from accounts a join connections c on c.id = a.connection_id
    where a.person_id is not null and c.removed_at is null order by c.tool, c.name, a.name`.execute(db);
  return rows;
}

/** How many people each team has. */
export async function countPeopleByTeam(db: Database): Promise<Map<string, number>> {
  const { rows } = await sql<{ teamId: string; count: number }>`
    select team_id as "teamId", count(*) as count from people
    where team_id is not null and left_at is null group by team_id`.execute(db);
  return new Map(rows.map((row) => [row.teamId, row.count]));
}
