import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAdf } from '../../../../connectors/confluence/adf.ts';
import { readStorage } from '../../../../connectors/confluence/storage.ts';
import { toBlocks } from '../../../../connectors/rich.ts';
import { cpuMsOf } from '../../../helpers/cpu.ts';

const read = (markup: string) => toBlocks(readStorage(markup));
const heading = (level: number, text: string) => ({ type: 'heading', level, text });
const paragraph = (text: string) => ({ type: 'paragraph', text });
const item = (depth: number, text: string) => ({ type: 'item', depth, text });

describe('the storage format', () => {
  it.each([
    [
      'entities by name and number',
      '<p>caf&eacute; &rarr; 10&nbsp;%&#44; &#x41;&unknown;</p>',
      [paragraph('café → 10 %, A&unknown;')],
    ],
    [
      'a blank source line is one blank, a break is a line',
      '<p>one\n   two<br/>three</p>',
      [paragraph('one two\nthree')],
    ],
    [
      'lists inside lists',
      '<ul><li><p>a</p><ol><li>b</li></ol></li><li>c</li></ul>',
      [item(0, 'a'), item(1, 'b'), item(0, 'c')],
    ],
    [
      'tasks',
      '<ac:task-list><ac:task><ac:task-id>7</ac:task-id><ac:task-status>incomplete</ac:task-status><ac:task-body>ring</ac:task-body></ac:task></ac:task-list>',
      [item(0, 'ring')],
    ],
    [
      'a table with a list in a cell',
      '<table><colgroup><col/></colgroup><tbody><tr><th><p>KR</p></th><th>By</th></tr><tr><td><ul><li>x</li><li>y</li></ul></td><td><time datetime="2026-12-31" /></td></tr></tbody></table>',
      [
        {
          type: 'table',
          rows: [
            ['KR', 'By'],
            ['x\ny', '2026-12-31'],
          ],
        },
      ],
    ],
    [
      'a panel’s inside, not its settings',
      '<ac:structured-macro ac:name="panel"><ac:parameter ac:name="bgColor">#FFF0B3</ac:parameter><ac:rich-text-body><h2>Hi</h2></ac:rich-text-body></ac:structured-macro>',
      [heading(2, 'Hi')],
    ],
    [
      'a status by its words',
      '<p>Now <ac:structured-macro ac:name="status"><ac:parameter ac:name="title">on track</ac:parameter></ac:structured-macro></p>',
      [paragraph('Now on track')],
    ],
    [
      'code as it stands',
      '<ac:structured-macro ac:name="code"><ac:plain-text-body><![CDATA[a < b]]></ac:plain-text-body></ac:structured-macro>',
      [paragraph('a < b')],
    ],
    ['no template hint', '<p><ac:placeholder>Type a goal</ac:placeholder></p>', []],
    ['an end tag without its start, an element left open', '<p>a</b><strong>b', [paragraph('ab')]],
  ])('reads %s', (_name, markup, blocks) => {
    expect(read(markup)).toEqual(blocks);
  });

  it('names the task of a Jira macro and the heading it stands under', () => {
    const macro =
      '<ac:structured-macro ac:name="jira"><ac:parameter ac:name="key">OPS-7</ac:parameter></ac:structured-macro>';
    const query =
      '<ac:structured-macro ac:name="jira"><ac:parameter ac:name="jqlQuery">project = OPS</ac:parameter></ac:structured-macro>';
    const blocks = read(`<h1>Goals</h1><h2>O1</h2><p>See ${macro}${query}</p><h2>O2</h2>`);
    expect(blocks).toEqual([
      heading(1, 'Goals'),
      heading(2, 'O1'),
      paragraph('See OPS-7'),
      { type: 'reference', url: null, taskKey: 'OPS-7', title: null, path: ['Goals', 'O1'] },
      heading(2, 'O2'),
    ]);
  });

  it('gives each link once with its words, without its secrets, and bare addresses too', () => {
    const blocks = read(
      '<h1>A</h1><ul><li><a href="https://x.example/browse/OPS-7?token=s3cret">the card</a> https://y.example/1</li></ul>',
    );
    expect(blocks.filter((block) => block.type === 'reference')).toEqual([
      {
        type: 'reference',
        url: 'https://x.example/browse/OPS-7?token=removed',
        taskKey: null,
        title: 'the card',
        path: ['A'],
      },
      { type: 'reference', url: 'https://y.example/1', taskKey: null, title: null, path: ['A'] },
    ]);
    const bare = 'https://x.example/?token=s3cret';
    expect(
      JSON.stringify(read(`<h1>${bare}</h1><p>${bare} <a href="https://y.example">${bare}</a></p>`)),
    ).not.toContain('s3cret');
  });

  it('never throws and never takes long, whatever a page holds', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '</',
      '"',
      '<p',
      '<td>',
      '<tr>',
      '<li>',
      '<ul>',
      '<table>',
      '</table>',
      '<!--',
      '<![CDATA[',
      '&#x;',
      'a',
      '<h1>',
      ' x="',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(read(pieces.join(''))).toBeInstanceOf(Array);
      }),
    );
    const took = cpuMsOf(() => {
      for (const bad of ['<!--', '<![CDATA[', '<a "', '<ul><li>', "<a b='", '&a']) read(bad.repeat(50_000));
    });
    expect(took).toBeLessThan(5_000);
  });
});

