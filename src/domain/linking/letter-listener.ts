import { dampen, type LetterIndex, lengthOf, mix } from './letter-index.ts';
import { seenIn } from './postings.ts';
import type { Rows } from './sum-rows.ts';

/** Groups of letters that so many goals have that adding a whole row is cheaper. */
interface LoudGroups {
  readonly count: number;
  /** 1 + the row of each group; 0 has none. */
  readonly rows: Int32Array;
}

const LOUD_SHARE = 0.1;
const LOUD_MIN = 32;

export function loudGroups(index: LetterIndex): LoudGroups {
  const rows = new Int32Array(index.rarities.length);
  const least = Math.max(LOUD_MIN, index.wholeSquares.length * LOUD_SHARE);
  let count = 0;
  for (let group = 0; group < rows.length; group++) if (seenIn(index, group) > least) rows[group] = ++count;
  return { count, rows };
}

/** Of each group, side by side so that one look at the memory is enough: where its goals begin and end, 1 + its row, its rarity. */
const HEAD = 4;

/**
 * @param loud 1 + the row of each group, of the rows' first; 0 has none.
 * @returns A function that writes what a part says to each goal into the draft, and returns the length of the part's own vector, squared.
 */
export function createListener(index: LetterIndex, loud: Int32Array, rows: Rows): (part: number) => number {
  const { parts } = index;
  const groupCount = index.rarities.length;
  const unseen = Math.fround(index.unseen);
  const { draft } = rows;
  const said = sayings(index);
  const heads = new Int32Array(HEAD * groupCount);
  const rarities = new Float32Array(heads.buffer);
  const addQuiet = (head: number, times: number) => {
    const end = heads[head + 1] as number;
    for (let at = heads[head] as number; at < end; at += 2) {
      const goal = said[at] as number;
      draft[goal] = (draft[goal] as number) + times * (said[at + 1] as number);
    }
  };
  for (let group = 0; group < groupCount; group++) {
    const head = HEAD * group;
    const row = loud[group] as number;
    heads.set([2 * (index.starts[group] as number), 2 * (index.starts[group + 1] as number), row], head);
    rarities[head + 3] = index.rarities[group] as number;
    if (row === 0) continue;
    draft.fill(0);
    addQuiet(head, 1);
    rows.keepDraft(row - 1);
  }
  return (part) => {
    parts.look(part);
    const { list, from, to } = parts;
    draft.fill(0);
    let square = 0;
    for (let at = from; at < to; at++) {
      const group = list[at] as number;
      const isKnown = group >= 0 && group < groupCount;
      const head = HEAD * group;
      const rarity = isKnown ? (rarities[head + 3] as number) : unseen;
      square += rarity * rarity;
      if (!isKnown) continue;
      const row = heads[head + 2] as number;
      if (row > 0) rows.list(row - 1, rarity, 'draft');
      else addQuiet(head, rarity);
    }
    rows.addListed('draft');
    return square;
  };
}

/** For each place of the lists the goal and what the group says to it, side by side. */
function sayings(index: LetterIndex): Float32Array {
  const said = new Float32Array(2 * index.documents.length);
  const shortLengths = index.shortSquares.map(lengthOf);
  const wholeLengths = index.wholeSquares.map(lengthOf);
  for (let group = 0; group < index.rarities.length; group++) {
    const rarity = index.rarities[group] as number;
    const end = index.starts[group + 1] as number;
    for (let at = index.starts[group] as number; at < end; at++) {
      const goal = index.documents[at] as number;
      const short = dampen(index.inShorts[at] as number) / (shortLengths[goal] as number);
      const whole = dampen(index.counts[at] as number) / (wholeLengths[goal] as number);
      said[2 * at] = goal;
      said[2 * at + 1] = rarity * mix(short, whole);
    }
  }
  return said;
}
