import { type Kysely, sql } from 'kysely';

/**
 * A rule keeps its number for ever, whatever its place: evidence names it by that. The list before and after each change is kept, so that
 * the last one can be taken back.
 */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`create sequence rule_numbers`.execute(db);
  await sql`
    select setval('rule_numbers', max(substring(id from '[0-9]+$')::bigint)) from rules where id ~ '[0-9]+$'
    having count(*) > 0`.execute(db);
  await sql`
    create table rule_changes (
      id bigint generated always as identity primary key,
      at timestamptz not null,
      by_person_id text references people on delete set null,
      by_name text not null,
      rules_before jsonb not null,
      rules_after jsonb not null,
      undone_at timestamptz
    )`.execute(db);
}
