import { longer } from './tally.ts';

/** What is made of each word as it is written, as a few numbers, found again without taking the text apart. */
export interface WordMemory {
  /** @returns How many words a text has; `found` says where in `records` the numbers of each begin, in order, until the next text. */
  read(text: string): number;
  readonly found: Int32Array;
  readonly records: Int32Array;
  /** Words that were met since the last `keep`. */
  readonly passing: number;
  /** What was met so far stays. */
  keep(): void;
  /** Drops what was met since. */
  forget(): void;
}

/** Longer than any real word, or what is pasted in (a key, an image as letters) would cost more than all else together. */
const CHARACTERS_MAX = 200;
/** A word begins with a letter or a figure, and goes on with those, marks and "_". */
export const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}_]{0,199}/gu;
const PLACES_MIN = 4_096;

export function createWordMemory(make: (word: string) => readonly number[]): WordMemory {
  /** Characters of the word that is being read. */
  const spoken = new Uint16Array(CHARACTERS_MAX);
  const words = createKnownWords(spoken);
  let found = new Int32Array(PLACES_MIN);
  let count = 0;
  const see = (text: string, from: number, length: number, hash: number) => {
    let place = words.find(length, hash);
    if (place < 0) place = words.add(length, hash, make(pieceOf(text, from, length)));
    if (count === found.length) found = longer(found, count + 1);
    found[count++] = place;
  };
  const readByPattern = (text: string) => {
    count = 0;
    for (const { 0: word, index } of text.matchAll(WORD)) {
      let hash = 0;
      for (let at = 0; at < word.length; at++) {
        spoken[at] = word.charCodeAt(at);
        hash = mix(hash, word.charCodeAt(at));
      }
      see(text, index, word.length, finish(hash));
    }
    return count;
  };
  return {
    keep: words.keep,
    forget: words.forget,
    get passing() {
      return words.passing();
    },
    get records() {
      return words.records();
    },
    get found() {
      return found;
    },
    read(text) {
      count = 0;
      for (let at = 0; at < text.length; ) {
        const kind = kindOf(text.charCodeAt(at));
        // Where a character takes two places, only a pattern reads right.
        if (kind === HALF) return readByPattern(text);
        if (kind !== BEGINS) {
          at++;
          continue;
        }
        const from = at;
        let hash = 0;
        for (; at < text.length && at - from < CHARACTERS_MAX; at++) {
          const code = text.charCodeAt(at);
          const kind = kindOf(code);
          if (kind === HALF) return readByPattern(text);
          if (kind === OTHER) break;
          spoken[at - from] = code;
          hash = mix(hash, code);
        }
        see(text, from, at - from, finish(hash));
      }
      return count;
    },
  };
}

/** A record is one word: its hash, how many characters, how many numbers were made of it, its characters and those numbers. */
const HEAD = 3;

/** The words themselves, one record after the other; asked for the one that is spoken. */
function createKnownWords(spoken: Uint16Array) {
  /** By hash, and on from there to the first free one: the hash, and 1 + the record's place or 0 for none. At most half are taken. */
  let table = new Int32Array(2 * PLACES_MIN);
  let records = new Int32Array(8 * PLACES_MIN);
  let end = 0;
  let size = 0;
  let kept = { end: 0, size: 0 };

  const put = (hash: number, entry: number) => {
    let at = (2 * hash) & (table.length - 1);
    while (table[at + 1] !== 0) at = (at + 2) & (table.length - 1);
    table[at] = hash;
    table[at + 1] = entry;
  };
  const rebuild = (length: number) => {
    table = new Int32Array(length);
    for (let at = 0; at < end; at += HEAD + (records[at + 1] as number) + (records[at + 2] as number))
      put(records[at] as number, at + 1);
  };
  const isSpoken = (record: number, length: number): boolean => {
    if (records[record + 1] !== length) return false;
    for (let at = 0; at < length; at++) if (records[record + HEAD + at] !== spoken[at]) return false;
    return true;
  };
  return {
    records: () => records,
    passing: () => size - kept.size,
    /** @returns Where the numbers of the word begin; -1 for one that was not met. */
    find(length: number, hash: number): number {
      let at = (2 * hash) & (table.length - 1);
      for (let entry = table[at + 1] as number; entry !== 0; entry = table[at + 1] as number) {
        if (table[at] === hash && isSpoken(entry - 1, length)) return entry - 1 + HEAD + length;
        at = (at + 2) & (table.length - 1);
      }
      return -1;
    },
    add(length: number, hash: number, made: readonly number[]): number {
      const record = end;
      end += HEAD + length + made.length;
      if (end > records.length) records = longer(records, end);
      records[record] = hash;
      records[record + 1] = length;
      records[record + 2] = made.length;
      for (let at = 0; at < length; at++) records[record + HEAD + at] = spoken[at] as number;
      for (let at = 0; at < made.length; at++) records[record + HEAD + length + at] = made[at] as number;
      size++;
      if (size * 4 > table.length) rebuild(2 * table.length);
      else put(hash, record + 1);
      return record + HEAD + length;
    },
    keep() {
      kept = { end, size };
    },
    forget() {
      if (size === kept.size) return;
      ({ end, size } = kept);
      rebuild(table.length);
    },
  };
}

/** Of this length V8 copies a piece; a longer one would keep all of the text. */
const COPIED_MAX = 12;

function pieceOf(text: string, from: number, length: number): string {
  const piece = text.slice(from, from + length);
  return length <= COPIED_MAX ? piece : [...piece].join('');
}

function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01_00_01_93);
}

/** So that the low digits, which find the place, depend on all. */
function finish(hash: number): number {
  return hash ^ (hash >>> 15);
}

const BEGINS = 1;
const GOES_ON = 2;
const OTHER = 3;
const HALF = 4;
/** What each character is in a word, found out when it is first met; 0 is not yet. */
const KINDS = new Uint8Array(65_536);

function kindOf(code: number): number {
  const known = KINDS[code] as number;
  return known === 0 ? learnKind(code) : known;
}

function learnKind(code: number): number {
  const character = String.fromCharCode(code);
  const kind = /\p{Cs}/u.test(character)
    ? HALF
    : /[\p{L}\p{N}]/u.test(character)
      ? BEGINS
      : /[\p{M}_]/u.test(character)
        ? GOES_ON
        : OTHER;
  KINDS[code] = kind;
  return kind;
}
