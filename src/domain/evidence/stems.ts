import { stemmer } from 'stemmer';
import { wordsOf } from '../normal-text.ts';

/** Words that say nothing about what a text is about. */
const STOP_WORDS = new Set(
  (
    'a about after all also am an and any are as at be because been before being between both but by can could did do does doing done ' +
    'down during each few for from further get had has have having he her here him his how i if in into is it its itself just let ' +
    'like make may me might more most must my need needs new no nor not now of off on once only or other our out over own per please ' +
    'same she should so some such than that the their them then there these they this those through to too under until up upon us use ' +
    'used using very via want was we were what when where which while who why will with within without would yet you your ' +
    'und der die das den dem ein eine fur mit von zu im auf ist le la les des du et un une pour dans el los las y una para por con'
  ).split(/\s+/u),
);

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
    .filter((word) => word.length > 1 && !STOP_WORDS.has(word) && !/^\d+$/u.test(word))
    .map((word) => ({ stem: stem(word), word }));
}
