import { hash } from 'node:crypto';
import type { Block, DocumentProperty, DocumentRecord, Reference } from '../domain/document.ts';
import { canonicalUrl } from '../domain/evidence/goal-urls.ts';
import { taskId } from '../domain/task.ts';

/** What a record that says only a part of it leaves as it is stored. */
export interface KeptParts {
  readonly labels: readonly string[];
  readonly blocks: readonly Block[];
}

export interface NewReference {
  readonly url: string | null;
  readonly task_key: string | null;
  readonly title: string | null;
  readonly path: readonly string[];
}

/**
 * A document record as its row. What the answer does not tell (no body, no labels) stays as it is stored.
 *
 * @param place Where it stands, one of our scopes; null: in none of them.
 * @param known What is stored of it; undefined where nothing is.
 */
export function toDocumentRow(
  connectionId: string,
  place: string | null,
  record: DocumentRecord,
  known: KeptParts | undefined,
) {
  const blocks = record.blocks ?? known?.blocks ?? [];
  const content = {
    scope_id: place,
    title: record.title,
    url: record.url,
    version: record.version,
    tool_updated_at: record.updatedAt === null ? null : new Date(record.updatedAt),
    is_trashed: record.isTrashed,
    // They have no order: wikis give them in another one each time, by the way they are asked for.
    labels: [...new Set(record.labels ?? known?.labels ?? [])].sort(),
    properties: JSON.stringify(record.properties),
    blocks: JSON.stringify(blocks),
  };
  return {
    row: {
      id: taskId(connectionId, record.externalId),
      connection_id: connectionId,
      external_id: record.externalId,
      ...content,
      content_hash: hash('sha1', JSON.stringify({ ...content, blocks: inOrder(blocks) })),
    },
    references: referencesOf(blocks, record.properties),
  };
}

/** jsonb keeps no order of keys: what was read back must hash as what was written. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, inOrder(inner)]));
}

/** What it links to or names: in its text, and in the columns of its row. */
function referencesOf(blocks: readonly Block[], properties: readonly DocumentProperty[]): NewReference[] {
  const inText = blocks.filter((block): block is Reference => block.type === 'reference');
  const all = [...inText.map(toReference), ...properties.flatMap(linksIn)];
  return all.filter(({ url, task_key }) => url !== null || task_key !== null);
}

function toReference({ url, taskKey, title, path }: Omit<Reference, 'type'>): NewReference {
  return {
    url: url === null ? null : canonicalUrl(url),
    task_key: taskKey?.toUpperCase() ?? null,
    title,
    path: [...path],
  };
}

/** A column of addresses names what its row is about. */
function linksIn({ name, value }: DocumentProperty): NewReference[] {
  const addresses = value.split(', ').filter((part) => /^https?:\/\//i.test(part));
  return addresses.map((url) => toReference({ url, taskKey: null, title: null, path: [name] }));
}
