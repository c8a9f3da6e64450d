import { type Kysely, sql } from 'kysely';

/** The tasks whose goals are known and that texts are read against, and how far readings can be trusted with them. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table linking_examples (
      task_id text primary key references tasks on delete cascade,
      goal_ids text[] not null,
      is_personal boolean not null,
      title text not null,
      body text not null
    )`.execute(db);
  await sql`
    create table linking_memory (
      id boolean primary key default true check (id),
      version text not null,
      trust jsonb,
      learnt_at timestamptz
    )`.execute(db);
  await sql`create index link_decisions_at on link_decisions (greatest(at, undone_at))`.execute(db);
}
