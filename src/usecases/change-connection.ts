import { startOfDay } from '../domain/days.ts';
import type { Person, Viewer } from '../domain/person.ts';
import type { Mapping } from '../domain/task.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import { readBreakers } from '../store/breakers.ts';
import { type Connection, saveMappingEdit } from '../store/connections.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { markPagesStale } from '../store/referenced.ts';
import { changeScope, holdScope, nameIfNobody, type ScopeChange } from '../store/scopes.ts';
import { readSettings } from '../store/settings.ts';
import { markAllStale, markScopeStale } from '../store/stale.ts';
import { requestSyncRun } from '../store/sync-runs.ts';
import { hastenWebhooks } from '../store/webhooks.ts';
import { UseCaseError } from './errors.ts';
import { readAgainSince } from './read-again-since.ts';
import { readRuns, requireConnection } from './read-connections.ts';

export interface ChangeDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly onStale: () => Promise<void>;
  /** Called when a pull was asked for: its row stands, its job follows. */
  readonly onSyncRequested: (run: { readonly id: string; readonly connectionId: string }) => Promise<void>;
}

/** Changes how a connection's words are read; its tasks are derived again, without a pull. Parts left out stay as they are. */
export async function changeMapping(deps: ChangeDeps, id: string, edited: Partial<Mapping>, by?: Actor): Promise<void> {
  const connection = await requireConnection(deps.db, id);
  await deps.db.transaction().execute(async (tx) => {
    await saveMappingEdit(tx, id, { ...connection.mappingEdited, ...edited });
    await markAllStale(tx, new Date(deps.now()), id);
    if (by) await noteMapping(tx, by, new Date(deps.now()), connection, edited);
  });
  await deps.onStale();
}

/** What a person edits of it. */
const MAPPING_WORDS: Readonly<Partial<Record<keyof Mapping, string>>> = {
  statuses: 'statuses',
  goalFields: 'fields that name goals',
  estimateFields: 'fields of estimates',
  teamFields: 'fields of teams',
};

async function noteMapping(tx: Tx, by: Actor, at: Date, { id, name }: Connection, edited: Partial<Mapping>) {
  const parts = (Object.keys(edited) as (keyof Mapping)[]).flatMap((part) =>
    edited[part] === undefined ? [] : (MAPPING_WORDS[part] ?? []),
  );
  if (parts.length === 0) return;
  const says = `Changed how ${name} (${id}) is read: ${parts.join(', ')}.`;
  await insertAuditEvent(tx, by, at, { what: 'connection-changed', about: { connectionId: id, ...edited }, says });
}

/** Selects a scope, maps it to a team or makes it private to some, whoever asks among them unless others are named. @throws UseCaseError `no-such-scope`, `no-such-team`, `no-such-person` */
export async function patchScope(deps: ChangeDeps, id: string, change: ScopeChange, by: Person): Promise<void> {
  if (change.teamId && !(await listTeams(deps.db)).some((team) => team.id === change.teamId)) {
    throw new UseCaseError('no-such-team', `There is no team ${change.teamId}.`);
  }
  await requireKnown(deps.db, change.personIds ?? []);
  await inTransaction(deps.db, async (tx) => {
    const before = await holdScope(tx, id);
    const isThere = await changeScope(tx, id, change);
    // Whoever closes a door stands inside: a scope that nobody may see could not be opened again from the page.
    if (change.isPrivate && !change.personIds) await nameIfNobody(tx, id, by.id);
    if (!isThere) throw new UseCaseError('no-such-scope', `There is no scope ${id}.`, { isNotFound: true });
    await noteSight(tx, by, new Date(deps.now()), id, {
      ...change,
      isSelected: change.isSelected === before?.isSelected ? undefined : change.isSelected,
    });
    await markScopeStale(tx, id, new Date(deps.now()));
    await markPagesStale(tx, { scopeId: id }, new Date(deps.now()));
    // Its webhook follows the choice, not ten minutes later.
    if (change.isSelected !== undefined) await hastenWebhooks(tx, id, new Date(deps.now()));
  });
  await deps.onStale();
}

