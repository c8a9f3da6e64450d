import { longer } from './tally.ts';

/** Groups of three to five letters inside a word with its ends marked: "api" is " ap", "api", "pi ", " api", "api " and " api ". */
export interface LetterGroups {
  /** @returns How many groups a part of a word has; their numbers stand in `found` until the next part. */
  learn(part: string): number;
  /** The same; a group that was never learnt is -1. */
  look(part: string): number;
  readonly found: Int32Array;
  readonly size: number;
}

const SHORTEST = 3;
const LONGEST = 5;
const PLACES_MIN = 4_096;
const SPACE = 32;
/** A group's up to five letters, two in each number; where there is none, 0. */
const FIELDS = 3;

export function createLetterGroups(): LetterGroups {
  let letters = new Int32Array(FIELDS * PLACES_MIN);
  /** By hash, and on from there to the first free one: 1 + the group's number, or 0. At most half are taken. */
  let table = new Int32Array(2 * PLACES_MIN);
  let size = 0;
  let marked = new Int32Array(64);
  let found = new Int32Array(256);

  const rebuild = (length: number) => {
    table = new Int32Array(length);
    for (let group = 0; group < size; group++) {
      const at = FIELDS * group;
      let place = hashOf(letters[at] as number, letters[at + 1] as number, letters[at + 2] as number) & (length - 1);
      while (table[place] !== 0) place = (place + 1) & (length - 1);
      table[place] = group + 1;
    }
  };
  const add = (place: number, one: number, two: number, three: number): number => {
    if (FIELDS * (size + 1) > letters.length) letters = longer(letters, FIELDS * (size + 1));
    letters.set([one, two, three], FIELDS * size);
    table[place] = ++size;
    if (2 * size > table.length) rebuild(2 * table.length);
    return size - 1;
  };
  const groupOf = (one: number, two: number, three: number, isLearning: boolean): number => {
    let place = hashOf(one, two, three) & (table.length - 1);
    for (let entry = table[place] as number; entry !== 0; entry = table[place] as number) {
      const at = FIELDS * (entry - 1);
      if (letters[at] === one && letters[at + 1] === two && letters[at + 2] === three) return entry - 1;
      place = (place + 1) & (table.length - 1);
    }
    return isLearning ? add(place, one, two, three) : -1;
  };
  /** @returns The length of the part with its ends marked. */
  const mark = (part: string): number => {
    const length = part.length + 2;
    if (length > marked.length) marked = longer(marked, length);
    marked[0] = SPACE;
    for (let at = 0; at < part.length; at++) marked[at + 1] = part.charCodeAt(at);
    marked[length - 1] = SPACE;
    if (length * (LONGEST - SHORTEST + 1) > found.length) found = longer(found, length * (LONGEST - SHORTEST + 1));
    return length;
  };
  const read = (part: string, isLearning: boolean): number => {
    const length = mark(part);
    let count = 0;
    for (let from = 0; from + SHORTEST <= length; from++) {
      const one = (marked[from] as number) | ((marked[from + 1] as number) << 16);
      const third = marked[from + 2] as number;
      found[count++] = groupOf(one, third, 0, isLearning);
      if (from + 3 >= length) continue;
      const two = third | ((marked[from + 3] as number) << 16);
      found[count++] = groupOf(one, two, 0, isLearning);
      if (from + 4 < length) found[count++] = groupOf(one, two, marked[from + 4] as number, isLearning);
    }
    return count;
  };
  return {
    learn: (part) => read(part, true),
    look: (part) => read(part, false),
    get found() {
      return found;
    },
    get size() {
      return size;
    },
  };
}

function hashOf(one: number, two: number, three: number): number {
  const mixed = Math.imul(one, 0x9e_37_79_b1) ^ Math.imul(two, 0x85_eb_ca_6b) ^ Math.imul(three, 0xc2_b2_ae_35);
  return mixed ^ (mixed >>> 15);
}
