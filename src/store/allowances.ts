import { sql } from 'kysely';
import type { Allowance } from '../domain/allowance-in-force.ts';
import type { Database, Tx } from './database.ts';

export interface KtloTask {
  readonly taskId: string;
  readonly teamId: string | null;
  readonly createdAt: Date | null;
  readonly isOver: boolean;
}

export interface AllowanceRow extends Allowance {
  readonly id: number;
  readonly byName: string;
  readonly at: Date;
  readonly endedAt: Date | null;
}

/** In force, and what was in force before: the newest first. */
export async function listAllowances(db: Database | Tx, options: { isInForce: boolean }): Promise<AllowanceRow[]> {
  const { rows } = await sql<AllowanceRow>`
    select id, team_id as "teamId", cycle_id as "cycleId", share, by_name as "byName", at, ended_at as "endedAt"
    from allowances ${options.isInForce ? sql`where ended_at is null` : sql``} order by id desc`.execute(db);
  return rows;
}

export interface NewAllowance {
  readonly teamId: string | null;
  readonly cycleId: string | null;
  /** null: none from now on. */
  readonly share: number | null;
  readonly byPersonId: string | null;
  readonly byName: string;
}

/** Ends what was set for the same team and cycle, and sets this. @returns Whether anything differs. */
export async function setAllowance(tx: Tx, given: NewAllowance, at: Date): Promise<boolean> {
  await sql`lock table allowances in share row exclusive mode`.execute(tx);
  const { rows } = await sql<{ share: number }>`
    select share from allowances where team_id is not distinct from ${given.teamId}
      and cycle_id is not distinct from ${given.cycleId} and ended_at is null`.execute(tx);
  if ((rows[0]?.share ?? null) === given.share) return false;
  await sql`
    update allowances set ended_at = ${at} where team_id is not distinct from ${given.teamId}
      and cycle_id is not distinct from ${given.cycleId} and ended_at is null`.execute(tx);
  if (given.share === null) return true;
  await tx
    .insertInto('allowances')
    .values({
      team_id: given.teamId,
      cycle_id: given.cycleId,
      share: given.share,
      by_person_id: given.byPersonId,
      by_name: given.byName,
      at,
    })
    .execute();
  return true;
}

/** Live tasks that keep the lights on by a rule; those a person called so, in force on this day, are not asked about again. */
export async function listKtloTasks(db: Database, today: string): Promise<KtloTask[]> {
  const { rows } = await sql<KtloTask>`
    select f.task_id as "taskId", p.team_id as "teamId", t.tool_created_at as "createdAt", f.state = 'over-allowance' as "isOver"
    from flags f
    join task_periods p on p.task_id = f.task_id and p.valid_to is null and p.is_countable and p.is_live
    join tasks t on t.id = f.task_id
    where f.valid_to is null and f.state in ('ktlo', 'over-allowance')
      and not exists (
        select from task_decisions d
        where d.task_id = f.task_id and d.says = 'ktlo' and d.undone_at is null
          and d.from_on <= ${today} and (d.until_on is null or d.until_on >= ${today}))
    order by f.task_id`.execute(db);
  return rows;
}

/** How many live tasks each team has in all. */
export async function countLiveByTeam(db: Database): Promise<Map<string | null, number>> {
  const { rows } = await sql<{ teamId: string | null; count: number }>`
    select team_id as "teamId", count(*) as count from task_periods
    where valid_to is null and is_countable and is_live group by team_id`.execute(db);
  return new Map(rows.map((row) => [row.teamId, row.count]));
}