/** Who sees a scope's tasks, and whether they are read. */
async function noteSight(
  tx: Tx,
  by: Person,
  at: Date,
  id: string,
  { isPrivate, personIds, teamId, isSelected }: ScopeChange,
) {
  const about = { scopeId: id, isPrivate, personIds, teamId, isSelected };
  const parts = [
    isSelected === undefined ? null : isSelected ? 'one that is read' : 'one that is left out',
    isPrivate === undefined ? null : isPrivate ? 'private' : 'open to those who see its team',
    personIds ? `named for ${personIds.length === 1 ? '1 person' : `${personIds.length} people`}` : null,
    teamId === undefined ? null : teamId ? `of team ${teamId}` : 'of no team',
  ].filter((part) => part !== null);
  if (parts.length === 0) return;
  const says = `Made scope ${id} ${parts.join(', ')}.`;
  await insertAuditEvent(tx, by, at, { what: 'connection-changed', about, says });
}

async function requireKnown(db: Database, personIds: readonly string[]): Promise<void> {
  const known = new Set((await listPeople(db)).map((person) => person.id));
  const stranger = personIds.find((id) => !known.has(id));
  if (stranger) throw new UseCaseError('no-such-person', `There is no person ${stranger}.`);
}

interface WantedSync {
  readonly isFull: boolean;
  /** A day, `YYYY-MM-DD`: what changed since it began is read again. */
  readonly since?: string | undefined;
}

/**
 * Asks for a pull now; one that waits already is the same one. After everything was read again, what vanished is looked for too.
 *
 * @throws UseCaseError `no-such-connection`; `connection-paused`, `needs-credentials` and `tool-away` where nothing would be read.
 */
export async function requestSync(deps: ChangeDeps, viewer: Viewer, id: string, { isFull, since }: WantedSync) {
  const connection = await requireConnection(deps.db, id);
  await requireAnswer(deps.db, connection);
  if (since !== undefined) {
    const { time_zone: timeZone } = await readSettings(deps.db);
    await readAgainSince(deps.db, connection, startOfDay(since, timeZone));
  }
  const at = new Date(deps.now());
  const run = await requestSyncRun(deps.db, id, isFull ? 'full' : 'incremental', at);
  // Its job follows when the pull is over: a connection does one thing at a time.
  if (isFull) await requestSyncRun(deps.db, id, 'census', at);
  await deps.onSyncRequested({ id: run.id, connectionId: id });
  const found = (await readRuns(deps.db, viewer, id, 20)).find((one) => one.id === run.id);
  if (!found) throw new Error(`The sync run ${run.id} is gone`);
  return found;
}

/** The first pull of a connection that was just made or given credentials anew; one that waits for its scopes to be chosen begins later. */
export async function beginReading(deps: ChangeDeps, viewer: Viewer, id: string): Promise<void> {
  const { state } = await requireConnection(deps.db, id);
  if (state === 'active') await requestSync(deps, viewer, id, { isFull: true });
}

/** Nobody is to wait for a pull that will not begin. */
async function requireAnswer(db: Database, { id, name, state }: Connection): Promise<void> {
  if (state === 'paused') throw new UseCaseError('connection-paused', `${name} is paused; let it go on first.`);
  if (state === 'unauthorised') {
    throw new UseCaseError(
      'needs-credentials',
      `${name} refuses its credentials; give it new ones, then it is pulled.`,
    );
  }
  const breaker = (await readBreakers(db)).get(id);
  if (breaker) {
    const at = `${breaker.retryAt.toISOString().slice(11, 16)} UTC`;
    throw new UseCaseError(
      'tool-away',
      `${name} does not answer (${breaker.because}). It is tried again at ${at}, and then pulled.`,
    );
  }
}
