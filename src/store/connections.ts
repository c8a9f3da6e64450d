import type { Selectable, Updateable } from 'kysely';
import type { Mapping, SourceName } from '../domain/task.ts';
import type { Database, Tx } from './database.ts';
import { clearNotice } from './notices.ts';
import type { ConnectionTable } from './tables/connections.ts';

/** One credential to one site of one tool. */
export interface Connection {
  readonly id: string;
  readonly tool: SourceName;
  readonly name: string;
  readonly baseUrl: string;
  readonly state: ConnectionTable['state'];
  /** For a `SecretBox`; null when there are none. */
  readonly sealedCredentials: string | null;
  readonly account: Selectable<ConnectionTable>['account'];
  readonly vocabulary: unknown;
  readonly mappingGuessed: Mapping | null;
  readonly mappingEdited: Partial<Mapping> | null;
  /** Of the records that belong to no scope. */
  readonly sharedCursor: SharedCursor | null;
  readonly lastError: Selectable<ConnectionTable>['last_error'];
  readonly lastCompleteAt: Date | null;
  /** The tool refused the one question about all changes; null: it did not. */
  readonly changesRefusedAt: Date | null;
}

export interface SharedCursor {
  /** The run it belongs to: another run begins anew. */
  readonly runId: string;
  readonly cursor: unknown;
  readonly isDone: boolean;
  /** When it was last read to its end; ISO. Absent: never, or by an earlier release that did not say. */
  readonly readAt?: string | null;
}

export async function listConnections(db: Database | Tx): Promise<Connection[]> {
  const rows = await db.selectFrom('connections').selectAll().where('removed_at', 'is', null).orderBy('id').execute();
  return rows.map(toConnection);
}

/** null also where it was removed and only its tasks are left. */
export async function findConnection(db: Database | Tx, id: string): Promise<Connection | null> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .executeTakeFirst();
  return row ? toConnection(row) : null;
}

/** The one to this address, also where it was removed: its tasks come back with it. */
export async function findConnectionTo(
  db: Database | Tx,
  tool: SourceName,
  baseUrl: string,
): Promise<Connection | null> {
  const row = await db
    .selectFrom('connections')
    .selectAll()
    .where('tool', '=', tool)
    .where('base_url', '=', baseUrl)
    .orderBy('id')
    .executeTakeFirst();
  return row ? toConnection(row) : null;
}

function toConnection(row: Selectable<ConnectionTable>): Connection {
  return {
    id: row.id,
    tool: row.tool,
    name: row.name,
    baseUrl: row.base_url,
    state: row.state,
    sealedCredentials: row.credentials,
    account: row.account,
    vocabulary: row.vocabulary,
    mappingGuessed: row.mapping_guessed,
    mappingEdited: row.mapping_edited,
    sharedCursor: row.shared_cursor as SharedCursor | null,
    lastError: row.last_error,
    lastCompleteAt: row.last_complete_at,
    changesRefusedAt: row.changes_refused_at,
  };
}

/** `jira`, then `jira-2`: what the next connection to this tool is called. Call it in the transaction that inserts. */
export async function nextConnectionId(tx: Tx, tool: SourceName): Promise<string> {
  // Held to the end of the transaction: two who connect at once get two names.
  const rows = await tx.selectFrom('connections').select('id').where('tool', '=', tool).forUpdate().execute();
  const taken = new Set(rows.map((row) => row.id));
  for (let number = 2; taken.has(tool); number++) if (!taken.has(`${tool}-${number}`)) return `${tool}-${number}`;
  return tool;
}

export interface NewConnection {
  readonly id: string;
  readonly tool: SourceName;
  readonly name: string;
  readonly baseUrl: string;
  readonly sealedCredentials: string;
  readonly account: Selectable<ConnectionTable>['account'];
}

