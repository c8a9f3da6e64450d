import { sql } from 'kysely';
import type { Weight } from '../../domain/alignment.ts';
import type { FlagState } from '../../domain/flag.ts';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { medians } from './alignment.ts';
import { fromJudged, type Moment, matches, onlySeen, readsTask, sumOfWeights, type TaskFilter } from './judged.ts';

export interface GoalFlow {
  readonly teamId: string | null;
  /** null: it serves no goal. */
  readonly goalId: string | null;
  readonly state: FlagState;
  /** A task that serves two goals is one of each. */
  readonly count: number;
  /** A task that serves two goals gives half to each. */
  readonly weight: number;
}

/** What the viewer may see of the judged tasks, summed by team and the goal each serves. */
export async function sumGoalFlows(
  db: Database,
  viewer: Viewer,
  filter: TaskFilter,
  moment: Moment,
  weight: Weight,
): Promise<GoalFlow[]> {
  const { rows } = await sql<GoalFlow & { parts: number }>`
    with j as (
      select p.team_id, p.scope_id, p.estimate, p.active_days, f.state,
        case when f.state = 'aligned' then f.goal_ids else '{}'::text[] end as goal_ids
      ${fromJudged(moment, readsTask(filter, moment))} and ${onlySeen(viewer)} and ${matches(filter, moment)}
    ), m as (${medians(moment, weight)})
    select j.team_id as "teamId", g.goal_id as "goalId", j.state, greatest(1, cardinality(j.goal_ids)) as parts,
      count(*) as count, ${sumOfWeights(weight)} as weight
    from j
    left join lateral unnest(j.goal_ids) g(goal_id) on true
    left join m on m.scope_id is not distinct from j.scope_id
    group by j.team_id, g.goal_id, j.state, cardinality(j.goal_ids)
    order by j.team_id, g.goal_id, j.state, parts`.execute(db);
  return rows.map(({ parts, weight: sum, ...flow }) => ({ ...flow, weight: sum / parts }));
}
