import { wordsIn } from './cohesion.ts';

/** Two texts read alike from this share of their telling words on (a cosine), and with two such words in common. */
const ALIKE_FROM = 0.5;
const SHARED_MIN = 2;
/** A word that stands in so few texts, or in so small a part of them, tells no more than one that stands in this many. */
const RARE_IN = 5;
const RARE_SHARE = 0.01;

/** A text, and what it is held against: only texts about the same subject are compared. */
interface ReadText {
  readonly subject: string;
  readonly text: string;
}

/** Texts that share exactly the same words with others; many tickets are one sentence with another name in it. */
export interface Wording {
  /** Places of its texts, in the order given. */
  readonly members: readonly number[];
  /** Whether its texts read like each other. */
  readonly isLikeItself: boolean;
}

export interface Wordings {
  readonly all: readonly Wording[];
  /** Other wordings that read like this one. */
  alikeTo(at: number): number[];
}

interface Stored extends Wording {
  readonly postings: Map<number, number[]>;
  /** The rarest first; one rank a stem, so that two lists are walked side by side. */
  readonly stems: readonly number[];
  /** Each stem's share of the whole; their squares make 1 with those of words that no other text has. */
  readonly shares: readonly number[];
  /** So many stems from the first: whoever has none of them in common cannot be alike. */
  readonly prefix: number;
}

/** Texts taken up between two breaths. */
const STRIDE = 500;

/**
 * Sorts texts by what they share. Words that no other text about the same subject has can carry no likeness, so texts that differ in
 * nothing else are one wording. The cost grows with the wordings that share a rare word, not with all pairs. Pauses now and then.
 */
export function* groupWordings(texts: readonly ReadText[]): Generator<void, Wordings> {
  const stems = yield* stemsOfAll(texts);
  const weightOf = weigh(stems);
  const all: Stored[] = [];
  for (const places of Map.groupBy(texts.keys(), (at) => texts[at]?.subject ?? '').values()) {
    all.push(...wordingsOf(places, stems, weightOf));
    yield;
  }
  all.forEach(({ postings, stems, prefix }, at) => {
    for (const stem of stems.slice(0, prefix)) pushTo(postings, stem, at);
  });
  const seenIn = new Uint32Array(all.length);
  let turn = 0;
  return { all, alikeTo: (at) => alikeIn(all, at, { seenIn, turn: ++turn }) };
}

function* stemsOfAll(texts: readonly ReadText[]): Generator<void, number[][]> {
  const numbers = new Map<string, number>();
  const numberOf = (stem: string) => {
    const number = numbers.get(stem) ?? numbers.size;
    numbers.set(stem, number);
    return number;
  };
  const all: number[][] = [];
  for (const { text } of texts) {
    all.push(wordsIn(text).map(numberOf));
    if (all.length % STRIDE === 0) yield;
  }
  return all;
}

function weigh(texts: readonly (readonly number[])[]): (stem: number) => number {
  const counts = countStems(texts);
  const few = Math.max(RARE_IN, RARE_SHARE * texts.length);
  return (stem) => Math.log(1 + texts.length / Math.max(few, counts.get(stem) ?? 0));
}

function countStems(texts: Iterable<readonly number[]>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const stems of texts) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return counts;
}

/** The wordings of one subject. */
function wordingsOf(
  places: readonly number[],
  stemsOf: readonly (readonly number[])[],
  weightOf: (stem: number) => number,
): Stored[] {
  const counts = countStems(places.map((at) => stemsOf[at] ?? []));
  const rarestFirst = [...counts.keys()].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0) || a - b);
  const rankOf = new Map(rarestFirst.map((stem, rank) => [stem, rank]));
  const weights = rarestFirst.map(weightOf);
  const isShared = (stem: number) => (counts.get(stem) ?? 0) > 1;
  const read = places.map((at) => {
    const own = stemsOf[at] ?? [];
    const shared = own.filter(isShared).map((stem) => rankOf.get(stem) ?? 0);
    const alone = own.filter((stem) => !isShared(stem)).map((stem) => rankOf.get(stem) ?? 0);
    return { at, stems: shared.sort((a, b) => a - b), alone: sumOfSquares(alone, weights) };
  });
  const postings = new Map<number, number[]>();
  const groups = Map.groupBy(read, ({ stems, alone }) => `${alone.toFixed(3)} ${stems.join(' ')}`);
  return [...groups.values()].flatMap((members): Stored[] => {
    const [first] = members;
    if (!first) return [];
    return [{ members: members.map(({ at }) => at), postings, ...measure(first.stems, first.alone, weights) }];
  });
}

function sumOfSquares(stems: readonly number[], weights: readonly number[]): number {
  return stems.reduce((sum, stem) => sum + (weights[stem] ?? 0) ** 2, 0);
}

function measure(stems: readonly number[], alone: number, weights: readonly number[]) {
  const length = Math.sqrt(sumOfSquares(stems, weights) + alone);
  const shares = stems.map((stem) => (weights[stem] ?? 0) / length);
  const own = shares.reduce((sum, share) => sum + share ** 2, 0);
  let rest = own;
  let prefix = 0;
  // What is left after the prefix, all of it in common, would not do. A hair less, for what rounding adds.
  while (prefix < shares.length && rest >= (ALIKE_FROM - 1e-9) ** 2) rest -= (shares[prefix++] ?? 0) ** 2;
  const isSame = alone === 0 && stems.length > 0;
  return { stems, shares, prefix, isLikeItself: isSame || (stems.length >= SHARED_MIN && own >= ALIKE_FROM) };
}

/** One list for all calls: it says in which one a wording was looked at last. */
interface Turn {
  readonly seenIn: Uint32Array;
  readonly turn: number;
}

function alikeIn(all: readonly Stored[], at: number, { seenIn, turn }: Turn): number[] {
  const own = all[at];
  if (!own) return [];
  const alike: number[] = [];
  seenIn[at] = turn;
  for (let place = 0; place < own.prefix; place += 1) {
    for (const other of own.postings.get(own.stems[place] ?? -1) ?? []) {
      if (seenIn[other] === turn) continue;
      seenIn[other] = turn;
      if (isAlike(own, all[other])) alike.push(other);
    }
  }
  return alike.sort((a, b) => a - b);
}

function isAlike(one: Stored, other: Stored | undefined): boolean {
  let shared = 0;
  let likeness = 0;
  for (let at = 0, to = 0; other && at < one.stems.length && to < other.stems.length; ) {
    const apart = (one.stems[at] ?? 0) - (other.stems[to] ?? 0);
    if (apart === 0) {
      shared += 1;
      likeness += (one.shares[at] ?? 0) * (other.shares[to] ?? 0);
    }
    if (apart <= 0) at += 1;
    if (apart >= 0) to += 1;
  }
  return shared >= SHARED_MIN && likeness >= ALIKE_FROM;
}

function pushTo(lists: Map<number, number[]>, key: number, value: number): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
