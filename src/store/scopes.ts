import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Viewer } from '../domain/person.ts';
import { scopeId } from '../domain/task.ts';
import type { Database, Tx } from './database.ts';
import type { ScopeTable } from './tables/connections.ts';

/** A Jira project, an Asana project, a Trello board, a space, a data source, as stored. */
export interface StoredScope {
  readonly id: string;
  readonly connectionId: string;
  readonly externalId: string;
  readonly key: string | null;
  readonly name: string;
  readonly url: string | null;
  readonly kind: string | null;
  readonly isSelected: boolean;
  readonly isArchived: boolean;
  readonly isPrivate: boolean;
  readonly visibility: 'visible' | 'access-lost';
  readonly teamId: string | null;
  readonly goalId: string | null;
  readonly cursor: Record<string, unknown> | null;
  readonly isWalkComplete: boolean;
  readonly walkedAt: Date | null;
  /** The tool itself says that it was deleted. */
  readonly deletedAt: Date | null;
}

/** As the tool lists it. */
export interface ListedScope {
  readonly externalId: string;
  readonly key: string | null;
  readonly name: string;
  readonly url: string | null;
  readonly archived: boolean;
  readonly kind: string | null;
  /** It is one person's own. */
  readonly isPersonal?: boolean;
}

/**
 * Stores what the tool lists; what people chose (selected, private, team, goal) stays. A scope that is archived, or one person's own,
 * when it is first seen is not selected. Equal ones touch nothing.
 */
export async function upsertScopes(
  db: Database | Tx,
  connectionId: string,
  scopes: readonly ListedScope[],
): Promise<void> {
  if (scopes.length === 0) return;
  await db
    .insertInto('scopes')
    .values(
      scopes.map((scope) => ({
        id: scopeId(connectionId, scope.externalId),
        connection_id: connectionId,
        external_id: scope.externalId,
        key: scope.key,
        name: scope.name,
        url: scope.url,
        kind: scope.kind,
        is_archived: scope.archived,
        is_selected: !scope.archived && !scope.isPersonal,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          key: eb.ref('excluded.key'),
          name: eb.ref('excluded.name'),
          url: eb.ref('excluded.url'),
          kind: eb.ref('excluded.kind'),
          is_archived: eb.ref('excluded.is_archived'),
          deleted_at: null,
        }))
        .where(
          sql<boolean>`scopes.deleted_at is not null or (scopes.key, scopes.name, scopes.url, scopes.kind, scopes.is_archived)
            is distinct from (excluded.key, excluded.name, excluded.url, excluded.kind, excluded.is_archived)`,
        ),
    )
    .execute();
}

/** Those a pull reads, in a lasting order. An archived one is closed to search in some tools, and its tasks are no longer live. */
export async function listSelectedScopes(db: Database | Tx, connectionId: string): Promise<StoredScope[]> {
  const all = await listScopes(db, connectionId);
  return all.filter((scope) => scope.isSelected && !scope.isArchived);
}

export async function listScopes(db: Database | Tx, connectionId: string): Promise<StoredScope[]> {
  const rows = await db
    .selectFrom('scopes')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('id')
    .execute();
  return rows.map(toScope);
}

/** Private scopes this viewer is not named for. An owner reads their names all the same: somebody must be able to open them again. */
export async function listHiddenScopeIds(db: Database | Tx, viewer: Viewer): Promise<Set<string>> {
  if (viewer.role === 'owner') return new Set();
  const { rows } = await sql<{ id: string }>`
    select id from scopes s where is_private and not exists (
      select 1 from scope_people sp where sp.scope_id = s.id and sp.person_id = ${viewer.personId})`.execute(db);
  return new Set(rows.map((row) => row.id));
}

function toScope(row: Selectable<ScopeTable>): StoredScope {
  return {
    id: row.id,
    connectionId: row.connection_id,
    externalId: row.external_id,
    key: row.key,
    name: row.name,
    url: row.url,
    kind: row.kind,
    isSelected: row.is_selected,
    isArchived: row.is_archived,
    isPrivate: row.is_private,
    visibility: row.visibility,
    teamId: row.team_id,
    goalId: row.goal_id,
    cursor: row.cursor,
    isWalkComplete: row.is_walk_complete,
    walkedAt: row.walked_at,
    deletedAt: row.deleted_at,
  };
}

