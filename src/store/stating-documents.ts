import { type Selectable, sql } from 'kysely';
import type { DocumentRecord } from '../domain/document.ts';
import type { GoalColumns } from '../domain/proposal-columns.ts';
import type { Database, Tx } from './database.ts';
import type { DocumentTable } from './tables/documents.ts';

/** A stored document as goals are read from it. */
export interface StatingDocument {
  readonly id: string;
  readonly scopeId: string | null;
  readonly record: DocumentRecord;
  /** Not given any more, or in the trash: what it stated stays, and nothing new is read. */
  readonly isGone: boolean;
}

export async function listStating(tx: Tx, ids: readonly string[]): Promise<StatingDocument[]> {
  if (ids.length === 0) return [];
  const rows = await tx
    .selectFrom('documents')
    .selectAll()
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .orderBy('id')
    .execute();
  return rows.map(toStating);
}

/** All rows of a data source. */
export async function listDataRows(db: Database | Tx, scopeId: string): Promise<StatingDocument[]> {
  const rows = await db
    .selectFrom('documents')
    .selectAll()
    .where('scope_id', '=', scopeId)
    .where(sql<boolean>`jsonb_array_length(properties) > 0`)
    .orderBy('id')
    .execute();
  return rows.map(toStating);
}

/** Data sources with rows whose relations name one of these: objectives may stand in a data source of their own. */
export async function listScopesNaming(
  tx: Tx,
  connectionId: string,
  externalIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ scope_id: string }>`
    select distinct d.scope_id from documents d
    cross join lateral jsonb_array_elements(d.properties) as property
    cross join lateral regexp_split_to_table(property.value ->> 'value', ', ') as named(id)
    where d.connection_id = ${connectionId} and d.scope_id is not null and named.id = any(${[...externalIds]}::text[])`.execute(
    tx,
  );
  return rows.map((row) => row.scope_id);
}

/** Titles of documents of one connection, by the wiki's id. */
export async function listTitles(
  tx: Tx,
  connectionId: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('documents')
    .select(['external_id', 'title'])
    .where('connection_id', '=', connectionId)
    .where('external_id', '=', sql<string>`any(${[...externalIds]}::text[])`)
    .execute();
  return new Map(rows.map((row) => [row.external_id, row.title]));
}

function toStating(row: Selectable<DocumentTable>): StatingDocument {
  const { labels, properties, blocks, title, url, version } = row;
  return {
    id: row.id,
    scopeId: row.scope_id,
    isGone: row.is_trashed || row.unreadable_at !== null,
    record: {
      type: 'document',
      externalId: row.external_id,
      scopeExternalId: null,
      title,
      url,
      version,
      updatedAt: row.tool_updated_at?.getTime() ?? null,
      isTrashed: row.is_trashed,
      labels,
      properties,
      blocks,
    },
  };
}

export interface DataSource {
  readonly id: string;
  readonly connectionId: string;
  readonly name: string;
  readonly url: string | null;
  readonly columns: GoalColumns | null;
}

export async function findDataSource(db: Database | Tx, id: string): Promise<DataSource | null> {
  const row = await db
    .selectFrom('scopes')
    .select(['id', 'connection_id', 'name', 'url', 'goal_columns'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row
    ? { id: row.id, connectionId: row.connection_id, name: row.name, url: row.url, columns: row.goal_columns }
    : null;
}

/** null: they are guessed again. */
export async function saveGoalColumns(tx: Tx, scopeId: string, columns: GoalColumns | null): Promise<void> {
  await tx
    .updateTable('scopes')
    .set({ goal_columns: columns === null ? null : JSON.stringify(columns) })
    .where('id', '=', scopeId)
    .execute();
}

/** Of all rows, by name. */
export async function listColumnNames(db: Database, scopeId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct property.value ->> 'name' as name
    from documents d cross join lateral jsonb_array_elements(d.properties) as property
    where d.scope_id = ${scopeId}
    order by 1`.execute(db);
  return rows.map((row) => row.name);
}
