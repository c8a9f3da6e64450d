import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';

/**
 * Marking a million tasks in one statement takes minutes, in which nothing is derived and whoever changed a goal waits for the answer.
 * So a change that concerns many leaves a sweep: from then on the stale list is fed from it, some thousands of tasks at a time.
 */
export interface SweepOf {
  /** null: of every connection. */
  readonly connectionId: string | null;
  /** `unlinked`: that hang on no goal. */
  readonly which: 'all' | 'unlinked';
}

/** Up to so many are marked at once, in a fraction of a second. */
const MARKED_AT_ONCE_MAX = 5_000;
/** What somebody has just changed comes before the next of these. */
const SWEPT_AT_ONCE = 2_000;

/** Too many tasks to be marked in one statement. */
export async function areManyTasks(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from tasks limit ${MARKED_AT_ONCE_MAX + 1}) enough`.execute(tx);
  return (rows[0]?.count ?? 0) > MARKED_AT_ONCE_MAX;
}

/** The caller holds the context alone. What an earlier sweep had left of the same tasks is part of this one. */
export async function startSweep(tx: Tx, { connectionId, which }: SweepOf, at: Date): Promise<void> {
  await tx
    .deleteFrom('stale_sweeps')
    .$if(connectionId !== null, (query) => query.where('connection_id', '=', connectionId))
    .$if(which === 'unlinked', (query) => query.where('which', '=', 'unlinked'))
    .execute();
  await tx.insertInto('stale_sweeps').values({ connection_id: connectionId, which, marked_at: at }).execute();
}

/** Marks the next tasks of the oldest sweep; `busy`: somebody else is just doing so. */
export async function advanceSweep(db: Database): Promise<'advanced' | 'busy' | 'none'> {
  return db.transaction().execute(async (tx) => {
    const sweep = await tx
      .selectFrom('stale_sweeps')
      .selectAll()
      .orderBy('id')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!sweep) return (await hasSweeps(tx)) ? 'busy' : 'none';
    const isOfConnection = sweep.connection_id === null ? sql`true` : sql`connection_id = ${sweep.connection_id}`;
    const isWanted = sweep.which === 'all' ? sql`true` : isUnlinked();
    const { rows } = await sql<{ count: number; last: string | null }>`
      with next as (
        select id from tasks where id > ${sweep.after_id} and ${isOfConnection} order by id limit ${SWEPT_AT_ONCE}
      ),
      marked as (
        update tasks t set stale_at = ${sweep.marked_at}
        where id in (select id from next) and stale_at is null and ${isWanted}
      )
      select count(*)::int as count, max(id) as last from next`.execute(tx);
    const [{ count, last } = { count: 0, last: null }] = rows;
    if (count < SWEPT_AT_ONCE) await tx.deleteFrom('stale_sweeps').where('id', '=', sweep.id).execute();
    else
      await tx
        .updateTable('stale_sweeps')
        .set({ after_id: last as string })
        .where('id', '=', sweep.id)
        .execute();
    return 'advanced';
  });
}

/** Task `t` hangs on no goal, or carries others and so has no flag that would say. */
export function isUnlinked() {
  return sql`(t.is_container
    or exists (select from flags f where f.task_id = t.id and f.valid_to is null and f.state <> 'aligned'))`;
}

export async function hasSweeps(db: Database | Tx): Promise<boolean> {
  return (await db.selectFrom('stale_sweeps').select('id').limit(1).executeTakeFirst()) !== undefined;
}
