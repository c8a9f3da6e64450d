import type { Measure, Measured } from './measure.ts';
import type { LinkerTask } from './reading.ts';
import { WORD } from './word-memory.ts';

const WORDS_MAX = 5;
/** What carries less than this share of the heaviest word is not named. */
const TELLING_MIN = 0.12;

interface Found {
  /** Which word of the text it is. */
  readonly at: number;
  readonly text: string;
  readonly weight: number;
}

/** The task's own words that carry a goal, heaviest first, each once. An example is no reason for itself. */
export function wordsFor(
  measure: Measure,
  task: LinkerTask,
  { terms }: Pick<Measured, 'terms'>,
  goal: number,
): string[] {
  const { lexicon } = measure;
  const carries = measure.carrying(terms, goal, task.id);
  const found = new Map<string, Found>();
  lexicon.open(task.title, task.text);
  for (const text of [task.title, task.text]) {
    const count = lexicon.read(text);
    for (let at = 0; at < count; at++) {
      const word = lexicon.found[at] as number;
      const key = partsOf(lexicon.words, word);
      if (key !== '' && !found.has(key)) found.set(key, { at, text, weight: carries(word) });
    }
  }
  return heaviest([...found.values()].filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight));
}

/** The same for a word however it is spelled; empty for one that says nothing in any text. */
function partsOf(words: Int32Array, word: number): string {
  const stems = words[word] as number;
  if (stems === 0) return '';
  const from = word + 2 + stems;
  return words[word + 1] === 1 ? `${words[from]}` : words.subarray(from, from + (words[word + 1] as number)).join(' ');
}

function heaviest(found: readonly Found[]): string[] {
  const spoken = new Map<string, readonly string[]>();
  const named: string[] = [];
  let least = 0;
  for (const { at, text, weight } of found) {
    if (weight < least || named.length === WORDS_MAX) break;
    const words = spoken.get(text) ?? text.match(WORD) ?? [];
    spoken.set(text, words);
    const word = words[at] ?? '';
    if (!isNameable(word)) continue;
    if (named.length === 0) least = weight * TELLING_MIN;
    named.push(word);
  }
  return named;
}

/** A single letter or a bare number may carry a goal, and yet tells a reader nothing. */
function isNameable(spoken: string): boolean {
  return spoken.length > 1 && !/^\d+$/u.test(spoken);
}
