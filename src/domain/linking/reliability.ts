import type { LearntExample } from './documents.ts';

/** Examples that a word must be met in before it is believed half. */
const DOUBT = 3;
/** Chosen on the development sets: less than what was counted, since few examples say little. */
const TRUST = 0.7;

/**
 * How far a word that a task shares with a goal is to be believed, learnt from examples: of the linked tasks that say it, how many serve
 * a goal that says it, too (by its own words or by another of its examples). 1 is as good as words are on average.
 */
export function learnReliability(
  examples: readonly LearntExample[],
  ownWords: readonly ReadonlyMap<number, unknown>[],
): (stem: number) => number {
  const saidFor = countByGoal(examples);
  const said = new Map<number, { times: number; right: number }>();
  let times = 0;
  let right = 0;
  for (const example of examples) {
    if (example.goals.length === 0) continue;
    for (const word of example.terms.words.keys()) {
      const isRight = example.goals.some(
        // By itself it is one of those that say it.
        (goal) => ownWords[goal]?.has(word) || (saidFor.get(goal)?.get(word) ?? 0) > 1,
      );
      const known = said.get(word) ?? { times: 0, right: 0 };
      known.times++;
      times++;
      if (isRight) {
        known.right++;
        right++;
      }
      said.set(word, known);
    }
  }
  if (right === 0) return () => 1;
  const usual = right / times;
  return (stem) => {
    const known = said.get(stem);
    return known ? ((known.right + DOUBT * usual) / (known.times + DOUBT) / usual) ** TRUST : 1;
  };
}

/** Of each goal's examples, how many say a word. */
function countByGoal(examples: readonly LearntExample[]): Map<number, Map<number, number>> {
  const counts = new Map<number, Map<number, number>>();
  for (const { goals, terms } of examples) {
    for (const goal of goals) {
      const words = counts.get(goal) ?? new Map<number, number>();
      for (const word of terms.words.keys()) words.set(word, (words.get(word) ?? 0) + 1);
      counts.set(goal, words);
    }
  }
  return counts;
}
