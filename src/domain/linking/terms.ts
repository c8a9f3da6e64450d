import type { Word } from './lexicon.ts';

/** What a text is made of, each with how often it stands there. */
export interface Terms {
  /** Numbers of stems. */
  readonly words: Map<number, number>;
  /** Two stems that follow each other, as one number that no stem has. */
  readonly pairs: Map<number, number>;
  /** Parts of words, read letter by letter. */
  readonly parts: Map<string, number>;
}

/** More stems than any organisation has words; two of them fit into one exact number. */
const STEMS_MAX = 2 ** 24;
/** Two of the first stems fit into a whole number of 31 bits and a sign, which costs a fraction of a larger one. */
const FIRST_STEMS = 46_000;

/** Below -1 for two of the first stems, else above any stem. */
function pairOf(before: number, stem: number): number {
  return before < FIRST_STEMS && stem < FIRST_STEMS
    ? -2 - (before * FIRST_STEMS + stem)
    : (before + 1) * STEMS_MAX + stem;
}

export function emptyTerms(): Terms {
  return { words: new Map(), pairs: new Map(), parts: new Map() };
}

/** Adds a text's words, each `weight` times. */
export function addWords(terms: Terms, words: readonly Word[], weight = 1): Terms {
  let before = -1;
  for (const { stems, parts } of words) {
    for (const stem of stems) {
      add(terms.words, stem, weight);
      if (stem >= 0 && before >= 0) add(terms.pairs, pairOf(before, stem), weight);
      before = stem;
    }
    for (const part of parts) add(terms.parts, part, weight);
  }
  return terms;
}

/** Adds other terms, each `weight` times; a negative weight takes them away again. */
export function addTerms(terms: Terms, more: Terms, weight: number): Terms {
  for (const [word, count] of more.words) add(terms.words, word, weight * count);
  for (const [pair, count] of more.pairs) add(terms.pairs, pair, weight * count);
  for (const [part, count] of more.parts) add(terms.parts, part, weight * count);
  return terms;
}

export function copyTerms(terms: Terms): Terms {
  return { words: new Map(terms.words), pairs: new Map(terms.pairs), parts: new Map(terms.parts) };
}

function add<Key>(counts: Map<Key, number>, key: Key, weight: number): void {
  const count = (counts.get(key) ?? 0) + weight;
  // What was taken away again leaves nothing, whatever its rounding.
  if (count > 1e-9) counts.set(key, count);
  else counts.delete(key);
}
