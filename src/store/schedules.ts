import { type Selectable, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { ScheduleTable } from './tables/organisation.ts';

export type Schedule = Selectable<ScheduleTable>;

/** Makes the row where it is missing; a due time that stands already stays. */
export async function ensureSchedule(db: Database | Tx, name: string, dueAt: Date): Promise<void> {
  await db
    .insertInto('schedules')
    .values({ name, due_at: dueAt })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/**
 * Takes what is due, and moves each to its next time, in one transaction: of many processes that look at once exactly one gets
 * each. A process that dies before it acts has moved the time; what it left is found by the sweeper.
 *
 * @param next When this one is due again; null removes it.
 * @returns The rows as they were when they came due, oldest first.
 */
export async function claimDue(
  db: Database,
  now: Date,
  next: (schedule: Schedule) => Date | null,
): Promise<Schedule[]> {
  return db.transaction().execute(async (tx) => {
    const due = await tx
      .selectFrom('schedules')
      .selectAll()
      .where('due_at', '<=', now)
      .orderBy('due_at')
      .forUpdate()
      .skipLocked()
      .execute();
    for (const schedule of due) await reschedule(tx, schedule.name, next(schedule), now);
    return due;
  });
}

async function reschedule(tx: Tx, name: string, dueAt: Date | null, now: Date): Promise<void> {
  if (dueAt === null) await tx.deleteFrom('schedules').where('name', '=', name).execute();
  else
    await tx.updateTable('schedules').set({ due_at: dueAt, last_started_at: now }).where('name', '=', name).execute();
}

export async function noteFinished(db: Database | Tx, name: string, at: Date): Promise<void> {
  await db.updateTable('schedules').set({ last_finished_at: at }).where('name', '=', name).execute();
}

export async function findSchedule(db: Database | Tx, name: string): Promise<Schedule | null> {
  return (await db.selectFrom('schedules').selectAll().where('name', '=', name).executeTakeFirst()) ?? null;
}

/** It is due now, whenever it would have been; nothing where nothing of the kind is planned. */
export async function askForSchedule(db: Database, name: string, now: Date): Promise<void> {
  await db.updateTable('schedules').set({ due_at: now }).where('name', '=', name).where('due_at', '>', now).execute();
}

/** It was begun, by whatever cause; its due time stays. */
export async function noteStarted(db: Database | Tx, name: string, at: Date): Promise<void> {
  await db.updateTable('schedules').set({ last_started_at: at }).where('name', '=', name).execute();
}

/** True where a pull of everything ended after this was begun last, or it never was. */
export async function isPulledWholeSince(db: Database, name: string): Promise<boolean> {
  const { rows } = await sql`
    select from sync_runs r
    where r.kind = 'full' and r.state = 'done'
      and r.finished_at > coalesce((select last_started_at from schedules where name = ${name}), '-infinity') limit 1`.execute(
    db,
  );
  return rows.length > 0;
}
