import type { Selectable } from 'kysely';
import type { Cycle, Goal, Rule } from '../domain/goal.ts';
import type { Database, Tx } from './database.ts';
import type { CycleTable, GoalTable } from './tables/goals.ts';

/** All goals with their team's name, by key: what is derived of them must not turn on how people place them. Whoever shows them calls `inTreeOrder`. */
export async function listGoals(db: Database | Tx): Promise<Goal[]> {
  const rows = await db
    .selectFrom('goals as g')
    .leftJoin('teams as t', 't.id', 'g.team_id')
    .selectAll('g')
    .select('t.name as team_name')
    .orderBy('g.key')
    .execute();
  return rows.map(toGoal);
}

type GoalRow = Omit<Selectable<GoalTable>, 'created_at' | 'updated_at'> & { readonly team_name: string | null };

export function toGoal(row: GoalRow): Goal {
  return {
    id: row.id,
    key: row.key,
    kind: row.kind,
    title: row.title,
    description: row.description,
    parentId: row.parent_id,
    cycleId: row.cycle_id,
    from: row.from_value,
    to: row.to_value,
    unit: row.unit,
    by: row.due_on,
    ownerId: row.owner_id,
    team: row.team_name,
    commitment: row.commitment,
    weight: row.weight,
    closedOn: row.closed_on,
    urls: row.urls,
    position: row.position,
  };
}

export async function listCycles(db: Database | Tx): Promise<Cycle[]> {
  const rows = await db.selectFrom('cycles').selectAll().orderBy('starts_on').execute();
  return rows.map(toCycle);
}

export function toCycle(row: Selectable<CycleTable>): Cycle {
  return {
    id: row.id,
    name: row.name,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    closedOn: row.closed_on,
  };
}

/** In the order they are tried. */
export async function listRules(db: Database | Tx): Promise<Rule[]> {
  const rows = await db.selectFrom('rules').selectAll().orderBy('position').execute();
  return rows.flatMap((row) => {
    const then = row.is_ktlo ? ('ktlo' as const) : row.goal_id ? { goalId: row.goal_id } : null;
    // A rule whose goal was removed leads nowhere.
    return then ? [{ id: row.id, position: row.position, when: row.conditions, then }] : [];
  });
}
