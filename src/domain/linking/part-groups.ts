import type { LetterGroups } from './letter-groups.ts';
import { longer } from './tally.ts';

/** A part of a word by its number. */
export type PartOf = (number: number) => string;

/** Groups of letters of parts of words by their numbers: from `from` to `to`, end excluded, in `list`, for the part last turned to. */
export interface PartGroups {
  /** A part whose groups are learnt, and remembered. */
  learn(part: number): void;
  /** A group that was never learnt is -1. */
  look(part: number): void;
  readonly list: Int32Array;
  readonly from: number;
  readonly to: number;
}

export function createPartGroups(groups: LetterGroups, partOf: PartOf): PartGroups {
  /** Of each part 1 + where its groups begin among those remembered, their number first; 0 for none. */
  let entries = new Int32Array(1_024);
  let remembered = new Int32Array(4_096);
  let end = 0;
  let list = remembered;
  let from = 0;
  let to = 0;

  const recall = (part: number): boolean => {
    const entry = part < entries.length ? (entries[part] as number) : 0;
    if (entry === 0) return false;
    list = remembered;
    from = entry;
    to = entry + (remembered[entry - 1] as number);
    return true;
  };
  return {
    learn(part) {
      if (recall(part)) return;
      const count = groups.learn(partOf(part));
      if (part >= entries.length) entries = longer(entries, part + 1);
      if (end + 1 + count > remembered.length) remembered = longer(remembered, end + 1 + count);
      remembered[end] = count;
      remembered.set(groups.found.subarray(0, count), end + 1);
      end += 1 + count;
      entries[part] = end - count;
      recall(part);
    },
    look(part) {
      if (recall(part)) return;
      from = 0;
      to = groups.look(partOf(part));
      list = groups.found as Int32Array<ArrayBuffer>;
    },
    get list() {
      return list;
    },
    get from() {
      return from;
    },
    get to() {
      return to;
    },
  };
}
