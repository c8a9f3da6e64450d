import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BlockTree, readTree } from '../../../../connectors/notion/blocks.ts';
import { toBlocks } from '../../../../connectors/rich.ts';

const words = (text: string, more: object = {}) => ({ type: 'text', plain_text: text, ...more });

function tree(type: string, held: object, ...children: BlockTree[]): BlockTree {
  return { block: { object: 'block', id: 'b', type, [type]: held }, children };
}

function said(type: string, text: string, ...children: BlockTree[]): BlockTree {
  return tree(type, { rich_text: [words(text)] }, ...children);
}

const read = (...blocks: BlockTree[]) => toBlocks(readTree(blocks));

describe('the blocks of a page', () => {
  it('keep their order and nesting, in columns, toggles and under toggled headings', () => {
    const blocks = read(
      said('heading_1', 'OKRs', said('paragraph', 'inside')),
      said('bulleted_list_item', 'O1', said('numbered_list_item', 'KR1', said('to_do', 'do it'))),
      tree('column_list', {}, tree('column', {}, said('callout', 'left')), tree('column', {}, said('quote', 'right'))),
      said('toggle', 'more', said('heading_2', 'Deep')),
    );
    expect(blocks).toEqual([
      { type: 'heading', level: 1, text: 'OKRs' },
      { type: 'paragraph', text: 'inside' },
      { type: 'item', depth: 0, text: 'O1' },
      { type: 'item', depth: 1, text: 'KR1' },
      { type: 'item', depth: 2, text: 'do it' },
      { type: 'paragraph', text: 'left' },
      { type: 'paragraph', text: 'right' },
      { type: 'paragraph', text: 'more' },
      { type: 'heading', level: 2, text: 'Deep' },
    ]);
  });

  it('give a table by its rows', () => {
    const row = (...cells: string[]) => tree('table_row', { cells: cells.map((cell) => [words(cell)]) });
    expect(read(tree('table', { has_column_header: true }, row('KR', 'By'), row('NPS', 'Q4')))).toEqual([
      {
        type: 'table',
        rows: [
          ['KR', 'By'],
          ['NPS', 'Q4'],
        ],
      },
    ]);
  });

  it('point at what they link to, mention or embed, with the heading above', () => {
    const mention = {
      type: 'mention',
      mention: { type: 'link_preview' },
      href: 'https://x.example/browse/OPS-7',
      plain_text: 'OPS-7',
    };
    const blocks = read(
      said('heading_1', 'O1'),
      tree('paragraph', { rich_text: [words('see '), mention, words(' and '), words('this', { href: '/1234' })] }),
      tree('bookmark', { url: 'https://x.example/c/1?token=s3cret' }),
    );
    expect(blocks).toEqual([
      { type: 'heading', level: 1, text: 'O1' },
      { type: 'paragraph', text: 'see OPS-7 and this' },
      { type: 'reference', url: 'https://x.example/browse/OPS-7', taskKey: null, title: 'OPS-7', path: ['O1'] },
      { type: 'paragraph', text: 'https://x.example/c/1?token=removed' },
      {
        type: 'reference',
        url: 'https://x.example/c/1?token=removed',
        taskKey: null,
        title: null,
        path: ['O1'],
      },
    ]);
  });

  it('say a mentioned day as a day, whatever the editor shows', () => {
    const day = {
      type: 'mention',
      plain_text: 'next Friday',
      mention: { type: 'date', date: { start: '2026-12-31' } },
    };
    expect(read(tree('paragraph', { rich_text: [words('by '), day] }))).toEqual([
      { type: 'paragraph', text: 'by 2026-12-31' },
    ]);
  });

  it('leave out pages of their own, what lies in the trash, and kinds without words', () => {
    const trashed = said('paragraph', 'gone');
    expect(
      read(
        tree('child_page', { title: 'Another' }, said('paragraph', 'not ours')),
        { ...trashed, block: { ...trashed.block, in_trash: true } },
        tree('divider', {}),
        tree('image', { caption: 7 }),
      ),
    ).toEqual([]);
  });
});

const root = process.env.PLUMBLINE_FIXTURES;
describe.skipIf(!root)('blocks as recorded', () => {
  it.each([
    ['rest-block-children-1.json', [{ type: 'paragraph', text: 'Updated paragraph text from Nango action test' }]],
    [
      'rest-block-children-4.json',
      [
        { type: 'paragraph', text: 'paragraph 2' },
        { type: 'paragraph', text: 'paragraph 3' },
      ],
    ],
    [
      'rest-block-children-5.json',
      [
        { type: 'heading', level: 1, text: 'Heading1' },
        { type: 'item', depth: 0, text: 'todo' },
      ],
    ],
  ])('%s', (file, blocks) => {
    const { results } = JSON.parse(readFileSync(join(root ?? '', 'fixtures/notion', file), 'utf8')) as {
      results: BlockTree['block'][];
    };
    expect(read(...results.map((block) => ({ block, children: [] })))).toEqual(blocks);
  });
});
