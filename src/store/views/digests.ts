import { sql } from 'kysely';
import type { DigestState } from '../../domain/digest-state.ts';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { BadCursorError } from './tasks.ts';

export interface OutboxRow {
  readonly id: string;
  readonly personId: string;
  readonly person: string;
  readonly isoWeek: string;
  readonly isTest: boolean;
  readonly state: DigestState;
  readonly dueAt: Date;
  readonly sentAt: Date | null;
  readonly subject: string | null;
  readonly trouble: string | null;
  /** It has been written, and this viewer may read it. */
  readonly mayRead: boolean;
}

export interface OutboxLetter extends OutboxRow {
  readonly html: string;
  readonly text: string;
  readonly picture: Buffer | null;
}

/** Owners see that everybody's went out; everybody else sees their own. */
function maySeeRow(viewer: Viewer) {
  return viewer.role === 'owner' ? sql`true` : sql`d.person_id = ${viewer.personId}`;
}

/** Its reader reads it; an owner too, unless it may name what stands in a scope that is private to its reader. */
function mayReadIt(viewer: Viewer) {
  if (viewer.role !== 'owner') return sql`d.person_id = ${viewer.personId}`;
  // The command line runs on the machine that holds the database.
  if (viewer.personId === null) return sql`true`;
  return sql`(d.person_id = ${viewer.personId} or not exists (
    select from scope_people theirs join scopes s on s.id = theirs.scope_id and s.is_private
    where theirs.person_id = d.person_id
      and not exists (select from scope_people own where own.scope_id = s.id and own.person_id = ${viewer.personId})))`;
}

function columns(viewer: Viewer) {
  return sql`d.id, d.person_id as "personId", p.name as person, d.iso_week as "isoWeek", d.is_test as "isTest", d.state,
    d.due_at as "dueAt", d.sent_at as "sentAt", case when ${mayReadIt(viewer)} then d.subject end as subject, d.trouble,
    d.html is not null and ${mayReadIt(viewer)} as "mayRead"`;
}

/** One page of digests that went out or will, newest first. */
export async function listOutbox(
  db: Database,
  viewer: Viewer,
  page: { readonly cursor: string | null; readonly limit: number },
): Promise<{ rows: OutboxRow[]; nextCursor: string | null }> {
  const after = page.cursor === null ? null : readCursor(page.cursor);
  const past = after ? sql`and (d.due_at, d.id) < (${after.dueAt}, ${after.id})` : sql``;
  const { rows } = await sql<OutboxRow>`
    select ${columns(viewer)} from digests d join people p on p.id = d.person_id
    where ${maySeeRow(viewer)} ${past}
    order by d.due_at desc, d.id desc limit ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > page.limit && last ? writeCursor(last) : null };
}

/** One as it was sent; null where it is unknown, not written yet, or not for this viewer, which read the same. */
export async function findLetter(db: Database, viewer: Viewer, id: string): Promise<OutboxLetter | null> {
  const { rows } = await sql<OutboxLetter>`
    select ${columns(viewer)}, d.html, d.text, d.picture from digests d join people p on p.id = d.person_id
    where d.id = ${id} and d.html is not null and ${maySeeRow(viewer)} and ${mayReadIt(viewer)}`.execute(db);
  return rows[0] ?? null;
}

function writeCursor({ dueAt, id }: OutboxRow): string {
  return Buffer.from(JSON.stringify([dueAt.toISOString(), id])).toString('base64url');
}

function readCursor(cursor: string): { dueAt: Date; id: string } {
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    const dueAt = new Date(String(at));
    if (typeof id === 'string' && !Number.isNaN(dueAt.getTime())) return { dueAt, id };
  } catch {
    // Whatever it was, it was not made here.
  }
  throw new BadCursorError();
}
