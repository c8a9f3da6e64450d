import { describe, expect, it } from 'vitest';
import { createNameRemover } from '../../../src/domain/without-names.ts';

const withoutNames = createNameRemover([
  { name: 'Ada Lovelace', email: 'ada@example.org' },
  { name: 'Mary Ann Evans', email: null },
  { name: 'Will', email: 'will.s@example.org' },
]);

describe('a text without names', () => {
  it.each([
    ['Ask Ada Lovelace. She knows.', 'Ask somebody. She knows.'],
    ['Lovelace, Ada and mary ann evans agreed', 'somebody and somebody agreed'],
    ['On Monday Evans Mary Ann wrote: yes', 'On Monday somebody wrote: yes'],
    ['Mail ada@example.org or nobody.known@sub.example.com, please', 'Mail somebody or somebody, please'],
    ['cc @ada, @will.s and [~accountid:557058:ab-1]', 'cc somebody, somebody and somebody'],
    ['It will do; Ada is a language, too', 'It will do; Ada is a language, too'],
    ['Ada Lovelacer and @types/node stay', 'Ada Lovelacer and @types/node stay'],
    ['', ''],
  ])('%s', (text, made) => {
    expect(withoutNames(text)).toBe(made);
  });
});
