import type { LearntExample } from './documents.ts';
import { placeIn, postingsOf, rarityOf } from './postings.ts';
import { add, type Counts, countIn, createTally, frozen } from './tally.ts';
import type { Beside } from './term-view.ts';

/**
 * How alike a task is to a goal and to the tasks that serve it, by the angle between their words: a text counts as one, however long
 * it is, so that one long example does not say what a goal is about.
 */
export interface AlikeView {
  /**
   * What adds `weight` times the likeness, 0 to 1, of each goal where goals' words are looked through anyhow.
   * @param unknown How many of the task's words, together, are known to nothing that was learnt.
   */
  beside(query: Counts, unknown: number, weight: number): Beside;
  /** The likeness of one goal, as if the example had never served it. */
  against(query: Counts, unknown: number, goal: number, left: LearntExample): number;
}

/** What is left when all is taken out again is nothing but rounding. */
const ROUNDING = 1e-5;

/** @param own Words of each goal itself, by its place. */
export function createAlikeView(
  own: readonly Counts[],
  served: readonly (readonly number[])[],
  examples: readonly LearntExample[],
  stemCount: number,
): AlikeView {
  const said = examples.map(({ terms }) => terms.words);
  const weigh = weigherOf([...own, ...said], stemCount);
  const tally = createTally();
  const directions = own.map((words, goal) => {
    tally.size = 0;
    addText(tally, words, weigh);
    for (const place of served[goal] ?? []) addText(tally, said[place] as Counts, weigh);
    return frozen(tally);
  });
  // In the order of the texts, so that they are the same however stems are numbered.
  const lengths = directions.map(({ counts }) => Math.sqrt(counts.reduce((sum, count) => sum + count ** 2, 0)) || 1);
  const postings = postingsOf(directions, stemCount);
  const { documents: goals, counts: sums } = postings;
  const values = sums.map((sum, at) => sum / (lengths[goals[at] as number] as number));
  return {
    beside(query, unknown, weight) {
      const scale = weight / lengthOf(query, unknown, weigh);
      return { values, share: (stem, count) => scale * weigh(stem, count) };
    },
    against(query, unknown, goal, left) {
      tally.size = 0;
      addText(tally, left.terms.words, weigh);
      const sumIn = (key: number) => {
        const at = placeIn(postings, key, goal);
        return at < 0 ? 0 : (sums[at] as number);
      };
      let square = (lengths[goal] as number) ** 2;
      for (let at = 0; at < tally.size; at++) {
        const [sum, gone] = [sumIn(tally.keys[at] as number), tally.counts[at] as number];
        square -= sum ** 2 - (sum - gone) ** 2;
      }
      if (square < ROUNDING) return 0;
      let product = 0;
      for (let at = 0; at < query.size; at++) {
        const key = query.keys[at] as number;
        const there = sumIn(key) - countIn(tally, key);
        if (there > ROUNDING) product += weigh(key, query.counts[at] as number) * there;
      }
      return product / Math.sqrt(square) / lengthOf(query, unknown, weigh);
    },
  };
}

type Weigher = (stem: number, count: number) => number;

/** Words are rare over goals and examples: what many of them say tells little of any. */
function weigherOf(texts: readonly Counts[], stemCount: number): Weigher {
  const seen = new Int32Array(stemCount);
  for (const { size, keys } of texts)
    for (let at = 0; at < size; at++) seen[keys[at] as number] = (seen[keys[at] as number] as number) + 1;
  const rarities = Float64Array.from(seen, (count) => rarityOf(texts.length, count));
  const rarest = rarityOf(texts.length, 0);
  return (stem, count) =>
    (stem < stemCount ? (rarities[stem] as number) : rarest) * (count === 1 ? 1 : 1 + Math.log(count));
}

/** Each word that nothing knows stands for itself. */
function lengthOf({ size, keys, counts }: Counts, unknown: number, weigh: Weigher): number {
  let square = unknown === 0 ? 0 : unknown * weigh(Number.POSITIVE_INFINITY, 1) ** 2;
  for (let at = 0; at < size; at++) square += weigh(keys[at] as number, counts[at] as number) ** 2;
  return Math.sqrt(square) || 1;
}

function addText(tally: ReturnType<typeof createTally>, text: Counts, weigh: Weigher): void {
  const length = lengthOf(text, 0, weigh);
  for (let at = 0; at < text.size; at++) {
    const key = text.keys[at] as number;
    add(tally, key, weigh(key, text.counts[at] as number) / length);
  }
}
