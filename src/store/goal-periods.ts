import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Cycle, Goal } from '../domain/goal.ts';
import type { GoalChangeThrough } from '../domain/goal-history.ts';
import type { Actor } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { toCycle, toGoal } from './goals.ts';
import type { CyclePeriodTable, GoalPeriodTable } from './tables/goals.ts';

/** Who changes goals or cycles, and through what. */
export interface GoalAct {
  readonly by: Actor;
  readonly through: GoalChangeThrough;
  /** The change that is taken back by it. */
  readonly undoes?: number;
}

/** What came of an act; `isRead`: something that links are derived from is another now. */
export interface KeptChange {
  readonly changeId: number;
  readonly isRead: boolean;
}

/** Columns that tasks are read against, then those that are only shown. */
const READ = ['key', 'kind', 'title', 'description', 'parent_id', 'cycle_id', 'closed_on', 'urls'] as const;
const SHOWN = [
  ...['from_value', 'to_value', 'unit', 'due_on', 'owner_id', 'team_id', 'commitment', 'weight', 'position'],
] as const;
const GOAL_COLUMNS = [...READ, ...SHOWN];
const CYCLE_COLUMNS = ['name', 'starts_on', 'ends_on', 'closed_on'];

const list = (columns: readonly string[], alias?: string) =>
  sql.join(columns.map((column) => sql.ref(alias ? `${alias}.${column}` : column)));

/**
 * Ends and begins the periods of every goal and cycle that is another than its last period says, and notes who did it. Whoever writes
 * goals or cycles calls it after, in the same transaction, with the context held.
 *
 * @returns null where all is as before.
 */
export async function keepGoalPeriods(tx: Tx, act: GoalAct, at: Date): Promise<KeptChange | null> {
  const different = sql<boolean>`(exists (${differing('goals', 'goal_periods', 'goal_id', GOAL_COLUMNS)})
    or exists (${differing('cycles', 'cycle_periods', 'cycle_id', CYCLE_COLUMNS)}))`;
  const { rows } = await sql<{ id: number }>`
    insert into goal_changes (at, by_person_id, by_name, through, undoes)
    select ${at}, ${act.by.id}, ${act.by.name}, ${act.through}, ${act.undoes ?? null}::bigint where ${different}
    returning id`.execute(tx);
  const changeId = rows[0]?.id;
  if (changeId === undefined) return null;
  await moveOn(tx, 'goals', 'goal_periods', 'goal_id', GOAL_COLUMNS, changeId, at);
  await moveOn(tx, 'cycles', 'cycle_periods', 'cycle_id', CYCLE_COLUMNS, changeId, at);
  return { changeId, isRead: await changedWhatIsRead(tx, changeId) };
}

/** Rows that have no open period that says the same, and open periods whose row is gone. */
function differing(table: string, periods: string, idColumn: string, columns: readonly string[]): RawBuilder<unknown> {
  return sql`
    select from ${sql.table(table)} r
    full join (select * from ${sql.table(periods)} where valid_to is null) p on ${sql.ref(`p.${idColumn}`)} = r.id
    where r.id is null or p.id is null or (${list(columns, 'r')}) is distinct from (${list(columns, 'p')})`;
}

async function moveOn(
  tx: Tx,
  table: string,
  periods: string,
  idColumn: string,
  columns: readonly string[],
  changeId: number,
  at: Date,
): Promise<void> {
  const id = sql.ref(idColumn);
  await sql`
    update ${sql.table(periods)} p set valid_to = greatest(p.valid_from, ${at}), ended_change_id = ${changeId}
    where p.valid_to is null and not exists (
      select from ${sql.table(table)} r
      where r.id = p.${id} and (${list(columns, 'r')}) is not distinct from (${list(columns, 'p')}))`.execute(tx);
  await sql`
    insert into ${sql.table(periods)} (${id}, ${list(columns)}, change_id, valid_from)
    select r.id, ${list(columns, 'r')}, ${changeId},
      greatest(${at}, (select max(x.valid_to) from ${sql.table(periods)} x where x.${id} = r.id))
    from ${sql.table(table)} r
    where not exists (select from ${sql.table(periods)} p where p.${id} = r.id and p.valid_to is null)
    order by r.id`.execute(tx);
}

/** A goal that came or went, a cycle, or a column that tasks are read against. */
async function changedWhatIsRead(tx: Tx, changeId: number): Promise<boolean> {
  const { rows } = await sql<{ isRead: boolean }>`
    select exists (
      select from (select * from goal_periods where change_id = ${changeId}) n
      full join (select * from goal_periods where ended_change_id = ${changeId}) o on o.goal_id = n.goal_id
      where n.id is null or o.id is null or (${list(READ, 'n')}) is distinct from (${list(READ, 'o')})
    ) or exists (select from cycle_periods where ${changeId} in (change_id, ended_change_id)) as "isRead"`.execute(tx);
  return rows[0]?.isRead ?? true;
}

/** Goals as they stood at a moment of the past. */
export async function listGoalsAt(db: Database | Tx, at: Date): Promise<Goal[]> {
  const { rows } = await sql<PeriodRow>`
    select p.*, t.name as team_name from goal_periods p left join teams t on t.id = p.team_id
    where p.valid_from <= ${at} and (p.valid_to is null or p.valid_to > ${at}) order by p.key`.execute(db);
  return rows.map(asGoal);
}

