import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import { restoreReplaced } from './task-decisions.ts';

export interface NewLinkDecision {
  readonly taskId: string;
  readonly goalId: string;
  readonly says: 'accepted' | 'rejected';
  readonly byPersonId: string | null;
  readonly byName: string;
}

/**
 * A person's word on links; an earlier word on the same task and goal stays as history, ended at the same moment. What evidence was
 * seen is taken from the links as they stand.
 *
 * @returns The ids, in the order given.
 */
export async function insertLinkDecisions(tx: Tx, decisions: readonly NewLinkDecision[], at: Date): Promise<number[]> {
  const ids: number[] = [];
  for (const decision of decisions) {
    await tx
      .updateTable('link_decisions')
      .set({ undone_at: at })
      .where('task_id', '=', decision.taskId)
      .where('goal_id', '=', decision.goalId)
      .where('undone_at', 'is', null)
      .execute();
    const { rows } = await sql<{ id: number }>`
      insert into link_decisions (task_id, goal_id, says, seen_fingerprints, by_person_id, by_name, at)
      select ${decision.taskId}, ${decision.goalId}, ${decision.says},
        coalesce((select array_agg(e->>'fingerprint') from links l, jsonb_array_elements(l.evidence) e
          where l.task_id = ${decision.taskId} and l.goal_id = ${decision.goalId} and l.valid_to is null), '{}'),
        ${decision.byPersonId}, ${decision.byName}, ${at}
      returning id`.execute(tx);
    ids.push(...rows.map((row) => row.id));
  }
  return ids;
}

/** Takes decisions back; the words they replaced, on links or other, are in force again. @returns The tasks they were about. */
export async function undoLinkDecisions(tx: Tx, ids: readonly number[], at: Date): Promise<string[]> {
  const { rows } = await sql<{ task_id: string; goal_id: string; made_at: Date }>`
    update link_decisions set undone_at = ${at} where id = any(${[...ids]}::bigint[]) and undone_at is null
    returning task_id, goal_id, at as made_at`.execute(tx);
  for (const row of rows) {
    await sql`
      update link_decisions set undone_at = null
      where id = (select id from link_decisions where task_id = ${row.task_id} and goal_id = ${row.goal_id}
        and undone_at = ${row.made_at} and at < ${row.made_at} order by id desc limit 1)`.execute(tx);
  }
  await restoreReplaced(
    tx,
    rows.map((row) => ({ taskId: row.task_id, madeAt: row.made_at })),
  );
  return [...new Set(rows.map((row) => row.task_id))];
}

/** The tasks of decisions still in force, by id. */
export async function findDecisionTasks(db: Database | Tx, ids: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; task_id: string }>`
    select id, task_id from link_decisions where id = any(${[...ids]}::bigint[]) and undone_at is null`.execute(db);
  return new Map(rows.map((row) => [row.id, row.task_id]));
}

/** The likeliest suggested goal of each task. */
export async function listSuggestedGoals(db: Database | Tx, taskIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ task_id: string; goal_id: string }>`
    select distinct on (task_id) task_id, goal_id from links
    where task_id = any(${[...taskIds]}) and verdict = 'suggested' and valid_to is null
    order by task_id, likelihood desc, goal_id`.execute(db);
  return new Map(rows.map((row) => [row.task_id, row.goal_id]));
}

/** True where people said so much about links since this was begun last. */
export async function areDecidedSince(db: Database, schedule: string, countMin: number): Promise<boolean> {
  const { rows } = await sql`
    select from link_decisions
    where greatest(at, undone_at) > coalesce((select last_started_at from schedules where name = ${schedule}), '-infinity')
    offset ${countMin - 1} limit 1`.execute(db);
  return rows.length > 0;
}
