import { sql } from 'kysely';
import type { Tx } from './database.ts';

export async function renameGoal(tx: Tx, goalId: string, key: string): Promise<void> {
  await tx.updateTable('goals').set({ key }).where('id', '=', goalId).execute();
}

/** Siblings one after the other. */
export async function placeGoals(tx: Tx, goalIds: readonly string[]): Promise<void> {
  await sql`
    update goals g set position = o.position
    from unnest(${[...goalIds]}::text[]) with ordinality as o(id, position)
    where g.id = o.id and g.position is distinct from o.position`.execute(tx);
}

/** Tasks that name the goal themselves. */
export async function countStatingTasks(tx: Tx, goalId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from links
    where goal_id = ${goalId} and valid_to is null and evidence @> '[{"kind":"stated"}]'`.execute(tx);
  return rows[0]?.count ?? 0;
}
