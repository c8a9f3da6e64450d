import { type Postings, placeIn, raritiesOf, rarityOf } from './postings.ts';
import { type Counts, countIn, type Tally } from './tally.ts';

/** Scores a task's terms against all goals' documents at once: BM25, as a share of what the task's terms could carry. */
export interface TermView {
  /**
   * Adds `weight` times the share, 0 to about 2, of each goal to `into`.
   * @param unknown How many of the task's terms, together, are known to nothing that was learnt.
   * @param beside What is added on the same way.
   */
  score(query: Counts, unknown: number, into: Float32Array, weight: number, beside?: Beside): void;
  /** The same for one goal, as if `left` had never become part of its document. */
  against(query: Counts, unknown: number, goal: number, left: Tally): number;
  /** What one of the query's terms carries for one goal, unshared, as if `left` had never become part of its document. */
  carries(term: number, count: number, goal: number, left?: Tally): number;
  /** What all the query's terms could carry. */
  mass(query: Counts, unknown: number): number;
}

/** A second measure by the same postings. */
export interface Beside {
  /** At the places of the postings. */
  readonly values: Float32Array;
  /** What one of the query's terms gives of them. */
  share(term: number, count: number): number;
}

const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
/** A word said ten times is not ten times as telling. */
const COUNTED_MAX = 3;

/** @param postings In which documents terms stand; a term of a larger number is in none. */
export function createTermView(
  documents: readonly Counts[],
  postings: Postings,
  reliability: (term: number) => number = () => 1,
): TermView {
  const documentCount = documents.length;
  const termCount = postings.starts.length - 1;
  const { starts, documents: goals, counts } = postings;
  const weights = raritiesOf(postings, documentCount).map((rarity, term) => rarity * reliability(term));
  const rarest = rarityOf(documentCount, 0);
  const lengths = Float64Array.from(documents, lengthOf);
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documentCount) || 1;
  const dampen = (count: number, length: number) =>
    (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * length) / usual));
  const values = counts.map((count, at) => dampen(count, lengths[goals[at] as number] as number));

  const asked = (term: number, count: number) =>
    (term < termCount ? (weights[term] as number) : rarest) * rootOf(count);
  const mass = (query: Counts, unknown: number) => {
    let sum = rarest * unknown;
    for (let at = 0; at < query.size; at++) sum += asked(query.keys[at] as number, query.counts[at] as number);
    return sum;
  };
  const carries = (term: number, count: number, goal: number, left?: Tally) => {
    const place = term < termCount ? placeIn(postings, term, goal) : -1;
    const there = place < 0 ? 0 : (counts[place] as number) - (left ? countIn(left, term) : 0);
    if (there <= 0) return 0;
    return asked(term, count) * dampen(there, (lengths[goal] as number) - (left ? lengthOf(left) : 0));
  };
  const addAt = (into: Float32Array, at: number, sum: number) => {
    const goal = goals[at] as number;
    into[goal] = (into[goal] as number) + sum;
  };
  const addBoth = (
    into: Float32Array,
    from: number,
    end: number,
    share: number,
    others: Float32Array,
    otherShare: number,
  ) => {
    for (let at = from; at < end; at++)
      addAt(into, at, share * (values[at] as number) + otherShare * (others[at] as number));
  };
  return {
    mass,
    carries,
    score(query, unknown, into, weight, beside) {
      const all = mass(query, unknown);
      if (all === 0) return;
      const { size, keys, counts } = query;
      for (let term = 0; term < size; term++) {
        const key = keys[term] as number;
        if (key >= termCount) continue;
        const share = (weight * asked(key, counts[term] as number)) / all;
        const from = starts[key] as number;
        const end = starts[key + 1] as number;
        if (beside) addBoth(into, from, end, share, beside.values, beside.share(key, counts[term] as number));
        else for (let at = from; at < end; at++) addAt(into, at, share * (values[at] as number));
      }
    },
    against(query, unknown, goal, left) {
      const all = mass(query, unknown);
      if (all === 0) return 0;
      let sum = 0;
      for (let at = 0; at < query.size; at++)
        sum += carries(query.keys[at] as number, query.counts[at] as number, goal, left);
      return sum / all;
    },
  };
}

function rootOf(count: number): number {
  return count === 1 ? 1 : Math.sqrt(Math.min(count, COUNTED_MAX));
}

function lengthOf({ size, counts }: Counts): number {
  let length = 0;
  for (let at = 0; at < size; at++) length += counts[at] as number;
  return length;
}
