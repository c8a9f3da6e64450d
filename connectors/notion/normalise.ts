import type { z } from 'zod';
import type { DocumentRecord } from '../../src/domain/document.ts';
import type { PersonRecord, ScopeRecord } from '../connector.ts';
import { cleanUrl, readText } from '../link-secrets.ts';
import { toBlocks } from '../rich.ts';
import { type BlockTree, readTree } from './blocks.ts';
import { plainText, readProperties, titleOf } from './properties.ts';
import type { databaseSchema, NotionBlock, NotionDataSource, NotionPage, userSchema } from './schema.ts';

/** A page or row as a document. `tree` null: its blocks were not read with it. */
export function normalisePage(page: NotionPage, tree: readonly BlockTree[] | null): DocumentRecord {
  return {
    type: 'document',
    externalId: page.id,
    scopeExternalId: page.parent?.data_source_id ?? null,
    title: readText(titleOf(page.properties)).text,
    url: page.url ? cleanUrl(page.url) : null,
    version: null,
    updatedAt: instantOf(page.last_edited_time),
    isTrashed: page.in_trash ?? page.archived ?? false,
    labels: [],
    properties: readProperties(page.properties),
    blocks: tree === null ? null : toBlocks(readTree(tree)),
  };
}

/** A block that stands for a page: its title, and whether it is in the trash. */
export function normaliseChildPage(block: NotionBlock): DocumentRecord {
  const { title } = (block.child_page ?? {}) as { title?: unknown };
  return {
    type: 'document',
    externalId: block.id,
    scopeExternalId: null,
    title: typeof title === 'string' ? readText(title).text : '',
    url: null,
    version: null,
    updatedAt: instantOf(block.last_edited_time),
    isTrashed: block.in_trash ?? block.archived ?? false,
    labels: null,
    properties: [],
    blocks: null,
  };
}

export function normaliseDataSource(source: NotionDataSource): ScopeRecord {
  return {
    externalId: source.id,
    key: null,
    name: plainText(source.title ?? []) || 'Untitled',
    url: source.url ? cleanUrl(source.url) : null,
    archived: source.in_trash ?? source.archived ?? false,
    kind: 'data source',
  };
}

/** The data sources of a database, which names them without more. */
export function normaliseDatabase(database: z.infer<typeof databaseSchema>): ScopeRecord[] {
  return database.data_sources.map(({ id, name }) => ({
    externalId: id,
    key: null,
    name: name || 'Untitled',
    url: database.url ? cleanUrl(database.url) : null,
    archived: database.in_trash ?? false,
    kind: 'data source',
  }));
}

export function normaliseUser(user: z.infer<typeof userSchema>): PersonRecord {
  return { type: 'person', externalId: user.id, name: user.name || user.id, email: user.person?.email || null };
}

/** ms since 1970, or null. */
export function instantOf(time: string | null | undefined): number | null {
  const at = Date.parse(time ?? '');
  return Number.isNaN(at) ? null : at;
}
