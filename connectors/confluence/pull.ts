import type { Cursor, ScopeRef } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { everyAnswer } from '../every-answer.ts';
import { fetchDocuments } from '../fetch-documents.ts';
import { type Listing, walkNewestFirst } from '../newest-first.ts';
import { readRecords } from '../records.ts';
import type { DocumentPage, FetchedDocuments } from '../wiki.ts';
import type { ConfluenceClient } from './client.ts';
import { instantOf, normalisePage } from './normalise.ts';
import { type ConfluencePage, idSchema, labelSchema, pageSchema } from './schema.ts';

// The list is built from an index that lags behind the pages.
export const OVERLAP_MS = 5 * 60_000;
// Up to here one request a page is cheaper than going through all labels of the space.
const FEW_PAGES = 5;

/** Pages of one space, the last modified first. Labels are read with a changed page: changing them alone changes no version. */
export function pullSpace(
  client: ConfluenceClient,
  base: string,
  scope: ScopeRef,
  since: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<DocumentPage> {
  const space = scope.externalId;
  let labels: Promise<LabelsByPage | null> | null = null;
  return walkNewestFirst<ConfluencePage>(
    {
      tool: 'confluence',
      call: 'list pages',
      overlapMs: OVERLAP_MS,
      async ask(token, after) {
        const { results, next } = await client.pages(space, { cursor: token, isShort: after !== null }, signal);
        const { good, setAside } = readRecords(pageSchema, results, 'id');
        return { listings: good.map(listingOf), setAside, next };
      },
      async read(listings) {
        if (listings.length <= FEW_PAGES) return readEach(client, base, listings, signal);
        labels ??= readLabels(client, space, signal);
        const known = await labels;
        const labelsOf = (id: string) => (known === null ? undefined : [...(known.get(id) ?? [])]);
        return { records: listings.map(({ item }) => normalisePage(item, base, labelsOf(item.id))), setAside: [] };
      },
    },
    since,
  );
}

function listingOf(page: ConfluencePage): Listing<ConfluencePage> {
  return {
    externalId: page.id,
    updatedAt: instantOf(page.version?.createdAt ?? page.createdAt),
    version: page.version ? `${page.version.number} ${page.status}` : null,
    item: page,
  };
}

async function readEach(
  client: ConfluenceClient,
  base: string,
  listings: readonly Listing<ConfluencePage>[],
  signal: AbortSignal,
): Promise<Pick<DocumentPage, 'records' | 'setAside'>> {
  const { records, setAside, missing } = await fetchPages(
    client,
    base,
    listings.map(({ externalId }) => externalId),
    signal,
  );
  // Listed a moment ago and hidden now: what the list said of it stands until the census.
  const listed = listings.filter(({ externalId }) => missing.includes(externalId));
  return { records: [...records, ...listed.map(({ item }) => normalisePage(item, base))], setAside };
}

/** Pages by id with body and labels, trashed ones too. A 404 is no deletion: restrictions and an expired token look the same. */
export async function fetchPages(
  client: ConfluenceClient,
  base: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<FetchedDocuments> {
  return fetchDocuments(ids, {
    schema: pageSchema,
    ask: (id) => client.page(id, signal),
    toRecord: (page) => normalisePage(page, base),
  });
}

/** Every id of the space that is not in the trash. */
export async function* listPageIds(
  client: ConfluenceClient,
  scope: ScopeRef,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const call = 'list page ids';
  const ask = (cursor: string | null) => client.pageIds(scope.externalId, cursor, signal);
  for await (const ids of everyAnswer('confluence', call, ask)) {
    const { good, setAside } = readRecords(idSchema, ids, 'id');
    // A census with a gap would make a page look vanished.
    if (setAside.length > 0) throw fail(call, 'a page without an id');
    yield good.map(({ id }) => id);
  }
}

function fail(call: string, because: string): ConnectorError {
  return new ConnectorError({ tool: 'confluence', call, kind: 'unexpected-answer', because });
}

export type LabelsByPage = ReadonlyMap<string, readonly string[]>;

/** The labels of a space by page, one request a label; null where these credentials may not read them. */
export async function readLabels(
  client: ConfluenceClient,
  space: string,
  signal: AbortSignal,
): Promise<LabelsByPage | null> {
  const byPage = new Map<string, string[]>();
  try {
    for await (const labels of everyAnswer('confluence', 'list labels', (cursor) =>
      client.spaceLabels(space, cursor, signal),
    )) {
      for (const { id, name } of readRecords(labelSchema, labels, 'id').good) {
        const ask = (cursor: string | null) => client.labelledPages(id, space, cursor, signal);
        for await (const pages of everyAnswer('confluence', 'list labelled pages', ask)) {
          for (const page of readRecords(idSchema, pages, 'id').good) {
            byPage.set(page.id, [...(byPage.get(page.id) ?? []), name]);
          }
        }
      }
    }
    return byPage;
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return null;
  }
}