/**
 * Moves the cursor, in the transaction of the rows it covers. A scope that could be read again is visible again, and so are its
 * tasks.
 */
export async function saveScopeCursor(
  tx: Tx,
  id: string,
  to: { readonly cursor: unknown; readonly isComplete: boolean; readonly at: Date },
): Promise<void> {
  const { rows } = await sql<{ was_lost: boolean }>`
    update scopes
    set cursor = ${JSON.stringify(to.cursor)}::jsonb, is_walk_complete = ${to.isComplete}, visibility = 'visible',
        walked_at = case when ${to.isComplete} then ${to.at}::timestamptz else scopes.walked_at end
    from (select id, visibility from scopes where id = ${id} for update) before
    where scopes.id = before.id
    returning before.visibility = 'access-lost' as was_lost`.execute(tx);
  if (rows[0]?.was_lost) await setVisibility(tx, id, 'visible', to.at);
}

/**
 * Moves the cursor of a scope that was walked whole and is in sight, in the transaction of the changes it covers. One whose walk was
 * forgotten since stays where it is: a place in the feed does not make up for a walk.
 */
export async function moveScopeCursor(tx: Tx, id: string, cursor: unknown, at: Date): Promise<void> {
  await tx
    .updateTable('scopes')
    .set({ cursor: JSON.stringify(cursor), walked_at: at })
    .where('id', '=', id)
    .where('is_walk_complete', '=', true)
    .where('visibility', '=', 'visible')
    .execute();
}

/** What was read of it is no longer enough: the next pull walks it in full. */
export async function forgetWalks(tx: Tx, connectionId: string, externalIds: readonly string[]): Promise<void> {
  if (externalIds.length === 0) return;
  await tx
    .updateTable('scopes')
    .set({ cursor: null, is_walk_complete: false })
    .where('connection_id', '=', connectionId)
    .where('external_id', 'in', [...externalIds])
    .execute();
}

/** These credentials no longer see it: its tasks become unknown, never unaligned and never deleted. */
export async function markScopeLost(tx: Tx, runId: string, id: string, message: string, at: Date): Promise<void> {
  await tx.updateTable('scopes').set({ visibility: 'access-lost' }).where('id', '=', id).execute();
  await setVisibility(tx, id, 'access-lost', at);
  const error = JSON.stringify({ kind: 'not-visible', message });
  await tx
    .insertInto('sync_run_scopes')
    .values({ sync_run_id: runId, scope_id: id, state: 'access-lost', error, updated_at: at })
    .onConflict((conflict) =>
      conflict.columns(['sync_run_id', 'scope_id']).doUpdateSet({ state: 'access-lost', error, updated_at: at }),
    )
    .execute();
}

/**
 * The tool says that this scope is in its bin: tasks that stand nowhere else were deleted with it. Listed again, it is read anew, and
 * they come back.
 *
 * @returns Their ids.
 */
export async function markScopeDeleted(tx: Tx, id: string, at: Date): Promise<string[]> {
  await tx.updateTable('scopes').set({ deleted_at: at }).where('id', '=', id).execute();
  const { rows } = await sql<{ id: string }>`
    update tasks t set gone_at = ${at}, gone_how = 'deleted', stale_at = ${at}
    from scopes s
    where s.id = ${id} and t.connection_id = s.connection_id and t.gone_at is null and ${isIn(sql.raw('s'))}
      and not ${isSeenElsewhere}
    returning t.id`.execute(tx);
  return rows.map((row) => row.id);
}

/** The task `t` stands in it. */
const isIn = (scope: RawBuilder<unknown>) => sql`(t.scope_id = ${scope}.id
  or t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', ${scope}.external_id)))`;

/** The task `t` stands in another scope than `s` that we read. */
const isSeenElsewhere = sql`exists (
  select from scopes o
  where o.connection_id = t.connection_id and o.id <> s.id and o.is_selected and o.visibility = 'visible'
    and ${isIn(sql.raw('o'))})`;

