import { sql } from 'kysely';
import { canonicalUrl, taskNamedBy } from '../domain/evidence/goal-urls.ts';
import type { Tx } from './database.ts';
import { holdContextAlone } from './stale.ts';

/** How tasks know these documents, and these documents know tasks. */
interface Names {
  /** Lower case. */
  readonly keys: string[];
  readonly externalIds: string[];
  /** As `page_words` of the database reads them out of a task's links. */
  readonly pageWords: string[];
}

/**
 * Marks the tasks that these documents name, and those that link to them, and all below them: their evidence
 * may read differently. Called in the transaction
 * that changes a document, both before (for what it named) and after (for what it names), and when the goals it states change.
 *
 * @returns How many were marked, without those that were stale already.
 */
export async function markReferencedStale(tx: Tx, documentIds: readonly string[], at: Date): Promise<number> {
  if (documentIds.length === 0) return 0;
  // Derivations read documents as they read goals: none is under way while they change.
  await holdContextAlone(tx);
  const names = await namesOf(tx, documentIds);
  const { numAffectedRows } = await sql`
    with recursive touched as (
      (select id from tasks where key is not null and lower(key) = any(${names.keys})
      union all select id from tasks where external_id = any(${names.externalIds})
      union all select id from tasks where (links_found <> '[]' or remote_links <> '[]')
        and (page_words(links_found) || page_words(remote_links)) && ${names.pageWords}::text[])
      union select child.id from touched join tasks child on child.parent_id = touched.id
    )
    update tasks set stale_at = ${at} where stale_at is null and id in (select id from touched)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** As `markReferencedStale`, of all documents in a scope or of a connection: who may read them changed, or whether anybody reads them. */
export async function markPagesStale(
  tx: Tx,
  of: { readonly scopeId: string } | { readonly connectionId: string },
  at: Date,
): Promise<number> {
  const rows = await tx
    .selectFrom('documents')
    .select('id')
    .where('scopeId' in of ? 'scope_id' : 'connection_id', '=', 'scopeId' in of ? of.scopeId : of.connectionId)
    .execute();
  return markReferencedStale(
    tx,
    rows.map((row) => row.id),
    at,
  );
}

/** As `markReferencedStale`, where documents name tasks by their keys: whether a key is one site's alone may have changed. */
export async function markNamedByKeyStale(tx: Tx, at: Date): Promise<number> {
  const rows = await tx
    .selectFrom('document_references')
    .select('document_id')
    .distinct()
    .where('task_key', 'is not', null)
    .execute();
  return markReferencedStale(
    tx,
    rows.map((row) => row.document_id),
    at,
  );
}

async function namesOf(tx: Tx, documentIds: readonly string[]): Promise<Names> {
  const references = await tx
    .selectFrom('document_references')
    .select(['url', 'task_key'])
    .distinct()
    .where('document_id', 'in', [...documentIds])
    .execute();
  const documents = await tx
    .selectFrom('documents')
    .select(['external_id', 'url'])
    .where('id', 'in', [...documentIds])
    .execute();
  const named = references.flatMap(({ url }) => (url === null ? [] : (taskNamedBy(url) ?? [])));
  return {
    keys: [
      ...references.flatMap(({ task_key: key }) => key?.toLowerCase() ?? []),
      ...named.flatMap((one) => ('key' in one ? one.key.toLowerCase() : [])),
    ],
    externalIds: named.flatMap((one) => ('externalId' in one ? one.externalId : [])),
    pageWords: documents.flatMap(pageWordsOf),
  };
}

/** The id that stands in the page's own address, and Confluence's short code for it. */
function pageWordsOf({
  external_id: id,
  url,
}: {
  readonly external_id: string;
  readonly url: string | null;
}): string[] {
  const canonical = url === null ? null : canonicalUrl(url);
  const inAddress = canonical?.slice(canonical.lastIndexOf('/') + 1) ?? [];
  return [id.replaceAll('-', '').toLowerCase(), inAddress, /^\d+$/u.test(id) ? tinyOf(BigInt(id)) : []].flat();
}

/** The bytes of the number, the lowest first, as base64 for addresses: see `canonicalUrl`. */
function tinyOf(id: bigint): string[] {
  const bytes: number[] = [];
  for (let rest = id; rest > 0n; rest >>= 8n) bytes.push(Number(rest & 255n));
  const padded = Buffer.from(bytes).toString('base64').replaceAll('+', '_').replaceAll('/', '-').replaceAll('=', '');
  // Written without what stands for empty bytes at its end.
  const code = padded.replace(/A+$/u, '');
  return code === padded ? [code] : [code, padded];
}
