import type { LearntExample } from './documents.ts';
import { type Rarity, rarityOver } from './term-view.ts';
import type { Terms } from './terms.ts';

/** Finds which examples a task reads like: cosine of rare words and pairs of words. */
export interface Neighbours {
  /** Likeness, 0 to 1, of each example that shares a word, by its place. */
  near(terms: Terms): Float32Array;
}

const PAIR_SHARE = 0.3;

export function createNeighbours(examples: readonly LearntExample[]): Neighbours {
  const words = cosines(examples.map(({ terms }) => terms.words));
  const pairs = cosines(examples.map(({ terms }) => terms.pairs));
  return {
    near(terms) {
      const into = new Float32Array(examples.length);
      if (examples.length === 0) return into;
      words(terms.words, into, 1 - PAIR_SHARE);
      pairs(terms.pairs, into, PAIR_SHARE);
      return into;
    },
  };
}

function cosines(documents: readonly ReadonlyMap<number, number>[]) {
  const rarity = rarityOver(documents);
  const postings = new Map<number, number[]>();
  documents.forEach((document, at) => {
    for (const [term, weight] of unit(document, rarity)) {
      const list = postings.get(term);
      if (list) list.push(at, weight);
      else postings.set(term, [at, weight]);
    }
  });
  return (query: ReadonlyMap<number, number>, into: Float32Array, share: number) => {
    for (const [term, weight] of unit(query, rarity)) {
      const list = postings.get(term);
      if (!list) continue;
      for (let at = 0; at < list.length; at += 2) {
        const place = list[at] as number;
        into[place] = (into[place] as number) + share * weight * (list[at + 1] as number);
      }
    }
  };
}

function unit(counts: ReadonlyMap<number, number>, rarity: Rarity): [number, number][] {
  let square = 0;
  const weights = [...counts].map(([term, count]): [number, number] => {
    const weight = (1 + Math.log(count)) * rarity(term);
    square += weight * weight;
    return [term, weight];
  });
  const length = Math.sqrt(square) || 1;
  return weights.map(([term, weight]) => [term, weight / length]);
}
