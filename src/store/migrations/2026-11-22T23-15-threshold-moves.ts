import { type Kysely, sql } from 'kysely';

/** From which likelihood on links stand without asking, where what people decided moved it; the last row of a name is in force. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table threshold_moves (
      id bigint generated always as identity primary key,
      name text not null check (name in ('structural', 'learned')),
      moved_to double precision check (moved_to between 0 and 1),
      because text not null,
      decided integer not null default 0,
      right_ones integer not null default 0,
      by_person_id text references people on delete set null,
      by_name text not null,
      is_by_person boolean not null,
      at timestamptz not null,
      check (right_ones between 0 and decided)
    )`.execute(db);
  await sql`create index threshold_moves_name on threshold_moves (name, id)`.execute(db);
}
