import { type Kysely, sql } from 'kysely';

/** What people said of how key results stand. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table check_ins (
      id bigint generated always as identity primary key,
      goal_id text not null references goals on delete cascade,
      value double precision not null,
      confidence double precision check (confidence between 0 and 1),
      note text not null,
      at timestamptz not null,
      by_person_id text references people on delete set null,
      by_name text not null,
      undone_at timestamptz
    )`.execute(db);
  await sql`create index check_ins_goal on check_ins (goal_id, id)`.execute(db);
  await sql`create index check_ins_by on check_ins (by_person_id)`.execute(db);
}
