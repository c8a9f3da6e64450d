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
  let hashes: number[] = [];
  let made: Made[] = [];
  /** By hash, and on from there to the first free one: 1 + the word's place, 0 for none. At most half are taken. */
  let places = new Int32Array(PLACES_MIN);

  const forget = () => {
    if (words.length === 0) return;
    words = [];
    hashes = [];
    made = [];
    places = new Int32Array(PLACES_MIN);
  };
  const put = (place: number) => {
    let at = (hashes[place] as number) & (places.length - 1);
    while (places[at] !== 0) at = (at + 1) & (places.length - 1);
    places[at] = place + 1;
  };
  const remember = (word: string, hash: number): Made => {
    if (words.length >= REMEMBERED_MAX) forget();
    const one = make(word);
    words.push(word);
    hashes.push(hash);
    made.push(one);
    if (words.length * 2 > places.length) {
      places = new Int32Array(places.length * 2);
      words.forEach((_, place) => void put(place));
    } else put(words.length - 1);
    return one;
  };
  const recall = (text: string, from: number, to: number, hash: number): Made => {
    let at = hash & (places.length - 1);
    for (let place = places[at] as number; place !== 0; place = places[at] as number) {
      if (hashes[place - 1] === hash && isAt(text, from, to, words[place - 1] as string))
        return made[place - 1] as Made;
      at = (at + 1) & (places.length - 1);
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
