import { sql } from 'kysely';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { fromJudged, type Moment, matches, onlySeen, readsTask, type TaskFilter } from './judged.ts';

export interface ServedSet {
  /** The goals that all of these tasks serve. */
  readonly goalIds: readonly string[];
  readonly tasks: number;
}

/** The work that serves goals, by the very same goals: what the viewer may see of it. A task stands in one set only. */
export async function countServedSets(
  db: Database,
  viewer: Viewer,
  filter: TaskFilter,
  moment: Moment,
): Promise<ServedSet[]> {
  const wanted: TaskFilter = { ...filter, states: ['aligned'] };
  const { rows } = await sql<ServedSet>`
    select f.goal_ids as "goalIds", count(*) as tasks
    ${fromJudged(moment, readsTask(wanted, moment))} and ${onlySeen(viewer)} and ${matches(wanted, moment)}
    group by f.goal_ids
    order by f.goal_ids`.execute(db);
  return rows;
}
