import { wordsOf } from '../normal-text.ts';
import { addInitials, initialsOf } from './acronym-initials.ts';
import { type AcronymPlace, addPlace, isSmall, type Placed, placedWords, type Stated } from './acronym-words.ts';

/** A short form and what it stands for, for people to take into their glossary. */
export interface AcronymProposal {
  readonly short: string;
  readonly long: string;
  /** stated: a text puts the two side by side. initials: a goal's title has these initials; only a person can say whether that is chance. */
  readonly ground: 'stated' | 'initials';
  /** Texts that say so: with the two side by side, or with the short form and every word of the long one. */
  readonly seenIn: number;
  /** Texts that use the short form: what the entry is worth. */
  readonly usedIn: number;
  /** Where it is said, a few. */
  readonly places: readonly AcronymPlace[];
}

const TEXTS_MAX = 20_000;
const CHARACTERS_MAX = 4_000;
/** Words in capitals and explanations that are held while reading; past it those met seldom are forgotten. */
const HELD_MAX = 50_000;

/** Reads one text after another. */
export interface AcronymFinder {
  /** @param text Of a task or a goal. */
  read(text: string): void;
  /** Stated ones first, each by how many texts they help to read. */
  found(): AcronymProposal[];
}

/**
 * Finds short forms that texts explain, "Single Sign-On (SSO)" and "SSO (single sign-on)", and initials of goals' titles that texts use.
 * What it holds is bounded; of more than 20,000 texts the first are read.
 */
export function createAcronymFinder(goalTitles: readonly string[] = []): AcronymFinder {
  const uses = new Map<string, number>();
  const stated = new Map<string, Stated>();
  const initials = initialsOf(goalTitles);
  let read = 0;
  return {
    read: (given) => {
      const at = read++;
      if (at >= TEXTS_MAX) return;
      const text = given.slice(0, CHARACTERS_MAX);
      const shorts = new Set(text.match(CAPITALS));
      for (const short of shorts) uses.set(short, (uses.get(short) ?? 0) + 1);
      for (const pair of pairsIn(text, at)) addPair(stated, pair);
      for (const short of shorts) addInitials(initials.get(short), text, at);
      if (uses.size > HELD_MAX) forgetSeldom(uses, (count) => count);
      if (stated.size > HELD_MAX) forgetSeldom(stated, ({ seenIn }) => seenIn);
    },
    found: () => {
      const said = [...stated.values()].map((one) => ({
        ...proposalOf(one, 'stated'),
        usedIn: Math.max(one.seenIn, uses.get(one.short) ?? 0),
      }));
      const known = new Set(said.map(({ short }) => short));
      const byInitials = [...initials.values()]
        .flatMap((meanings) => meanings.find(({ seenIn }) => seenIn > 0) ?? [])
        .filter(({ short }) => !known.has(short))
        .map((one) => ({ ...proposalOf(one, 'initials'), usedIn: Math.max(one.seenIn, uses.get(one.short) ?? 0) }));
      return [...said.sort(mostUseful), ...byInitials.sort(mostUseful)];
    },
  };
}

/** All at once, of as many texts as a finder reads. */
export function proposeAcronyms(texts: readonly string[], goalTitles: readonly string[] = []): AcronymProposal[] {
  const finder = createAcronymFinder(goalTitles);
  for (const text of texts) finder.read(text);
  return finder.found();
}

/** What is usual comes up again long before the room is full. */
function forgetSeldom<One>(held: Map<string, One>, countOf: (one: One) => number): void {
  for (let seldom = 1; held.size > HELD_MAX / 2; seldom++) {
    for (const [key, one] of held) if (countOf(one) <= seldom) held.delete(key);
  }
}

function proposalOf({ short, long, seenIn, places }: Stated, ground: AcronymProposal['ground']) {
  return { short, long, ground, seenIn, places };
}

