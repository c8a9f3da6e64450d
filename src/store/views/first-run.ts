import { sql } from 'kysely';
import type { Database } from '../database.ts';

export interface FirstRunCounts {
  /** Who is here. */
  readonly people: number;
  /** Of tools that are connected. */
  readonly accounts: number;
  /** Of these: those that belong to somebody, and those a person said belong to nobody here. */
  readonly settledAccounts: number;
  /** Tasks that a person said something about which stands. */
  readonly answered: number;
  /** What people are asked was put in order after everything was read last. */
  readonly isOrdered: boolean;
}

/** @param ordering The schedule by which questions are put in order. */
export async function countFirstRun(db: Database, ordering: string): Promise<FirstRunCounts> {
  const { rows } = await sql<FirstRunCounts>`
    select
      (select count(*) from people where left_at is null) as people,
      (select count(*) from accounts a join connections c on c.id = a.connection_id where c.removed_at is null) as accounts,
      (select count(*) from accounts a join connections c on c.id = a.connection_id
        where c.removed_at is null and (a.person_id is not null or a.matched_by = 'hand')) as "settledAccounts",
      (select count(*) from (
        select task_id from link_decisions where by_person_id is not null and undone_at is null
        union select task_id from task_decisions where by_person_id is not null and undone_at is null) said) as answered,
      coalesce((select last_finished_at from schedules where name = ${ordering})
        >= (select max(finished_at) from sync_runs where kind = 'full' and state = 'done'), false) as "isOrdered"`.execute(
    db,
  );
  const [counts] = rows;
  if (!counts) throw new Error('A select without a table gives one row');
  return counts;
}
