import { type Kysely, sql } from 'kysely';

/** Finds which goals have live work by reading each set of goals once, and what was finished lately without what is live. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create index judged_tasks_served on judged_tasks (goal_ids) where state = 'aligned' and is_live`.execute(
    db,
  );
  await sql`create index judged_tasks_finished on judged_tasks (finished_at) where not is_live`.execute(db);
}
