import { BLOCK, rowArithmetic, TOGETHER } from './row-arithmetic.ts';

/** Many rows of numbers, one for each goal, none below 0, kept in 16 bits each, and summed many at a time. */
export interface Rows {
  /** Notes that `times` a row is to be added, all of those noted to the same. */
  list(place: number, times: number, to: Sum): void;
  /** Adds all that was noted. */
  addListed(to: Sum): void;
  /** One number for each goal; anyone may write here. */
  readonly sums: Float32Array;
  readonly draft: Float32Array;
  /** Keeps the draft as a row; what was there is gone. Finer than 1 ÷ 60,000 of its largest number nothing is kept. */
  keepDraft(place: number): void;
  /** One number of a row. */
  at(place: number, goal: number): number;
  scaleSums(times: number): void;
  /** The largest of each 32 sums, as four numbers of which the largest is it; until the next draft is kept. */
  peaksOfSums(): Float32Array;
}

type Sum = 'sums' | 'draft';

const STEPS = 65_535;
const PAGE_BYTES = 65_536;
/** Rows to add in one go, two numbers each: where it begins, and how many times. */
const LIST_MAX = 512;
const ENTRY_BYTES = 8;

/** @returns How many rows fit into so many bytes. */
export function rowsIn(bytes: number, width: number): number {
  return Math.floor(bytes / (2 * paddedTo(width)));
}

/** @param rowCount Rows have places from 0 to this. */
export function createRows(width: number, rowCount: number): Rows {
  const padded = paddedTo(width);
  const rowBytes = 2 * padded;
  const sumBytes = 4 * padded;
  const [draftFrom, peaksFrom, listFrom] = [sumBytes, 2 * sumBytes, 2 * sumBytes + sumBytes / 8];
  const rowsFrom = listFrom + LIST_MAX * ENTRY_BYTES;
  // What is never written takes no memory.
  const memory = new WebAssembly.Memory({ initial: Math.ceil((rowsFrom + rowCount * rowBytes) / PAGE_BYTES) });
  const { add, peaks, keep, scale } = rowArithmetic(memory);
  const begins = new Int32Array(memory.buffer, listFrom, LIST_MAX * 2);
  const times = new Float32Array(memory.buffer, listFrom, LIST_MAX * 2);
  const found = new Float32Array(memory.buffer, peaksFrom, padded / 8);
  const steps = new Float32Array(rowCount);
  const kept = new Uint16Array(memory.buffer, rowsFrom, rowCount * padded);
  let listed = 0;

  const peaksOf = (from: number) => {
    peaks(from, from + sumBytes, peaksFrom);
    return found;
  };
  const addListed = (to: Sum) => {
    if (listed === 0) return;
    // The last few are filled up with none of any row.
    for (; listed % TOGETHER !== 0; listed++) {
      begins[2 * listed] = rowsFrom;
      times[2 * listed + 1] = 0;
    }
    const from = to === 'sums' ? 0 : draftFrom;
    add(listFrom, listFrom + listed * ENTRY_BYTES, from, from + sumBytes);
    listed = 0;
  };
  return {
    sums: new Float32Array(memory.buffer, 0, width),
    draft: new Float32Array(memory.buffer, draftFrom, width),
    addListed,
    peaksOfSums: () => peaksOf(0),
    scaleSums: (times) => scale(0, sumBytes, times),
    keepDraft(place) {
      const peaks = peaksOf(draftFrom);
      let largest = 0;
      for (let at = 0; at < peaks.length; at++) if ((peaks[at] as number) > largest) largest = peaks[at] as number;
      steps[place] = largest / STEPS;
      keep(draftFrom, draftFrom + sumBytes, rowsFrom + place * rowBytes, largest === 0 ? 0 : STEPS / largest);
    },
    at: (place, goal) => (kept[place * padded + goal] as number) * (steps[place] as number),
    list(place, count, to) {
      if (listed === LIST_MAX) addListed(to);
      begins[2 * listed] = rowsFrom + place * rowBytes;
      times[2 * listed + 1] = count * (steps[place] as number);
      listed++;
    },
  };
}

function paddedTo(width: number): number {
  return Math.max(1, Math.ceil(width / BLOCK)) * BLOCK;
}
