import type { AuditEvent, AuditWhat } from '../domain/audit.ts';
import type { Database, Tx } from './database.ts';
import { notifyChange } from './notify.ts';

/** Who acts: a person, or the command line (null), which acts as the owner. */
export interface Actor {
  readonly id: string | null;
  readonly name: string;
}

/** Writes down who did what, in the transaction that does it, and tells open pages once it stands. */
export async function insertAuditEvent(db: Database | Tx, by: Actor, at: Date, event: AuditEvent): Promise<void> {
  await db
    .insertInto('audit_events')
    .values({
      at,
      by_person_id: by.id,
      by_name: by.name,
      what: event.what,
      about: JSON.stringify(event.about),
      says: event.says,
    })
    .execute();
  await notifyChange(db, { type: 'organisation-changed' });
}

export interface AuditRow {
  readonly id: number;
  readonly at: Date;
  readonly by: string;
  readonly what: AuditWhat;
  readonly says: string;
}

/**
 * Newest first.
 *
 * @param before The id a page ends before; null: from the newest.
 */
export async function listAuditEvents(
  db: Database,
  page: { readonly before: number | null; readonly limit: number },
): Promise<AuditRow[]> {
  let query = db
    .selectFrom('audit_events')
    .select(['id', 'at', 'by_name as by', 'what', 'says'])
    .orderBy('id', 'desc')
    .limit(page.limit);
  if (page.before !== null) query = query.where('id', '<', page.before);
  return query.execute();
}
