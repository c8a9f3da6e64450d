import { type Kysely, sql } from 'kysely';

/** Of a decision: the goal it makes room for, when it is looked at again, whom it waits for; one in force for each task. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    alter table task_decisions
      add yields_to_goal_id text references goals on delete set null,
      add revisit_on date check (revisit_on > from_on),
      add asked_person_id text references people on delete set null,
      add asked_name text,
      add is_replaced boolean not null default false,
      add check (undone_at is not null or not is_replaced)`.execute(db);
  await sql`drop index task_decisions_task`.execute(db);
  await sql`
    update task_decisions d set undone_at = (select min(e.at) from task_decisions e where e.task_id = d.task_id and e.id > d.id),
      is_replaced = true
    where undone_at is null and exists (select from task_decisions e where e.task_id = d.task_id and e.id > d.id and e.undone_at is null)`.execute(
    db,
  );
  await sql`create unique index task_decisions_one_in_force on task_decisions (task_id) where undone_at is null`.execute(
    db,
  );
  await sql`create index task_decisions_history on task_decisions (task_id, id)`.execute(db);
  await sql`create index task_decisions_asked on task_decisions (asked_person_id) where undone_at is null`.execute(db);
  await sql`create index task_decisions_revisit on task_decisions (revisit_on) where undone_at is null`.execute(db);
  await sql`create index task_decisions_yields on task_decisions (yields_to_goal_id)`.execute(db);
}
