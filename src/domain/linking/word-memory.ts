/** What was made of each word as it is written, found again without taking the text apart. */
export interface WordMemory<Made> {
  /** What is made of each word of a text, in order. */
  read(text: string): Made[];
  forget(): void;
}

/** Longer than any real word, or what is pasted in (a key, an image as letters) would cost more than all else together. */
const CHARACTERS_MAX = 200;
/** A word begins with a letter or a figure, and goes on with those, marks and "_". */
export const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}_]{0,199}/gu;
/** Enough for an organisation's vocabulary; past it the memory starts afresh rather than grow with every typing error. */
const REMEMBERED_MAX = 100_000;
const PLACES_MIN = 4_096;

export function createWordMemory<Made>(make: (word: string) => Made): WordMemory<Made> {
  let words: string[] = [];
  let made: Made[] = [];
  /** By hash, and on from there to the first free one: the hash, and 1 + the word's place or 0 for none. At most half are taken. */
  let table = new Int32Array(2 * PLACES_MIN);

  const forget = () => {
    if (words.length === 0) return;
    words = [];
    made = [];
    table = new Int32Array(2 * PLACES_MIN);
  };
  const put = (hash: number, entry: number) => {
    let at = (2 * hash) & (table.length - 1);
    while (table[at + 1] !== 0) at = (at + 2) & (table.length - 1);
    table[at] = hash;
    table[at + 1] = entry;
  };
  const grow = () => {
    const old = table;
    table = new Int32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) if (old[at + 1] !== 0) put(old[at] as number, old[at + 1] as number);
  };
  const remember = (word: string, hash: number): Made => {
    if (words.length >= REMEMBERED_MAX) forget();
    const one = make(word);
    words.push(word);
    made.push(one);
    if (words.length * 4 > table.length) grow();
    put(hash, words.length);
    return one;
  };
  const recall = (text: string, from: number, to: number, hash: number): Made => {
    let at = (2 * hash) & (table.length - 1);
    for (let entry = table[at + 1] as number; entry !== 0; entry = table[at + 1] as number) {
      if (table[at] === hash && isAt(text, from, to, words[entry - 1] as string)) return made[entry - 1] as Made;
      at = (at + 2) & (table.length - 1);
    }
    return remember(text.slice(from, to), hash);
  };
  return {
    forget,
    read(text) {
      const found: Made[] = [];
      for (let at = 0; at < text.length; ) {
        const kind = kindOf(text.charCodeAt(at));
        if (kind === HALF) return readByPattern(text, recall);
        if (kind !== BEGINS) {
          at++;
          continue;
        }
        const from = at;
        let hash = 0;
        for (; at < text.length && at - from < CHARACTERS_MAX; at++) {
          const code = text.charCodeAt(at);
          const kind = kindOf(code);
          if (kind === HALF) return readByPattern(text, recall);
          if (kind === OTHER) break;
          hash = mix(hash, code);
        }
        found.push(recall(text, from, at, finish(hash)));
      }
      return found;
    },
  };
}

/** Where a character takes two places, which only a pattern reads right. */
function readByPattern<Made>(
  text: string,
  recall: (text: string, from: number, to: number, hash: number) => Made,
): Made[] {
  return (text.match(WORD) ?? []).map((word) => {
    let hash = 0;
    for (let at = 0; at < word.length; at++) hash = mix(hash, word.charCodeAt(at));
    return recall(word, 0, word.length, finish(hash));
  });
}

function mix(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01_00_01_93);
}

/** So that the low digits, which find the place, depend on all. */
function finish(hash: number): number {
  return hash ^ (hash >>> 15);
}

function isAt(text: string, from: number, to: number, word: string): boolean {
  if (word.length !== to - from) return false;
  for (let at = 0; at < word.length; at++) if (word.charCodeAt(at) !== text.charCodeAt(from + at)) return false;
  return true;
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
