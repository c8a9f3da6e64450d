import type { Span } from './reading.ts';
import { WORD } from './word-memory.ts';

/** Every place where one of these words stands in the task's own title and text, whole and in any case, in their order. */
export function spansOf(words: readonly string[], task: { readonly title: string; readonly text: string }): Span[] {
  const wanted = new Set(words.map((word) => word.toLowerCase()));
  if (wanted.size === 0) return [];
  return (['title', 'text'] as const).flatMap((place) =>
    [...task[place].matchAll(WORD)].flatMap(({ 0: word, index }) =>
      wanted.has(word.toLowerCase()) ? [{ in: place, from: index, to: index + word.length }] : [],
    ),
  );
}
