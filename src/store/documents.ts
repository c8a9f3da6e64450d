import { type Selectable, sql } from 'kysely';
import type { DocumentRecord } from '../domain/document.ts';
import { scopeId, taskId } from '../domain/task.ts';
import type { Database, Tx } from './database.ts';
import { type NewReference, toDocumentRow } from './document-row.ts';
import type { DocumentTable } from './tables/documents.ts';

type Row = ReturnType<typeof toDocumentRow>;
export type StoredDocument = Selectable<DocumentTable>;
type Known = Pick<
  StoredDocument,
  'id' | 'version' | 'tool_updated_at' | 'labels' | 'blocks' | 'content_hash' | 'unreadable_at'
>;

/**
 * Stores documents of one connection as they were read. An older version never overwrites a newer one, an equal one touches nothing but
 * when it was read; what a record does not tell stays. One in the trash is kept, and one that was unreadable and is given again is
 * readable. Texts must be storable.
 *
 * @param fallbackScopeId Where documents stand that do not say so themselves; null: in none.
 * @param beforeChange Told the ids that will change, while their old references still stand.
 * @returns The ids of those that changed, new ones among them.
 */
export async function upsertDocuments(
  tx: Tx,
  connectionId: string,
  fallbackScopeId: string | null,
  records: readonly DocumentRecord[],
  at: Date,
  beforeChange: (ids: readonly string[]) => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  if (records.length === 0) return [];
  await lockDocuments(tx, connectionId);
  const known = await readKnown(tx, connectionId, records);
  const read = newestOfEach(connectionId, records);
  const scopes = await listScopeIds(tx, connectionId);
  const rows = read.map((record) => {
    const before = known.get(taskId(connectionId, record.externalId));
    return toDocumentRow(connectionId, placeOf(connectionId, fallbackScopeId, record, scopes), record, before);
  });
  const current = rows.filter(({ row }) => !isOlder(row, known.get(row.id)));
  const changed = current.filter(({ row }) => differs(row, known.get(row.id)));
  const ids = changed.map(({ row }) => row.id);
  await noteRead(
    tx,
    current.map(({ row }) => row.id),
    at,
  );
  if (ids.length === 0) return [];
  await beforeChange(ids);
  await writeRows(tx, changed, at);
  await replaceReferences(tx, changed);
  return ids;
}

/** Held to the end of the transaction: two who write documents of one connection do it one after the other. */
async function lockDocuments(tx: Tx, connectionId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`documents ${connectionId}`}, 0))`.execute(tx);
}

async function readKnown(
  tx: Tx,
  connectionId: string,
  records: readonly DocumentRecord[],
): Promise<Map<string, Known>> {
  const rows = await tx
    .selectFrom('documents')
    .select(['id', 'version', 'tool_updated_at', 'labels', 'blocks', 'content_hash', 'unreadable_at'])
    .where('id', '=', sql<string>`any(${records.map((one) => taskId(connectionId, one.externalId))}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function listScopeIds(tx: Tx, connectionId: string): Promise<Set<string>> {
  const rows = await tx.selectFrom('scopes').select('id').where('connection_id', '=', connectionId).execute();
  return new Set(rows.map((row) => row.id));
}

/** A document may stand in a scope made since the wiki listed its own: it stands in none of ours then. */
function placeOf(
  connectionId: string,
  fallback: string | null,
  { scopeExternalId }: DocumentRecord,
  scopes: ReadonlySet<string>,
): string | null {
  const id = scopeExternalId === null ? fallback : scopeId(connectionId, scopeExternalId);
  return id !== null && scopes.has(id) ? id : null;
}

/** A page may hold a document twice. */
function newestOfEach(connectionId: string, records: readonly DocumentRecord[]): DocumentRecord[] {
  const byId = new Map<string, DocumentRecord>();
  for (const record of records) {
    const id = taskId(connectionId, record.externalId);
    const other = byId.get(id);
    if (!other || !isEarlier(ageOf(record), ageOf(other))) byId.set(id, record);
  }
  return [...byId.values()];
}

interface Age {
  readonly version: number | null;
  /** ms since 1970. */
  readonly at: number | null;
}

/** By the wiki's own count where it counts, else by its clock. */
function isEarlier(one: Age, other: Age): boolean {
  if (one.version !== null && other.version !== null) return one.version < other.version;
  return one.at !== null && other.at !== null && one.at < other.at;
}

function ageOf({ version, updatedAt }: DocumentRecord): Age {
  return { version, at: updatedAt };
}

function isOlder({ version, tool_updated_at }: Row['row'], known: Known | undefined): boolean {
  if (!known) return false;
  const stored = { version: known.version, at: known.tool_updated_at?.getTime() ?? null };
  return isEarlier({ version, at: tool_updated_at?.getTime() ?? null }, stored);
}

function differs(row: Row['row'], known: Known | undefined): boolean {
  return !known || known.content_hash !== row.content_hash || known.unreadable_at !== null;
}

async function noteRead(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await sql`update documents set read_at = ${at} where id = any(${ids}::text[]) and read_at < ${at}`.execute(tx);
}

async function writeRows(tx: Tx, rows: readonly Row[], at: Date): Promise<void> {
  await tx
    .insertInto('documents')
    .values(rows.map(({ row }) => ({ ...row, unreadable_at: null, read_at: at })))
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        scope_id: eb.ref('excluded.scope_id'),
        title: eb.ref('excluded.title'),
        url: eb.ref('excluded.url'),
        version: eb.ref('excluded.version'),
        tool_updated_at: eb.ref('excluded.tool_updated_at'),
        is_trashed: eb.ref('excluded.is_trashed'),
        labels: eb.ref('excluded.labels'),
        properties: eb.ref('excluded.properties'),
        blocks: eb.ref('excluded.blocks'),
        content_hash: eb.ref('excluded.content_hash'),
        unreadable_at: null,
        read_at: at,
      })),
    )
    .execute();
}

