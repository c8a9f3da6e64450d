import { type Actor, insertAuditEvent } from '../store/audit.ts';
import { inTransaction } from '../store/database.ts';
import { markPagesStale } from '../store/referenced.ts';
import { changeScope, listScopes } from '../store/scopes.ts';
import { markScopeStale } from '../store/stale.ts';
import { hastenWebhooks } from '../store/webhooks.ts';
import type { ChangeDeps } from './change-connection.ts';
import { UseCaseError } from './errors.ts';
import { requireConnection } from './read-connections.ts';

/**
 * Selects many scopes of one connection at once, or leaves them out: all of them or none. What was read of one that is left out is kept
 * and counted no more.
 *
 * @throws UseCaseError `no-such-connection`; `no-such-scope` where one is another connection's.
 */
export async function selectScopes(
  deps: Pick<ChangeDeps, 'db' | 'now' | 'onStale'>,
  connectionId: string,
  { scopeIds, isSelected }: { readonly scopeIds: readonly string[]; readonly isSelected: boolean },
  by?: Actor,
): Promise<void> {
  const { name } = await requireConnection(deps.db, connectionId);
  const at = new Date(deps.now());
  await inTransaction(deps.db, async (tx) => {
    const known = new Map((await listScopes(tx, connectionId)).map((scope) => [scope.id, scope]));
    const changed: string[] = [];
    // In an order, so that two who choose at once wait for each other and not in a ring.
    for (const id of [...new Set(scopeIds)].sort()) {
      const scope = known.get(id);
      if (!scope) throw new UseCaseError('no-such-scope', `There is no scope ${id} here.`, { isNotFound: true });
      if (scope.isSelected === isSelected) continue;
      await changeScope(tx, id, { isSelected });
      await markScopeStale(tx, id, at);
      await markPagesStale(tx, { scopeId: id }, at);
      await hastenWebhooks(tx, id, at);
      changed.push(id);
    }
    if (by && changed.length > 0) {
      const scopes = changed.length === 1 ? `scope ${changed[0]}` : `${changed.length} scopes`;
      const says = `${isSelected ? 'Chose' : 'Left out'} ${scopes} of ${name} (${connectionId}).`;
      const about = { connectionId, scopeIds: changed, isSelected };
      await insertAuditEvent(tx, by, at, { what: 'connection-changed', about, says });
    }
  });
  await deps.onStale();
}
