import { sql } from 'kysely';
import type { Role } from '../domain/person.ts';
import type { Database, Tx } from './database.ts';

/** Somebody who gets a digest, with what they chose; what is null is as the organisation has it. */
export interface DigestReader {
  readonly personId: string;
  readonly name: string;
  readonly address: string;
  readonly role: Role;
  readonly weekday: number | null;
  readonly hour: number | null;
  readonly timeZone: string | null;
  readonly isPaused: boolean;
  readonly stoppedAt: Date | null;
  readonly owedWeek: string | null;
  readonly owedAt: Date | null;
  /** Since when they are known. */
  readonly since: Date;
  /** Their address takes no mail. */
  readonly stop: string | null;
}

/** Managers, leaders and owners who are still here. The owner that every install begins with has no address. */
export async function listDigestReaders(db: Database | Tx, personId?: string): Promise<DigestReader[]> {
  const { rows } = await sql<DigestReader>`
    select p.id as "personId", p.name, p.email as address, p.role, d.weekday, d.hour, d.time_zone as "timeZone",
      coalesce(d.is_paused, false) as "isPaused", d.stopped_at as "stoppedAt", d.owed_week as "owedWeek", d.owed_at as "owedAt",
      p.created_at as since, s.why as stop
    from people p
    left join digest_preferences d on d.person_id = p.id
    left join mail_stops s on s.address = p.email
    where p.left_at is null and p.email not like '%@localhost'
      and ${personId === undefined ? sql`p.role <> 'member'` : sql`p.id = ${personId}`}
    order by p.id`.execute(db);
  return rows;
}

export interface DigestChoice {
  readonly weekday?: number | null | undefined;
  readonly hour?: number | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly isPaused?: boolean | undefined;
  readonly owed?: { readonly week: string; readonly at: Date } | undefined;
}

/** Keeps what a person chose; what is left out stays. Whoever chooses wants their digest again. */
export async function keepDigestChoice(db: Database | Tx, personId: string, choice: DigestChoice): Promise<void> {
  const given = {
    ...(choice.weekday === undefined ? {} : { weekday: choice.weekday }),
    ...(choice.hour === undefined ? {} : { hour: choice.hour }),
    ...(choice.timeZone === undefined ? {} : { time_zone: choice.timeZone }),
    ...(choice.isPaused === undefined ? {} : { is_paused: choice.isPaused }),
    ...(choice.owed ? { owed_week: choice.owed.week, owed_at: choice.owed.at } : {}),
    stopped_at: null,
  };
  await db
    .insertInto('digest_preferences')
    .values({ person_id: personId, ...given })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(given))
    .execute();
}

/** No more digests by mail, until this person wants them again. */
export async function stopDigests(db: Database | Tx, personId: string, at: Date): Promise<void> {
  await db
    .insertInto('digest_preferences')
    .values({ person_id: personId, stopped_at: at })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet({ stopped_at: at }))
    .execute();
}

/** Who of these weeks has a digest already, as "<person> <week>". */
export async function listDigested(db: Database, weeks: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ name: string }>`
    select person_id || ' ' || iso_week as name from digests where iso_week = any(${[...weeks]}) and not is_test`.execute(
    db,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Nothing more is sent to this address. */
export async function stopAddress(db: Database | Tx, address: string, why: string, at: Date): Promise<void> {
  await db
    .insertInto('mail_stops')
    .values({ address, why, at })
    .onConflict((conflict) => conflict.column('address').doUpdateSet({ why, at }))
    .execute();
}

/** It takes mail again, by a person's word. @returns whether it had been stopped. */
export async function resumeAddress(db: Database | Tx, address: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('mail_stops').where('address', '=', address).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** People who are here and whose address takes no mail, the latest first. */
export async function listStopped(db: Database) {
  return db
    .selectFrom('mail_stops as s')
    .innerJoin('people as p', 'p.email', 's.address')
    .select(['p.id', 'p.name', 's.address', 's.why', 's.at'])
    .where('p.left_at', 'is', null)
    .orderBy('s.at', 'desc')
    .orderBy('p.id')
    .execute();
}