function mostUseful(a: AcronymProposal, b: AcronymProposal): number {
  return b.usedIn - a.usedIn || b.seenIn - a.seenIn || compare(a.short, b.short) || compare(a.long, b.long);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const CAPITALS = /(?<![\p{L}\p{N}_])\p{Lu}[\p{Lu}\p{N}]{1,9}(?=s?(?![\p{L}\p{N}_]))/gu;

interface Pair extends AcronymPlace {
  readonly short: string;
  readonly long: string;
}

function addPair(stated: Map<string, Stated>, { short, long, ...place }: Pair): void {
  const key = acronymKey(short, long);
  const known = stated.get(key) ?? { short, long, seenIn: 0, lastIn: -1, places: [] };
  stated.set(key, known);
  addPlace(known, place);
}

/** One for all spellings of the same entry: "SSO" as "Single Sign-Ons" is "SSO" as "single sign on". */
export function acronymKey(short: string, long: string): string {
  return `${short} ${sameWords(long)}`;
}

/** "Sign-Ons" is "sign on". */
function sameWords(long: string): string {
  return wordsOf(long)
    .map((word) => word.replace(/(?<=..)s$/u, ''))
    .join(' ');
}

const BRACKET = /\(([^()\n]{2,120})\)/gu;
const BEFORE_CHARACTERS = 160;

function pairsIn(text: string, at: number): Pair[] {
  if (!text.includes('(')) return [];
  const pairs: Pair[] = [];
  BRACKET.lastIndex = 0;
  for (let match = BRACKET.exec(text); match !== null; match = BRACKET.exec(text)) {
    const [bracket, inner = ''] = match;
    const startsAt = Math.max(0, match.index - BEFORE_CHARACTERS);
    const before = placedWords(text.slice(startsAt, match.index), startsAt);
    const pair = explained(inner, before, text) ?? explaining(inner, match.index + 1, before, text);
    if (pair) pairs.push({ ...pair, text: at, to: match.index + bracket.length });
  }
  return pairs;
}

type Found = Pick<Pair, 'short' | 'long' | 'from'> | null;

/** "Single Sign-On (SSO)". */
function explained(inner: string, before: readonly Placed[], text: string): Found {
  const short = shortForm(inner.split(/[,;:]| or /u)[0]?.trim() ?? '');
  const last = before.at(-1);
  if (!short || !last) return null;
  for (let count = 2; count <= Math.min(before.length, short.length + 3); count++) {
    const words = before.slice(-count);
    const [first] = words;
    if (!first || !fits(short.toLowerCase(), words)) continue;
    return { short, long: text.slice(first.from, last.to), from: first.from };
  }
  return null;
}

/** "SSO (single sign-on)". */
function explaining(inner: string, innerFrom: number, before: readonly Placed[], text: string): Found {
  const last = before.at(-1);
  const short = last ? shortForm(last.word) : null;
  if (!short || !last) return null;
  const long = inner.split(/[,;:]/u)[0] ?? '';
  const words = placedWords(long, innerFrom);
  const end = words.at(-1);
  if (!end || !fits(short.toLowerCase(), words)) return null;
  return { short, long: text.slice(innerFrom, end.to).trim(), from: last.from };
}

/** Two letters or more, in capitals but for a plural's "s": "SSO", "KEPs", "PoC". */
function shortForm(word: string): string | null {
  const single = /^[\p{Lu}\p{N}]{2,}s$/u.test(word) ? word.slice(0, -1) : word;
  if (!/^\p{L}[\p{L}\p{N}]{1,9}$/u.test(single)) return null;
  const capitals = single.match(/\p{Lu}/gu)?.length ?? 0;
  return capitals >= 2 && capitals * 2 > single.length ? single : null;
}

const INNER_LETTERS_MAX = 1;

/** Each word gives its first letter, in order and until none is left over; small words may give none, and one word one more letter. */
function fits(letters: string, words: readonly Placed[]): boolean {
  if (words.length < 2 || words.length > letters.length + 3) return false;
  const parts = words.map(({ word }) => word);
  // A phrase neither begins nor ends with a word that gives nothing.
  return (
    startsWith(parts[0], letters[0]) &&
    parts.map((word) => word.toLowerCase()).join('') !== letters &&
    match(letters, parts, 0, 0, INNER_LETTERS_MAX)
  );
}

function startsWith(word: string | undefined, letter: string | undefined): boolean {
  return word !== undefined && letter !== undefined && word.toLowerCase().startsWith(letter);
}

function match(letters: string, words: readonly string[], letter: number, word: number, innerLeft: number): boolean {
  const here = words[word];
  if (here === undefined) return letter === letters.length;
  if (startsWith(here, letters[letter])) {
    if (match(letters, words, letter + 1, word + 1, innerLeft)) return true;
    const next = letters[letter + 1];
    if (
      next !== undefined &&
      givesInner(here, next, innerLeft) &&
      match(letters, words, letter + 2, word + 1, innerLeft - (here.slice(1).includes(next.toUpperCase()) ? 0 : 1))
    )
      return true;
  }
  return word > 0 && word < words.length - 1 && isSmall(here) && match(letters, words, letter, word + 1, innerLeft);
}

/** "JavaScript" gives its inner capital, any other word a letter only once. */
function givesInner(word: string, letter: string, innerLeft: number): boolean {
  return word.slice(1).includes(letter.toUpperCase()) || (innerLeft > 0 && word.slice(1).includes(letter));
}
