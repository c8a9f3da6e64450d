import { sql } from 'kysely';
import type { Database } from './database.ts';

export interface KtloTask {
  readonly taskId: string;
  readonly teamId: string | null;
  readonly createdAt: Date | null;
  readonly isOver: boolean;
}

/** Shares of a team's work, 0 to 1, by team; null: for teams without one of their own. */
export async function listAllowances(db: Database): Promise<Map<string | null, number>> {
  const rows = await db.selectFrom('allowances').select(['team_id', 'share']).execute();
  return new Map(rows.map((row) => [row.team_id, row.share]));
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
