import { createLetterGroups, type LetterGroups } from './letter-groups.ts';
import { createPartGroups, type PartGroups, type PartOf } from './part-groups.ts';
import { type Postings, postingsOf, rarityOf, seenIn } from './postings.ts';
import { add, type Counts, createTally, frozen, type Tally } from './tally.ts';

/** Parts of words by their numbers, with how often they stand in a document. */
export type LetterDocument = Counts;
/** Which groups of letters stand in which goals' whole documents (`counts`), and how often they stand in the short ones. */
export interface LetterIndex extends Postings {
  readonly groups: LetterGroups;
  /** Groups of parts by their numbers. */
  readonly parts: PartGroups;
  readonly rarities: Float64Array;
  /** Of a group that no goal has. */
  readonly unseen: number;
  readonly inShorts: Float32Array;
  /** Lengths of each goal's two vectors, squared. */
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

/** What is left when all is taken out again is nothing but rounding. */
export function lengthOf(square: number): number {
  return square > 1e-9 ? Math.sqrt(square) : 1;
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

/** @param shorts Each a part of the whole document at the same place. */
export function indexLetters(
  shorts: readonly LetterDocument[],
  wholes: readonly LetterDocument[],
  partOf: PartOf,
): LetterIndex {
  const groups = createLetterGroups();
  const parts = createPartGroups(groups, partOf);
  const tally = createTally();
  const count = (document: LetterDocument): Counts => {
    tally.size = 0;
    addGroups(tally, parts, parts.learn, document);
    return frozen(tally);
  };
  const inWhole = wholes.map(count);
  const inShort = shorts.map(count);
  const postings = postingsOf(inWhole, groups.size);
  const rarities = Float64Array.from({ length: groups.size }, (_, group) =>
    rarityOf(wholes.length, seenIn(postings, group)),
  );
  const squares = (documents: readonly Counts[]) =>
    Float64Array.from(documents, (document) => squareOf(document, rarities));
  return {
    ...postings,
    groups,
    parts,
    rarities,
    unseen: rarityOf(wholes.length, 0),
    inShorts: shortCounts(postings, inShort),
    shortSquares: squares(inShort),
    wholeSquares: squares(inWhole),
  };
}

/** What the group of letters at one place of the lists says to the goal there. */
export function valueAt(index: LetterIndex, group: number, at: number): number {
  const goal = index.documents[at] as number;
  const short = dampen(index.inShorts[at] as number) / lengthOf(index.shortSquares[goal] as number);
  const whole = dampen(index.counts[at] as number) / lengthOf(index.wholeSquares[goal] as number);
  return (index.rarities[group] as number) * mix(short, whole);
}

/** Beside each count in a whole document the one in the short one. */
function shortCounts(postings: Postings, inShort: readonly Counts[]): Float32Array {
  const shorts = postingsOf(inShort, postings.starts.length - 1);
  const counts = new Float32Array(postings.counts.length);
  for (let group = 0; group + 1 < postings.starts.length; group++) {
    const end = postings.starts[group + 1] as number;
    let short = shorts.starts[group] as number;
    for (let at = postings.starts[group] as number; at < end && short < (shorts.starts[group + 1] as number); at++) {
      if (postings.documents[at] === shorts.documents[short]) counts[at] = shorts.counts[short++] as number;
    }
  }
  return counts;
}

function squareOf({ size, keys, counts }: Counts, rarities: Float64Array): number {
  let square = 0;
  for (let at = 0; at < size; at++)
    square += (dampen(counts[at] as number) * (rarities[keys[at] as number] as number)) ** 2;
  return square;
}
