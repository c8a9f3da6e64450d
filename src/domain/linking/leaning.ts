import type { LearntExample } from './documents.ts';
import { addAll, type Counts, countIn, createTally } from './tally.ts';
import { type Terms, wordCountOf } from './terms.ts';

/** The weight of a task's words for serving nothing against serving something, as log odds; 0 where nothing is known. */
export type Leaning = (terms: Terms, without?: LearntExample) => number;

/** Examples that a word must be met in before it is believed half. */
const DOUBT = 5;
const FEW = 16;

/** Learns which words stand in tasks that serve none, and which in those that serve a goal ("flake", "bump" against "alpha"). */
export function learnLeaning(examples: readonly LearntExample[], stemCount: number, pairCount: number): Leaning {
  const none = examples.filter(({ goals }) => goals.length === 0);
  const some = examples.filter(({ goals }) => goals.length > 0);
  if (none.length === 0 || some.length === 0) return () => 0;
  const leansBy = (inNone: number, inSome: number) => {
    const usual = (inNone + inSome + 0.5) / (examples.length + 1);
    return (
      Math.log((inNone + DOUBT * usual) / (none.length + DOUBT)) -
      Math.log((inSome + DOUBT * usual) / (some.length + DOUBT))
    );
  };
  const unknown = leansBy(0, 0);
  const sumOver = (countsOf: (terms: Terms) => Counts, keyCount: number) => {
    const inNone = seenIn(none, countsOf, keyCount);
    const inSome = seenIn(some, countsOf, keyCount);
    const leans = new Float64Array(keyCount);
    // Most stand in few, alike.
    const met = new Float64Array(FEW * FEW).fill(Number.NaN);
    for (let key = 0; key < keyCount; key++) {
      const [none, some] = [inNone[key] as number, inSome[key] as number];
      const at = none < FEW && some < FEW ? FEW * none + some : -1;
      const known = at < 0 ? Number.NaN : (met[at] as number);
      const lean = Number.isNaN(known) ? leansBy(none, some) : known;
      leans[key] = lean;
      if (at >= 0) met[at] = lean;
    }
    const own = createTally();
    return (terms: Terms, without?: LearntExample) => {
      own.size = 0;
      if (without) addAll(own, countsOf(without.terms), 1);
      const isNone = without?.goals.length === 0;
      const leansWithout = (key: number) =>
        leansBy((inNone[key] as number) - (isNone ? 1 : 0), (inSome[key] as number) - (isNone ? 0 : 1));
      const { size, keys } = countsOf(terms);
      let sum = 0;
      for (let at = 0; at < size; at++) {
        const key = keys[at] as number;
        if (key >= keyCount) sum += unknown;
        else sum += without && countIn(own, key) > 0 ? leansWithout(key) : (leans[key] as number);
      }
      return sum;
    };
  };
  const words = sumOver((terms) => terms.words, stemCount);
  const pairs = sumOver((terms) => terms.pairs, pairCount);
  return (terms, without) =>
    ((terms.unknown > 0 ? unknown : 0) + words(terms, without) + pairs(terms, without)) /
    Math.sqrt(Math.max(1, wordCountOf(terms) + terms.pairs.size));
}

/** Of each key the number of examples that have it. */
function seenIn(examples: readonly LearntExample[], countsOf: (terms: Terms) => Counts, keyCount: number): Int32Array {
  const seen = new Int32Array(keyCount);
  for (const { terms } of examples) {
    const { size, keys } = countsOf(terms);
    for (let at = 0; at < size; at++) seen[keys[at] as number] = (seen[keys[at] as number] as number) + 1;
  }
  return seen;
}
