import {
  addGroups,
  dampen,
  indexLetters,
  type LetterDocument,
  type LetterIndex,
  lengthOf,
  mix,
  type PartOf,
} from './letter-index.ts';
import { placeIn, seenIn } from './postings.ts';
import { createSounds } from './sounds.ts';
import { createRows, type Rows, rowsIn } from './sum-rows.ts';
import { countIn, createTally, type Tally } from './tally.ts';

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
  /** What one part of a word carries for one goal, unshared, without `left` as above. */
  carries(part: string, goal: number, left?: LetterDocument, shortShare?: number): number;
  /** Numbers of parts from this on may mean other parts from now on. */
  forget(from: number): void;
}

/** What is remembered of parts for one organisation together; at least a text's worth of them. */
const BYTES_MAX = 64 * 2 ** 20;
const PARTS_MIN = 512;
const PARTS_MAX = 65_536;
const LOUD_SHARE = 0.1;
const LOUD_MIN = 32;

/** @param shorts Each a part of the whole document at the same place. */
export function createLetterView(
  shorts: readonly LetterDocument[],
  wholes: readonly LetterDocument[],
  partOf: PartOf,
): LetterView {
  const index = indexLetters(shorts, wholes, partOf);
  const loud = loudGroups(index, wholes.length);
  const count = Math.min(PARTS_MAX, Math.max(PARTS_MIN, rowsIn(BYTES_MAX, wholes.length)));
  const rows = createRows(wholes.length, loud.count + count);
  const listen = createListener(index, loud, rows);
  const sounds = createSounds(rows, { from: loud.count, count }, (part) => listen(partOf(part)));
  const gone = createTally();
  const without = (goal: number, left: LetterDocument | undefined, shortShare: number) => {
    gone.size = 0;
    if (left) addGroups(gone, index.groups, index.groups.look, left, partOf);
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
        const part = saysTo(index, partOf(parts.keys[at] as number), valueIn);
        square += times * times * part.square;
        sum += times * part.sum;
      }
      return square === 0 ? 0 : sum / Math.sqrt(square);
    },
    carries: (part, goal, left, shortShare = 0) => saysTo(index, part, without(goal, left, shortShare)).sum,
  };
}

/** Groups that so many goals have that adding a whole row is cheaper. */
interface Loud {
  readonly count: number;
  /** 1 + the row of each group; 0 has none. */
  readonly rows: Int32Array;
}

function loudGroups(index: LetterIndex, goalCount: number): Loud {
  const rows = new Int32Array(index.groups.size);
  const least = Math.max(LOUD_MIN, goalCount * LOUD_SHARE);
  let count = 0;
  for (let group = 0; group < rows.length; group++) if (seenIn(index, group) > least) rows[group] = ++count;
  return { count, rows };
}

/** Writes what a part's groups say to each goal into the draft. @returns The length of the part's own vector, squared. */
function createListener(index: LetterIndex, loud: Loud, rows: Rows): (part: string) => number {
  const { groups, starts, documents, values, rarities } = index;
  const { draft } = rows;
  const addQuiet = (group: number, times: number) => {
    const end = starts[group + 1] as number;
    for (let at = starts[group] as number; at < end; at++) {
      const goal = documents[at] as number;
      draft[goal] = (draft[goal] as number) + times * (values[at] as number);
    }
  };
  loud.rows.forEach((row, group) => {
    if (row === 0) return;
    draft.fill(0);
    addQuiet(group, 1);
    rows.keepDraft(row - 1);
  });
  return (part) => {
    const count = groups.look(part);
    const { found } = groups;
    draft.fill(0);
    let square = 0;
    for (let at = 0; at < count; at++) {
      const group = found[at] as number;
      const rarity = group < 0 ? index.unseen : (rarities[group] as number);
      square += rarity * rarity;
      if (group < 0) continue;
      const row = loud.rows[group] as number;
      if (row > 0) rows.list(row - 1, rarity, 'draft');
      else addQuiet(group, rarity);
    }
    rows.addListed('draft');
    return square;
  };
}

function saysTo(index: LetterIndex, part: string, valueIn: (group: number) => number): { sum: number; square: number } {
  const count = index.groups.look(part);
  let sum = 0;
  let square = 0;
  for (let at = 0; at < count; at++) {
    const group = index.groups.found[at] as number;
    const rarity = group < 0 ? index.unseen : (index.rarities[group] as number);
    square += rarity * rarity;
    if (group >= 0) sum += rarity * valueIn(group);
  }
  return { sum, square };
}

/** What groups of letters say to a goal without those that are taken out of its documents again. */
function valuesWithout(index: LetterIndex, goal: number, gone: Tally, shortShare: number): (group: number) => number {
  const { counts, inShorts, rarities } = index;
  const less = (at: number, group: number) => ({
    short: Math.max(0, (inShorts[at] as number) - shortShare * countIn(gone, group)),
    whole: Math.max(0, (counts[at] as number) - countIn(gone, group)),
  });
  let shortSquare = index.shortSquares[goal] ?? 0;
  let wholeSquare = index.wholeSquares[goal] ?? 0;
  for (let one = 0; one < gone.size; one++) {
    const group = gone.keys[one] as number;
    const at = placeIn(index, group, goal);
    if (at < 0) continue;
    const rarity = rarities[group] as number;
    const left = less(at, group);
    shortSquare -= (rarity * dampen(inShorts[at] as number)) ** 2 - (rarity * dampen(left.short)) ** 2;
    wholeSquare -= (rarity * dampen(counts[at] as number)) ** 2 - (rarity * dampen(left.whole)) ** 2;
  }
  const [shortLength, wholeLength] = [lengthOf(shortSquare), lengthOf(wholeSquare)];
  return (group) => {
    const at = placeIn(index, group, goal);
    if (at < 0) return 0;
    const left = less(at, group);
    return (rarities[group] as number) * mix(dampen(left.short) / shortLength, dampen(left.whole) / wholeLength);
  };
}
