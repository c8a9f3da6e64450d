import type { ChangeEvent } from '../domain/change-event.ts';
import type { Database } from '../store/database.ts';
import { listOpenNotices, noteNoticeSeen } from '../store/notices.ts';
import { UseCaseError } from './errors.ts';

/** What waits for an owner, oldest first. */
export async function readNotices(db: Database) {
  const rows = await listOpenNotices(db);
  return {
    items: rows.map((row) => ({
      id: row.id,
      connectionId: row.connection_id,
      connectionName: row.connection_name,
      kind: row.kind,
      subject: row.subject || null,
      text: row.text,
      action: row.action,
      foundAt: row.found_at.toISOString(),
      seenAt: row.seen_at?.toISOString() ?? null,
    })),
  };
}

interface SeenDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
}

/** Puts a notice out of the way; it stays open until it is mended. @throws UseCaseError `no-such-notice` */
export async function seeNotice({ db, now, notify }: SeenDeps, id: number): Promise<void> {
  const isKnown = await noteNoticeSeen(db, id, new Date(now()));
  if (!isKnown) throw new UseCaseError('no-such-notice', `There is no notice ${id}.`, { isNotFound: true });
  await notify({ type: 'connections-changed' });
}
