import type { LearntExample } from './documents.ts';
import { postingsOf, raritiesOf, rarityOf } from './postings.ts';
import type { Counts } from './tally.ts';
import type { Terms } from './terms.ts';

/** Finds which examples a task reads like: cosine of rare words and pairs of words. */
export interface Neighbours {
  /** Likeness, 0 to 1, of each example that shares a word, by its place; until the next task is asked for. */
  near(terms: Terms): Float32Array;
}

const PAIR_SHARE = 0.3;

export function createNeighbours(examples: readonly LearntExample[], stemCount: number, pairCount: number): Neighbours {
  const words = createCosines(
    examples.map(({ terms }) => terms.words),
    stemCount,
  );
  const pairs = createCosines(
    examples.map(({ terms }) => terms.pairs),
    pairCount,
  );
  const into = new Float32Array(examples.length);
  return {
    near(terms) {
      if (examples.length === 0) return into;
      into.fill(0);
      words(terms.words, terms.unknown, into, 1 - PAIR_SHARE);
      pairs(terms.pairs, 0, into, PAIR_SHARE);
      return into;
    },
  };
}

function createCosines(documents: readonly Counts[], keyCount: number) {
  const postings = postingsOf(documents, keyCount);
  const { starts, documents: places } = postings;
  const rarities = raritiesOf(postings, documents.length);
  const rarest = rarityOf(documents.length, 0);
  const weigh = (key: number, count: number) =>
    (key < keyCount ? (rarities[key] as number) : rarest) * (count === 1 ? 1 : 1 + Math.log(count));
  const lengthOf = ({ size, keys, counts }: Counts, unknown: number) => {
    let square = unknown === 0 ? 0 : weigh(keyCount, unknown) ** 2;
    for (let at = 0; at < size; at++) square += weigh(keys[at] as number, counts[at] as number) ** 2;
    return Math.sqrt(square) || 1;
  };
  const values = weighed(postings.counts);

  function weighed(counts: Float32Array): Float32Array {
    const lengths = documents.map((document) => lengthOf(document, 0));
    for (let key = 0; key < keyCount; key++) {
      for (let at = starts[key] as number; at < (starts[key + 1] as number); at++)
        counts[at] = weigh(key, counts[at] as number) / (lengths[places[at] as number] as number);
    }
    return counts;
  }
  return (query: Counts, unknown: number, into: Float32Array, share: number) => {
    const scale = share / lengthOf(query, unknown);
    const { size, keys, counts } = query;
    for (let term = 0; term < size; term++) {
      const key = keys[term] as number;
      if (key >= keyCount) continue;
      const weight = scale * weigh(key, counts[term] as number);
      const end = starts[key + 1] as number;
      for (let at = starts[key] as number; at < end; at++) {
        const place = places[at] as number;
        into[place] = (into[place] as number) + weight * (values[at] as number);
      }
    }
  };
}
