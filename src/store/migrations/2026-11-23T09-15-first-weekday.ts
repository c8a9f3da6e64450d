import { type Kysely, sql } from 'kysely';

/** The day calendars begin their weeks with: Monday, Saturday or Sunday. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    alter table settings
      add column first_weekday integer not null default 1 check (first_weekday in (1, 6, 7))`.execute(db);
}
