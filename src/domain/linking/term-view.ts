/** How rare a term is, seen over documents; larger is rarer. */
export type Rarity = (term: number) => number;

/** Scores a task's terms against all goals' documents at once: BM25, as a share of what the task's terms could carry. */
export interface TermView {
  /** Adds `weight` times the share, 0 to about 2, of each goal to `into`. */
  score(query: ReadonlyMap<number, number>, into: Float32Array, weight: number): void;
  /** The same for one goal, as if `left` had never become part of its document. */
  against(query: ReadonlyMap<number, number>, goal: number, left: ReadonlyMap<number, number>): number;
  /** What one of the query's terms carries for one goal, unshared, as if `left` had never become part of its document. */
  carries(term: number, count: number, goal: number, left?: ReadonlyMap<number, number>): number;
  /** What all the query's terms could carry. */
  mass(query: ReadonlyMap<number, number>): number;
}

const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
/** A stem that nothing has that was learnt. */
const UNSEEN = -1;
/** A word said ten times is not ten times as telling. */
const COUNTED_MAX = 3;

export function createTermView(
  documents: readonly ReadonlyMap<number, number>[],
  reliability: Rarity = () => 1,
): TermView {
  const rarity = rarityOver(documents);
  const weigh = (term: number) => rarity(term) * reliability(term);
  const lengths = documents.map(lengthOf);
  const usual = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, documents.length) || 1;
  const dampen = (count: number, length: number) =>
    (count * (SATURATION + 1)) / (count + SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * length) / usual));
  const postings = postingsOf(documents, (count, goal) => dampen(count, lengths[goal] ?? 0));
  const rarest = rarity(UNSEEN);
  const weightOf = (term: number, posting: Posting | undefined, count: number) =>
    term === UNSEEN
      ? rarest * reliability(UNSEEN) * count
      : (posting ? posting.weight : rarest * reliability(term)) * rootOf(count);
  const asked = (term: number, count: number) => weightOf(term, postings.get(term), count);
  const mass = (query: ReadonlyMap<number, number>) => {
    let sum = 0;
    for (const [term, count] of query) sum += asked(term, count);
    return sum;
  };
  for (const [term, posting] of postings) posting.weight = weigh(term);
  const found: Posting[] = [];
  const weights: number[] = [];
  return {
    mass,
    score(query, into, weight) {
      let all = 0;
      let count = 0;
      for (const [term, times] of query) {
        const posting = postings.get(term);
        const weighs = weightOf(term, posting, times);
        all += weighs;
        if (!posting) continue;
        found[count] = posting;
        weights[count] = weighs;
        count++;
      }
      if (all === 0) return;
      for (let at = 0; at < count; at++)
        addScaled(into, found[at] as Posting, (weight * (weights[at] as number)) / all);
    },
    against(query, goal, left) {
      const all = mass(query);
      if (all === 0) return 0;
      const length = (lengths[goal] ?? 0) - lengthOf(left);
      let sum = 0;
      for (const [term, count] of query) {
        const there = (documents[goal]?.get(term) ?? 0) - (left.get(term) ?? 0);
        if (there > 0) sum += asked(term, count) * dampen(there, length);
      }
      return sum / all;
    },
    carries(term, count, goal, left = new Map()) {
      const there = (documents[goal]?.get(term) ?? 0) - (left.get(term) ?? 0);
      return there > 0 ? asked(term, count) * dampen(there, (lengths[goal] ?? 0) - lengthOf(left)) : 0;
    },
  };
}

function addScaled(into: Float32Array, { goals, values }: Posting, share: number): void {
  for (let at = 0; at < goals.length; at++) {
    const goal = goals[at] as number;
    into[goal] = (into[goal] as number) + share * (values[at] as number);
  }
}

function rootOf(count: number): number {
  return count === 1 ? 1 : Math.sqrt(Math.min(count, COUNTED_MAX));
}

/** ln(1 + (n + 1) / (seen in + 1)). */
export function rarityOver(documents: readonly ReadonlyMap<number, unknown>[]): Rarity {
  const seenIn = new Map<number, number>();
  for (const document of documents) for (const term of document.keys()) seenIn.set(term, (seenIn.get(term) ?? 0) + 1);
  return (term) => Math.log(1 + (documents.length + 1) / ((seenIn.get(term) ?? 0) + 1));
}

interface Posting {
  weight: number;
  readonly goals: Int32Array;
  readonly values: Float32Array;
}

function postingsOf(
  documents: readonly ReadonlyMap<number, number>[],
  valueFor: (count: number, goal: number) => number,
): Map<number, Posting> {
  const lists = new Map<number, number[]>();
  documents.forEach((document, goal) => {
    for (const [term, count] of document) {
      const list = lists.get(term);
      if (list) list.push(goal, valueFor(count, goal));
      else lists.set(term, [goal, valueFor(count, goal)]);
    }
  });
  const postings = new Map<number, Posting>();
  for (const [term, list] of lists) {
    postings.set(term, {
      weight: 0,
      goals: Int32Array.from(list.filter((_, at) => at % 2 === 0)),
      values: Float32Array.from(list.filter((_, at) => at % 2 === 1)),
    });
  }
  return postings;
}

function lengthOf(document: ReadonlyMap<number, number>): number {
  let length = 0;
  for (const count of document.values()) length += count;
  return length;
}
