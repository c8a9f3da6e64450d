import { longer } from './tally.ts';

/** Gives each two stems that follow each other a number. */
export interface PairNumbers {
  /** Learns a pair that is new. */
  learn(before: number, stem: number): number;
  /** A pair that was never learnt has a number, too, `size` or more, until `forget`: what stands twice is known to be the same. */
  look(before: number, stem: number): number;
  forget(): void;
  /** Of those learnt. */
  readonly size: number;
}

/** Before, stem, and 1 + number; 0 for a free place. */
const FIELDS = 3;
const PLACES_MIN = 4_096;

export function createPairNumbers(): PairNumbers {
  let table = new Int32Array(FIELDS * PLACES_MIN);
  let places = PLACES_MIN;
  let size = 0;
  /** Places of those that were only looked at, in the order they were taken. */
  let passing = new Int32Array(PLACES_MIN);
  let passingCount = 0;

  /** The place of a pair, or the free one that it would take. */
  const placeOf = (before: number, stem: number): number => {
    let place = hashOf(before, stem) & (places - 1);
    for (;;) {
      const at = FIELDS * place;
      if (table[at + 2] === 0 || (table[at] === before && table[at + 1] === stem)) return at;
      place = (place + 1) & (places - 1);
    }
  };
  const put = (at: number, before: number, stem: number, number: number) => {
    table[at] = before;
    table[at + 1] = stem;
    table[at + 2] = number + 1;
  };
  const grow = () => {
    const old = table;
    places *= 2;
    table = new Int32Array(FIELDS * places);
    const move = (from: number): number => {
      const [before, stem] = [old[from] as number, old[from + 1] as number];
      const at = placeOf(before, stem);
      put(at, before, stem, (old[from + 2] as number) - 1);
      return at;
    };
    for (let at = 0; at < old.length; at += FIELDS) {
      const entry = old[at + 2] as number;
      if (entry !== 0 && entry <= size) move(at);
    }
    for (let at = 0; at < passingCount; at++) passing[at] = move(passing[at] as number);
  };
  /** In the opposite order, so that each search ends where it ended before they came. */
  const forget = () => {
    while (passingCount > 0) table[(passing[--passingCount] as number) + 2] = 0;
  };
  return {
    get size() {
      return size;
    },
    forget,
    learn(before, stem) {
      if (passingCount > 0) forget();
      if (2 * size >= places) grow();
      const at = placeOf(before, stem);
      if (table[at + 2] === 0) put(at, before, stem, size++);
      return (table[at + 2] as number) - 1;
    },
    look(before, stem) {
      const at = placeOf(before, stem);
      const entry = table[at + 2] as number;
      if (entry !== 0) return entry - 1;
      const number = size + passingCount;
      if (passingCount === passing.length) passing = longer(passing, passingCount + 1);
      passing[passingCount++] = at;
      put(at, before, stem, number);
      if (2 * (number + 1) >= places) grow();
      return number;
    },
  };
}

function hashOf(before: number, stem: number): number {
  const mixed = Math.imul(before, 0x9e_37_79_b1) ^ Math.imul(stem + 1, 0x85_eb_ca_6b);
  return mixed ^ (mixed >>> 15);
}
