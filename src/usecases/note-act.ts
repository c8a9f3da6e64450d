import type { AuditEvent } from '../domain/audit.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import type { Database } from '../store/database.ts';

/** Who types commands works as the owner, on the machine that holds the database. */
export const COMMAND_LINE: Actor = { id: null, name: 'Command line' };

/** Writes an act into the audit trail that changes nothing here: what was taken out, or done from outside. */
export async function noteAct(
  deps: { readonly db: Database; readonly now: () => number },
  by: Actor,
  event: AuditEvent,
): Promise<void> {
  await insertAuditEvent(deps.db, by, new Date(deps.now()), event);
}