/** A task that stands in several scopes is out of sight only when all of them are that we read. */
async function setVisibility(tx: Tx, id: string, visibility: StoredScope['visibility'], at: Date): Promise<void> {
  await sql`
    update tasks t set visibility = ${visibility}, stale_at = ${at}
    from scopes s
    where s.id = ${id} and t.connection_id = s.connection_id and t.visibility <> ${visibility} and ${isIn(sql.raw('s'))}
      and (${visibility} = 'visible' or not ${isSeenElsewhere})`.execute(tx);
}

/** Of the connection, selected or not, their tasks with them: its credentials are forgotten. */
export async function markAllScopesLost(tx: Tx, connectionId: string, at: Date): Promise<void> {
  await tx
    .updateTable('scopes')
    .set({ visibility: 'access-lost', cursor: null, is_walk_complete: false })
    .where('connection_id', '=', connectionId)
    .execute();
  await tx
    .updateTable('tasks')
    .set({ visibility: 'access-lost', stale_at: at })
    .where('connection_id', '=', connectionId)
    .where('visibility', '<>', 'access-lost')
    .execute();
}

export interface ScopeChange {
  readonly isSelected?: boolean | undefined;
  readonly isPrivate?: boolean | undefined;
  readonly teamId?: string | null | undefined;
  /** Who sees its tasks while it is private: these and nobody else. */
  readonly personIds?: readonly string[] | undefined;
}

/** Whether its tasks are read; held until the end of the transaction. null where there is no such scope. */
export async function holdScope(tx: Tx, id: string): Promise<{ readonly isSelected: boolean } | null> {
  const row = await tx
    .selectFrom('scopes')
    .select('is_selected as isSelected')
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * One that is selected anew is walked in full: nobody listened to its changes meanwhile.
 *
 * @returns Whether there is such a scope.
 */
export async function changeScope(tx: Tx, id: string, change: ScopeChange): Promise<boolean> {
  const isNew = sql<boolean>`(${change.isSelected ?? false} and not scopes.is_selected)`;
  const row = await tx
    .updateTable('scopes')
    .set((eb) => ({
      is_selected: change.isSelected ?? eb.ref('is_selected'),
      is_private: change.isPrivate ?? eb.ref('is_private'),
      team_id: change.teamId === undefined ? eb.ref('team_id') : change.teamId,
      is_walk_complete: sql<boolean>`scopes.is_walk_complete and not ${isNew}`,
      cursor: sql<string>`case when ${isNew} then null else scopes.cursor end`,
    }))
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  if (row && change.personIds) await nameScopePeople(tx, id, change.personIds);
  return row !== undefined;
}

async function nameScopePeople(tx: Tx, id: string, personIds: readonly string[]): Promise<void> {
  await tx.deleteFrom('scope_people').where('scope_id', '=', id).execute();
  if (personIds.length === 0) return;
  await tx
    .insertInto('scope_people')
    .values([...new Set(personIds)].map((person) => ({ scope_id: id, person_id: person })))
    .execute();
}

/** Names this person where nobody is named yet. */
export async function nameIfNobody(tx: Tx, id: string, personId: string): Promise<void> {
  const named = await tx.selectFrom('scope_people').select('person_id').where('scope_id', '=', id).executeTakeFirst();
  if (!named) await nameScopePeople(tx, id, [personId]);
}

/** Who is named for the scopes of a connection, by scope. */
export async function listScopePeople(db: Database | Tx, connectionId: string): Promise<Map<string, string[]>> {
  const rows = await db
    .selectFrom('scope_people as n')
    .innerJoin('scopes as s', 's.id', 'n.scope_id')
    .innerJoin('people as p', 'p.id', 'n.person_id')
    .select(['n.scope_id', 'n.person_id'])
    .where('s.connection_id', '=', connectionId)
    .orderBy('p.name')
    .execute();
  const found = Map.groupBy(rows, (row) => row.scope_id);
  return new Map([...found].map(([scope, own]) => [scope, own.map((row) => row.person_id)]));
}
