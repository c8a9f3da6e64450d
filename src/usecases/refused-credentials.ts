import type { ChangeEvent } from '../domain/change-event.ts';
import type { Connection } from '../store/connections.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { raiseNotice } from '../store/notices.ts';
import { refuseCredentials } from '../store/refused-credentials.ts';

export interface RefusalDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
}

/**
 * The tool refused these credentials: nothing asks it again before there are others, and its owners are told once, however many jobs
 * find out at the same moment. A refusal of credentials that were replaced meanwhile says nothing of the new ones.
 *
 * @param message What the tool said, in one sentence.
 */
export async function noteRefusedCredentials(
  deps: RefusalDeps,
  connection: Connection,
  message: string,
): Promise<void> {
  const at = new Date(deps.now());
  const isNew = await inTransaction(deps.db, async (tx) => {
    const error = { kind: 'unauthorised', message, at: at.toISOString(), retryAt: null };
    if (!(await refuseCredentials(tx, connection, error))) return false;
    return raiseNotice(tx, {
      connectionId: connection.id,
      kind: 'unauthorised',
      text: `${connection.name} refuses the credentials it was given, so nothing is read from it. What was read before is kept.`,
      action: 'With new ones everything that waits goes on from where it stopped.',
      at,
    });
  });
  if (isNew) await deps.notify({ type: 'connections-changed' });
}
