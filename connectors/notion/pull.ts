import type { DocumentRecord } from '../../src/domain/document.ts';
import type { Cursor, ScopeRef } from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { everyAnswer } from '../every-answer.ts';
import { fetchDocuments } from '../fetch-documents.ts';
import { type Listing, walkNewestFirst } from '../newest-first.ts';
import { readRecords } from '../records.ts';
import type { DocumentPage, FetchedDocuments } from '../wiki.ts';
import { type BlockTree, isRead } from './blocks.ts';
import { fail, type Listed, type NotionClient, PAGE_SIZE } from './client.ts';
import { instantOf, normalisePage } from './normalise.ts';
import { blockSchema, type NotionPage, pageSchema } from './schema.ts';

// Each row costs one request or more for its blocks: a page of this many is stored every few seconds.
const ROWS_PER_PAGE = 25;
// A minute's later edits cannot be told from its earlier ones until it is over, on Notion's clock and after its delay.
const SETTLED_MS = 2 * 60_000;
// Deeper than strategy is written; a forged answer must not send us round for ever.
const BLOCK_DEPTH_MAX = 12;

/** Rows of one data source with their blocks, the last edited first. */
export function pullDataSource(
  client: NotionClient,
  scope: ScopeRef,
  since: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<DocumentPage> {
  const query = createQuery(client, scope.externalId, signal);
  return walkNewestFirst<NotionPage>(
    {
      tool: 'notion',
      call: 'query data source',
      // `editedSince` goes back to the minute's begin; every edit in it carries that very moment.
      overlapMs: 0,
      async ask(token, after) {
        const { results, next, at } = await query(token, after, ROWS_PER_PAGE);
        // Wikis list data sources among their pages; each is a scope of its own.
        const { good, setAside } = readRecords(pageSchema, results.filter(isPage), 'id');
        return { listings: good.map((page) => listingOf(page, at)), setAside, next };
      },
      read: (listings) =>
        readRows(
          client,
          listings.map(({ item }) => item),
          signal,
        ),
    },
    since,
  );
}

function isPage(one: unknown): boolean {
  return (one as { object?: unknown } | null)?.object !== 'data_source';
}

export function listingOf(page: NotionPage, at: number): Listing<NotionPage> {
  const updatedAt = instantOf(page.last_edited_time);
  const isSettled = updatedAt !== null && at >= updatedAt + SETTLED_MS;
  return { externalId: page.id, updatedAt, version: isSettled ? String(updatedAt) : null, item: page };
}

/** Asks for fewer rows at once where Notion cannot put so many together, and keeps to that for the walk. */
function createQuery(client: NotionClient, dataSource: string, signal: AbortSignal) {
  let largest = PAGE_SIZE;
  return async (token: string | null, onOrAfter: number | null, wanted: number): Promise<Listed> => {
    for (;;) {
      const size = Math.min(wanted, largest);
      const answer = await client.query(dataSource, { token, onOrAfter, size }, signal);
      if (answer) return answer;
      largest = Math.max(1, Math.floor(size / 2));
    }
  };
}

export async function readRows(
  client: NotionClient,
  pages: readonly NotionPage[],
  signal: AbortSignal,
): Promise<Pick<DocumentPage, 'records' | 'setAside'>> {
  const records: DocumentRecord[] = [];
  for (const page of pages) records.push(await readRow(client, page, signal));
  return { records, setAside: [] };
}

async function readRow(client: NotionClient, page: NotionPage, signal: AbortSignal): Promise<DocumentRecord> {
  const { isTrashed } = normalisePage(page, null);
  return normalisePage(page, isTrashed ? null : await readBlocks(client, page.id, signal));
}

/** Pages by id with their blocks, trashed ones without. A 404 is mostly a page that is no longer shared: unreadable, not deleted. */
export async function fetchPages(
  client: NotionClient,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<FetchedDocuments> {
  return fetchDocuments(ids, {
    schema: pageSchema,
    ask: (id) => client.page(id, signal),
    toRecord: (page) => readRow(client, page, signal),
  });
}

/** Every id of the data source. Only ids are kept, but Notion has no lighter list. */
export async function* listRowIds(
  client: NotionClient,
  scope: ScopeRef,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const call = 'query data source';
  const query = createQuery(client, scope.externalId, signal);
  for await (const rows of everyAnswer('notion', call, (token) => query(token, null, PAGE_SIZE))) {
    const { good, setAside } = readRecords(pageSchema, rows.filter(isPage), 'id');
    // A census with a gap would make a row look vanished.
    if (setAside.length > 0) throw fail(call, 'unexpected-answer', 'a row without an id');
    yield good.map(({ id }) => id);
  }
}

/** A page's blocks with all that stands inside them; null where they are hidden, which says nothing of what the page states. */
async function readBlocks(client: NotionClient, page: string, signal: AbortSignal): Promise<BlockTree[] | null> {
  try {
    return await readInside(client, page, 0, signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return null;
  }
}

async function readInside(client: NotionClient, id: string, depth: number, signal: AbortSignal): Promise<BlockTree[]> {
  const tree: BlockTree[] = [];
  for await (const results of everyAnswer('notion', 'list blocks', (token) => client.children(id, token, signal))) {
    for (const block of readRecords(blockSchema, results, 'id').good) {
      const isOpened = block.has_children === true && isRead(block) && depth < BLOCK_DEPTH_MAX;
      tree.push({ block, children: isOpened ? await readInside(client, block.id, depth + 1, signal) : [] });
    }
  }
  return tree;
}
