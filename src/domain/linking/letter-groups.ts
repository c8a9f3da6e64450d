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
/** A group's up to five letters, two in each number, where there is none 0; and 1 + its number. */
const FIELDS = 4;

export function createLetterGroups(): LetterGroups {
  /** By hash, and on from there to the first free place, whose last field is 0. At most half are taken. */
  let table = new Int32Array(FIELDS * PLACES_MIN);
  let places = PLACES_MIN;
  let size = 0;
  let marked = new Int32Array(64);
  let found = new Int32Array(256);

  /** Where a group stands, or the free place that it would take. */
  const placeOf = (one: number, two: number, three: number): number => {
    let place = hashOf(one, two, three) & (places - 1);
    for (;;) {
      const at = FIELDS * place;
      if (table[at + 3] === 0) return at;
      if (table[at] === one && table[at + 1] === two && table[at + 2] === three) return at;
      place = (place + 1) & (places - 1);
    }
  };
  const grow = () => {
    const old = table;
    places *= 2;
    table = new Int32Array(FIELDS * places);
    for (let from = 0; from < old.length; from += FIELDS) {
      if (old[from + 3] === 0) continue;
      const at = placeOf(old[from] as number, old[from + 1] as number, old[from + 2] as number);
      table.set(old.subarray(from, from + FIELDS), at);
    }
  };
  const groupOf = (one: number, two: number, three: number, isLearning: boolean): number => {
    const at = placeOf(one, two, three);
    const entry = table[at + 3] as number;
    if (entry !== 0 || !isLearning) return entry - 1;
    table[at] = one;
    table[at + 1] = two;
    table[at + 2] = three;
    table[at + 3] = ++size;
    if (2 * size > places) grow();
    return size - 1;
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
