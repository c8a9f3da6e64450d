import type { LearntExample } from './documents.ts';
import type { Terms } from './terms.ts';

/** The weight of a task's words for serving nothing against serving something, as log odds; 0 where nothing is known. */
export type Leaning = (terms: Terms, without?: LearntExample) => number;

/** Examples that a word must be met in before it is believed half. */
const DOUBT = 5;

/** Learns which words stand in tasks that serve none, and which in those that serve a goal ("flake", "bump" against "alpha"). */
export function learnLeaning(examples: readonly LearntExample[]): Leaning {
  const none = examples.filter(({ goals }) => goals.length === 0);
  const some = examples.filter(({ goals }) => goals.length > 0);
  if (none.length === 0 || some.length === 0) return () => 0;
  const inNone = countIn(none);
  const inSome = countIn(some);
  return (terms, without) => {
    const own = without && (without.goals.length === 0 ? 'none' : 'some');
    let sum = 0;
    let count = 0;
    for (const term of termsIn(terms)) {
      const isOwn = without !== undefined && (without.terms.words.has(term) || without.terms.pairs.has(term));
      const a = (inNone.get(term) ?? 0) - (isOwn && own === 'none' ? 1 : 0);
      const b = (inSome.get(term) ?? 0) - (isOwn && own === 'some' ? 1 : 0);
      count++;
      const usual = (a + b + 0.5) / (examples.length + 1);
      sum +=
        Math.log((a + DOUBT * usual) / (none.length + DOUBT)) - Math.log((b + DOUBT * usual) / (some.length + DOUBT));
    }
    return sum / Math.sqrt(Math.max(1, count));
  };
}

function countIn(examples: readonly LearntExample[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { terms } of examples) for (const term of termsIn(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** A pair's number is no stem's, so that both fit into one map. */
function* termsIn(terms: Terms): Iterable<number> {
  yield* terms.words.keys();
  yield* terms.pairs.keys();
}
