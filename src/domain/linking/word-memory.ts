import { longer } from './tally.ts';

/** Each word as it is written has a number, found again without taking the text apart. */
export interface WordMemory {
  /** @returns How many words a text has; their numbers stand in `found`, in order, until the next text. */
  read(text: string): number;
  readonly found: Int32Array;
  readonly size: number;
  /** What was met so far stays. */
  keep(): void;
  /** Drops what was met since; its numbers are given anew. */
  forget(): void;
}

/** Longer than any real word, or what is pasted in (a key, an image as letters) would cost more than all else together. */
const CHARACTERS_MAX = 200;
/** A word begins with a letter or a figure, and goes on with those, marks and "_". */
export const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}_]{0,199}/gu;
const PLACES_MIN = 4_096;

/** @param met Is told of each new word, before any text that holds it is read to its end. */
export function createWordMemory(met: (word: string, number: number) => void): WordMemory {
  /** Characters of the word that is being read. */
  const spoken = new Uint16Array(CHARACTERS_MAX);
  const words = createKnownWords(spoken);
  let found = new Int32Array(PLACES_MIN);
  let count = 0;
  const see = (text: string, from: number, to: number, hash: number) => {
    let number = words.find(to - from, hash);
    if (number < 0) {
      number = words.add(to - from, hash);
      met(text.slice(from, to), number);
    }
    if (count === found.length) found = longer(found, count + 1);
    found[count++] = number;
  };
  const readByPattern = (text: string) => {
    count = 0;
    for (const [word] of text.matchAll(WORD)) {
      let hash = 0;
      for (let at = 0; at < word.length; at++) {
        spoken[at] = word.charCodeAt(at);
        hash = mix(hash, word.charCodeAt(at));
      }
      see(word, 0, word.length, finish(hash));
    }
    return count;
  };
  return {
    keep: words.keep,
    forget: words.forget,
    get size() {
      return words.size;
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
        see(text, from, at, finish(hash));
      }
      return count;
    },
  };
}

/** The words themselves, one after the other in one list of characters; asked for the one that is spoken. */
function createKnownWords(spoken: Uint16Array) {
  /** By hash, and on from there to the first free one: the hash, and 1 + the word's number or 0 for none. At most half are taken. */
  let table = new Int32Array(2 * PLACES_MIN);
  let hashes = new Int32Array(PLACES_MIN);
  /** Where each word begins among the characters, and where the last one ends. */
  let starts = new Int32Array(PLACES_MIN);
  let characters = new Uint16Array(8 * PLACES_MIN);
  let size = 0;
  let kept = 0;

  const put = (hash: number, entry: number) => {
    let at = (2 * hash) & (table.length - 1);
    while (table[at + 1] !== 0) at = (at + 2) & (table.length - 1);
    table[at] = hash;
    table[at + 1] = entry;
  };
  const rebuild = (length: number) => {
    table = new Int32Array(length);
    for (let number = 0; number < size; number++) put(hashes[number] as number, number + 1);
  };
  const isSpoken = (number: number, length: number): boolean => {
    const start = starts[number] as number;
    if ((starts[number + 1] as number) - start !== length) return false;
    for (let at = 0; at < length; at++) if (characters[start + at] !== spoken[at]) return false;
    return true;
  };
  const makeRoom = (length: number) => {
    if (size + 1 >= starts.length) {
      starts = longer(starts, size + 2);
      hashes = longer(hashes, size + 2);
    }
    const end = (starts[size] as number) + length;
    if (end <= characters.length) return;
    const more = new Uint16Array(2 * end);
    more.set(characters);
    characters = more;
  };
  return {
    get size() {
      return size;
    },
    /** @returns -1 for one that was not met. */
    find(length: number, hash: number): number {
      let at = (2 * hash) & (table.length - 1);
      for (let entry = table[at + 1] as number; entry !== 0; entry = table[at + 1] as number) {
        if (table[at] === hash && isSpoken(entry - 1, length)) return entry - 1;
        at = (at + 2) & (table.length - 1);
      }
      return -1;
    },
    add(length: number, hash: number): number {
      makeRoom(length);
      const start = starts[size] as number;
      characters.set(spoken.subarray(0, length), start);
      starts[size + 1] = start + length;
      hashes[size] = hash;
      size++;
      if (size * 4 > table.length) rebuild(2 * table.length);
      else put(hash, size);
      return size - 1;
    },
    keep() {
      kept = size;
    },
    forget() {
      if (size === kept) return;
      size = kept;
      rebuild(table.length);
    },
  };
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
