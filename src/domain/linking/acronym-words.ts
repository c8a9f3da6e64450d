import { isStopWord, LANGUAGES } from './function-words.ts';

/** In UTF-16 units of that text, end excluded. */
export interface AcronymPlace {
  readonly text: number;
  readonly from: number;
  readonly to: number;
}

/** What a short form stands for, and where that was seen. */
export interface Stated {
  readonly short: string;
  readonly long: string;
  seenIn: number;
  lastIn: number;
  readonly places: AcronymPlace[];
}

const PLACES_MAX = 3;

export function addPlace(known: Stated, place: AcronymPlace): void {
  if (known.lastIn !== place.text) known.seenIn += 1;
  known.lastIn = place.text;
  if (known.places.length < PLACES_MAX) known.places.push(place);
}

export interface Placed {
  readonly word: string;
  readonly from: number;
  readonly to: number;
}

/** Words by their letters; a sentence that ended before takes no part. */
export function placedWords(text: string, offset: number): Placed[] {
  const starts = Math.max(...['. ', '\n', '; ', ': ', ', ', '| '].map((end) => text.trimEnd().lastIndexOf(end))) + 1;
  const words: Placed[] = [];
  for (const { 0: word, index } of text.slice(starts).matchAll(/[\p{L}\p{N}]+/gu)) {
    const from = offset + starts + index;
    words.push({ word, from, to: from + word.length });
  }
  return words;
}

/** A short word that only grammar needs, in any of our languages. */
export function isSmall(word: string): boolean {
  return word.length <= 4 && LANGUAGES.some((language) => isStopWord(word.toLowerCase(), language));
}
