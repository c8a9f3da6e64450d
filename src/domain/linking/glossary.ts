import { wordsOf } from '../normal-text.ts';
import { isStopWord, LANGUAGES } from './function-words.ts';
import { stem } from './stemming.ts';

export interface GlossaryEntry {
  readonly short: string;
  readonly long: string;
}

export interface Glossary {
  /**
   * What a text means besides its words: the long form for each short one that stands alone, and the other way round.
   *
   * @param words As they are written, in their order, without punctuation.
   * @returns In small letters, each form once; empty where nothing is known, and where a text explains itself.
   */
  expand(words: readonly string[]): string[];
}

interface Known {
  readonly short: string;
  readonly words: readonly string[];
  readonly stems: readonly string[];
}

/** Two forms of a short word may both be entered: then both are read. */
export function createGlossary(entries: readonly GlossaryEntry[]): Glossary {
  const byShort = new Map<string, Known[]>();
  const byFirstStem = new Map<string, Known[]>();
  for (const { short, long } of entries) {
    const words = wordsOf(long);
    const stems = words.map(alike);
    const [first] = stems;
    if (first === undefined || short.trim() === '') continue;
    const known: Known = { short: short.trim(), words, stems };
    for (const spelling of spellings(known.short)) push(byShort, spelling, known);
    push(byFirstStem, first, known);
  }
  return {
    expand: (words) => {
      const named = new Set(words.flatMap((word) => byShort.get(word) ?? []));
      const spelled = new Set(spelledOut(words, byFirstStem));
      const added = [
        ...[...named].filter((known) => !spelled.has(known)).flatMap(({ words: long }) => long),
        ...[...spelled].filter((known) => !named.has(known)).map(({ short }) => short.toLowerCase()),
      ];
      return [...new Set(added)];
    },
  };
}

function push(index: Map<string, Known[]>, key: string, known: Known): void {
  const list = index.get(key);
  if (!list) index.set(key, [known]);
  else if (!list.some(({ short, stems }) => short === known.short && stems.join() === known.stems.join()))
    list.push(known);
}

/** "SSO", "SSOs", and "sso" where that is no word: "IT" is not "it", and two letters in small may be anything. */
function spellings(short: string): string[] {
  const small = short.toLowerCase();
  const isWord = small.length < 3 || LANGUAGES.some((language) => isStopWord(small, language));
  return [...new Set([short, `${short}s`, ...(isWord ? [] : [small, `${small}s`, `${short[0]}${small.slice(1)}`])])];
}

function spelledOut(words: readonly string[], byFirstStem: ReadonlyMap<string, readonly Known[]>): Known[] {
  if (byFirstStem.size === 0) return [];
  const stems = words.flatMap((word) => wordsOf(word)).map(alike);
  return stems.flatMap((first, at) =>
    (byFirstStem.get(first) ?? []).filter(({ stems: long }) =>
      long.every((part, offset) => stems[at + offset] === part),
    ),
  );
}

/** "Enhancement Proposals" is "enhancement proposal", in any language near enough. */
function alike(word: string): string {
  return stem(word, 'en');
}
