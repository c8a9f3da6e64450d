import { type Kysely, sql } from 'kysely';

/** Allowances for a cycle, and who set them when: one that is set anew ends, and stays as history. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table allowances drop constraint allowances_team_id_key`.execute(db);
  await sql`
    alter table allowances
      add cycle_id text references cycles on delete cascade,
      add by_person_id text references people on delete set null,
      add by_name text not null default 'an import',
      add at timestamptz not null default now(),
      add ended_at timestamptz`.execute(db);
  await sql`
    create unique index allowances_one_in_force on allowances (team_id, cycle_id) nulls not distinct where ended_at is null`.execute(
    db,
  );
  await sql`create index allowances_cycle on allowances (cycle_id)`.execute(db);
  await sql`create index allowances_by on allowances (by_person_id)`.execute(db);
}
