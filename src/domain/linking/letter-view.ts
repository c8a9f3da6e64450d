import { addGroups, dampen, finely, type LetterDocument, type LetterIndex, lengthOf, mix } from './letter-index.ts';
import { createListener, loudGroups } from './letter-listener.ts';
import type { PartGroups } from './part-groups.ts';
import { placeIn } from './postings.ts';
import { createSounds } from './sounds.ts';
import { createRows, rowsIn } from './sum-rows.ts';
import { createTally, placeOf, type Tally } from './tally.ts';

/**
 * Compares by groups of three to five letters inside words: it finds "back-up" in "backups", and words of no known language. Every goal
 * has two documents, a short one (its title) and a whole one, and gets a weighted mean of its two cosines.
 */
export interface LetterView {
  /** Sets each goal of `scores` to `weight` times its likeness: 0 to about 1, since letters that two parts share are counted apart. */
  score(parts: LetterDocument, weight: number): void;
  /** By goal. What other views find may be added until the next task. */
  readonly scores: Float32Array;
  /** The largest of each 32 scores as they are now, as four numbers of which the largest is it; until the next task. */
  peaks(): Float32Array;
  /** The likeness of one goal, as if `left` had never become part of its documents (of the short one, by `shortShare`). */
  against(parts: LetterDocument, goal: number, left: LetterDocument, shortShare: number): number;
  /** What each part of a word carries for one goal, unshared, without `left` as above. */
  carrying(goal: number, left?: LetterDocument, shortShare?: number): (part: number) => number;
  /** Numbers of parts from this on may mean other parts from now on. */
  forget(from: number): void;
}

/** What is remembered of parts for one organisation together; at least a text's worth of them. */
const BYTES_MAX = 64 * 2 ** 20;
const PARTS_MIN = 512;
const PARTS_MAX = 65_536;

export function createLetterView(index: LetterIndex): LetterView {
  const goalCount = index.wholeSquares.length;
  const loud = loudGroups(index);
  const count = Math.min(PARTS_MAX, Math.max(PARTS_MIN, rowsIn(BYTES_MAX, goalCount)));
  const rows = createRows(goalCount, loud.count + count);
  const listen = createListener(index, loud.rows, rows);
  const sounds = createSounds(rows, { from: loud.count, count }, listen);
  const gone = createTally();
  const without = (goal: number, left: LetterDocument, shortShare: number) => {
    gone.size = 0;
    addGroups(gone, index.parts, index.parts.look, left);
    return valuesWithout(index, goal, gone, shortShare);
  };
  return {
    scores: rows.sums,
    peaks: rows.peaksOfSums,
    score: sounds.sum,
    forget: sounds.forget,
    against(parts, goal, left, shortShare) {
      const valueIn = without(goal, left, shortShare);
      let square = 0;
      let sum = 0;
      for (let at = 0; at < parts.size; at++) {
        const times = dampen(parts.counts[at] as number);
        index.parts.look(parts.keys[at] as number);
        const part = saysTo(index, index.parts, valueIn);
        square += times * times * part.square;
        sum += times * part.sum;
      }
      return square === 0 ? 0 : sum / Math.sqrt(square);
    },
    carrying(goal, left, shortShare = 0) {
      if (!left) return (part) => sounds.at(part, goal);
      const valueIn = without(goal, left, shortShare);
      return (part) => {
        index.parts.look(part);
        return saysTo(index, index.parts, valueIn).sum;
      };
    },
  };
}

function saysTo(
  index: LetterIndex,
  { list, from, to }: Pick<PartGroups, 'list' | 'from' | 'to'>,
  valueIn: (group: number) => number,
): { sum: number; square: number } {
  let sum = 0;
  let square = 0;
  for (let at = from; at < to; at++) {
    const group = list[at] as number;
    const rarity = index.rarities[group] ?? index.unseen;
    square += rarity * rarity;
    sum += rarity * valueIn(group);
  }
  return { sum, square };
}

/** What groups of letters say to a goal without those that are taken out of its documents again. */
function valuesWithout(index: LetterIndex, goal: number, gone: Tally, shortShare: number): (group: number) => number {
  const { counts, inShorts, rarities } = index;
  const places = new Int32Array(gone.size);
  const shortOf = (at: number, less: number) => dampen(Math.max(0, (inShorts[at] as number) - shortShare * less));
  const wholeOf = (at: number, less: number) => dampen(Math.max(0, (counts[at] as number) - less));
  let shortSquare = index.shortSquares[goal] ?? 0;
  let wholeSquare = index.wholeSquares[goal] ?? 0;
  for (let one = 0; one < gone.size; one++) {
    const group = gone.keys[one] as number;
    const at = placeIn(index, group, goal);
    places[one] = at;
    if (at < 0) continue;
    const less = gone.counts[one] as number;
    const rarity = rarities[group] as number;
    const squareOf = (count: number) => finely((count * rarity) ** 2);
    shortSquare -= squareOf(shortOf(at, 0)) - squareOf(shortOf(at, less));
    wholeSquare -= squareOf(wholeOf(at, 0)) - squareOf(wholeOf(at, less));
  }
  const [shortLength, wholeLength] = [lengthOf(shortSquare), lengthOf(wholeSquare)];
  const valueAt = (group: number, at: number, less: number) =>
    at < 0 ? 0 : (rarities[group] as number) * mix(shortOf(at, less) / shortLength, wholeOf(at, less) / wholeLength);
  const values = Float64Array.from(places, (at, one) =>
    valueAt(gone.keys[one] as number, at, gone.counts[one] as number),
  );
  return (group) => {
    const one = placeOf(gone, group);
    return one < 0 ? valueAt(group, placeIn(index, group, goal), 0) : (values[one] as number);
  };
}
