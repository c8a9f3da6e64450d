import { type Kysely, sql } from 'kysely';

/** Short forms of the organisation with what people said of them, and the lines that its ticket templates share. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table glossary_entries (
      id bigint generated always as identity primary key,
      name_key text not null unique,
      short text not null,
      long text not null,
      state text not null check (state in ('proposed', 'kept', 'dismissed')),
      ground text not null check (ground in ('stated', 'initials', 'person')),
      seen_in integer not null default 0,
      used_in integer not null default 0,
      found_at timestamptz not null
    )`.execute(db);
  await sql`create index glossary_entries_by_state on glossary_entries (state, used_in desc, id)`.execute(db);
  await sql`
    create table glossary_changes (
      id bigint generated always as identity primary key,
      entry_id bigint not null references glossary_entries on delete cascade,
      was_key text not null,
      was_short text not null,
      was_long text not null,
      was_state text not null check (was_state in ('proposed', 'kept', 'dismissed')),
      short text not null,
      long text not null,
      state text not null check (state in ('kept', 'dismissed')),
      by_person_id text references people on delete set null,
      by_name text not null,
      at timestamptz not null,
      undone_at timestamptz
    )`.execute(db);
  await sql`create index glossary_changes_by_entry on glossary_changes (entry_id, id desc)`.execute(db);
  await sql`
    create table boilerplate (
      id boolean primary key default true check (id),
      lines jsonb not null,
      learnt_at timestamptz not null
    )`.execute(db);
}
