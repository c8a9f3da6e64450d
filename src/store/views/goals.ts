import { sql } from 'kysely';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { fromJudged, type Moment, maySee } from './judged.ts';

export interface GoalCount {
  readonly goalId: string;
  readonly teamId: string | null;
  readonly liveTasks: number;
  readonly finishedTasks: number;
  readonly suggestedTasks: number;
}

/**
 * For each goal and team how many judged tasks are about it. A task that serves two key results stands once with each; sum over an
 * objective's key results only through `countGoalTree`.
 */
export async function countGoals(db: Database, viewer: Viewer, moment: Moment): Promise<GoalCount[]> {
  const { rows } = await sql<GoalCount>`
    select g.goal_id as "goalId", j.team_id as "teamId",
      count(*) filter (where j.state = 'aligned' and j.is_live) as "liveTasks",
      count(*) filter (where j.state = 'aligned' and not j.is_live) as "finishedTasks",
      count(*) filter (where j.state = 'suggested') as "suggestedTasks"
    from (select f.state, f.goal_ids, p.team_id, p.is_live ${fromJudged(moment)} and ${maySee(viewer)}) j
    cross join lateral unnest(j.goal_ids) as g(goal_id)
    group by g.goal_id, j.team_id`.execute(db);
  return rows;
}

/** The same for a goal with everything under it, each task once. */
export async function countGoalTree(db: Database, viewer: Viewer, goalIds: readonly string[], moment: Moment) {
  const { rows } = await sql<Omit<GoalCount, 'goalId'>>`
    select j.team_id as "teamId",
      count(*) filter (where j.state = 'aligned' and j.is_live) as "liveTasks",
      count(*) filter (where j.state = 'aligned' and not j.is_live) as "finishedTasks",
      count(*) filter (where j.state = 'suggested') as "suggestedTasks"
    from (select f.state, p.team_id, p.is_live
      ${fromJudged(moment)} and ${maySee(viewer)} and f.goal_ids && ${[...goalIds]}::text[]) j
    group by j.team_id`.execute(db);
  return rows;
}
