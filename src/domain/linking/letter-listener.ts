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
  const heads = headsOf(index, loud);
  const rarities = new Float32Array(heads.buffer);
  /** At each place of the lists the goal and what the group says to it, side by side; of groups that were asked for. */
  const goals = new Int32Array(2 * index.documents.length);
  const said = new Float32Array(goals.buffer);
  const isSaid = new Uint8Array(groupCount);
  const say = sayings(index);
  const prepare = (group: number) => {
    isSaid[group] = 1;
    const row = loud[group] as number;
    if (row === 0)
      return say(group, (at, goal, value) => {
        goals[2 * at] = goal;
        said[2 * at + 1] = value;
      });
    draft.fill(0);
    say(group, (_, goal, value) => {
      draft[goal] = value;
    });
    rows.keepDraft(row - 1);
  };
  /** Looks at all groups before any is added up: memory is slow, and fetches many places at a time. */
  const prepareAll = () => {
    const { list, from, to } = parts;
    let first = 0;
    for (let at = from; at < to; at++) {
      const group = list[at] as number;
      if (group < 0 || group >= groupCount) continue;
      if (isSaid[group] === 0) prepare(group);
      first += said[(heads[HEAD * group] as number) + 1] as number;
    }
    return first;
  };
  const addQuiet = (head: number, times: number) => {
    const end = heads[head + 1] as number;
    for (let at = heads[head] as number; at < end; at += 2) {
      const goal = goals[at] as number;
      draft[goal] = (draft[goal] as number) + times * (said[at + 1] as number);
    }
  };
  return (part) => {
    parts.look(part);
    const { list, from, to } = parts;
    prepareAll();
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

function headsOf({ starts, rarities }: LetterIndex, loud: Int32Array): Int32Array {
  const heads = new Int32Array(HEAD * rarities.length);
  const asNumbers = new Float32Array(heads.buffer);
  for (let group = 0; group < rarities.length; group++) {
    const head = HEAD * group;
    heads[head] = 2 * (starts[group] as number);
    heads[head + 1] = 2 * (starts[group + 1] as number);
    heads[head + 2] = loud[group] as number;
    asNumbers[head + 3] = rarities[group] as number;
  }
  return heads;
}

type Hear = (at: number, goal: number, value: number) => void;

/** Tells for each place of a group's list the goal and what the group says to it. */
function sayings(index: LetterIndex): (group: number, hear: Hear) => void {
  const { starts, documents, counts, inShorts, rarities } = index;
  const shortLengths = index.shortSquares.map(lengthOf);
  const wholeLengths = index.wholeSquares.map(lengthOf);
  return (group, hear) => {
    const rarity = rarities[group] as number;
    const end = starts[group + 1] as number;
    for (let at = starts[group] as number; at < end; at++) {
      const goal = documents[at] as number;
      const short = dampen(inShorts[at] as number) / (shortLengths[goal] as number);
      const whole = dampen(counts[at] as number) / (wholeLengths[goal] as number);
      hear(at, goal, rarity * mix(short, whole));
    }
  };
}
