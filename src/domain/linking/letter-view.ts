import { createSounds } from './sounds.ts';

/**
 * Compares by groups of three to five letters inside words: it finds "back-up" in "backups", and words of no known language. Every goal
 * has two documents, a short one (its title) and a whole one, and gets a weighted mean of its two cosines.
 */
export interface LetterView {
  /** Adds `weight` times the likeness, 0 to 1, of each goal to `into`. */
  score(parts: ReadonlyMap<string, number>, into: Float32Array, weight: number): void;
  /** The same for one goal, as if `left` had never become part of its documents (of the short one, by `shortShare`). */
  against(parts: ReadonlyMap<string, number>, goal: number, left: LetterDocument, shortShare: number): number;
  /** What one part of a word carries for one goal, unshared, without `left` as above. */
  carries(part: string, goal: number, left?: LetterDocument, shortShare?: number): number;
}

type LetterDocument = ReadonlyMap<string, number>;

interface Letters {
  readonly rarity: number;
  /** In ascending order. */
  readonly goals: Int32Array;
  readonly values: Float32Array;
  /** How often they stand in each goal's two documents. */
  readonly shorts: Float32Array;
  readonly wholes: Float32Array;
}

/** Lengths of each goal's two vectors, squared. */
interface Squares {
  readonly shorts: Float64Array;
  readonly wholes: Float64Array;
}

/** Of the short document; the whole one has the rest. */
const SHORT_SHARE = 0.3;
const SHORTEST = 3;
const LONGEST = 5;

export function createLetterView(shorts: readonly LetterDocument[], wholes: readonly LetterDocument[]): LetterView {
  const shortCounts = shorts.map(lettersOf);
  const wholeCounts = wholes.map(lettersOf);
  const rarities = raritiesOver(wholeCounts);
  const unseen = Math.log(1 + wholes.length + 1);
  const rarity = (letters: string) => rarities.get(letters) ?? unseen;
  const { index, squares } = indexOf(shortCounts, wholeCounts, rarity);
  const sounds = createSounds(wholes.length, (part, toGoals) => listen(part, toGoals, index, unseen));
  return {
    score(parts, into, weight) {
      let square = 0;
      for (const [part, count] of parts) {
        const times = dampen(count);
        square += times * times * sounds.add(part, times);
      }
      sounds.take(into, square === 0 ? 0 : weight / Math.sqrt(square));
    },
    against(parts, goal, left, shortShare) {
      const valueWithout = valuesWithout(index, squares, goal, lettersOf(left), shortShare);
      let square = 0;
      let sum = 0;
      for (const [part, count] of parts) {
        const times = dampen(count);
        square += times * times * sounds.squareOf(part);
        for (const letters of lettersIn(part)) sum += times * rarity(letters) * valueWithout(letters);
      }
      return square === 0 ? 0 : sum / Math.sqrt(square);
    },
    carries(part, goal, left, shortShare = 0) {
      if (!left) return sounds.at(part, goal);
      const valueWithout = valuesWithout(index, squares, goal, lettersOf(left), shortShare);
      return lettersIn(part).reduce((sum, letters) => sum + rarity(letters) * valueWithout(letters), 0);
    },
  };
}

function listen(part: string, toGoals: Float32Array, index: ReadonlyMap<string, Letters>, unseen: number): number {
  let square = 0;
  for (const letters of lettersIn(part)) {
    const known = index.get(letters);
    const rarity = known?.rarity ?? unseen;
    square += rarity * rarity;
    if (!known) continue;
    for (let at = 0; at < known.goals.length; at++) {
      const goal = known.goals[at] as number;
      toGoals[goal] = (toGoals[goal] as number) + rarity * (known.values[at] as number);
    }
  }
  return square;
}

