import type { ChangesPage, Connector, Cursor } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { scopeId, taskId } from '../domain/task.ts';
import { inTransaction, type Tx } from '../store/database.ts';
import { forgetWalks, listSelectedScopes, moveScopeCursor, type StoredScope } from '../store/scopes.ts';
import { addPage, requestCensus } from '../store/sync-runs.ts';
import { listScopesOfTasks } from '../store/vanished.ts';
import { ingestPage } from './ingest-page.ts';
import { loseScope, pullScopes, pullShared, readScopes, readWordsOf } from './pull-scopes.ts';
import { instantOf, originOf, progressOf, type RunUnderWay, settlePeopleAndGoals, toRef } from './sync-run.ts';

type PullChanges = NonNullable<Connector['pullChanges']>;

/** No feed tells of goals, and each is a request: reading them at every look would cost more than all else together. */
const GOALS_EVERY_MS = 3_600_000;

/** Whether a run may ask for changes alone: the tool has a feed, and what belongs to no scope was read once. */
export function canPullChanges({ kind, connector, connection: { sharedCursor } }: RunUnderWay): boolean {
  const wasRead = sharedCursor !== null && (sharedCursor.isDone || Boolean(sharedCursor.readAt));
  return kind === 'incremental' && connector.pullChanges !== undefined && wasRead;
}

/**
 * What changed since the last pull, in as few requests as the tool allows: neither scopes nor words are listed, and goals once an hour. A
 * scope whose walk never ended, or of which the tool says that it changed itself, is walked in full afterwards.
 */
export async function pullWhatChanged(run: RunUnderWay): Promise<void> {
  const walked = (await listReadable(run)).filter(isWalked);
  if (walked.length > 0 && (await follow(run, walked)) > 0) await settlePeopleAndGoals(run);
  if (areGoalsDue(run)) {
    await pullShared(run);
    await settlePeopleAndGoals(run);
  }
  if ((await listReadable(run)).every(isWalked)) return;
  await readScopes(run);
  await readWordsOf(run, await listSelectedScopes(run.deps.db, run.connection.id));
  const unread = (await listReadable(run)).filter((scope) => !isWalked(scope));
  await pullScopes(run, unread);
}

function areGoalsDue({ deps, connector, connection: { sharedCursor } }: RunUnderWay): boolean {
  if (!connector.abilities.hasGoals) return false;
  const readAt = sharedCursor?.readAt ? Date.parse(sharedCursor.readAt) : 0;
  return deps.now() - readAt >= GOALS_EVERY_MS;
}

/** A scope out of sight is left to the census, which sees it listed again: asking for it each time would cost a request each time. */
async function listReadable({ deps, connection }: RunUnderWay): Promise<StoredScope[]> {
  const scopes = await listSelectedScopes(deps.db, connection.id);
  return scopes.filter((scope) => scope.visibility === 'visible');
}

function isWalked(scope: StoredScope): boolean {
  return scope.isWalkComplete && scope.cursor !== null;
}

/** @returns How many records came. */
async function follow(run: RunUnderWay, scopes: readonly StoredScope[]): Promise<number> {
  try {
    return await readChanges(run, scopes);
  } catch (error) {
    if (isConnectorError(error, 'cursor-expired')) return forget(run, scopes);
    if (!isConnectorError(error, 'not-visible')) throw error;
    const [first] = scopes;
    if (first && scopes.length === 1) await loseScope(run, first, error.message);
    return scopes.length === 1 ? 0 : followEach(run, scopes);
  }
}

/** One of them is out of sight, nobody said which. Those read before it have moved on. */
async function followEach(run: RunUnderWay, scopes: readonly StoredScope[]): Promise<number> {
  const asked = new Set(scopes.map((scope) => scope.id));
  let records = 0;
  for (const scope of await listReadable(run)) {
    if (asked.has(scope.id) && isWalked(scope)) records += await follow(run, [scope]);
  }
  return records;
}

async function forget({ deps, connection }: RunUnderWay, scopes: readonly StoredScope[]): Promise<number> {
  const ids = scopes.map((scope) => scope.externalId);
  await inTransaction(deps.db, (tx) => forgetWalks(tx, connection.id, ids));
  return 0;
}

async function readChanges(run: RunUnderWay, scopes: readonly StoredScope[]): Promise<number> {
  const since = scopes.map((scope) => ({ scope: toRef(scope), cursor: scope.cursor as Cursor }));
  let records = 0;
  for await (const page of (run.connector.pullChanges as PullChanges)(since, run.signal)) {
    await storeChanges(run, page);
    records += page.records.length;
    await run.tellProgress();
    run.signal.throwIfAborted();
  }
  return records;
}

/** In one transaction with the cursors, and with what is to be looked at because of it: once they moved, nobody would say it again. */
async function storeChanges(run: RunUnderWay, page: ChangesPage): Promise<void> {
  const { deps, connection } = run;
  const at = instantOf(deps);
  const progress = progressOf(run, page);
  await inTransaction(deps.db, async (tx) => {
    await ingestPage(tx, { ...page, cursor: {}, isLast: false, expectedTasks: null }, originOf(run, null));
    await forgetWalks(tx, connection.id, page.changedScopes);
    for (const [externalId, cursor] of Object.entries(page.cursors)) {
      await moveScopeCursor(tx, scopeId(connection.id, externalId), cursor, at);
    }
    await askForCensus(tx, connection.id, page.missing, at);
    await addPage(tx, { id: run.runId, fence: run.fence }, null, progress, at);
  });
}

/** A task that was asked for and not given is deleted, moved or hidden: its scope's list is asked before anything is believed. */
async function askForCensus(tx: Tx, connectionId: string, missing: readonly string[], at: Date): Promise<void> {
  const scopes = await listScopesOfTasks(
    tx,
    missing.map((id) => taskId(connectionId, id)),
  );
  if (scopes.length > 0) await requestCensus(tx, connectionId, scopes, at);
}
