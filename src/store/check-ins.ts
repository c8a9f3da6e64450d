import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import { BadCursorError } from './views/tasks.ts';

export interface CheckInRow {
  readonly id: number;
  readonly goalId: string;
  readonly value: number;
  readonly confidence: number | null;
  readonly note: string;
  readonly at: Date;
  readonly byName: string;
  /** Taken back then. */
  readonly undoneAt: Date | null;
}

const columns = sql`id, goal_id as "goalId", value, confidence, note, at, by_name as "byName", undone_at as "undoneAt"`;

/** All that stand, oldest first. @param asOf All that stood then; left out: now. */
export async function listCheckIns(db: Database, asOf?: Date): Promise<CheckInRow[]> {
  const stands = asOf ? sql`at <= ${asOf} and (undone_at is null or undone_at > ${asOf})` : sql`undone_at is null`;
  const { rows } = await sql<CheckInRow>`select ${columns} from check_ins where ${stands} order by at, id`.execute(db);
  return rows;
}

/** All that was ever said, up to the end of this time, of goals that somebody spoke of in it; oldest first, none taken back. */
export async function listCheckInsOfWeek(
  db: Database,
  { from, until }: { readonly from: Date; readonly until: Date },
): Promise<CheckInRow[]> {
  const { rows } = await sql<CheckInRow>`
    select ${columns} from check_ins
    where undone_at is null and at < ${until}
      and goal_id in (select goal_id from check_ins where undone_at is null and at >= ${from} and at < ${until})
    order by at, id`.execute(db);
  return rows;
}

/** Of one goal, those that were taken back too, newest first. */
export async function listCheckInHistory(
  db: Database,
  goalId: string,
  { cursor, limit, asOf }: { readonly cursor: string | null; readonly limit: number; readonly asOf?: Date },
): Promise<{ rows: readonly CheckInRow[]; nextCursor: string | null }> {
  const before = cursor === null ? sql`` : sql`and id < ${idOf(cursor)}`;
  const until = asOf ? sql`and at <= ${asOf}` : sql``;
  const { rows: found } = await sql<CheckInRow>`
    select ${columns} from check_ins where goal_id = ${goalId} ${before} ${until}
    order by id desc limit ${limit + 1}`.execute(db);
  // What was taken back later stood then.
  const rows = found.map((row) => (asOf && row.undoneAt && row.undoneAt > asOf ? { ...row, undoneAt: null } : row));
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const nextCursor = rows.length > limit && last ? Buffer.from(String(last.id)).toString('base64url') : null;
  return { rows: page, nextCursor };
}

function idOf(cursor: string): number {
  const id = Number(Buffer.from(cursor, 'base64url').toString());
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new BadCursorError();
}

export interface NewCheckIn {
  readonly goalId: string;
  readonly value: number;
  readonly confidence: number | null;
  readonly note: string;
  readonly byPersonId: string | null;
  readonly byName: string;
}

/** @returns Its id. */
export async function insertCheckIn(db: Database | Tx, given: NewCheckIn, at: Date): Promise<number> {
  const { id } = await db
    .insertInto('check_ins')
    .values({
      goal_id: given.goalId,
      value: given.value,
      confidence: given.confidence,
      note: given.note,
      by_person_id: given.byPersonId,
      by_name: given.byName,
      at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Of these the ones that stand, with their goals. */
export async function findCheckIns(db: Database, ids: readonly number[]): Promise<{ id: number; goalId: string }[]> {
  const { rows } = await sql<{ id: number; goalId: string }>`
    select id, goal_id as "goalId" from check_ins where id = any(${[...ids]}::bigint[]) and undone_at is null`.execute(
    db,
  );
  return rows;
}

/** @returns How many stood. */
export async function takeBackCheckIns(db: Database, ids: readonly number[], at: Date): Promise<number> {
  const { rows } = await sql`
    update check_ins set undone_at = ${at} where id = any(${[...ids]}::bigint[]) and undone_at is null returning id`.execute(
    db,
  );
  return rows.length;
}
