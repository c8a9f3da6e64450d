import {
  dampen,
  indexLetters,
  type LetterDocument,
  type LetterIndex,
  lengthOf,
  lettersIn,
  mix,
} from './letter-index.ts';
import { createSounds } from './sounds.ts';

/**
 * Compares by groups of three to five letters inside words: it finds "back-up" in "backups", and words of no known language. Every goal
 * has two documents, a short one (its title) and a whole one, and gets a weighted mean of its two cosines.
 */
export interface LetterView {
  /** Adds `weight` times the likeness of each goal to `into`: 0 to about 1, since letters that two parts of a task share are counted apart. */
  score(parts: ReadonlyMap<string, number>, into: Float32Array, weight: number): void;
  /** The same for one goal, as if `left` had never become part of its documents (of the short one, by `shortShare`). */
  against(parts: ReadonlyMap<string, number>, goal: number, left: LetterDocument, shortShare: number): number;
  /** What one part of a word carries for one goal, unshared, without `left` as above. */
  carries(part: string, goal: number, left?: LetterDocument, shortShare?: number): number;
}

export function createLetterView(shorts: readonly LetterDocument[], wholes: readonly LetterDocument[]): LetterView {
  const index = indexLetters(shorts, wholes);
  const sounds = createSounds(wholes.length, (part, toGoals) => listen(part, toGoals, index));
  const rarity = (letters: string) => rarityOf(index, letters);
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
      const valueWithout = valuesWithout(index, goal, lettersOf(left), shortShare);
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
      const valueWithout = valuesWithout(index, goal, lettersOf(left), shortShare);
      return lettersIn(part).reduce((sum, letters) => sum + rarity(letters) * valueWithout(letters), 0);
    },
  };
}

function rarityOf({ numberOf, rarities, unseen }: LetterIndex, letters: string): number {
  const group = numberOf(letters);
  return group === undefined ? unseen : (rarities[group] as number);
}

function listen(part: string, toGoals: Float32Array, index: LetterIndex): number {
  const { starts, goals, values } = index;
  let square = 0;
  for (const letters of lettersIn(part)) {
    const rarity = rarityOf(index, letters);
    square += rarity * rarity;
    const group = index.numberOf(letters);
    if (group === undefined) continue;
    const end = starts[group + 1] as number;
    for (let at = starts[group] as number; at < end; at++) {
      const goal = goals[at] as number;
      toGoals[goal] = (toGoals[goal] as number) + rarity * (values[at] as number);
    }
  }
  return square;
}

/** What letters say to a goal without those that are taken out of its documents again. */
function valuesWithout(
  index: LetterIndex,
  goal: number,
  gone: ReadonlyMap<string, number>,
  shortShare: number,
): (letters: string) => number {
  const countsOf = (letters: string) => {
    const group = index.numberOf(letters);
    const at = group === undefined ? -1 : placeIn(index, group, goal);
    if (group === undefined || at < 0) return null;
    const less = gone.get(letters) ?? 0;
    const [short, whole] = [index.inShorts[at] as number, index.inWholes[at] as number];
    return {
      rarity: index.rarities[group] as number,
      short,
      whole,
      shortLeft: Math.max(0, short - shortShare * less),
      wholeLeft: Math.max(0, whole - less),
    };
  };
  let shortSquare = index.shortSquares[goal] ?? 0;
  let wholeSquare = index.wholeSquares[goal] ?? 0;
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

function placeIn({ starts, goals }: LetterIndex, group: number, goal: number): number {
  const end = starts[group + 1] as number;
  let from = starts[group] as number;
  let to = end;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((goals[middle] as number) < goal) from = middle + 1;
    else to = middle;
  }
  return from < end && goals[from] === goal ? from : -1;
}

function lettersOf(document: LetterDocument): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [part, count] of document) {
    for (const letters of lettersIn(part)) counts.set(letters, (counts.get(letters) ?? 0) + count);
  }
  return counts;
}
