import { describe, expect, it } from 'vitest';
import { type AdfNode, adfToText } from '../../../../connectors/jira/adf.ts';
import { wikiToText } from '../../../../connectors/jira/wiki.ts';
import { cpuMsOf } from '../../../helpers/cpu.ts';

const text = (words: string, href?: string): AdfNode =>
  href === undefined
    ? { type: 'text', text: words }
    : { type: 'text', text: words, marks: [{ type: 'link', attrs: { href } }] };
const doc = (...content: AdfNode[]): AdfNode => ({ type: 'doc', content });
const paragraph = (...content: AdfNode[]): AdfNode => ({ type: 'paragraph', content });
const item = (...content: AdfNode[]): AdfNode => ({ type: 'listItem', content });

describe('ADF to plain text', () => {
  it.each<[string, AdfNode, string]>([
    ['paragraphs, a line each', doc(paragraph(text('one'), text(' more')), paragraph(text('two'))), 'one more\ntwo'],
    ['headings', doc({ type: 'heading', content: [text('Why')] }, paragraph(text('KR1.2'))), 'Why\nKR1.2'],
    ['hard breaks', doc(paragraph(text('a'), { type: 'hardBreak' }, text('b'))), 'a\nb'],
    [
      'lists',
      doc({ type: 'bulletList', content: [item(paragraph(text('a'))), item(paragraph(text('b')))] }),
      '- a\n- b',
    ],
    ['mentions', doc(paragraph(text('ask '), { type: 'mention', attrs: { text: '@Ana' } })), 'ask @Ana'],
    ['emoji by their text or name', doc(paragraph({ type: 'emoji', attrs: { shortName: ':fire:' } })), ':fire:'],
    ['dates', doc(paragraph({ type: 'date', attrs: { timestamp: '1700006400000' } })), '2023-11-15'],
    ['states', doc(paragraph({ type: 'status', attrs: { text: 'AT RISK' } })), 'AT RISK'],
    ['code', doc({ type: 'codeBlock', content: [text('a < b')] }), 'a < b'],
    [
      'expands with their title',
      doc({ type: 'expand', attrs: { title: 'More' }, content: [paragraph(text('in'))] }),
      'More\nin',
    ],
    [
      'tables, cells apart',
      doc({
        type: 'table',
        content: [
          {
            type: 'tableRow',
            content: ['a', 'b'].map((word) => ({ type: 'tableCell', content: [paragraph(text(word))] })),
          },
        ],
      }),
      'a\tb',
    ],
    [
      'nodes of tomorrow by their content',
      doc({ type: 'newThing', content: [paragraph(text('still read'))] }),
      'still read',
    ],
    ['nothing', doc(), ''],
    ['a malformed tree', { type: 'doc', content: 'no list' } as unknown as AdfNode, ''],
  ])('writes %s', (_, tree, words) => {
    expect(adfToText(tree).text).toBe(words);
  });

  it('collects marked links, cards and bare addresses, each once, the named one first', () => {
    const tree = doc(
      paragraph(text('the plan', 'https://wiki.example/plan'), text(' and https://wiki.example/plan.')),
      paragraph({ type: 'inlineCard', attrs: { url: 'https://wiki.example/okr' } }),
      { type: 'blockCard', attrs: { url: 'https://user:pass@wiki.example/kr?token=abc' } },
      paragraph(text('no link', 'javascript:alert(1)')),
    );
    const { links, text: words } = adfToText(tree);
    expect(links).toEqual([
      { url: 'https://wiki.example/plan', title: 'the plan', place: 'text' },
      { url: 'https://wiki.example/okr', title: null, place: 'text' },
      { url: 'https://wiki.example/kr?token=removed', title: null, place: 'text' },
    ]);
    expect(words).not.toMatch(/abc|user:pass/);
  });

  it('survives a tree deeper than any stack', () => {
    let tree = paragraph(text('bottom'));
    for (let depth = 0; depth < 50_000; depth += 1) tree = { type: 'panel', content: [tree] };
    expect(adfToText(doc(tree)).text).toBe('');
  });
});

describe('wiki markup to plain text', () => {
  it.each([
    ['h2. Why', 'Why'],
    ['*bold* and _slanted_, -gone-', 'bold and slanted, gone'],
    ['snake_case_name and 2*3*4 and 2026-11-22', 'snake_case_name and 2*3*4 and 2026-11-22'],
    ['* one\n** two\n# three', '- one\n- two\n- three'],
    ['{code:java}\nx = 1\n{code}', 'x = 1'],
    ['{quote}said{quote}', 'said'],
    ['||goal||rate||\n|O1|3|', 'goal\trate\nO1\t3'],
    ['ask [~accountid:5b1:x]', 'ask @5b1:x'],
    ['!screen shot.png|thumbnail!', 'screen shot.png'],
    ['{{mono}} and ??cited??', 'mono and cited'],
    ['a\n----\nb', 'a\n\nb'],
    ['not [closed and {odd', 'not [closed and {odd'],
  ])('reads %j', (markup, words) => {
    expect(wikiToText(markup).text).toBe(words);
  });

  it('collects links with their titles', () => {
    const { text: words, links } = wikiToText(
      'See [the plan|https://wiki.example/plan], [https://wiki.example/okr] and https://x.example.',
    );
    expect(words).toBe('See the plan, https://wiki.example/okr and https://x.example.');
    expect(links).toEqual([
      { url: 'https://wiki.example/plan', title: 'the plan', place: 'text' },
      { url: 'https://wiki.example/okr', title: null, place: 'text' },
      { url: 'https://x.example', title: null, place: 'text' },
    ]);
  });

  it.each(['[', '{{a', ' *a', '??a', '[a|', '!a.', '|a ', 'http://', ' '])('stays quick on 30,000 times %j', (part) => {
    expect(cpuMsOf(() => wikiToText(part.repeat(30_000)))).toBeLessThan(2_000);
  });
});
