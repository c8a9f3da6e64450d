import { type Kysely, sql } from 'kysely';

/** What people are asked next, the question that teaches most first. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table review_asks (
      task_id text primary key references tasks on delete cascade,
      goal_id text not null references goals on delete cascade,
      rank integer not null unique,
      why text not null check (why in ('no-example', 'alike', 'uncertain')),
      settles integer not null check (settles >= 0),
      asked_at timestamptz not null
    )`.execute(db);
  await sql`create index review_asks_goal on review_asks (goal_id)`.execute(db);
}
