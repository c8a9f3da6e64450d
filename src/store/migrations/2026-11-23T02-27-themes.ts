import { type Kysely, sql } from 'kysely';

/** Tasks without a why that are about the same thing, and when people looked at the overview last. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table themes (
      id text primary key,
      stems jsonb not null,
      since timestamptz not null,
      found_at timestamptz not null
    )`.execute(db);
  await sql`
    create table theme_tasks (
      task_id text primary key references tasks on delete cascade,
      theme_id text not null references themes on delete cascade
    )`.execute(db);
  await sql`create index theme_tasks_theme on theme_tasks (theme_id)`.execute(db);
  await sql`
    create table overview_looks (
      person_id text primary key references people on delete cascade,
      looked_at timestamptz not null,
      before_at timestamptz
    )`.execute(db);
}