export async function listCyclesAt(db: Database | Tx, at: Date): Promise<Cycle[]> {
  const { rows } = await sql<Selectable<CyclePeriodTable>>`
    select * from cycle_periods
    where valid_from <= ${at} and (valid_to is null or valid_to > ${at}) order by starts_on`.execute(db);
  return rows.map((row) => toCycle({ ...row, id: row.cycle_id }));
}

/** The number of each goal's state as it stands: another after every change. */
export async function listGoalVersions(db: Database | Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ goalId: string; id: number }>`
    select goal_id as "goalId", id from goal_periods where valid_to is null`.execute(db);
  return new Map(rows.map(({ goalId, id }) => [goalId, id]));
}

/** Whose key this was last, where nobody's it is now. */
export async function findFormerKey(db: Database | Tx, key: string): Promise<string | null> {
  const { rows } = await sql<{ goalId: string }>`
    select goal_id as "goalId" from goal_periods where lower(key) = ${key.toLowerCase()} order by id desc limit 1`.execute(
    db,
  );
  return rows[0]?.goalId ?? null;
}

type PeriodRow = Selectable<GoalPeriodTable> & { readonly team_name: string | null };

const asGoal = (row: PeriodRow): Goal => toGoal({ ...row, id: row.goal_id });

/** One state of a goal: who made it so, and what it was before. */
export interface GoalState {
  readonly id: number;
  readonly goal: Goal;
  /** null where the goal was made then, or stood when the history began. */
  readonly before: Goal | null;
  readonly from: Date;
  readonly change: StateChange | null;
}

interface StateChange {
  readonly id: number;
  readonly by: string;
  readonly through: GoalChangeThrough;
  readonly undoes: number | null;
  /** Nothing that it changed was changed again since. */
  readonly isLast: boolean;
  readonly isUndone: boolean;
  readonly goalIds: readonly string[];
  readonly hasCycles: boolean;
}

/** States of one goal, newest first. @param before The id a page ends before; null: from the newest. */
export async function listGoalStates(
  db: Database | Tx,
  goalId: string,
  page: { readonly before: number | null; readonly limit: number },
): Promise<GoalState[]> {
  const isBefore = page.before === null ? sql`` : sql`and p.id < ${page.before}`;
  // One more: the state before the last that is shown.
  const { rows } = await sql<PeriodRow & ChangeColumns>`
    select p.*, t.name as team_name, c.by_name, c.through, c.undoes, ${isLastChange(sql`c.id`)} as "isLast",
      exists (select from goal_changes u where u.undoes = c.id) as "isUndone",
      array(select distinct x.goal_id from goal_periods x where c.id in (x.change_id, x.ended_change_id)) as "goalIds",
      exists (select from cycle_periods x where c.id in (x.change_id, x.ended_change_id)) as "hasCycles"
    from goal_periods p
    left join teams t on t.id = p.team_id
    left join goal_changes c on c.id = p.change_id
    where p.goal_id = ${goalId} ${isBefore}
    order by p.id desc limit ${page.limit + 1}`.execute(db);
  return rows.slice(0, page.limit).map((row, index) => toState(row, rows[index + 1]));
}

interface ChangeColumns {
  readonly by_name: string | null;
  readonly through: GoalChangeThrough | null;
  readonly undoes: number | null;
  readonly isLast: boolean;
  readonly isUndone: boolean;
  readonly goalIds: readonly string[];
  readonly hasCycles: boolean;
}

function toState(row: PeriodRow & ChangeColumns, earlier: PeriodRow | undefined): GoalState {
  const { by_name: by, through, undoes, isLast, isUndone, goalIds, hasCycles } = row;
  const isKnown = row.change_id !== null && by !== null && through !== null;
  return {
    id: row.id,
    goal: asGoal(row),
    before: earlier ? asGoal(earlier) : null,
    from: row.valid_from,
    change: isKnown ? { id: row.change_id as number, by, through, undoes, isLast, isUndone, goalIds, hasCycles } : null,
  };
}

/** Whether all that this change touched is as it left it, also where a later change was taken back. */
export function isLastChange(changeId: RawBuilder<unknown>): RawBuilder<boolean> {
  const goals = areAsLeft('goal_periods', 'goal_id', GOAL_COLUMNS, changeId);
  return sql<boolean>`(${goals} and ${areAsLeft('cycle_periods', 'cycle_id', CYCLE_COLUMNS, changeId)})`;
}

function areAsLeft(
  periods: string,
  idColumn: string,
  columns: readonly string[],
  changeId: RawBuilder<unknown>,
): RawBuilder<boolean> {
  const [table, id] = [sql.table(periods), sql.ref(idColumn)];
  return sql<boolean>`(
    not exists (
      select from ${table} x left join ${table} y on y.${id} = x.${id} and y.valid_to is null
      where x.change_id = ${changeId} and (y.id is null or (${list(columns, 'y')}) is distinct from (${list(columns, 'x')})))
    and not exists (
      select from ${table} x join ${table} y on y.${id} = x.${id} and y.valid_to is null
      where x.ended_change_id = ${changeId}
        and not exists (select from ${table} n where n.${id} = x.${id} and n.change_id = ${changeId})))`;
}
