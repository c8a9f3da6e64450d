import { stemmer } from 'stemmer';
import { WORDS_OF_NOTHING } from './function-words.ts';
import { createWordMemory, WORD } from './word-memory.ts';

/** What is known of one word as it is written. */
export interface Word {
  /** Numbers of its stems: of each part, and of the whole where it has several ("cartVolume": cart, volum, cartvolum). */
  readonly stems: readonly number[];
  /** Its parts in lower case, without words that say nothing: what its letters are compared by. */
  readonly parts: readonly string[];
}

/** Gives stems their numbers. Words that say nothing in any text ("the", "und") are left out. */
export interface Lexicon {
  /** Learns new stems. */
  learn(text: string): Word[];
  /** Knows what it learnt; a stem it never met is -1. */
  look(text: string): Word[];
  readonly size: () => number;
}

/** A word with its place in the text, in UTF-16 units. */
export interface PlacedWord extends Word {
  readonly spoken: string;
  readonly from: number;
  readonly to: number;
}

/** Scripts that put no space between words. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+|[^\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+/gu;
const IS_UNSPACED = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;
const NOTHING: Word = { stems: [], parts: [] };

export function createLexicon(): Lexicon {
  const numbers = new Map<string, number>();
  const remembered = createWordMemory((spoken) => wordOf(spoken, (stem) => numbers.get(stem) ?? -1));
  const learnStem = (stem: string) => {
    const known = numbers.get(stem);
    if (known !== undefined) return known;
    numbers.set(stem, numbers.size);
    return numbers.size - 1;
  };
  return {
    size: () => numbers.size,
    learn: (text) => {
      // What was looked up before may have been unknown then.
      remembered.forget();
      return (text.match(WORD) ?? [])
        .map((spoken) => wordOf(spoken, learnStem))
        .filter(({ stems }) => stems.length > 0);
    },
    look: (text) => remembered.read(text).filter(({ stems }) => stems.length > 0),
  };
}

/** Words with their places, to show a person what was read. */
export function placedWords(lexicon: Lexicon, text: string): PlacedWord[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: spoken, index }) => {
    const [word] = lexicon.look(spoken);
    return word ? [{ ...word, spoken, from: index, to: index + spoken.length }] : [];
  });
}

function wordOf(spoken: string, numberOf: (stem: string) => number): Word {
  const cased = partsOf(spoken);
  const parts = cased.flatMap(withoutSpaces);
  const telling = parts.filter((part) => !WORDS_OF_NOTHING.has(part));
  if (telling.length === 0) return NOTHING;
  const stems = telling.map((part) => numberOf(stemmer(part)));
  if (cased.length > 1) stems.push(numberOf(stemmer(cased.join(''))));
  return { stems, parts: telling };
}

/** "cartVolume_byId" is cart, volume, by, id; accents are dropped. */
function partsOf(spoken: string): string[] {
  return plain(spoken)
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, ' ')
    .toLowerCase()
    .split(/[ _]+/u)
    .filter((part) => part !== '');
}

/** Two signs at a time where a script has no spaces: most of its words have two, and a sentence would be one word. */
function withoutSpaces(part: string): string[] {
  if (/^[ -~]*$/u.test(part)) return [part];
  return (part.match(UNSPACED) ?? []).flatMap((run) => {
    const signs = IS_UNSPACED.test(run) ? [...run] : [];
    return signs.length < 3 ? [run] : signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
  });
}

function plain(spoken: string): string {
  if (/^[ -~]*$/u.test(spoken)) return spoken;
  // Taken apart to drop accents, put together again, or Korean syllables and Japanese voicing would fall to pieces.
  return spoken
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]+/gu, '')
    .normalize('NFKC');
}
