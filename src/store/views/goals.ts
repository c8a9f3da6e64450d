import { sql } from 'kysely';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { fromJudged, type Moment, onlySeen } from './judged.ts';

/** Judged tasks that are about the very same goals. */
export interface GoalSetCount {
  readonly goalIds: readonly string[];
  readonly liveTasks: number;
  readonly finishedTasks: number;
  readonly suggestedTasks: number;
  /** Somebody works on it, whether or not the viewer may see who. */
  readonly isStaffed: boolean;
}

/**
 * For each set of goals that tasks are about, how many of them the viewer may see. A task stands in one set only: sums over the sets
 * that touch a goal or anything under it count each task once.
 */
export async function countGoalSets(db: Database, viewer: Viewer, moment: Moment): Promise<GoalSetCount[]> {
  // Two counts: what they may see is found by an index, and who works on what is the same for all.
  const [{ rows }, staffed] = await Promise.all([
    sql<Omit<GoalSetCount, 'isStaffed'>>`
      select f.goal_ids as "goalIds",
        count(*) filter (where f.state = 'aligned' and p.is_live) as "liveTasks",
        count(*) filter (where f.state = 'aligned' and not p.is_live) as "finishedTasks",
        count(*) filter (where f.state = 'suggested') as "suggestedTasks"
      ${fromJudged(moment, false)} and ${onlySeen(viewer)} and f.goal_ids <> '{}'
      group by f.goal_ids`.execute(db),
    listStaffedSets(db, moment),
  ]);
  const isStaffed = new Set(staffed.map(String));
  const seen = new Set(rows.map(({ goalIds }) => String(goalIds)));
  return [
    ...rows.map((row) => ({ ...row, isStaffed: isStaffed.has(String(row.goalIds)) })),
    ...staffed
      .filter((goalIds) => !seen.has(String(goalIds)))
      .map((goalIds) => ({ goalIds, liveTasks: 0, finishedTasks: 0, suggestedTasks: 0, isStaffed: true })),
  ];
}

/** The sets of goals that live work serves, whoever may see it. @param among Only sets with one of these goals; null: all. */
export async function listStaffedSets(
  db: Database,
  moment: Moment,
  among: readonly string[] | null = null,
): Promise<(readonly string[])[]> {
  if (among?.length === 0) return [];
  if (moment.isNow && among === null) return listStaffedNow(db);
  const isAmong = among === null ? sql`true` : sql`f.goal_ids && ${[...among]}::text[]`;
  const { rows } = await sql<{ goalIds: readonly string[] }>`
    select distinct f.goal_ids as "goalIds"
    ${fromJudged(moment, false)} and f.state = 'aligned' and p.is_live and ${isAmong}`.execute(db);
  return rows.map(({ goalIds }) => goalIds);
}

export interface FinishedSet {
  readonly goalIds: readonly string[];
  readonly count: number;
}

/** For each set of goals how many tasks that serve it were finished since, whoever may see them: a number, and no name. */
export async function countFinishedSets(db: Database, since: Date, moment: Moment): Promise<FinishedSet[]> {
  const { rows } = await sql<FinishedSet>`
    select f.goal_ids as "goalIds", count(*) as count
    ${fromJudged({ ...moment, weekStart: since }, false)} and f.state = 'aligned' and not p.is_live and p.finished_at >= ${since}
    group by f.goal_ids`.execute(db);
  return rows;
}

/** From one set to the next by their index: there are many times as many tasks as sets. */
async function listStaffedNow(db: Database): Promise<(readonly string[])[]> {
  const { rows } = await sql<{ goalIds: readonly string[] }>`
    with recursive sets as (
      (select goal_ids from judged_tasks where state = 'aligned' and is_live order by goal_ids limit 1)
      union all
      select (select j.goal_ids from judged_tasks j where j.state = 'aligned' and j.is_live and j.goal_ids > s.goal_ids
        order by j.goal_ids limit 1)
      from sets s where s.goal_ids is not null
    )
    select goal_ids as "goalIds" from sets where goal_ids is not null`.execute(db);
  return rows.map(({ goalIds }) => goalIds);
}

interface TeamCount extends Pick<GoalSetCount, 'liveTasks' | 'finishedTasks' | 'suggestedTasks'> {
  readonly teamId: string | null;
}

/** For a goal with everything under it, by team, each task once. */
export async function countGoalTree(db: Database, viewer: Viewer, goalIds: readonly string[], moment: Moment) {
  const { rows } = await sql<TeamCount>`
    select j.team_id as "teamId",
      count(*) filter (where j.state = 'aligned' and j.is_live) as "liveTasks",
      count(*) filter (where j.state = 'aligned' and not j.is_live) as "finishedTasks",
      count(*) filter (where j.state = 'suggested') as "suggestedTasks"
    from (select f.state, p.team_id, p.is_live
      ${fromJudged(moment, false)} and ${onlySeen(viewer)} and f.goal_ids && ${[...goalIds]}::text[]) j
    group by j.team_id`.execute(db);
  return rows;
}
