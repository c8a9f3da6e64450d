import type { ChangeEvent } from '../domain/change-event.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import { deleteConnection, findConnection, forgetConnection, setConnectionState } from '../store/connections.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { listDocuments } from '../store/documents.ts';
import { markNamedByKeyStale, markPagesStale } from '../store/referenced.ts';
import { keepRemovedSources } from '../store/removed-goal-sources.ts';
import { markAllScopesLost } from '../store/scopes.ts';
import { failOpenRuns, requestSyncRun } from '../store/sync-runs.ts';
import { UseCaseError } from './errors.ts';
import { ingestMissing } from './ingest-documents.ts';
import { requireConnection } from './read-connections.ts';

interface RemoveDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  readonly onStale: () => Promise<void>;
  /** Takes the connection's webhooks off its tool, while there are credentials to do it with. */
  readonly removeWebhooks: (connectionId: string, signal: AbortSignal) => Promise<void>;
}

const WEBHOOKS_MS_MAX = 15_000;

/**
 * Ends a connection: its runs stop, its webhooks are taken off the tool where it answers, its credentials are forgotten. With `withTasks`
 * its tasks go, and their links, flags, history and decisions; else they stay as "unknown", and are read again if the same address is
 * connected again. So do the documents of a wiki: kept, they are unreadable. Goals that were accepted from them stay in any case, and so
 * does the name of the page they are written in.
 *
 * @throws UseCaseError `no-such-connection`
 */
export async function removeConnection(
  deps: RemoveDeps,
  id: string,
  { withTasks, by }: { readonly withTasks: boolean; readonly by?: Actor },
): Promise<void> {
  const { name } = await requireConnection(deps.db, id);
  await pause(deps, id, { kind: 'removed', message: 'The connection was removed.', call: null });
  // A tool that is away, or credentials it refuses, must not keep anybody from leaving it.
  await deps.removeWebhooks(id, AbortSignal.timeout(WEBHOOKS_MS_MAX)).catch(() => undefined);
  const tasks = await inTransaction(deps.db, async (tx) => {
    const at = new Date(deps.now());
    const says = `Removed ${name} (${id})${withTasks ? ' and all its tasks' : ''}.`;
    if (by)
      await insertAuditEvent(tx, by, at, { what: 'connection-removed', about: { connectionId: id, withTasks }, says });
    if (withTasks) {
      await markPagesStale(tx, { connectionId: id }, at);
      await keepRemovedSources(tx, id, at);
      const tasks = await deleteConnection(tx, id);
      await markNamedByKeyStale(tx, at);
      return tasks;
    }
    await forgetConnection(tx, id, at);
    await markAllScopesLost(tx, id, at);
    const documents = await listDocuments(tx, id);
    await ingestMissing(
      tx,
      documents.map((one) => one.id),
      { connectionId: id, scopeId: null, syncRunId: null, at },
    );
    return 0;
  });
  await deps.onStale();
  await deps.notify({ type: 'connections-changed' });
  if (withTasks) await deps.notify({ type: 'flags-changed', tasks });
}

/** What runs now stores nothing more, and nothing begins. */
async function pause(
  deps: Pick<RemoveDeps, 'db' | 'now'>,
  id: string,
  error: { readonly kind: string; readonly message: string; readonly call: null },
  note: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await setConnectionState(tx, id, 'paused');
    await failOpenRuns(tx, id, error, new Date(deps.now()));
    await note(tx);
  });
}

interface PauseDeps extends Pick<RemoveDeps, 'db' | 'now' | 'notify'> {
  readonly onSyncRequested: (run: { readonly id: string; readonly connectionId: string }) => Promise<void>;
}

/**
 * Pauses a connection (what runs stops at its next page, which is not stored) or lets it go on, with what changed meanwhile.
 *
 * @throws UseCaseError `no-such-connection`; `needs-credentials` where the tool refused those there are.
 */
export async function changeConnectionState(
  deps: PauseDeps,
  id: string,
  state: 'active' | 'paused',
  by?: Actor,
): Promise<void> {
  const connection = await requireConnection(deps.db, id);
  if (connection.state === state) return;
  const note = async (tx: Tx) => {
    const says = `${state === 'paused' ? 'Paused' : 'Let go on'} ${connection.name} (${id}).`;
    const about = { connectionId: id, state };
    if (by) await insertAuditEvent(tx, by, new Date(deps.now()), { what: 'connection-changed', about, says });
  };
  if (state === 'paused')
    await pause(deps, id, { kind: 'paused', message: 'The connection is paused.', call: null }, note);
  else await resume(deps, id, note);
  await deps.notify({ type: 'connections-changed' });
}

async function resume(deps: PauseDeps, id: string, note: (tx: Tx) => Promise<void>): Promise<void> {
  const run = await inTransaction(deps.db, async (tx) => {
    const connection = await findConnection(tx, id);
    if (connection?.state === 'unauthorised') {
      throw new UseCaseError('needs-credentials', `${connection.name} needs new credentials; connect it again.`);
    }
    await setConnectionState(tx, id, 'active');
    await note(tx);
    // One that was never read whole begins with that.
    const kind = connection?.lastCompleteAt ? 'incremental' : 'full';
    return requestSyncRun(tx, id, kind, new Date(deps.now()));
  });
  await deps.onSyncRequested({ id: run.id, connectionId: id });
}
