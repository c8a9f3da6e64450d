import { createLetterGroups, type LetterGroups } from './letter-groups.ts';
import { createPartGroups, type PartGroups, type PartOf } from './part-groups.ts';
import { type Postings, postingsOf, raritiesOf, rarityOf } from './postings.ts';
import { add, type Counts, countIn, createTally, frozen, type Tally } from './tally.ts';

/** Parts of words by their numbers, with how often they stand in a document. */
export type LetterDocument = Counts;
/** Groups of letters of words. Shared by all indexes that are made of each other, it may know more than each of them has. */
export interface Alphabet {
  readonly groups: LetterGroups;
  /** Groups of parts by their numbers. */
  readonly parts: PartGroups;
}

/** A goal's short document is a part of its whole one. */
export interface GoalLetters {
  readonly short: LetterDocument;
  readonly whole: LetterDocument;
}

/** Which groups of letters stand in which goals' whole documents (`counts`), and how often they stand in the short ones. */
export interface LetterIndex extends Postings, Alphabet {
  /** Of each group; any of a larger number is in no goal. */
  readonly rarities: Float64Array;
  /** Of a group that no goal has. */
  readonly unseen: number;
  readonly inShorts: Float32Array;
  /** Lengths of each goal's two vectors, squared, as `finely` counts. */
  readonly shortSquares: Float64Array;
  readonly wholeSquares: Float64Array;
}

/** Of the short document; the whole one has the rest. */
const SHORT_SHARE = 0.3;

export function mix(short: number, whole: number): number {
  return SHORT_SHARE * short + (1 - SHORT_SHARE) * whole;
}

/** By halves: counts are whole or half but for rare ones. */
const LOGARITHMS = Float64Array.from({ length: 256 }, (_, halves) => Math.log(1 + halves / 2));

export function dampen(count: number): number {
  return LOGARITHMS[2 * count] ?? Math.log(1 + count);
}

const FINE = 2 ** 26;

/** In whole steps, so that a sum is the same in any order and what was added is taken out again exactly. */
export function finely(square: number): number {
  return Math.round(square * FINE);
}

/** @param square As `finely` counts. */
export function lengthOf(square: number): number {
  return square > 0 ? Math.sqrt(square / FINE) : 1;
}

/** Adds a document's groups of letters, each as often as its parts stand there. */
export function addGroups(
  tally: Tally,
  parts: PartGroups,
  turnTo: (part: number) => void,
  { size, keys, counts }: LetterDocument,
): void {
  for (let part = 0; part < size; part++) {
    turnTo(keys[part] as number);
    const { list, from, to } = parts;
    const count = counts[part] as number;
    for (let at = from; at < to; at++) {
      const group = list[at] as number;
      if (group >= 0) add(tally, group, count);
    }
  }
}

export function createAlphabet(partOf: PartOf): Alphabet {
  const groups = createLetterGroups();
  return { groups, parts: createPartGroups(groups, partOf) };
}

/** @param goals undefined for one that is as it was in `before`, which has the same alphabet. */
export function indexLetters(
  alphabet: Alphabet,
  goals: readonly (GoalLetters | undefined)[],
  before?: LetterIndex,
): LetterIndex {
  const { groups, parts } = alphabet;
  const counted = countGroups(alphabet, goals);
  const postings = postingsOf(
    counted.map((goal) => goal?.whole),
    groups.size,
    before,
  );
  const { counts: inShorts } = postingsOf(
    counted.map((goal) => goal?.short),
    groups.size,
    before && { ...before, counts: before.inShorts },
  );
  const rarities = raritiesOf(postings, goals.length);
  const squaresOf = (counts: Float32Array, own: (goal: number) => Counts | undefined, old?: Float64Array) =>
    squaresBy(
      { ...postings, counts, rarities },
      own,
      goals.length,
      before && old && { rarities: before.rarities, old },
    );
  return {
    ...postings,
    groups,
    parts,
    rarities,
    unseen: rarityOf(goals.length, 0),
    inShorts,
    shortSquares: squaresOf(inShorts, (goal) => counted[goal]?.short, before?.shortSquares),
    wholeSquares: squaresOf(postings.counts, (goal) => counted[goal]?.whole, before?.wholeSquares),
  };
}

/** The same groups in both, in the same order; those that stand in the whole document only stand in the short one 0 times. */
function countGroups(
  { parts }: Alphabet,
  goals: readonly (GoalLetters | undefined)[],
): ({ readonly whole: Counts; readonly short: Counts } | undefined)[] {
  const inWhole = createTally();
  const inShort = createTally();
  return goals.map((goal) => {
    if (!goal) return undefined;
    inWhole.size = 0;
    inShort.size = 0;
    addGroups(inWhole, parts, parts.learn, goal.whole);
    addGroups(inShort, parts, parts.learn, goal.short);
    const whole = frozen(inWhole);
    const counts = Float32Array.from(whole.keys, (group) => countIn(inShort, group));
    return { whole, short: { ...whole, counts } };
  });
}

/** @param before Of goals that are as they were: only what became rarer or less rare is counted anew. */
function squaresBy(
  { starts, documents, counts, rarities }: Postings & Pick<LetterIndex, 'rarities'>,
  own: (goal: number) => Counts | undefined,
  goalCount: number,
  before?: { readonly rarities: Float64Array; readonly old: Float64Array },
): Float64Array {
  const squares = Float64Array.from({ length: goalCount }, (_, goal) => {
    const counted = own(goal);
    return counted ? squareOf(counted, rarities) : (before?.old[goal] ?? 0);
  });
  const isKept = Uint8Array.from({ length: goalCount }, (_, goal) => (own(goal) ? 0 : 1));
  before?.rarities.forEach((old, group) => {
    const rarity = rarities[group] as number;
    if (rarity === old) return;
    const end = starts[group + 1] as number;
    for (let at = starts[group] as number; at < end; at++) {
      const goal = documents[at] as number;
      if (isKept[goal] === 0) continue;
      const count = dampen(counts[at] as number);
      squares[goal] = (squares[goal] as number) + finely((count * rarity) ** 2) - finely((count * old) ** 2);
    }
  });
  return squares;
}

function squareOf({ size, keys, counts }: Counts, rarities: Float64Array): number {
  let square = 0;
  for (let at = 0; at < size; at++)
    square += finely((dampen(counts[at] as number) * (rarities[keys[at] as number] as number)) ** 2);
  return square;
}
