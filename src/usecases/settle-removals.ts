import type { ChangeEvent } from '../domain/change-event.ts';
import type { Person } from '../domain/person.ts';
import { taskId } from '../domain/task.ts';
import { insertAuditEvent } from '../store/audit.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { decideHold, dropHold, holdRemoval } from '../store/held-removals.ts';
import type { StoredScope } from '../store/scopes.ts';
import { markRelativesStale } from '../store/stale.ts';
import { markDeleted } from '../store/tasks.ts';
import { listUnreadSince } from '../store/vanished.ts';
import { UseCaseError } from './errors.ts';

const VANISHING_MIN = 20;
const VANISHING_SHARE = 0.05;

interface Vanished {
  readonly scope: StoredScope;
  /** External ids that neither the scope's list nor a question by id gave. */
  readonly ids: readonly string[];
  /** How many tasks the scope had. */
  readonly ofTasks: number;
}

/**
 * What vanished from a scope is deleted, once for both proofs: its complete list does not hold it, and asked for by id it was not given.
 * Where a tool cannot prove a deletion by id (it says the same of what was made private), the list of a scope that is itself in sight is
 * the second witness. More than max(20, 5 %) at once is more likely lost sight than a clean-up: nothing is removed, a person is asked.
 *
 * @returns What became of them.
 */
export async function settleVanished(tx: Tx, { scope, ids, ofTasks }: Vanished, at: Date): Promise<'settled' | 'held'> {
  const taskIds = ids.map((id) => taskId(scope.connectionId, id));
  if (ids.length > Math.max(VANISHING_MIN, VANISHING_SHARE * ofTasks)) {
    await holdRemoval(tx, { connectionId: scope.connectionId, scopeId: scope.id, taskIds, ofTasks }, at);
    return 'held';
  }
  await dropHold(tx, scope.id);
  await remove(tx, taskIds, at);
  return 'settled';
}

async function remove(tx: Tx, taskIds: readonly string[], at: Date): Promise<void> {
  const deleted = await markDeleted(
    tx,
    taskIds.map((id) => ({ id, at })),
    at,
  );
  await markRelativesStale(tx, deleted, [], at);
}

interface DecideRemovalDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  readonly onStale: () => Promise<void>;
}

/**
 * A person says what becomes of tasks that vanished in too large a number. `removed`: they are deleted, but for those read since.
 * `kept`: they stay as they were, and no census asks again until they are read.
 *
 * @throws UseCaseError `no-such-hold` where nothing of that id waits for a word any more.
 */
export async function decideHeldRemoval(
  deps: DecideRemovalDeps,
  by: Pick<Person, 'name'> & { readonly id?: string },
  hold: { readonly connectionId: string; readonly id: number },
  says: 'removed' | 'kept',
): Promise<void> {
  const at = new Date(deps.now());
  await inTransaction(deps.db, async (tx) => {
    const held = await decideHold(tx, hold.connectionId, hold.id, { says, byName: by.name }, at);
    if (!held) throw new UseCaseError('no-such-hold', 'Nothing like that waits for a word.', { isNotFound: true });
    if (says === 'removed') await remove(tx, await listUnreadSince(tx, held.task_ids, held.found_at), at);
    const vanished = `${held.task_ids.length} tasks that vanished from ${held.scope_id}`;
    const saysSo = says === 'removed' ? `Confirmed that ${vanished} are gone.` : `Kept ${vanished}.`;
    const about = { connectionId: hold.connectionId, scopeId: held.scope_id, says, tasks: held.task_ids.length };
    const actor = { id: by.id ?? null, name: by.name };
    await insertAuditEvent(tx, actor, at, { what: 'connection-changed', about, says: saysSo });
  });
  await deps.onStale();
  await deps.notify({ type: 'connections-changed' });
}
