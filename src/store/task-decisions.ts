import { sql } from 'kysely';
import type { TaskDecision } from '../domain/task-decision.ts';
import type { Database, Tx } from './database.ts';

/** Decisions other than links that are in force on this day, or a “not now” that came back by then; of several on one task, the last. */
export async function loadTaskDecisions(
  db: Database | Tx,
  taskIds: readonly string[],
  today: string,
): Promise<TaskDecision[]> {
  if (taskIds.length === 0) return [];
  const { rows } = await sql<TaskDecision>`
    select distinct on (d.task_id) d.task_id as "taskId", d.says, d.because, d.by_name as "by", d.from_on as "fromOn",
      d.until_on as "untilOn", d.revisit_on as "revisitOn", d.yields_to_goal_id as "yieldsToGoalId", d.asked_name as asked,
      ${timesSaid()} as times
    from task_decisions d
    where d.undone_at is null and d.task_id = any(${[...taskIds]}) and d.from_on <= ${today}
      and (d.until_on is null or d.until_on >= ${today} or d.says = 'not-now')
    order by d.task_id, d.id desc`.execute(db);
  return rows;
}

/** How often the same was said of the task of `d` up to then; what was taken back was never said. */
export function timesSaid() {
  return sql<number>`(select count(*)::int from task_decisions e
    where e.task_id = d.task_id and e.says = d.says and e.id <= d.id and (e.undone_at is null or e.is_replaced or e.id = d.id))`;
}

/** What must be known of a task before somebody decides about it. */
export interface DecidableTask {
  readonly id: string;
  readonly isContainer: boolean;
  readonly isGone: boolean;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
}

/** Held until the end of the transaction, in the order of their ids: of two who decide at once one comes first. */
export async function holdTasks(tx: Tx, taskIds: readonly string[]): Promise<void> {
  await sql`select from tasks where id = any(${[...taskIds]}) order by id for no key update`.execute(tx);
}

export async function findDecidable(db: Database, taskIds: readonly string[]): Promise<Map<string, DecidableTask>> {
  const { rows } = await sql<DecidableTask>`
    select id, is_container as "isContainer", gone_at is not null as "isGone", team_id as "teamId", assignee_id as "assigneeId"
    from tasks where id = any(${[...taskIds]})`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

export interface NewTaskDecision {
  readonly taskId: string;
  readonly says: TaskDecision['says'];
  readonly because: string;
  readonly byPersonId: string | null;
  readonly byName: string;
  readonly fromOn: string;
  readonly untilOn: string | null;
  readonly revisitOn: string | null;
  readonly yieldsToGoalId: string | null;
  readonly asked: { readonly id: string; readonly name: string } | null;
}

/** A person's word on tasks; an earlier one stays as history, ended at the same moment. @returns The ids, in the order given. */
export async function insertTaskDecisions(tx: Tx, decisions: readonly NewTaskDecision[], at: Date): Promise<number[]> {
  if (decisions.length === 0) return [];
  await replaceTaskDecisions(
    tx,
    decisions.map(({ taskId }) => taskId),
    at,
  );
  const rows = await tx
    .insertInto('task_decisions')
    .values(
      decisions.map((one) => ({
        task_id: one.taskId,
        says: one.says,
        because: one.because,
        by_person_id: one.byPersonId,
        by_name: one.byName,
        from_on: one.fromOn,
        until_on: one.untilOn,
        revisit_on: one.revisitOn,
        yields_to_goal_id: one.yieldsToGoalId,
        asked_person_id: one.asked?.id ?? null,
        asked_name: one.asked?.name ?? null,
        at,
      })),
    )
    .returning(['id', 'task_id'])
    .execute();
  const idOf = new Map(rows.map((row) => [row.task_id, row.id]));
  return decisions.flatMap(({ taskId }) => idOf.get(taskId) ?? []);
}

/** Ends what was said of these tasks: another word took its place. */
export async function replaceTaskDecisions(tx: Tx, taskIds: readonly string[], at: Date): Promise<void> {
  if (taskIds.length === 0) return;
  await tx
    .updateTable('task_decisions')
    .set({ undone_at: at, is_replaced: true })
    .where('task_id', 'in', [...taskIds])
    .where('undone_at', 'is', null)
    .execute();
}

/** Takes decisions back; the word each replaced is in force again. @returns The tasks they were about. */
export async function takeBackTaskDecisions(tx: Tx, ids: readonly number[], at: Date): Promise<string[]> {
  const { rows } = await sql<{ taskId: string; madeAt: Date }>`
    update task_decisions set undone_at = ${at} where id = any(${[...ids]}::bigint[]) and undone_at is null
    returning task_id as "taskId", at as "madeAt"`.execute(tx);
  await restoreReplaced(tx, rows);
  return rows.map(({ taskId }) => taskId);
}

/** What the word made at that moment replaced, unless something else was said meanwhile, or still stands of what was said with it. */
export async function restoreReplaced(
  tx: Tx,
  words: readonly { readonly taskId: string; readonly madeAt: Date }[],
): Promise<void> {
  for (const { taskId, madeAt } of words) {
    await sql`
      update task_decisions set undone_at = null, is_replaced = false
      where id = (select id from task_decisions where task_id = ${taskId} and undone_at = ${madeAt} and is_replaced
          order by id desc limit 1)
        and not exists (select from task_decisions where task_id = ${taskId} and undone_at is null)
        and not exists (select from link_decisions where task_id = ${taskId} and undone_at is null and says = 'accepted' and at = ${madeAt})`.execute(
      tx,
    );
  }
}

export interface DecisionToUndo {
  readonly id: number;
  readonly taskId: string;
  readonly byPersonId: string | null;
}

/** Of these decisions the ones still in force, due or over: those that can be taken back. */
export async function findTaskDecisions(db: Database, ids: readonly number[]): Promise<DecisionToUndo[]> {
  const { rows } = await sql<DecisionToUndo>`
    select id, task_id as "taskId", by_person_id as "byPersonId" from task_decisions
    where id = any(${[...ids]}::bigint[]) and undone_at is null order by id`.execute(db);
  return rows;
}
