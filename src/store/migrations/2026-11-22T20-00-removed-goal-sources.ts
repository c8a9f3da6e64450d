import { type Kysely, sql } from 'kysely';

/** Where goals were written, once the connection that read it was removed with all it had read. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table removed_goal_sources (
      id bigint generated always as identity primary key,
      goal_id text not null references goals on delete cascade,
      proposal_id text not null,
      tool text not null,
      connection_name text not null,
      title text,
      url text,
      path text[] not null,
      removed_at timestamptz not null
    )`.execute(db);
  await sql`create index removed_goal_sources_goal on removed_goal_sources (goal_id)`.execute(db);
}
