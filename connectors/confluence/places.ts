import type { Cursor, ScopeSince } from '../connector.ts';
import { type Finished, readFinished } from '../newest-first.ts';
import type { Asked } from './cql.ts';
import { instantOf } from './normalise.ts';
import { OVERLAP_MS } from './pull.ts';
import type { ConfluenceHit } from './schema.ts';

/** One hit of a search: which version of which page, and where. */
export interface Hit {
  readonly externalId: string;
  /** Two of one version are the same. */
  readonly version: string;
  readonly at: number | null;
  /** null where the answer does not say. */
  readonly spaceKey: string | null;
}

/** Where each space stands: up to when it was read, and which versions since. */
export interface Places {
  readonly asked: readonly Asked[];
  /** No change older than this is looked for; null: all are. */
  readonly earliest: number | null;
  /** Whether it was not read yet, by a walk or by an earlier look. */
  isNew(hit: Hit): boolean;
  /** These were read or are known, and none older is missing. @returns The cursors that differ from those last told. */
  settle(hits: readonly Hit[]): Record<string, Cursor>;
}

// Keeps a cursor below 64 kB. What is forgotten is read once more.
const SEEN_MAX = 1_000;

/** @throws ConnectorError `cursor-expired` where a space has no finished walk. */
export function openPlaces(scopes: readonly ScopeSince[]): Places {
  const places = new Map<string, Finished>();
  const idByKey = new Map<string, string>();
  for (const { scope, cursor } of scopes) {
    places.set(scope.externalId, readFinished(cursor, { tool: 'confluence', call: 'search changed pages' }));
    if (scope.key !== null) idByKey.set(scope.key, scope.externalId);
  }
  const placeOf = ({ spaceKey }: Hit) => places.get(idByKey.get(spaceKey ?? '') ?? '');
  const asked = [...idByKey].map(([key, id]) => ({ key, after: afterOf(places.get(id)) }));
  const bounds = asked.map(({ after }) => after);

  function advance(id: string, place: Finished, hits: readonly Hit[]): Finished {
    const newest = hits.reduce<number | null>((max, { at }) => latest(max, at), null);
    const through = latest(place.through, newest);
    const own = hits.filter((hit) => (idByKey.get(hit.spaceKey ?? '') ?? places.keys().next().value) === id);
    const shownAgain = own.filter(({ at }) => at !== null && through !== null && at >= through - OVERLAP_MS);
    const kept = through === place.through ? Object.entries(place.seen) : [];
    const seen = new Map([...kept, ...shownAgain.map(({ externalId, version }) => [externalId, version] as const)]);
    return { through, seen: Object.fromEntries([...seen].slice(-SEEN_MAX)) };
  }

  return {
    asked,
    earliest: bounds.includes(null) ? null : Math.min(...bounds.map((after) => after ?? 0)),
    isNew(hit) {
      const place = placeOf(hit);
      if (!place) return [...places.values()].every(({ seen }) => seen[hit.externalId] !== hit.version);
      const after = afterOf(place);
      const isOlder = hit.at !== null && after !== null && hit.at < after;
      return !isOlder && place.seen[hit.externalId] !== hit.version;
    },
    settle(hits) {
      const cursors: Record<string, Cursor> = {};
      for (const [id, place] of places) {
        const next = advance(id, place, hits);
        if (isSame(place, next)) continue;
        places.set(id, next);
        cursors[id] = { ...next };
      }
      return cursors;
    },
  };
}

/** What a search says of a page. Without the version that was asked for, the time of its change tells one from another. */
export function toHit({ content, lastModified, resultGlobalContainer }: ConfluenceHit): Hit {
  const { id, status, version, space } = content;
  return {
    externalId: id,
    version: version ? `${version.number} ${status}` : `${lastModified}`,
    at: instantOf(version?.when ?? lastModified),
    spaceKey: space?.key ?? keyIn(resultGlobalContainer?.displayUrl),
  };
}

/** `/spaces/KEY` */
function keyIn(url: string | undefined): string | null {
  return /\/spaces\/([^/?#]+)/.exec(url ?? '')?.[1] ?? null;
}

function afterOf(place: Finished | undefined): number | null {
  return place?.through == null ? null : place.through - OVERLAP_MS;
}

function latest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}

function isSame(one: Finished, other: Finished): boolean {
  const entries = Object.entries(other.seen);
  return (
    one.through === other.through &&
    entries.length === Object.keys(one.seen).length &&
    entries.every(([id, version]) => one.seen[id] === version)
  );
}
