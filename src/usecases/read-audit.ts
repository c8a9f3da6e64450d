import { listAuditEvents } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { BadCursorError } from '../store/views/tasks.ts';

/** Who did what to people, roles, settings and connections, newest first. */
export async function readAudit(db: Database, page: { readonly cursor?: string | undefined; readonly limit: number }) {
  const before = page.cursor === undefined ? null : Number(page.cursor);
  if (before !== null && !Number.isSafeInteger(before)) throw new BadCursorError();
  const rows = await listAuditEvents(db, { before, limit: page.limit + 1 });
  const shown = rows.slice(0, page.limit);
  return {
    items: shown.map((row) => ({ ...row, at: row.at.toISOString() })),
    nextCursor: rows.length > page.limit ? String(shown.at(-1)?.id) : null,
  };
}
