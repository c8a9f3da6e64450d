import { dampen } from './letter-index.ts';
import type { Rows } from './sum-rows.ts';
import type { Counts } from './tally.ts';

/** What parts of words say to all goals, remembered while they are used. */
export interface Sounds {
  /** Sets the rows' sums to `weight` times what a task's parts say to each goal, as a share of the length of the parts' own vector. */
  sum(parts: Counts, weight: number): void;
  /** What one part says to one goal, unshared. */
  at(part: number, goal: number): number;
  /** Parts from this number on may be others from now on. */
  forget(from: number): void;
}

/** Writes what a part says to each goal into the rows' draft. @returns The part's square. */
type Listen = (part: number) => number;

const NOBODY = -1;
/** @param room From which row on, and how many of them, are for these. */
export function createSounds(
  rows: Rows,
  room: { readonly from: number; readonly count: number },
  listen: Listen,
): Sounds {
  /** Of each part: 1 + its row, or 0 for none; and its square, once it was heard. */
  let entries = new Int32Array(1_024);
  let squares = new Float64Array(1_024);
  const partOf = new Int32Array(room.count).fill(NOBODY);
  const isUsed = new Uint8Array(room.count);
  let taken = 0;
  let next = 0;

  const makeRoom = (part: number) => {
    if (part < entries.length) return;
    const [more, moreSquares] = [new Int32Array(2 * part), new Float64Array(2 * part)];
    more.set(entries);
    moreSquares.set(squares);
    entries = more;
    squares = moreSquares;
  };
  /** Goes round; what was used again since the last round stays for another. */
  const freeRow = (): number => {
    if (taken < room.count) return taken++;
    while (isUsed[next] === 1) {
      isUsed[next] = 0;
      next = (next + 1) % room.count;
    }
    const row = next;
    next = (next + 1) % room.count;
    const part = partOf[row] as number;
    if (part !== NOBODY) entries[part] = 0;
    return row;
  };
  const hear = (part: number): number => {
    // The row may be one that is still to be added.
    rows.addListed('sums');
    const row = freeRow();
    squares[part] = listen(part);
    rows.keepDraft(room.from + row);
    partOf[row] = part;
    entries[part] = row + 1;
    return row;
  };
  const rowOf = (part: number): number => {
    makeRoom(part);
    const row = (entries[part] as number) - 1;
    if (row < 0) return hear(part);
    isUsed[row] = 1;
    return row;
  };
  return {
    sum({ size, keys, counts }, weight) {
      rows.sums.fill(0);
      let square = 0;
      for (let at = 0; at < size; at++) {
        const part = keys[at] as number;
        const times = dampen(counts[at] as number);
        rows.list(room.from + rowOf(part), times, 'sums');
        square += times * times * (squares[part] as number);
      }
      rows.addListed('sums');
      if (square > 0) rows.scaleSums(weight / Math.sqrt(square));
    },
    at: (part, goal) => rows.at(room.from + rowOf(part), goal),
    forget(from) {
      for (let part = from; part < entries.length; part++) entries[part] = 0;
      for (let row = 0; row < taken; row++) {
        const part = partOf[row] as number;
        if (part < from) continue;
        partOf[row] = NOBODY;
        isUsed[row] = 0;
      }
    },
  };
}
