import { wordsOf } from '../normal-text.ts';
import { isStopWord, LANGUAGES } from './function-words.ts';

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

/** In UTF-16 units of that text, end excluded. */
export interface AcronymPlace {
  readonly text: number;
  readonly from: number;
  readonly to: number;
}

const TEXTS_MAX = 20_000;
const CHARACTERS_MAX = 4_000;
const PLACES_MAX = 3;

/**
 * Finds short forms that texts explain, "Single Sign-On (SSO)" and "SSO (single sign-on)", and initials of goals' titles that texts use.
 *
 * @param texts Of tasks and goals; of more than 20,000 the first are read.
 * @returns Stated ones first, each by how many texts they help to read.
 */
export function proposeAcronyms(texts: readonly string[], goalTitles: readonly string[] = []): AcronymProposal[] {
  const read = texts.slice(0, TEXTS_MAX).map((text) => text.slice(0, CHARACTERS_MAX));
  const uses = usesOf(read);
  const stated = statedIn(read, uses);
  const known = new Set(stated.map(({ short }) => short));
  const byInitials = initialsOf(goalTitles, read, uses).filter(({ short }) => !known.has(short));
  return [...stated.sort(mostUseful), ...byInitials.sort(mostUseful)];
}

function mostUseful(a: AcronymProposal, b: AcronymProposal): number {
  return b.usedIn - a.usedIn || b.seenIn - a.seenIn || compare(a.short, b.short) || compare(a.long, b.long);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const CAPITALS = /(?<![\p{L}\p{N}_])\p{Lu}[\p{Lu}\p{N}]{1,9}(?=s?(?![\p{L}\p{N}_]))/gu;

/** For each word in capitals, the texts that hold it. */
function usesOf(texts: readonly string[]): ReadonlyMap<string, ReadonlySet<number>> {
  const uses = new Map<string, Set<number>>();
  texts.forEach((text, at) => {
    for (const short of text.match(CAPITALS) ?? []) {
      const known = uses.get(short);
      if (known) known.add(at);
      else uses.set(short, new Set([at]));
    }
  });
  return uses;
}

interface Pair extends AcronymPlace {
  readonly short: string;
  readonly long: string;
}

function statedIn(texts: readonly string[], uses: ReadonlyMap<string, ReadonlySet<number>>): AcronymProposal[] {
  const found = new Map<string, Pair[]>();
  texts.forEach((text, at) => {
    for (const pair of pairsIn(text, at)) {
      const key = `${pair.short} ${sameWords(pair.long)}`;
      found.set(key, [...(found.get(key) ?? []), pair]);
    }
  });
  return [...found.values()].flatMap((pairs) => {
    const [first] = pairs;
    if (!first) return [];
    const seenIn = new Set(pairs.map(({ text }) => text)).size;
    const places = pairs.slice(0, PLACES_MAX).map(({ text, from, to }) => ({ text, from, to }));
    const usedIn = Math.max(seenIn, uses.get(first.short)?.size ?? 0);
    return [{ short: first.short, long: first.long, ground: 'stated' as const, seenIn, usedIn, places }];
  });
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

interface Placed {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** Words by their letters; a sentence that ended before takes no part. */
function placedWords(text: string, offset: number): Placed[] {
  const starts = Math.max(...['. ', '\n', '; ', ': ', ', ', '| '].map((end) => text.trimEnd().lastIndexOf(end))) + 1;
  const words: Placed[] = [];
  for (const { 0: word, index } of text.slice(starts).matchAll(/[\p{L}\p{N}]+/gu)) {
    const from = offset + starts + index;
    words.push({ word, from, to: from + word.length });
  }
  return words;
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

function isSmall(word: string): boolean {
  return word.length <= 4 && LANGUAGES.some((language) => isStopWord(word.toLowerCase(), language));
}

const INITIALS_MIN = 3;
const INITIALS_MAX = 6;
/** Everybody's words: what a goal's title happens to spell with them is not meant. */
const EVERYBODYS = new Set(
  (
    'ACL API APP ARM AWS CEO CFO CI CLI CMD CMS COO CPU CRM CSS CSV CTO DB DNS DOC ERP ETA FAQ GA GCP GDPR GIT GPU GUI HTML HTTP HTTPS IDE ID IO IOS IP ' +
    'IT JSON JVM KPI KR LTS MVP NULL OKR ORM OS PDF PHP PR QA RAM REST RPC SAAS SDK SEO SLA SLO SQL SSH SSL TBD TCP TDD TLS TODO TTL UDP UI UML URI URL ' +
    'USA USB UTC UUID UX VM VPN WIP XML YAML THE AND FOR NOT ALL NEW ADD FIX SET GET PUT'
  ).split(' '),
);

function initialsOf(
  titles: readonly string[],
  texts: readonly string[],
  uses: ReadonlyMap<string, ReadonlySet<number>>,
): AcronymProposal[] {
  const found = new Map<string, AcronymProposal>();
  for (const title of titles.slice(0, TEXTS_MAX)) {
    for (const { short, long } of spellings(title)) {
      const users = uses.get(short);
      if (!users || EVERYBODYS.has(short) || found.has(short)) continue;
      const words = new Set(wordsOf(long).filter((word) => !isSmall(word)));
      const places: AcronymPlace[] = [];
      let seenIn = 0;
      for (const text of users) {
        if (!holdsAll(texts[text] ?? '', words)) continue;
        seenIn += 1;
        const from = (texts[text] ?? '').search(new RegExp(`(?<![\\p{L}\\p{N}_])${short}`, 'u'));
        if (places.length < PLACES_MAX) places.push({ text, from, to: from + short.length });
      }
      if (seenIn > 0) found.set(short, { short, long, ground: 'initials', seenIn, usedIn: users.size, places });
    }
  }
  return [...found.values()];
}

/** Initials of a title, and of each run of words in it, with and without its small words. */
function spellings(title: string): { readonly short: string; readonly long: string }[] {
  const words = placedWords(title.slice(0, 200), 0);
  const made: { short: string; long: string }[] = [];
  for (let from = 0; from < words.length; from++) {
    for (let to = from + INITIALS_MIN; to <= Math.min(words.length, from + INITIALS_MAX + 2); to++) {
      const run = words.slice(from, to);
      const [first, last] = [run[0], run.at(-1)];
      if (!first || !last || isSmall(first.word) || isSmall(last.word)) continue;
      const long = title.slice(first.from, last.to);
      const telling = run.filter(({ word }) => !isSmall(word));
      for (const spoken of new Set([run, telling])) {
        if (spoken.length < INITIALS_MIN || spoken.length > INITIALS_MAX) continue;
        made.push({ short: spoken.map(({ word }) => word[0]?.toUpperCase() ?? '').join(''), long });
      }
    }
  }
  return made;
}

function holdsAll(text: string, words: ReadonlySet<string>): boolean {
  const held = new Set(wordsOf(text).map((word) => word.replace(/(?<=...)s$/u, '')));
  return [...words].every((word) => held.has(word.replace(/(?<=...)s$/u, '')));
}
