import type { Cursor } from '../connector.ts';
import { everyAnswer } from '../every-answer.ts';
import { walkNewestFirst } from '../newest-first.ts';
import { readRecords } from '../records.ts';
import type { DocumentPage } from '../wiki.ts';
import type { NotionClient } from './client.ts';
import { listingOf, readRows } from './pull.ts';
import { type NotionPage, pageSchema } from './schema.ts';

// The search is built from an index that lags behind the pages by minutes.
const OVERLAP_MS = 10 * 60_000;

/** Pages that stand in no data source, with their blocks, the last edited first. Rows come in the same list and are passed over. */
export function pullLoose(
  client: NotionClient,
  since: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<DocumentPage> {
  return walkNewestFirst<NotionPage>(
    {
      tool: 'notion',
      call: 'find pages',
      overlapMs: OVERLAP_MS,
      async ask(token) {
        const { results, next, at } = await client.findPages(token, signal);
        const { good, setAside } = readRecords(pageSchema, results, 'id');
        return { listings: good.map((page) => listingOf(page, at)), setAside, next };
      },
      read: (listings) => readRows(client, listings.map(({ item }) => item).filter(isLoose), signal),
    },
    since,
  );
}

/** Their ids, as far as the search knows them: it is not whole. */
export async function* listLooseIds(client: NotionClient, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  for await (const pages of everyAnswer('notion', 'find pages', (token) => client.findPages(token, signal))) {
    const { good } = readRecords(pageSchema, pages, 'id');
    yield good.filter(isLoose).map(({ id }) => id);
  }
}

function isLoose({ parent }: NotionPage): boolean {
  return !parent?.data_source_id;
}
