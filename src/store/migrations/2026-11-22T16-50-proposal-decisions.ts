import { type Kysely, sql } from 'kysely';

/** What was stated when a person decided, to tell a changed page from a changed goal; and that a decision can be taken back. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table goal_sources add column decided jsonb`.execute(db);
  await sql`alter table proposal_decisions add column undone_at timestamptz`.execute(db);
  await sql`create index proposal_decisions_proposal on proposal_decisions (proposal_id, id)`.execute(db);
}