const REFERENCES_AT_ONCE = 1_000;

async function replaceReferences(tx: Tx, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ row }) => row.id);
  await sql`delete from document_references where document_id = any(${ids}::text[])`.execute(tx);
  const all = rows.flatMap(({ row, references }) => references.map((one, position) => toRow(row.id, position, one)));
  for (let from = 0; from < all.length; from += REFERENCES_AT_ONCE) {
    await tx
      .insertInto('document_references')
      .values(all.slice(from, from + REFERENCES_AT_ONCE))
      .execute();
  }
}

function toRow(documentId: string, position: number, { url, task_key, title, path }: NewReference) {
  return { document_id: documentId, position, url, task_key, title, path: [...path] };
}

/**
 * These are not given any more: deleted, restricted or not shared, nobody knows which. What they stated stays.
 *
 * @param asOf When they were asked for: one read since stays readable.
 * @returns Those that were readable until now.
 */
export async function noteUnreadable(tx: Tx, ids: readonly string[], asOf: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update documents set unreadable_at = ${asOf}
    where id = any(${ids}::text[]) and unreadable_at is null and read_at <= ${asOf}
    returning id`.execute(tx);
  return rows.map((row) => row.id);
}

/** What is stored of a connection, trashed and unreadable ones too. */
export async function listDocuments(db: Database | Tx, connectionId: string): Promise<StoredDocument[]> {
  return db.selectFrom('documents').selectAll().where('connection_id', '=', connectionId).orderBy('id').execute();
}

/** Those of a scope that are neither in the trash nor unreadable. */
export async function listReadable(
  db: Database | Tx,
  scopeId: string,
): Promise<Pick<StoredDocument, 'id' | 'external_id' | 'read_at'>[]> {
  return db
    .selectFrom('documents')
    .select(['id', 'external_id', 'read_at'])
    .where('scope_id', '=', scopeId)
    .where('is_trashed', '=', false)
    .where('unreadable_at', 'is', null)
    .orderBy('id')
    .execute();
}

/** External ids of those that stand in none of our scopes and are not in the trash, unreadable ones too. */
export async function listLooseIds(db: Database | Tx, connectionId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('documents')
    .select('external_id')
    .where('connection_id', '=', connectionId)
    .where('scope_id', 'is', null)
    .where('is_trashed', '=', false)
    .orderBy('id')
    .execute();
  return rows.map((row) => row.external_id);
}

/** Which of these are stored. */
export async function findKnownIds(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select id from documents where id = any(${[...ids]}::text[])`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
