import { blankOut, type Stretch } from '../blank-out.ts';
import { fnv1a } from '../fnv.ts';
import { normaliseTitle } from '../normal-text.ts';

/** Lines that many tasks of one organisation share: the headings and hints of its ticket templates. */
export interface Boilerplate {
  /** How many lines were learnt. */
  readonly size: number;
  /** The same text with spaces in the place of shared lines: a place in it is the same place in the original. */
  strip(text: string): string;
}

/** Learns from one text after another. */
export interface BoilerplateLearner {
  /** @param text A description, cleaned (`cleanText`), without its title: two tasks may have one title and mean it. */
  read(text: string): void;
  /** A number for each line that is shared, the smallest first: what is kept, and strips other texts (`knownBoilerplate`). */
  learnt(): number[];
}

/** Past it a sample says nothing new. */
export const SAMPLE_MAX = 20_000;
/** Hashes held while learning, some 6 MB. */
const LINES_MAX = 100_000;
const SHARED_MIN = 5;
const SHARED_SHARE = 0.02;
/** What was learnt before stays until half as many have it, or a line at the border would come and go from night to night. */
const KNOWN_FACTOR = 0.5;

/**
 * Learns what many texts have in common, line by line, whatever case, spaces, figures and punctuation they are written with. "As a buyer
 * I want a receipt" is nobody else's line and stays; "As a … I want …", left as the template has it, goes. A single word stays too:
 * "Payments" may be a heading of many tasks and say what they are about; that it is common, its weight will show.
 *
 * @param known What was learnt before.
 */
export function createBoilerplateLearner(known: readonly number[] = []): BoilerplateLearner {
  const wasKnown = new Set(known);
  const seenIn = new Map<number, number>();
  let sampled = 0;
  return {
    read: (text) => {
      if (sampled >= SAMPLE_MAX) return;
      sampled += 1;
      for (const key of new Set(partsOf(text).map((part) => part.key))) seenIn.set(key, (seenIn.get(key) ?? 0) + 1);
      if (seenIn.size > LINES_MAX) forgetRarest(seenIn);
    },
    learnt: () => {
      const sharedMin = Math.max(SHARED_MIN, sampled * SHARED_SHARE);
      const isShared = ([key, tasks]: [number, number]) =>
        tasks >= (wasKnown.has(key) ? sharedMin * KNOWN_FACTOR : sharedMin);
      return [...seenIn]
        .filter(isShared)
        .map(([key]) => key)
        .sort((a, b) => a - b);
    },
  };
}

/**
 * @param texts As a learner reads them.
 * @param goalTitles A line that names one of them is shared by many tasks because they serve it, and stays.
 */
export function learnBoilerplate(texts: Iterable<string>, goalTitles: readonly string[] = []): Boilerplate {
  const learner = createBoilerplateLearner();
  let sampled = 0;
  for (const text of texts) {
    if (sampled >= SAMPLE_MAX) break;
    sampled += 1;
    learner.read(text);
  }
  return knownBoilerplate(learner.learnt(), goalTitles);
}

/** @param keys What a learner learnt. */
export function knownBoilerplate(keys: readonly number[], goalTitles: readonly string[] = []): Boilerplate {
  const shared = new Set(keys);
  const isTelling = tellingLines(goalTitles);
  return {
    size: shared.size,
    strip: (text) => {
      if (shared.size === 0) return text;
      const gone = partsOf(text).filter((part) => shared.has(part.key) && !isTelling(text, part));
      return blankOut(text, gone);
    },
  };
}

/** What one task in fifty has comes up again long before the room is full. */
function forgetRarest(seenIn: Map<number, number>): void {
  for (let rare = 1; seenIn.size > LINES_MAX / 2; rare++) {
    for (const [key, tasks] of seenIn) if (tasks <= rare) seenIn.delete(key);
  }
}

/** Names a goal by its title or by something like a key, "KR1.2" or "PROJ-12". Looked up once for each line of the template. */
function tellingLines(goalTitles: readonly string[]): (text: string, part: Part) => boolean {
  const titles = goalTitles.map(normaliseTitle).filter((title) => title.includes(' '));
  const named = new Map<number, boolean>();
  return (text, part) => {
    const line = text.slice(part.from, part.to);
    if (/\b[A-Z]{1,10}-?\d/u.test(line)) return true;
    const known = named.get(part.key);
    if (known !== undefined) return known;
    const spoken = ` ${normaliseTitle(line)} `;
    const found = titles.some((title) => spoken.includes(` ${title} `));
    named.set(part.key, found);
    return found;
  };
}

interface Part extends Stretch {
  readonly key: number;
}

/** Lines, and what stands before the first colon of one: "Acceptance criteria: the total is right" is half a template. */
function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  for (let from = 0; from < text.length; ) {
    const breaks = text.indexOf('\n', from);
    const to = breaks === -1 ? text.length : breaks;
    const whole = keyOf(text, from, to);
    if (whole !== null) {
      parts.push({ from, to, key: whole });
      const colon = text.slice(from, Math.min(to, from + LABEL_CHARACTERS_MAX)).indexOf(':');
      const label = colon > 0 ? keyOf(text, from, from + colon) : null;
      if (label !== null) parts.push({ from, to: from + colon + 1, key: label });
    }
    from = to + 1;
  }
  return parts;
}

const LABEL_CHARACTERS_MAX = 80;
/** A longer line is a whole text that lost its line breaks. */
const LINE_CHARACTERS_MAX = 2_000;
const WORD = /\p{L}+/gu;

/** A number of 52 bits for the words between two places, one for all spellings; null for fewer than two words. */
function keyOf(text: string, from: number, to: number): number | null {
  if (to - from > LINE_CHARACTERS_MAX) return null;
  const words = text.slice(from, to).toLowerCase().match(WORD);
  if (!words || words.length < 2) return null;
  // A space after each word, or "form at" would be "format".
  const line = `${words.join(' ')} `;
  let high = 0x1000193;
  for (let at = 0; at < line.length; at++) {
    high = Math.imul(high ^ line.charCodeAt(at), 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (high >>> 12) * 2 ** 32 + (fnv1a(line) >>> 0);
}
