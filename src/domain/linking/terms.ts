import type { Lexicon } from './lexicon.ts';
import type { PairNumbers } from './pair-numbers.ts';
import { add, type Counts, createTally, frozen, type Tally } from './tally.ts';

/** What a text is made of, each with how often it stands there. */
export interface Terms {
  /** Numbers of stems. */
  readonly words: Counts;
  /** Stems that nothing has that was learnt, together. */
  readonly unknown: number;
  /** Two stems that follow each other. */
  readonly pairs: Counts;
  /** Parts of words, read letter by letter. */
  readonly parts: Counts;
}

/** Terms that are being counted, to be used again for the next text. */
export interface OpenTerms extends Terms {
  readonly words: Tally;
  unknown: number;
  readonly pairs: Tally;
  readonly parts: Tally;
}

/** Shared by all that learn from each other: it knows what any of them learnt, and nothing is ever unlearnt. */
export interface Vocabulary {
  readonly lexicon: Lexicon;
  readonly pairs: PairNumbers;
}

export function openTerms(): OpenTerms {
  return { words: createTally(), unknown: 0, pairs: createTally(), parts: createTally() };
}

export function clearTerms(terms: OpenTerms): void {
  terms.words.size = 0;
  terms.pairs.size = 0;
  terms.parts.size = 0;
  terms.unknown = 0;
}

export function frozenTerms({ words, unknown, pairs, parts }: Terms): Terms {
  return { words: frozen(words), unknown, pairs: frozen(pairs), parts: frozen(parts) };
}

/** How many different words there are; all that are unknown count as one. */
export function wordCountOf({ words, unknown }: Terms): number {
  return words.size + (unknown > 0 ? 1 : 0);
}

/** Adds a text that is learnt from, each word `weight` times. */
export function learnText(terms: OpenTerms, { lexicon, pairs }: Vocabulary, text: string, weight: number): void {
  addWords(terms, lexicon, lexicon.learn(text), weight, pairs.learn, null);
}

/** @param isKnown Of each stem 1 where it is known to who asks; 0, or nothing, where only others learnt it. */
export function addText(terms: OpenTerms, { lexicon, pairs }: Vocabulary, text: string, isKnown: Uint8Array): void {
  if (text !== '') addWords(terms, lexicon, lexicon.read(text), 1, pairs.look, isKnown);
}

/** Of each stem 1 where it stands in any of these texts. */
export function stemsIn(texts: Iterable<Pick<Terms, 'words'>>, stemCount: number): Uint8Array {
  const isKnown = new Uint8Array(stemCount);
  for (const { words } of texts) for (let at = 0; at < words.size; at++) isKnown[words.keys[at] as number] = 1;
  return isKnown;
}

function addWords(
  terms: OpenTerms,
  { found, words }: Lexicon,
  count: number,
  weight: number,
  pairOf: (before: number, stem: number) => number,
  isKnown: Uint8Array | null,
): void {
  let before = -1;
  for (let word = 0; word < count; word++) {
    let at = found[word] as number;
    const stemsEnd = at + 2 + (words[at] as number);
    const end = stemsEnd + (words[at + 1] as number);
    for (at += 2; at < stemsEnd; at++) {
      let stem = words[at] as number;
      if (isKnown !== null && (stem >= isKnown.length || (stem >= 0 && isKnown[stem] === 0))) stem = -1;
      if (stem < 0) terms.unknown += weight;
      else {
        add(terms.words, stem, weight);
        if (before >= 0) add(terms.pairs, pairOf(before, stem), weight);
      }
      before = stem;
    }
    for (; at < end; at++) add(terms.parts, words[at] as number, weight);
  }
}
