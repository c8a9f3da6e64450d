import type { ScopeSince, SetAside } from '../connector.ts';
import { everyAnswer } from '../every-answer.ts';
import { readRecords } from '../records.ts';
import type { DocumentChanges, FetchedDocuments } from '../wiki.ts';
import { type ConfluenceClient, LIMIT } from './client.ts';
import { questionsAbout } from './cql.ts';
import { normalisePage } from './normalise.ts';
import { type Hit, openPlaces, type Places, toHit } from './places.ts';
import { fetchPages, type LabelsByPage, readLabels } from './pull.ts';
import { hitSchema, idSchema, pageSchema } from './schema.ts';

// Up to here one request a page, which brings its labels, is cheaper than going through all labels of its space.
const FEW_PAGES = 25;

/**
 * What changed in these spaces: one search over all of them, newest change first, until it comes to what is known. Then the pages are
 * read, oldest change first, and the cursors move with what is stored: a look that breaks off leaves out nothing.
 *
 * A page that moved between two of the spaces is a hit of the other one, which does not know it. The trash is not searched.
 */
export async function* pullChanges(
  client: ConfluenceClient,
  base: string,
  scopes: readonly ScopeSince[],
  signal: AbortSignal,
): AsyncGenerator<DocumentChanges> {
  const places = openPlaces(scopes);
  const { hits, setAside } = await findHits(client, places, signal);
  const fresh = hits.filter((hit) => places.isNew(hit));
  if (setAside.length > 0) yield { records: [], setAside, missing: [], cursors: {} };
  const labelsOf = keepLabels(client, signal);
  for (let from = 0; from < fresh.length; from += LIMIT) {
    const some = fresh.slice(from, from + LIMIT);
    const found = await readPages(client, base, some, labelsOf, signal);
    const end = fresh[from + LIMIT];
    yield { ...found, cursors: places.settle(end ? hits.slice(0, hits.indexOf(end)) : hits) };
  }
  // Nothing was new, but a space that stood further back is known up to here by now.
  const cursors = fresh.length === 0 ? places.settle(hits) : {};
  if (Object.keys(cursors).length > 0) yield { records: [], setAside: [], missing: [], cursors };
}

/** Oldest change first, each page once. */
async function findHits(client: ConfluenceClient, places: Places, signal: AbortSignal) {
  const hits = new Map<string, Hit>();
  const setAside: SetAside[] = [];
  for (const cql of questionsAbout(places.asked)) {
    const ask = (cursor: string | null) => client.search(cql, cursor, signal);
    for await (const results of everyAnswer('confluence', 'search changed pages', ask)) {
      const read = readRecords(hitSchema, results, 'id');
      setAside.push(...read.setAside);
      const some = read.good.map(toHit);
      // The first that comes is the latest version: one that changed meanwhile may come twice.
      for (const hit of some) if (!hits.has(hit.externalId)) hits.set(hit.externalId, hit);
      if (isKnownFrom(some.at(-1), places)) break;
    }
  }
  return { hits: [...hits.values()].toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0)), setAside };
}

function isKnownFrom(hit: Hit | undefined, { earliest }: Places): boolean {
  return earliest !== null && typeof hit?.at === 'number' && hit.at < earliest;
}

type LabelsOf = (space: string) => Promise<LabelsByPage | null>;

async function readPages(
  client: ConfluenceClient,
  base: string,
  hits: readonly Hit[],
  labelsOf: LabelsOf,
  signal: AbortSignal,
): Promise<FetchedDocuments> {
  const ids = hits.map(({ externalId }) => externalId);
  if (ids.length <= FEW_PAGES) return fetchPages(client, base, ids, signal);
  const answer = await client.pagesById(ids, signal);
  const { good, setAside } = readRecords(pageSchema, answer, 'id');
  const records = [];
  for (const page of good) {
    const labels = page.spaceId ? await labelsOf(page.spaceId) : null;
    records.push(normalisePage(page, base, labels === null ? undefined : [...(labels.get(page.id) ?? [])]));
  }
  // One that could not be read was given all the same.
  const given = new Set(readRecords(idSchema, answer, 'id').good.map(({ id }) => id));
  return { records, setAside, missing: ids.filter((id) => !given.has(id)) };
}

/** The labels of a space are gone through once, and only where they are needed. */
function keepLabels(client: ConfluenceClient, signal: AbortSignal): LabelsOf {
  const bySpace = new Map<string, Promise<LabelsByPage | null>>();
  return (space) => {
    const kept = bySpace.get(space) ?? readLabels(client, space, signal);
    bySpace.set(space, kept);
    return kept;
  };
}