function indexOf(
  shorts: readonly ReadonlyMap<string, number>[],
  wholes: readonly ReadonlyMap<string, number>[],
  rarity: (letters: string) => number,
): { index: Map<string, Letters>; squares: Squares } {
  const lists = new Map<string, { goals: number[]; values: number[]; shorts: number[]; wholes: number[] }>();
  const squares = { shorts: new Float64Array(wholes.length), wholes: new Float64Array(wholes.length) };
  wholes.forEach((whole, goal) => {
    const short = shorts[goal] ?? new Map<string, number>();
    squares.shorts[goal] = squareOf(short, rarity);
    squares.wholes[goal] = squareOf(whole, rarity);
    const shortLength = lengthOf(squares.shorts[goal]);
    const wholeLength = lengthOf(squares.wholes[goal]);
    for (const letters of new Set([...short.keys(), ...whole.keys()])) {
      const list = lists.get(letters) ?? { goals: [], values: [], shorts: [], wholes: [] };
      const inShort = short.get(letters) ?? 0;
      const inWhole = whole.get(letters) ?? 0;
      list.goals.push(goal);
      list.values.push(rarity(letters) * mix(dampen(inShort) / shortLength, dampen(inWhole) / wholeLength));
      list.shorts.push(inShort);
      list.wholes.push(inWhole);
      lists.set(letters, list);
    }
  });
  const index = new Map<string, Letters>();
  for (const [letters, { goals, values, shorts, wholes }] of lists) {
    index.set(letters, {
      rarity: rarity(letters),
      goals: Int32Array.from(goals),
      values: Float32Array.from(values),
      shorts: Float32Array.from(shorts),
      wholes: Float32Array.from(wholes),
    });
  }
  return { index, squares };
}

/** What letters say to a goal without those that are taken out of its documents again. */
function valuesWithout(
  index: ReadonlyMap<string, Letters>,
  squares: Squares,
  goal: number,
  gone: ReadonlyMap<string, number>,
  shortShare: number,
): (letters: string) => number {
  const countsOf = (letters: string) => {
    const known = index.get(letters);
    const at = known ? placeIn(known.goals, goal) : -1;
    if (!known || at < 0) return null;
    const less = gone.get(letters) ?? 0;
    const [short, whole] = [known.shorts[at] as number, known.wholes[at] as number];
    return {
      rarity: known.rarity,
      short,
      whole,
      shortLeft: Math.max(0, short - shortShare * less),
      wholeLeft: Math.max(0, whole - less),
    };
  };
  let shortSquare = squares.shorts[goal] ?? 0;
  let wholeSquare = squares.wholes[goal] ?? 0;
  for (const letters of gone.keys()) {
    const counts = countsOf(letters);
    if (!counts) continue;
    const { rarity, short, whole, shortLeft, wholeLeft } = counts;
    shortSquare -= (rarity * dampen(short)) ** 2 - (rarity * dampen(shortLeft)) ** 2;
    wholeSquare -= (rarity * dampen(whole)) ** 2 - (rarity * dampen(wholeLeft)) ** 2;
  }
  return (letters) => {
    const counts = countsOf(letters);
    if (!counts) return 0;
    const { rarity, shortLeft, wholeLeft } = counts;
    return rarity * mix(dampen(shortLeft) / lengthOf(shortSquare), dampen(wholeLeft) / lengthOf(wholeSquare));
  };
}

function placeIn(goals: Int32Array, goal: number): number {
  let from = 0;
  let to = goals.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((goals[middle] as number) < goal) from = middle + 1;
    else to = middle;
  }
  return goals[from] === goal ? from : -1;
}

function mix(short: number, whole: number): number {
  return SHORT_SHARE * short + (1 - SHORT_SHARE) * whole;
}

function lettersOf(document: LetterDocument): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [part, count] of document) {
    for (const letters of lettersIn(part)) counts.set(letters, (counts.get(letters) ?? 0) + count);
  }
  return counts;
}

function lettersIn(part: string): string[] {
  const marked = ` ${part} `;
  const found: string[] = [];
  for (let length = SHORTEST; length <= LONGEST; length++) {
    for (let from = 0; from + length <= marked.length; from++) found.push(marked.slice(from, from + length));
  }
  return found;
}

function raritiesOver(documents: readonly ReadonlyMap<string, number>[]): Map<string, number> {
  const seenIn = new Map<string, number>();
  for (const document of documents)
    for (const letters of document.keys()) seenIn.set(letters, (seenIn.get(letters) ?? 0) + 1);
  return new Map([...seenIn].map(([letters, count]) => [letters, Math.log(1 + (documents.length + 1) / (count + 1))]));
}

function squareOf(counts: ReadonlyMap<string, number>, rarity: (letters: string) => number): number {
  let square = 0;
  for (const [letters, count] of counts) square += (dampen(count) * rarity(letters)) ** 2;
  return square;
}

/** What is left when all is taken out again is nothing but rounding. */
function lengthOf(square: number): number {
  return square > 1e-9 ? Math.sqrt(square) : 1;
}

function dampen(count: number): number {
  return count === 1 ? Math.LN2 : Math.log(1 + count);
}
