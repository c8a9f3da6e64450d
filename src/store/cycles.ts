import { sql } from 'kysely';
import type { Cycle } from '../domain/goal.ts';
import type { Database, Tx } from './database.ts';

/** How many goals are in each cycle, by its id, and how many of them are open. */
export async function countGoalsByCycle(db: Database | Tx): Promise<Map<string, { goals: number; open: number }>> {
  const { rows } = await sql<{ id: string; goals: number; open: number }>`
    select cycle_id as id, count(*) as goals, count(*) filter (where closed_on is null) as open
    from goals where cycle_id is not null group by cycle_id`.execute(db);
  return new Map(rows.map(({ id, goals, open }) => [id, { goals, open }]));
}

export async function updateCycle(tx: Tx, { id, name, startsOn, endsOn, closedOn }: Cycle): Promise<void> {
  await tx
    .updateTable('cycles')
    .set({ name, starts_on: startsOn, ends_on: endsOn, closed_on: closedOn ?? null })
    .where('id', '=', id)
    .execute();
}

export async function deleteCycle(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('cycles').where('id', '=', id).execute();
}

/** Whether an allowance was ever set for it: that is history. */
export async function hasAllowances(tx: Tx, cycleId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('allowances')
    .select('id')
    .where('cycle_id', '=', cycleId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Closes the open goals of a cycle on a day. */
export async function closeGoalsOf(tx: Tx, cycleId: string, closedOn: string): Promise<void> {
  await tx
    .updateTable('goals')
    .set({ closed_on: closedOn })
    .where('cycle_id', '=', cycleId)
    .where('closed_on', 'is', null)
    .execute();
}

/** Opens the goals of a cycle that were closed on this day again. */
export async function openGoalsOf(tx: Tx, cycleId: string, closedOn: string): Promise<void> {
  await tx
    .updateTable('goals')
    .set({ closed_on: null })
    .where('cycle_id', '=', cycleId)
    .where('closed_on', '=', closedOn)
    .execute();
}
