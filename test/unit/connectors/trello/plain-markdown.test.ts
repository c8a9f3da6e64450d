import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainMarkdown } from '../../../../connectors/trello/plain-markdown.ts';
import { cpuMsOf } from '../../../helpers/cpu.ts';

describe('plainMarkdown', () => {
  it.each([
    ['headings', '# Why\n## How', 'Why\nHow'],
    ['emphasis', '**bold** and _soft_ and ~~gone~~', 'bold and soft and gone'],
    ['names with underscores stay', 'set max_retry_count to 3', 'set max_retry_count to 3'],
    ['sums with stars stay', '2 * 3 * 4', '2 * 3 * 4'],
    ['links', '[the plan](https://a.example/x "t") now', 'the plan now'],
    ['links with brackets', '[a](https://a.example/x_(y))', 'a'],
    ['pictures', '![chart](https://a.example/x.png)', 'chart'],
    ['bullets', '- one\n* two', 'one\ntwo'],
    ['rules', 'a\n\n---\n\nb', 'a\n\nb'],
    ['code', 'run `npm ci`', 'run npm ci'],
    ['fences', '```js\nlet a\n```', 'let a'],
    ['quotes', '> said', 'said'],
    ['bare addresses stay', 'see https://a.example/x_y_z', 'see https://a.example/x_y_z'],
  ])('takes the marks off %s', (_name, markdown, plain) => {
    expect(plainMarkdown(markdown)).toBe(plain);
  });

  it('never drops a word', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    const mark = fc.constantFrom(' ', '\n', '**', '_', '# ', '- ', '> ', '`', '* ', '~~', '\n\n', '[', ']', '(', ')');
    fc.assert(
      fc.property(fc.array(fc.oneof(word, mark), { maxLength: 30 }), (parts) => {
        const text = parts.map((part) => (/[a-z]/.test(part) ? ` ${part} ` : part)).join('');
        // A link's address is the one thing that is meant to go.
        fc.pre(!text.includes(']('));
        const words = text.match(/[a-z]+/g) ?? [];
        const left = plainMarkdown(text).match(/[a-z]+/g) ?? [];
        // Behind a fence stands the name of a language.
        if (!text.includes('```')) expect(left).toEqual(words);
      }),
    );
  });

  it('stays quick on hostile text', () => {
    const took = cpuMsOf(() => {
      for (const piece of ['[', '**a', '_a ', '(', '[x](', ' ', '\n', '- ', '* * ', '`a', '**']) {
        const hostile = `${piece.repeat(10_000)}x`;
        plainMarkdown(hostile);
        plainMarkdown(`[x](${hostile}`);
      }
    });
    expect(took).toBeLessThan(2_000);
  });
});
