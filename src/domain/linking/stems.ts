import { stemmer } from 'stemmer';
import { wordsOf } from '../normal-text.ts';
import { WORDS_OF_NOTHING } from './function-words.ts';

const stemOf = new Map<string, string>();
/** Enough for an organisation's vocabulary; past it the cache starts afresh rather than grow with every typing error. */
const CACHED_MAX = 50_000;

/** Porter stem of one word, remembered: stemming is most of what matching costs. */
function stem(word: string): string {
  const known = stemOf.get(word);
  if (known !== undefined) return known;
  if (stemOf.size >= CACHED_MAX) stemOf.clear();
  const made = stemmer(word);
  stemOf.set(word, made);
  return made;
}

/** A text's stems in their order, each with the word it came from; stop words, single letters and bare numbers left out. */
export function stemsOf(text: string): { readonly stem: string; readonly word: string }[] {
  return wordsOf(text)
    .filter((word) => word.length > 1 && !WORDS_OF_NOTHING.has(word) && !/^\d+$/u.test(word))
    .map((word) => ({ stem: stem(word), word }));
}

/** The stems of a title, each once, sorted. */
export function titleStems(title: string): string[] {
  return [...new Set(stemsOf(title).map(({ stem }) => stem))].sort();
}
