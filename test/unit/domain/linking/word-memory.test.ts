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

test('the words of any text are those of the pattern, in order, whether met before or not', () => {
  const memory = createWordMemory((word) => ({ word }));
  fc.assert(
    fc.property(TEXT, (text) => {
      const words = text.match(WORD) ?? [];
      expect(memory.read(text).map(({ word }) => word)).toEqual([...words]);
    }),
  );
});

test('a word is made once however often it is read, and again once it was forgotten', () => {
  const made: string[] = [];
  const memory = createWordMemory((word) => made.push(word));
  const words = Array.from({ length: 9_000 }, (_, at) => `word${at}`);
  memory.read(words.join(' '));
  memory.read(words.join(', '));
  expect(made).toEqual(words);
  memory.forget();
  memory.read('word1 word1');
  expect(made.slice(9_000)).toEqual(['word1']);
});

test('a run of letters longer than any word is read in pieces', () => {
  const memory = createWordMemory((word) => word.length);
  expect(memory.read(`${'k'.repeat(450)} end`)).toEqual([200, 200, 50, 3]);
});
