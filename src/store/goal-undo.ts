import { sql } from 'kysely';
import type { GoalAudience } from '../domain/access.ts';
import type { GoalChangeThrough } from '../domain/goal-history.ts';
import type { Tx } from './database.ts';
import { isLastChange } from './goal-periods.ts';

export interface GoalChangeRow {
  readonly through: GoalChangeThrough;
  /** Nothing that it changed was changed again since. */
  readonly isLast: boolean;
  readonly isUndone: boolean;
  readonly hasCycles: boolean;
  /** Whose each goal was, or is. */
  readonly goals: readonly GoalAudience[];
}

export async function findGoalChange(tx: Tx, changeId: number): Promise<GoalChangeRow | null> {
  const { rows } = await sql<GoalChangeRow>`
    select c.through, ${isLastChange(sql`c.id`)} as "isLast",
      exists (select from goal_changes u where u.undoes = c.id) as "isUndone",
      exists (select from cycle_periods x where c.id in (x.change_id, x.ended_change_id)) as "hasCycles",
      (select coalesce(jsonb_agg(jsonb_build_object('ownerId', x.owner_id, 'teamId', x.team_id)), '[]')
        from goal_periods x where x.change_id = c.id or x.ended_change_id = c.id) as goals
    from goal_changes c where c.id = ${changeId}`.execute(tx);
  return rows[0] ?? null;
}

/** Keys of goals that this change made and that something hangs on by now. */
export async function goalsInUse(tx: Tx, changeId: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    with made as (
      select n.goal_id from goal_periods n where n.change_id = ${changeId}
        and not exists (select from goal_periods o where o.goal_id = n.goal_id and o.ended_change_id = ${changeId})
    )
    select g.key from goals g join made m on m.goal_id = g.id
    where exists (select from goals x where x.parent_id = g.id and x.id not in (select goal_id from made))
      or exists (select from rules x where x.goal_id = g.id)
      or exists (select from scopes x where x.goal_id = g.id)
      or exists (select from links x where x.goal_id = g.id)
      or exists (select from link_decisions x where x.goal_id = g.id)
      or exists (select from check_ins x where x.goal_id = g.id)
      or exists (select from goal_sources x where x.goal_id = g.id)
      or exists (select from task_decisions x where x.yields_to_goal_id = g.id)
    order by g.key`.execute(tx);
  return rows.map(({ key }) => key);
}

/** Makes goals and cycles as they were before this change, which is the last of each. Whose owner or team is gone stays without. */
export async function restoreGoals(tx: Tx, changeId: number): Promise<void> {
  await restoreCycles(tx, changeId);
  await sql`
    insert into goals (id, key, kind, title, description, parent_id, cycle_id, from_value, to_value, unit, due_on, owner_id,
      team_id, commitment, weight, closed_on, urls, position)
    select p.goal_id, p.key, p.kind, p.title, p.description, p.parent_id, p.cycle_id, p.from_value, p.to_value, p.unit, p.due_on,
      (select id from people where id = p.owner_id), (select id from teams where id = p.team_id), p.commitment, p.weight,
      p.closed_on, p.urls, p.position
    from goal_periods p where p.ended_change_id = ${changeId}
    on conflict (id) do update set (key, kind, title, description, parent_id, cycle_id, from_value, to_value, unit, due_on,
      owner_id, team_id, commitment, weight, closed_on, urls, position) = row (excluded.key, excluded.kind, excluded.title,
      excluded.description, excluded.parent_id, excluded.cycle_id, excluded.from_value, excluded.to_value, excluded.unit,
      excluded.due_on, excluded.owner_id, excluded.team_id, excluded.commitment, excluded.weight, excluded.closed_on,
      excluded.urls, excluded.position)`.execute(tx);
  await sql`delete from goals where id in (${madeBy('goal', changeId)})`.execute(tx);
  await sql`delete from cycles where id in (${madeBy('cycle', changeId)})`.execute(tx);
}

async function restoreCycles(tx: Tx, changeId: number): Promise<void> {
  await sql`
    insert into cycles (id, name, starts_on, ends_on, closed_on)
    select p.cycle_id, p.name, p.starts_on, p.ends_on, p.closed_on
    from cycle_periods p where p.ended_change_id = ${changeId}
    on conflict (id) do update set name = excluded.name, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
      closed_on = excluded.closed_on`.execute(tx);
}

/** Ids of what this change made. */
function madeBy(what: 'goal' | 'cycle', changeId: number) {
  const [periods, id] = [sql.table(`${what}_periods`), sql.ref(`${what}_id`)];
  return sql`
    select n.${id} from ${periods} n where n.change_id = ${changeId}
      and not exists (select from ${periods} o where o.${id} = n.${id} and o.ended_change_id = ${changeId})`;
}
