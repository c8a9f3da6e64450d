import { sql } from 'kysely';
import type { Carrying, CarryWord } from '../domain/evidence/drawers.ts';
import type { Database, Tx } from './database.ts';

interface CarryingRow {
  readonly taskId: string;
  readonly says: CarryWord | null;
  readonly by: string | null;
  readonly because: string | null;
}

/** Every parent that is a junk drawer by its children, and every one that a person said something of. @param only One parent alone. */
export async function loadCarrying(db: Database | Tx, only: string | null = null): Promise<Map<string, Carrying>> {
  const { rows } = await sql<CarryingRow>`
    select coalesce(c.task_id, d.task_id) as "taskId", d.says, d.by_name as by, c.because
    from (select task_id, because from parent_cohesion where is_junk_drawer) c
    full join (select task_id, says, by_name from carry_decisions where undone_at is null) d using (task_id)
    where ${only}::text is null or coalesce(c.task_id, d.task_id) = ${only}`.execute(db);
  return new Map(
    rows.map(({ taskId, says, by, because }) => [taskId, { word: says && { says, by: by ?? '' }, because }]),
  );
}

export interface NewCarryDecision {
  readonly taskId: string;
  readonly says: CarryWord;
  readonly byPersonId: string | null;
  readonly byName: string;
}

/** A person's word on what a parent carries; an earlier one stays as history, ended at the same moment. @returns Its id. */
export async function insertCarryDecision(tx: Tx, decision: NewCarryDecision, at: Date): Promise<number> {
  await tx
    .updateTable('carry_decisions')
    .set({ undone_at: at })
    .where('task_id', '=', decision.taskId)
    .where('undone_at', 'is', null)
    .execute();
  const { id } = await tx
    .insertInto('carry_decisions')
    .values({
      task_id: decision.taskId,
      says: decision.says,
      by_person_id: decision.byPersonId,
      by_name: decision.byName,
      at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Takes a word back; the one it replaced is in force again. @returns Whether there was one of this task to take back. */
export async function undoCarryDecision(tx: Tx, taskId: string, id: number, at: Date): Promise<boolean> {
  const { rows } = await sql<{ madeAt: Date }>`
    update carry_decisions set undone_at = ${at} where id = ${id} and task_id = ${taskId} and undone_at is null
    returning at as "madeAt"`.execute(tx);
  const [undone] = rows;
  if (!undone) return false;
  await sql`
    update carry_decisions set undone_at = null
    where id = (select id from carry_decisions where task_id = ${taskId} and undone_at = ${undone.madeAt} and id < ${id}
      order by id desc limit 1)`.execute(tx);
  return true;
}
