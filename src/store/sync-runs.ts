import { randomUUID } from 'node:crypto';
import { type Selectable, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import { listSelectedScopes } from './scopes.ts';
import type { SyncRunScopeTable, SyncRunTable } from './tables/pulls.ts';

export type SyncRun = Selectable<SyncRunTable>;
type Kind = SyncRunTable['kind'];

/**
 * The row of a pull that shall be made, or of a census of all scopes. One of each waits at most for each connection: asking again returns
 * the waiting one; a waiting pull becomes a full one if that is asked for.
 */
export async function requestSyncRun(db: Database | Tx, connectionId: string, kind: Kind, at: Date): Promise<SyncRun> {
  const run = await queueRun(db, connectionId, kind, at);
  if (kind !== 'census') return run;
  const scopes = await listSelectedScopes(db, connectionId);
  const ids = scopes.map((scope) => scope.id);
  await openScopes(db, run.id, ids, at);
  return run;
}

async function queueRun(db: Database | Tx, connectionId: string, kind: Kind, at: Date): Promise<SyncRun> {
  return db
    .insertInto('sync_runs')
    .values({ id: `run-${randomUUID()}`, connection_id: connectionId, kind, state: 'queued', requested_at: at })
    .onConflict((conflict) =>
      conflict
        .expression(sql`connection_id, (kind = 'census')`)
        .where('state', '=', 'queued')
        .doUpdateSet((eb) => ({
          kind: sql<Kind>`case when ${eb.ref('excluded.kind')} = 'full' then 'full' else ${eb.ref('sync_runs.kind')} end`,
        })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
}

/**
 * Starts a run, or takes it up again after a crash. The fence grows each time, so that whoever lost the run notices.
 *
 * @returns null when there is nothing left to do: it is finished, or gone with its connection.
 */
export async function startSyncRun(
  db: Database | Tx,
  id: string,
  at: Date,
): Promise<{ connectionId: string; kind: Kind; fence: number } | null> {
  const row = await db
    .updateTable('sync_runs')
    .set((eb) => ({
      state: 'running',
      fence: eb('fence', '+', 1),
      started_at: eb.fn.coalesce('started_at', eb.val(at)),
      error: null,
    }))
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning(['connection_id', 'kind', 'fence'])
    .executeTakeFirst();
  return row ? { connectionId: row.connection_id, kind: row.kind, fence: row.fence } : null;
}

/** Asks for a census of these scopes, beside those that a waiting one is to look at already. Scopes: at least one. */
export async function requestCensus(
  tx: Tx,
  connectionId: string,
  scopeIds: readonly string[],
  at: Date,
): Promise<SyncRun> {
  const run = await queueRun(tx, connectionId, 'census', at);
  await openScopes(tx, run.id, scopeIds, at);
  return run;
}

/** Ends what waits or runs for a connection: whoever works on it finds that it is over, and stores nothing more. */
export async function failOpenRuns(
  tx: Tx,
  connectionId: string,
  error: { kind: string; message: string; call: string | null },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('sync_runs')
    .set({ state: 'failed', finished_at: at, error: JSON.stringify(error) })
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['queued', 'running'])
    .execute();
}

/** Another worker has taken the run up, or it was ended: this one stops, and stores nothing more. */
export class FenceLost extends Error {
  constructor(runId: string) {
    super(`The sync run ${runId} was taken up by another worker, or ended.`);
    this.name = 'FenceLost';
  }
}

export async function finishSyncRun(db: Database | Tx, id: string, at: Date): Promise<void> {
  await db
    .updateTable('sync_runs')
    .set({ state: 'done', finished_at: at, error: null })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .execute();
}

export async function failSyncRun(
  db: Database | Tx,
  id: string,
  error: { kind: string; message: string; call: string | null },
  at: Date,
): Promise<void> {
  await db
    .updateTable('sync_runs')
    .set({ state: 'failed', finished_at: at, error: JSON.stringify(error) })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .execute();
}

export async function findSyncRun(db: Database | Tx, id: string): Promise<SyncRun | null> {
  return (await db.selectFrom('sync_runs').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
}

/** Queued and running ones, oldest first: the sweeper makes sure that each has a job. Those whose tool refuses us wait for other credentials. */
export async function listOpenSyncRuns(db: Database | Tx): Promise<Pick<SyncRun, 'id' | 'connection_id' | 'state'>[]> {
  return db
    .selectFrom('sync_runs')
    .select(['id', 'connection_id', 'state'])
    .where('state', 'in', ['queued', 'running'])
    .where(sql<boolean>`not exists (select from connections c where c.id = connection_id and c.state = 'unauthorised')`)
    .orderBy('requested_at')
    .execute();
}

/** The scopes of a run, where they are not known to it yet. */
export async function openScopes(
  db: Database | Tx,
  runId: string,
  scopeIds: readonly string[],
  at: Date,
): Promise<void> {
  if (scopeIds.length === 0) return;
  await db
    .insertInto('sync_run_scopes')
    .values(
      scopeIds.map((scope) => ({
        sync_run_id: runId,
        scope_id: scope,
        state: 'waiting' as const,
        expected_tasks: null,
        updated_at: at,
      })),
    )
    .onConflict((conflict) => conflict.columns(['sync_run_id', 'scope_id']).doNothing())
    .execute();
}

export interface Progress {
  readonly pages: number;
  readonly tasks: number;
  readonly requests: number;
  readonly waitMs: number;
  readonly setAside: number;
  /** null leaves the last estimate. */
  readonly expectedTasks: number | null;
  /** It was the scope's last page. */
  readonly isLast: boolean;
}

/**
 * Adds a page to the run, and to its scope unless it belongs to none, at the end of the page's own transaction. It locks the run:
 * who takes it up waits until this page is stored.
 *
 * @throws FenceLost when the run is no longer ours; the page must not be stored then.
 */
export async function addPage(
  tx: Tx,
  run: { readonly id: string; readonly fence: number },
  scopeId: string | null,
  add: Progress,
  at: Date,
): Promise<void> {
  const result = await sql`
    with scope as (
      update sync_run_scopes
      set state = case when ${add.isLast} then 'done' else 'running' end, pages = pages + ${add.pages},
          tasks = tasks + ${add.tasks}, requests = requests + ${add.requests}, wait_ms = wait_ms + ${Math.round(add.waitMs)},
          expected_tasks = coalesce(${add.expectedTasks}::integer, expected_tasks), updated_at = ${at}
      where sync_run_id = ${run.id} and scope_id = ${scopeId}
    )
    update sync_runs
    set pages = pages + ${add.pages}, tasks = tasks + ${add.tasks}, requests = requests + ${add.requests},
        wait_ms = wait_ms + ${Math.round(add.waitMs)}, set_aside = set_aside + ${add.setAside}
    where id = ${run.id} and fence = ${run.fence} and state = 'running'`.execute(tx);
  if (result.numAffectedRows !== 1n) throw new FenceLost(run.id);
}

export interface ScopeProgress
  extends Pick<Selectable<SyncRunScopeTable>, 'state' | 'pages' | 'tasks' | 'requests' | 'error'> {
  readonly scopeId: string;
  readonly waitMs: number;
  readonly expectedTasks: number | null;
}

export async function listScopeProgress(db: Database | Tx, runId: string): Promise<ScopeProgress[]> {
  const rows = await db
    .selectFrom('sync_run_scopes')
    .selectAll()
    .where('sync_run_id', '=', runId)
    .orderBy('scope_id')
    .execute();
  return rows.map((row) => ({
    scopeId: row.scope_id,
    state: row.state,
    pages: row.pages,
    tasks: row.tasks,
    requests: row.requests,
    waitMs: row.wait_ms,
    expectedTasks: row.expected_tasks,
    error: row.error,
  }));
}
