import { type Insertable, sql } from 'kysely';
import type { ToolGoal } from '../domain/goal.ts';
import type { Database, Tx } from './database.ts';
import type { ToolGoalTable } from './schema.ts';

/**
 * Goals kept in a tool, as read. Which of ours they are stays as matched. Equal ones touch nothing.
 *
 * @returns Whether one that is matched to a goal of ours reads differently now.
 */
export async function upsertToolGoals(
  tx: Tx,
  goals: readonly Omit<Insertable<ToolGoalTable>, 'goal_id' | 'matched_by'>[],
): Promise<boolean> {
  const once = [...new Map(goals.map((goal) => [goal.id, goal])).values()];
  if (once.length === 0) return false;
  const changed = await tx
    .insertInto('tool_goals')
    .values(once.map((goal) => ({ ...goal, goal_id: null, matched_by: null })))
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          title: eb.ref('excluded.title'),
          description: eb.ref('excluded.description'),
          url: eb.ref('excluded.url'),
          status: eb.ref('excluded.status'),
          supporters: eb.ref('excluded.supporters'),
        }))
        .where(
          sql<boolean>`(tool_goals.title, tool_goals.description, tool_goals.url, tool_goals.status, tool_goals.supporters)
            is distinct from (excluded.title, excluded.description, excluded.url, excluded.status, excluded.supporters)`,
        ),
    )
    .returning('goal_id')
    .execute();
  return changed.some((row) => row.goal_id !== null);
}

export interface StoredToolGoal extends ToolGoal {
  readonly matchedBy: ToolGoalTable['matched_by'];
}

export async function listToolGoals(db: Database | Tx, connectionId?: string): Promise<StoredToolGoal[]> {
  let query = db.selectFrom('tool_goals').selectAll().orderBy('id');
  if (connectionId) query = query.where('connection_id', '=', connectionId);
  return (await query.execute()).map((row) => ({
    id: row.id,
    connectionId: row.connection_id,
    externalId: row.external_id,
    title: row.title,
    url: row.url,
    goalId: row.goal_id,
    matchedBy: row.matched_by,
    supporters: row.supporters,
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
