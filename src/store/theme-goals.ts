import { sql } from 'kysely';
import type { Tx } from './database.ts';

/**
 * True where the only words on this goal are these, of the last day, all taken back, and nothing else hangs on it: no goal, rule, scope or
 * page. It can go as if it had never been.
 */
export async function isGoalFreeOf(tx: Tx, goalId: string, decisionIds: readonly number[]): Promise<boolean> {
  const { rows } = await sql<{ isFree: boolean }>`
    select not exists (select from goals where parent_id = ${goalId})
      and not exists (select from rules where goal_id = ${goalId})
      and not exists (select from scopes where goal_id = ${goalId})
      and not exists (select from goal_sources where goal_id = ${goalId})
      and exists (select from link_decisions where goal_id = ${goalId} and id = any(${[...decisionIds]}::bigint[]))
      and not exists (
        select from link_decisions where goal_id = ${goalId} and (
          undone_at is null or not id = any(${[...decisionIds]}::bigint[]) or at < undone_at - interval '1 day')
      ) as "isFree"`.execute(tx);
  return rows[0]?.isFree ?? false;
}