export async function insertConnection(db: Database | Tx, connection: NewConnection): Promise<void> {
  await db
    .insertInto('connections')
    .values({
      id: connection.id,
      tool: connection.tool,
      name: connection.name,
      base_url: connection.baseUrl,
      state: 'active',
      credentials: connection.sealedCredentials,
      account: JSON.stringify(connection.account),
    })
    .execute();
}

/** Credentials and the address they were given for change together: a token never goes to an address it was not given for. */
export async function replaceCredentials(
  db: Database | Tx,
  id: string,
  to: Pick<NewConnection, 'baseUrl' | 'sealedCredentials' | 'account'>,
): Promise<void> {
  await update(db, id, {
    base_url: to.baseUrl,
    credentials: to.sealedCredentials,
    account: JSON.stringify(to.account),
    state: 'active',
    last_error: null,
    changes_refused_at: null,
    removed_at: null,
  });
  await clearNotice(db, { connectionId: id, kind: 'unauthorised' }, new Date());
  // Whoever gave them has just seen the tool answer.
  await db.deleteFrom('breakers').where('connection_id', '=', id).execute();
}

export async function setConnectionState(
  db: Database | Tx,
  id: string,
  state: ConnectionTable['state'],
): Promise<void> {
  await update(db, id, { state });
}

/** Its credentials, webhooks and deliveries are forgotten; what its tasks need to be read stays, and nobody lists it any more. */
export async function forgetConnection(tx: Tx, id: string, at: Date): Promise<void> {
  for (const table of [
    'oauth_tokens',
    'webhooks',
    'deliveries',
    'delivery_refusals',
    'held_removals',
    'notices',
    'breakers',
  ] as const) {
    await tx.deleteFrom(table).where('connection_id', '=', id).execute();
  }
  await update(tx, id, {
    credentials: null,
    account: null,
    shared_cursor: null,
    last_error: null,
    state: 'paused',
    removed_at: at,
  });
}

/** With its tasks and all that hangs on them, decisions and history included. @returns How many tasks there were. */
export async function deleteConnection(tx: Tx, id: string): Promise<number> {
  const { numDeletedRows } = await tx.deleteFrom('tasks').where('connection_id', '=', id).executeTakeFirstOrThrow();
  await tx.deleteFrom('connections').where('id', '=', id).execute();
  return Number(numDeletedRows);
}

/** What people changed in the mapping; null goes back to the guess. The caller marks the tasks stale. */
export async function saveMappingEdit(db: Database | Tx, id: string, edited: Partial<Mapping> | null): Promise<void> {
  await update(db, id, { mapping_edited: edited && JSON.stringify(edited) });
}

export async function saveVocabulary(
  db: Database | Tx,
  id: string,
  vocabulary: unknown,
  guessed: Mapping,
): Promise<void> {
  await update(db, id, { vocabulary: JSON.stringify(vocabulary), mapping_guessed: JSON.stringify(guessed) });
}

export async function saveSharedCursor(tx: Tx, id: string, cursor: SharedCursor): Promise<void> {
  await update(tx, id, { shared_cursor: JSON.stringify(cursor) });
}

export async function noteConnectionError(
  db: Database | Tx,
  id: string,
  error: { kind: string; message: string; at: string; retryAt: string | null },
): Promise<void> {
  await update(db, id, { last_error: JSON.stringify(error) });
}

/** A whole pull went through: the last error is history. */
export async function noteConnectionSynced(db: Database | Tx, id: string, at: Date): Promise<void> {
  await update(db, id, { last_complete_at: at, last_error: null });
}

/** The tool refuses the one question about all changes since then; null: it takes it. */
export async function noteChangesRefused(db: Database | Tx, id: string, at: Date | null): Promise<void> {
  await update(db, id, { changes_refused_at: at });
}

async function update(db: Database | Tx, id: string, values: Updateable<ConnectionTable>): Promise<void> {
  await db.updateTable('connections').set(values).where('id', '=', id).execute();
}
