import { expect, it } from 'vitest';
import { type PageRead, readsWords } from '../../../src/domain/digest-reads.ts';

function read(reader: string, person: string | null, day = '2026-11-17'): PageRead {
  return { readerId: reader.toLowerCase(), reader, personId: person?.toLowerCase() ?? 'self', person, day };
}

it('says in one sentence who read which page, one’s own first, however often', () => {
  expect(readsWords([])).toBe('');
  expect(readsWords([read('Lea', null)])).toBe('From further above, Lea read your page.');
  const reads = [read('Olga', 'Ada'), read('Olga', null), read('Lea', null), read('Lea', null, '2026-11-18')];
  const words = 'From further above, Lea and Olga read your page and Olga read the page of Ada.';
  expect(readsWords(reads)).toBe(words);
  expect(readsWords(reads.toReversed())).toBe(words);
});

it('counts the pages that would make it long', () => {
  const reads = ['Ada', 'Bert', 'Cem', 'Dora', 'Emil'].map((name) => read('Olga', name));
  expect(readsWords(reads)).toBe(
    'From further above, Olga read the page of Ada, Olga read the page of Bert, Olga read the page of Cem and 2 more pages were read.',
  );
  expect(readsWords(reads.slice(0, 4))).toMatch(/ and 1 more page was read\.$/);
});
