import { type Selectable, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { NoticeTable } from './tables/connections.ts';

export type Notice = Selectable<NoticeTable>;

/** What a notice is about: of each kind one stands open at most for a connection, or for one thing of it. */
export interface NoticeOf {
  /** null: it is about none. */
  readonly connectionId: string | null;
  readonly kind: NoticeTable['kind'];
  /** The webhook, page or scope it is about, by our id; left out where it is the whole connection. */
  readonly subject?: string;
}

export interface NewNotice extends NoticeOf {
  /** One sentence: what is wrong, and what it costs. No secret, no text of a task. */
  readonly text: string;
  /** One sentence: how to mend it. */
  readonly action: string;
  readonly at: Date;
}

/**
 * Tells the owners once: while one stands open it is only brought up to date, however many jobs find the same at once.
 *
 * @returns Whether it is new: whoever sends it further does so only then.
 */
export async function raiseNotice(db: Database | Tx, notice: NewNotice): Promise<boolean> {
  const { connectionId, kind, subject = '', text, action, at } = notice;
  const { rows } = await sql<{ is_new: boolean }>`
    insert into notices (connection_id, kind, subject, text, action, found_at)
    select ${connectionId}::text, ${kind}, ${subject}, ${text}, ${action}, ${at}::timestamptz
    where ${connectionId}::text is null or exists (select from connections where id = ${connectionId} for key share)
    on conflict (connection_id, kind, subject) where cleared_at is null
    do update set text = excluded.text, action = excluded.action
    where (notices.text, notices.action) is distinct from (excluded.text, excluded.action)
    returning xmax = 0 as is_new`.execute(db);
  return rows[0]?.is_new ?? false;
}

/** It is mended. Without a subject: all of this kind that stand open for the connection. @returns Whether any did. */
export async function clearNotice(
  db: Database | Tx,
  { connectionId, kind, subject }: NoticeOf,
  at: Date,
): Promise<boolean> {
  const cleared = await db
    .updateTable('notices')
    .set({ cleared_at: at })
    .where('connection_id', 'is not distinct from', connectionId)
    .where('kind', '=', kind)
    .where('cleared_at', 'is', null)
    .$if(subject !== undefined, (query) => query.where('subject', '=', subject ?? ''))
    .returning('id')
    .execute();
  return cleared.length > 0;
}

/** What is still to be mended, oldest first, with the name of its connection. */
export async function listOpenNotices(
  db: Database | Tx,
): Promise<(Notice & { readonly connection_name: string | null })[]> {
  return db
    .selectFrom('notices')
    .leftJoin('connections', 'connections.id', 'notices.connection_id')
    .selectAll('notices')
    .select('connections.name as connection_name')
    .where('notices.cleared_at', 'is', null)
    .where('connections.removed_at', 'is', null)
    .orderBy('notices.found_at')
    .orderBy('notices.id')
    .execute();
}

/** An owner has read it: it is no longer put before everything else. @returns Whether it is known. */
export async function noteNoticeSeen(db: Database | Tx, id: number, at: Date): Promise<boolean> {
  const row = await db
    .updateTable('notices')
    .set((eb) => ({ seen_at: eb.fn.coalesce('seen_at', eb.val(at)) }))
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
