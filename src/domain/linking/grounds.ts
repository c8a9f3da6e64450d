import { placedWords } from './lexicon.ts';
import type { Measure, Measured } from './measure.ts';
import type { LinkerTask, Span } from './reading.ts';

const WORDS_MAX = 5;
/** What carries less than this share of the heaviest word is not named. */
const TELLING_MIN = 0.12;

/** A single letter or a bare number may carry a goal, and yet tells a reader nothing. */
function isNameable(spoken: string): boolean {
  return spoken.length > 1 && !/^\d+$/u.test(spoken);
}

/** The task's own words that carry a goal, heaviest first, and every place where they stand. An example is no reason for itself. */
export function wordsFor(
  measure: Measure,
  task: LinkerTask,
  { terms }: Pick<Measured, 'terms'>,
  goal: number,
): { words: string[]; spans: Span[] } {
  const found = new Map<string, { spoken: string; weight: number; spans: Span[] }>();
  measure.lexicon.open(task.title, task.text);
  for (const place of ['title', 'text'] as const) {
    for (const word of placedWords(measure.lexicon, task[place])) {
      if (!isNameable(word.spoken)) continue;
      const key = word.parts.join(' ');
      const known = found.get(key) ?? {
        spoken: word.spoken,
        weight: measure.carries(word, terms, goal, task.id),
        spans: [],
      };
      known.spans.push({ in: place, from: word.from, to: word.to });
      found.set(key, known);
    }
  }
  const telling = [...found.values()].filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  const least = (telling[0]?.weight ?? 0) * TELLING_MIN;
  const shown = telling.filter(({ weight }) => weight >= least).slice(0, WORDS_MAX);
  return { words: shown.map(({ spoken }) => spoken), spans: shown.flatMap(({ spans }) => spans) };
}
