import type { LearntExample } from './documents.ts';
import { add, type Counts, countIn, createTally, type Tally } from './tally.ts';

/** Examples that a word must be met in before it is believed half. */
const DOUBT = 3;
/** Chosen on the development sets: less than what was counted, since few examples say little. */
const TRUST = 0.7;

/**
 * How far a word that a task shares with a goal is to be believed, learnt from examples: of the linked tasks that say it, how many serve
 * a goal that says it, too (by its own words or by another of its examples). 1 is as good as words are on average.
 * @param served For each goal the places of the examples that serve it, beside its own words.
 */
export function learnReliability(
  examples: readonly LearntExample[],
  served: readonly (readonly number[])[],
  ownWords: readonly Counts[],
): (stem: number) => number {
  const borneOut = wordsBorneOut(examples, served, ownWords);
  const said = createTally();
  const right = createTally();
  for (const [place, example] of examples.entries()) {
    const { keys, size } = example.terms.words;
    if (example.goals.length === 0) continue;
    const isRight = borneOut[place];
    for (let at = 0; at < size; at++) {
      add(said, keys[at] as number, 1);
      if (isRight?.[at]) add(right, keys[at] as number, 1);
    }
  }
  const allRight = sumOf(right);
  if (allRight === 0) return () => 1;
  const usual = allRight / sumOf(said);
  return (stem) => {
    const times = countIn(said, stem);
    return times > 0 ? ((countIn(right, stem) + DOUBT * usual) / (times + DOUBT) / usual) ** TRUST : 1;
  };
}

/** For each example, by the place of each of its words: 1 where a goal that it serves says the word without it. */
function wordsBorneOut(
  examples: readonly LearntExample[],
  served: readonly (readonly number[])[],
  ownWords: readonly Counts[],
): readonly Uint8Array[] {
  const borneOut = examples.map(({ terms }) => new Uint8Array(terms.words.size));
  const saidBy = createTally();
  served.forEach((places, goal) => {
    saidBy.size = 0;
    // By itself an example is one of those that say it; the goal's own words are enough.
    addEach(saidBy, ownWords[goal], 2);
    for (const place of places) addEach(saidBy, examples[place]?.terms.words, 1);
    for (const place of places) {
      const isRight = borneOut[place] as Uint8Array;
      const keys = examples[place]?.terms.words.keys as Int32Array;
      for (let at = 0; at < isRight.length; at++) if (countIn(saidBy, keys[at] as number) > 1) isRight[at] = 1;
    }
  });
  return borneOut;
}

/** Each of the words `weight` times, however often it stands there. */
function addEach(tally: Tally, words: Counts | undefined, weight: number): void {
  for (let at = 0; at < (words?.size ?? 0); at++) add(tally, words?.keys[at] as number, weight);
}

function sumOf({ size, counts }: Counts): number {
  let sum = 0;
  for (let at = 0; at < size; at++) sum += counts[at] as number;
  return sum;
}