describe('the document tree of the newer editor', () => {
  const text = (words: string, marks: unknown[] = []) => ({ type: 'text', text: words, marks });

  it('reads as the storage format does', () => {
    const doc = {
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 2 }, content: [text('O1')] },
        { type: 'paragraph', content: [text('by '), { type: 'date', attrs: { timestamp: '1798675200000' } }] },
        {
          type: 'bulletList',
          content: [
            {
              type: 'listItem',
              content: [
                { type: 'paragraph', content: [text('KR1')] },
                {
                  type: 'bulletList',
                  content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('deep')] }] }],
                },
              ],
            },
          ],
        },
        {
          type: 'table',
          content: [
            {
              type: 'tableRow',
              content: [
                { type: 'tableHeader', content: [{ type: 'paragraph', content: [text('KR')] }] },
                { type: 'tableCell', content: [{ type: 'paragraph', content: [text('x')] }] },
              ],
            },
          ],
        },
        {
          type: 'extension',
          attrs: { extensionKey: 'jira', parameters: { macroParams: { key: { value: 'OPS-7' } } } },
        },
        { type: 'blockCard', attrs: { url: 'https://x.example/browse/OPS-8' } },
      ],
    };
    const reference = { type: 'reference', title: null, path: ['O1'] };
    expect(toBlocks(readAdf(JSON.stringify(doc)) ?? [])).toEqual([
      heading(2, 'O1'),
      paragraph('by 2026-12-31'),
      item(0, 'KR1'),
      item(1, 'deep'),
      { type: 'table', rows: [['KR', 'x']] },
      paragraph('OPS-7'),
      { ...reference, url: null, taskKey: 'OPS-7' },
      paragraph('https://x.example/browse/OPS-8'),
      { ...reference, url: 'https://x.example/browse/OPS-8', taskKey: null },
    ]);
  });

  it.each(['', 'null', '[]', '{"type":"doc","content":[null,{"type":7,"marks":[{}],"attrs":[]}]}', '"doc"'])(
    'takes %s for a tree or for none',
    (json) => {
      expect(() => toBlocks(readAdf(json) ?? [])).not.toThrow();
    },
  );
});

const root = process.env.PLUMBLINE_FIXTURES;
describe.skipIf(!root)('bodies as recorded', () => {
  it('keep every word a reader sees, and no markup', () => {
    const file = join(root ?? '', 'fixtures/confluence/rest-pages-page-2.json');
    const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
      results: { id: string; body: { storage: { value: string } } }[];
    };
    const byId = new Map(results.map(({ id, body }) => [id, read(body.storage.value)]));
    for (const blocks of byId.values()) expect(JSON.stringify(blocks)).not.toMatch(/<\/?(ac:|ri:|p>|td)|&nbsp;|rgb\(/);
    expect(byId.get('295028')?.slice(0, 3)).toEqual([
      heading(2, 'Welcome to your team space!'),
      item(0, "We've added some suggestions and placeholders. Everything is customizable."),
      item(0, 'Get started with templates:'),
    ]);
    const plan = byId.get('295083')?.[0];
    expect(plan).toMatchObject({ type: 'table' });
    expect(plan?.type === 'table' && plan.rows.map(([name]) => name)).toEqual([
      'Driver',
      'Approver',
      'Contributors',
      'Informed',
      'Objective',
      'Due date',
      'Key outcomes',
      'Status',
    ]);
    expect(byId.get('14057473')).toEqual([
      paragraph('This is a test page for inline comments. The quick brown fox jumps over the lazy dog.'),
    ]);
  });
});
