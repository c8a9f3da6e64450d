import { type Kysely, sql } from 'kysely';

/** Which days people work, and how cycles follow each other. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    alter table settings
      add column working_days integer[] not null default '{1,2,3,4,5}',
      add column cycle_length text not null default 'quarter',
      add column cycle_start_month integer not null default 1`.execute(db);
}
