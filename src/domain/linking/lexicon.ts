import { stemmer } from 'stemmer';
import { isStopWord, LANGUAGES, type Language, WORDS_OF_NOTHING } from './function-words.ts';
import { detectLanguage } from './language.ts';
import { stem } from './stemming.ts';
import { createWordMemory } from './word-memory.ts';

/** What is known of one word as it is written. */
export interface Word {
  /** Numbers of its stems: of each part, and of the whole where it has several ("cartVolume": cart, volum, cartvolum). */
  readonly stems: readonly number[];
  /** Its parts in lower case, without words that say nothing: what its letters are compared by. */
  readonly parts: readonly string[];
}

/** Gives stems their numbers. Words that say nothing in any text ("the", "und") have none. */
export interface Lexicon {
  /** The texts from now on are of one document: in the language that it is written in, where several are spoken. */
  open(title: string, text: string): void;
  /** Learns new stems. @returns as `read`. */
  learn(text: string): number;
  /** Knows what it learnt; a stem it never met is -1. @returns How many words there are; `found` has their places in `words`. */
  read(text: string): number;
  readonly found: Int32Array;
  /** Of each word: how many stems, how many parts, the stems' numbers and the parts' numbers. */
  readonly words: Int32Array;
  /** The same for people to look at, without words that say nothing. */
  look(text: string): Word[];
  partOf(number: number): string;
  /** Of stems. */
  size(): number;
  /** How many words were read that nothing was learnt from. */
  passingCount(): number;
  /** Drops all that was not learnt: their parts' numbers mean other parts from then on. */
  forget(): void;
  /** How often that happened; learning does it, too. */
  forgotten(): number;
  /** Of parts that were learnt, and keep their numbers. */
  partCount(): number;
}

/** Scripts that put no space between words. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+|[^\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]+/gu;
const IS_UNSPACED = /^[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]/u;
/** A word as it is spelled: its parts, and what stands for each of its stems. */
interface Spelled {
  readonly parts: readonly string[];
  readonly stems: readonly string[];
}

/** Most words by far: nothing in them to take apart. */
const IS_ONE_PART = /^(?:[A-Z]?[a-z\d]+|[A-Z]+)$/u;
const NOTHING: Spelled = { stems: [], parts: [] };

/** @param languages That goals are written in, the main one first. */
export function createLexicon([main, ...others]: readonly [Language, ...Language[]] = ['en']): Lexicon {
  const stems = new Map<string, number>();
  const parts = createPartNumbers();
  let isLearning = false;

  const numberOf = (stem: string): number => {
    const known = stems.get(stem);
    if (known !== undefined || !isLearning) return known ?? -1;
    stems.set(stem, stems.size);
    return stems.size - 1;
  };
  const createMemory = (language: Language) =>
    createWordMemory((spoken) => {
      const spelled = spellingOf(spoken, GRAMMARS[language]);
      const [stem, part] = [spelled.stems[0], spelled.parts[0]];
      if (spelled.stems.length === 1 && spelled.parts.length === 1 && stem !== undefined && part !== undefined)
        return [1, 1, numberOf(stem), parts.numberOf(part)];
      return [
        spelled.stems.length,
        spelled.parts.length,
        ...spelled.stems.map(numberOf),
        ...spelled.parts.map(parts.numberOf),
      ];
    });
  // The same word has another stem in each language.
  const memories = new Map([main, ...others].map((language) => [language, createMemory(language)]));
  const mainMemory = memories.get(main) ?? createMemory(main);
  let memory = mainMemory;
  let forgotten = 0;
  const forget = () => {
    for (const one of memories.values()) one.forget();
    parts.forget();
    forgotten++;
  };
  const wordAt = (place: number): Word => {
    const [stemCount = 0, partCount = 0] = memory.records.subarray(place, place + 2);
    const numbers = [...memory.records.subarray(place + 2, place + 2 + stemCount + partCount)];
    return { stems: numbers.slice(0, stemCount), parts: numbers.slice(stemCount).map(parts.at) };
  };
  return {
    forget,
    open: (title, text) => {
      if (others.length > 0) memory = memories.get(detectLanguage(`${title}\n${text}`, main)) ?? mainMemory;
    },
    read: (text) => memory.read(text),
    partOf: parts.at,
    partCount: parts.keptCount,
    forgotten: () => forgotten,
    size: () => stems.size,
    passingCount: () => [...memories.values()].reduce((sum, { passing }) => sum + passing, 0),
    get found() {
      return memory.found;
    },
    get words() {
      return memory.records;
    },
    learn(text) {
      // What was looked up before may have been unknown then.
      forget();
      isLearning = true;
      const count = memory.read(text);
      isLearning = false;
      memory.keep();
      parts.keep();
      return count;
    },
    look: (text) => {
      const count = memory.read(text);
      return Array.from(memory.found.subarray(0, count), wordAt).filter(({ stems }) => stems.length > 0);
    },
  };
}

/** Parts of words in the order they were met. */
function createPartNumbers() {
  const numbers = new Map<string, number>();
  const parts: string[] = [];
  let kept = 0;
  return {
    at: (number: number): string => parts[number] ?? '',
    numberOf(part: string): number {
      const known = numbers.get(part);
      if (known !== undefined) return known;
      numbers.set(part, parts.length);
      return parts.push(part) - 1;
    },
    keep() {
      kept = parts.length;
    },
    keptCount: () => kept,
    forget() {
      while (parts.length > kept) numbers.delete(parts.pop() as string);
    },
  };
}

interface Grammar {
  stem(part: string): string;
  saysNothing(part: string): boolean;
}

/** English is read as ever; of other languages their own words of grammar say nothing besides. */
const GRAMMARS = Object.fromEntries(
  LANGUAGES.map((language) => [
    language,
    language === 'en'
      ? { stem: stemmer, saysNothing: (part: string) => WORDS_OF_NOTHING.has(part) }
      : {
          stem: (part: string) => stem(part, language),
          saysNothing: (part: string) => WORDS_OF_NOTHING.has(part) || isStopWord(part, language),
        },
  ]),
) as Readonly<Record<Language, Grammar>>;

function spellingOf(spoken: string, { stem, saysNothing }: Grammar): Spelled {
  if (IS_ONE_PART.test(spoken)) {
    const part = spoken.toLowerCase();
    return saysNothing(part) ? NOTHING : { stems: [stem(part)], parts: [part] };
  }
  const cased = partsOf(spoken);
  const telling = cased.flatMap(withoutSpaces).filter((part) => !saysNothing(part));
  if (telling.length === 0) return NOTHING;
  const stems = telling.map((part) => stem(part));
  if (cased.length > 1) stems.push(stem(cased.join('')));
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
