import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWordMemory, WORD } from '../../../../src/domain/linking/word-memory.ts';

const TEXT = fc
  .array(
    fc.oneof(
      fc.constantFrom('api', 'getVolume_byId', '_a', 'é', 'e\u0301', 'für', '日本', '𝒜b', ' ', '’', '-', '\n'),
      fc.string({ unit: 'grapheme' }),
    ),
  )
  .map((parts) => parts.join(''));

/** A memory that tells words instead of numbers. */
function openMemory() {
  const words: string[] = [];
  const met: string[] = [];
  const memory = createWordMemory((word) => {
    met.push(word);
    return [words.push(word) - 1, word.length];
  });
  const read = (text: string) => {
    const count = memory.read(text);
    return Array.from(memory.found.subarray(0, count), (place) => words[memory.records[place] as number]);
  };
  return { memory, read, met };
}

test('the words of any text are those of the pattern, in order, whether met before or not', () => {
  const { read } = openMemory();
  fc.assert(
    fc.property(TEXT, (text) => {
      expect(read(text)).toEqual([...(text.match(WORD) ?? [])]);
    }),
  );
});

test('a word is met once however often it is read, and again once it was forgotten', () => {
  const { memory, read, met } = openMemory();
  const words = Array.from({ length: 9_000 }, (_, at) => `word${at}`);
  expect(read(words.join(' '))).toEqual(words);
  expect(read(words.join(', '))).toEqual(words);
  expect(met).toEqual(words);
  memory.forget();
  expect(read('word1 word1')).toEqual(['word1', 'word1']);
  expect(met.slice(9_000)).toEqual(['word1']);
});

test('what is to be kept is not forgotten', () => {
  const { memory, read, met } = openMemory();
  read('rail yard');
  memory.keep();
  read('yard lights');
  memory.forget();
  expect(memory.passing).toBe(0);
  expect(read('lights yard rail')).toEqual(['lights', 'yard', 'rail']);
  expect(met).toEqual(['rail', 'yard', 'lights', 'lights']);
});

test('a run of letters longer than any word is read in pieces', () => {
  const { read } = openMemory();
  expect(read(`${'k'.repeat(450)} end`).map((word) => word?.length)).toEqual([200, 200, 50, 3]);
});
