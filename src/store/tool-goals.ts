import { type Insertable, sql } from 'kysely';
import type { StatedToolGoal } from '../domain/proposal-tool-goals.ts';
import type { Database, Tx } from './database.ts';
import type { ToolGoalTable } from './tables/goals.ts';

type NewToolGoal = Omit<Insertable<ToolGoalTable>, 'goal_id' | 'matched_by' | 'seen_run_id' | 'unreadable_at'>;

/**
 * Goals kept in a tool, as read. Which of ours they are stays as matched. Equal ones touch nothing.
 *
 * @returns Whether one supports, or is called, something else than before, or is given again.
 */
export async function upsertToolGoals(tx: Tx, goals: readonly NewToolGoal[]): Promise<boolean> {
  const once = [...new Map(goals.map((goal) => [goal.id, goal])).values()];
  if (once.length === 0) return false;
  const ids = once.map(({ id }) => id);
  const rows = once.map((goal) => ({ ...goal, goal_id: null, matched_by: null, seen_run_id: null }));
  const changed = await tx
    // Both parts see the table as it was before the statement.
    .with('before', (db) => db.selectFrom('tool_goals').selectAll().where('id', 'in', ids))
    .with('stored', (db) =>
      db
        .insertInto('tool_goals')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet((eb) => ({
              title: eb.ref('excluded.title'),
              description: eb.ref('excluded.description'),
              url: eb.ref('excluded.url'),
              status: eb.ref('excluded.status'),
              supporters: eb.ref('excluded.supporters'),
              measure: eb.ref('excluded.measure'),
              is_closed: eb.ref('excluded.is_closed'),
              owner_external_id: eb.ref('excluded.owner_external_id'),
              unreadable_at: null,
            }))
            .where(
              sql<boolean>`(tool_goals.title, tool_goals.description, tool_goals.url, tool_goals.status, tool_goals.supporters,
                  tool_goals.measure, tool_goals.is_closed, tool_goals.owner_external_id, tool_goals.unreadable_at)
                is distinct from (excluded.title, excluded.description, excluded.url, excluded.status, excluded.supporters,
                  excluded.measure, excluded.is_closed, excluded.owner_external_id, excluded.unreadable_at)`,
            ),
        )
        .returning(['id', 'title', 'url', 'supporters']),
    )
    .selectFrom('stored')
    .leftJoin('before', 'before.id', 'stored.id')
    .select('stored.id')
    .where(
      sql<boolean>`case when before.id is null then stored.supporters <> '[]' else before.unreadable_at is not null
        or (before.title, before.url, before.supporters) is distinct from (stored.title, stored.url, stored.supporters) end`,
    )
    .execute();
  return changed.length > 0;
}

/** Which run these came in, readable or not, so that what came in none can be told. */
export async function noteToolGoalsSeen(
  tx: Tx,
  connectionId: string,
  externalIds: readonly string[],
  runId: string,
): Promise<void> {
  if (externalIds.length === 0) return;
  await tx
    .updateTable('tool_goals')
    .set({ seen_run_id: runId })
    .where('connection_id', '=', connectionId)
    .where('external_id', 'in', externalIds)
    .execute();
}

/**
 * After a run that saw all there is to see: the others are not given any more. What they are of ours is kept, in case they return.
 *
 * @returns How many were given until now.
 */
export async function markToolGoalsUnreadable(tx: Tx, connectionId: string, runId: string, at: Date): Promise<number> {
  const result = await tx
    .updateTable('tool_goals')
    .set({ unreadable_at: at })
    .where('connection_id', '=', connectionId)
    .where('unreadable_at', 'is', null)
    .where('seen_run_id', 'is distinct from', runId)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

export interface StoredToolGoal extends StatedToolGoal {
  readonly matchedBy: ToolGoalTable['matched_by'];
}

export async function listToolGoals(db: Database | Tx, connectionId?: string): Promise<StoredToolGoal[]> {
  let query = db
    .selectFrom('tool_goals')
    .leftJoin('accounts', (join) =>
      join
        .onRef('accounts.connection_id', '=', 'tool_goals.connection_id')
        .onRef('accounts.external_id', '=', 'tool_goals.owner_external_id'),
    )
    .selectAll('tool_goals')
    .select(['accounts.email as owner_email', 'accounts.name as owner_name'])
    .orderBy('tool_goals.id');
  if (connectionId) query = query.where('tool_goals.connection_id', '=', connectionId);
  return (await query.execute()).map((row) => ({
    id: row.id,
    connectionId: row.connection_id,
    externalId: row.external_id,
    title: row.title,
    url: row.url,
    goalId: row.goal_id,
    matchedBy: row.matched_by,
    supporters: row.supporters,
    measure: row.measure,
    owner: row.owner_email ?? row.owner_name,
    isClosed: row.is_closed,
    isUnreadable: row.unreadable_at !== null,
  }));
}

/**
 * Which of our goals they are, as found now. A match by hand stays.
 *
 * @returns How many changed.
 */
export async function saveToolGoalMatches(
  tx: Tx,
  matches: readonly { readonly id: string; readonly goalId: string | null }[],
): Promise<number> {
  if (matches.length === 0) return 0;
  const result = await sql`
    update tool_goals t
    set goal_id = m.goal_id, matched_by = case when m.goal_id is null then null when g.is_named then 'key' else 'title' end
    from unnest(${matches.map((one) => one.id)}::text[], ${matches.map((one) => one.goalId)}::text[]) as m(id, goal_id)
    cross join lateral (
      select exists (
        select from goals, tool_goals named
        where goals.id = m.goal_id and named.id = m.id and position(lower(goals.key) in lower(named.title)) > 0
      ) as is_named
    ) g
    where t.id = m.id and t.matched_by is distinct from 'hand' and t.goal_id is distinct from m.goal_id`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}
