import { type Kysely, sql } from 'kysely';

/** What the children of a parent have in common, and what people said it carries down. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table parent_cohesion (
      task_id text primary key references tasks on delete cascade,
      child_count integer not null,
      children_print text not null,
      cohesion double precision not null,
      elsewhere double precision,
      compared_with integer not null,
      is_junk_drawer boolean not null,
      because text,
      measured_at timestamptz not null,
      check (is_junk_drawer = (because is not null))
    )`.execute(db);
  await sql`create index parent_cohesion_drawers on parent_cohesion (task_id) where is_junk_drawer`.execute(db);
  await sql`
    create table carry_decisions (
      id bigint generated always as identity primary key,
      task_id text not null references tasks on delete cascade,
      says text not null check (says in ('carries', 'carries-nothing')),
      by_person_id text references people on delete set null,
      by_name text not null,
      at timestamptz not null,
      undone_at timestamptz
    )`.execute(db);
  await sql`create unique index carry_decisions_one_in_force on carry_decisions (task_id) where undone_at is null`.execute(
    db,
  );
}
