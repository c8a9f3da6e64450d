/** Things by their numbers, each once, with how often they stand there: the first `size` places of both lists. */
export interface Counts {
  readonly size: number;
  readonly keys: Int32Array;
  readonly counts: Float32Array;
}

/** Counts while they are made, to be used again and again without taking new memory. */
export interface Tally extends Counts {
  size: number;
  keys: Int32Array;
  counts: Float32Array;
  /** Where each key may stand in the lists; true only if the list agrees, so that nothing need be wiped. */
  places: Int32Array;
}

const SIZE_FIRST = 256;

export function createTally(): Tally {
  return {
    size: 0,
    keys: new Int32Array(SIZE_FIRST),
    counts: new Float32Array(SIZE_FIRST),
    places: new Int32Array(SIZE_FIRST),
  };
}

export function add(tally: Tally, key: number, weight: number): void {
  if (key >= tally.places.length) tally.places = longer(tally.places, key + 1);
  const at = tally.places[key] as number;
  if (at < tally.size && tally.keys[at] === key) {
    tally.counts[at] = (tally.counts[at] as number) + weight;
    return;
  }
  const { size } = tally;
  if (size === tally.keys.length) {
    tally.keys = longer(tally.keys, size + 1);
    const counts = new Float32Array(tally.keys.length);
    counts.set(tally.counts);
    tally.counts = counts;
  }
  tally.keys[size] = key;
  tally.counts[size] = weight;
  tally.places[key] = size;
  tally.size = size + 1;
}

export function addAll(tally: Tally, more: Counts, weight: number): void {
  for (let at = 0; at < more.size; at++) add(tally, more.keys[at] as number, weight * (more.counts[at] as number));
}

/** 0 for what does not stand there. */
export function countIn(tally: Tally, key: number): number {
  const at = placeOf(tally, key);
  return at < 0 ? 0 : (tally.counts[at] as number);
}

/** Where a key stands in the lists; -1 for nowhere. */
export function placeOf({ size, keys, places }: Tally, key: number): number {
  const at = key < places.length ? (places[key] as number) : size;
  return at < size && keys[at] === key ? at : -1;
}

/** A copy that takes no more memory than it needs. */
export function frozen({ size, keys, counts }: Counts): Counts {
  return { size, keys: keys.slice(0, size), counts: counts.slice(0, size) };
}

/** At least `length` long, and twice as long as it was. */
export function longer(list: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(Math.max(length, 2 * list.length));
  made.set(list);
  return made;
}
