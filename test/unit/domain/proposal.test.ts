import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, DocumentProperty, DocumentRecord } from '../../../src/domain/document.ts';
import { type ProposedGoal, readGoals } from '../../../src/domain/proposal.ts';

const h = (level: number, text: string): Block => ({ type: 'heading', level, text });
const p = (text: string): Block => ({ type: 'paragraph', text });
const li = (text: string, depth = 0): Block => ({ type: 'item', depth, text });
const table = (...rows: string[][]): Block => ({ type: 'table', rows });

function page(
  blocks: readonly Block[] | null,
  title = 'A page',
  properties: readonly DocumentProperty[] = [],
): DocumentRecord {
  return {
    type: 'document',
    externalId: 'd1',
    scopeExternalId: 's1',
    title,
    url: null,
    version: 1,
    updatedAt: null,
    isTrashed: false,
    labels: [],
    properties,
    blocks,
  };
}

/** A goal as one line: what it is, its key and title, its measure, and the goal it belongs to. */
function lineOf(goal: ProposedGoal): string {
  const { kind, key, title, from, to, unit, by, owner, parent } = goal;
  const measure = from === null && to === null ? '' : ` [${from}>${to}${unit ?? ''}]`;
  const more = [by && ` by ${by}`, owner && ` of ${owner}`, parent !== null && ` ^${parent}`].filter(Boolean).join('');
  return `${kind === 'objective' ? 'O' : 'KR'} ${key ?? '-'} ${title}${measure}${more}`;
}

const goalsIn = (blocks: readonly Block[], title?: string) => readGoals(page(blocks, title)).map(lineOf);

describe('the goals of a document', () => {
  it.each<[string, Block[], string[]]>([
    [
      'objective headings with their lists',
      [
        h(1, 'OKRs Q4 2026'),
        h(2, 'Objective 1: Delight customers'),
        li('KR1.1 Raise NPS from 30 to 45 by 2026-12-31'),
        li('Read more'),
        h(2, 'O2 Ship faster'),
        li('KR 2.1: Cut lead time from 12 to 5 days (owner: Ada Byron)'),
      ],
      [
        'O O1 Delight customers',
        'KR KR1.1 Raise NPS [30>45] by 2026-12-31 ^0',
        'O O2 Ship faster',
        'KR KR2.1 Cut lead time [12>5days] of Ada Byron ^2',
      ],
    ],
    [
      'plain headings under “Objectives”',
      [
        h(1, 'Objectives'),
        h(2, 'Win the north'),
        h(3, 'Key results'),
        li('Open ten shops'),
        li('Sell from 10% to 20%'),
        h(2, 'Notes'),
        li('Buy cake from 1 to 2'),
      ],
      ['O - Win the north', 'KR - Open ten shops ^0', 'KR - Sell [10>20%] ^0'],
    ],
    [
      'objectives under a heading that only groups them',
      [h(1, 'Objectives'), h(2, 'Platform'), h(3, 'Never be down'), h(3, 'Be cheap'), li('Cost from 9 to 7 €')],
      ['O - Never be down', 'O - Be cheap', 'KR - Cost [9>7€] ^1'],
    ],
    [
      'a list of objectives with key results inside',
      [
        h(1, 'Objectives 2026'),
        li('Delight customers'),
        li('Owner: Ada', 1),
        li('NPS 30 → 45', 1),
        li('asked each month', 2),
        li('Ten case studies', 1),
        li('Ship faster'),
      ],
      ['O - Delight customers of Ada', 'KR - NPS [30>45] ^0', 'KR - Ten case studies ^0', 'O - Ship faster'],
    ],
    [
      'a label inside a list',
      [h(1, 'OKRs'), li('O1: Delight customers'), li('Key results:', 1), li('NPS from 30 to 45', 2)],
      ['O O1 Delight customers', 'KR - NPS [30>45] ^0'],
    ],
    [
      'paragraphs that name themselves',
      [
        p('Objective: Delight customers\nOwner: ada@b.example'),
        p('Key results:'),
        li('Raise NPS from 30 to 45'),
        li('Ten case studies'),
        p('KR 3: Cut churn from 5% to 3%'),
      ],
      [
        'O - Delight customers of ada@b.example',
        'KR - Raise NPS [30>45] ^0',
        'KR - Ten case studies ^0',
        'KR KR3 Cut churn [5>3%] ^0',
      ],
    ],
    [
      'a table of key results under an objective',
      [
        h(2, 'Objective 1: Delight customers'),
        table(
          ['Key result', 'Baseline', 'Target', 'Unit', 'Due date', 'Owner'],
          ['Raise NPS', '30', '45', 'points', '31 Dec 2026', 'Ada'],
          ['Launch', '', '', '', 'soon', ''],
        ),
      ],
      ['O O1 Delight customers', 'KR - Raise NPS [30>45points] by 2026-12-31 of Ada ^0', 'KR - Launch ^0'],
    ],
    [
      'a table of both, where a blank objective is the one above',
      [
        table(
          ['Objective', 'KR', 'From', 'To'],
          ['O1 Delight', 'KR1 NPS', '30 %', '45 %'],
          ['', 'KR2 Churn', '1.234', '3'],
          ['O2 Ship', 'KR3 Lead time', '12', '5'],
        ),
      ],
      ['O O1 Delight', 'KR KR1 NPS [30>45%] ^0', 'KR KR2 Churn [null>3] ^0', 'O O2 Ship', 'KR KR3 Lead time [12>5] ^3'],
    ],
    [
      'German and French pages',
      [
        h(1, 'Ziele'),
        h(2, 'Ziel 1: Kunden begeistern'),
        li('NPS von 30 auf 45 bis zum 31.12.2026'),
        h(1, 'Objectifs'),
        h(2, 'Objectif 2 : Aller plus vite'),
        h(3, 'Résultats clés'),
        li('Délai de 12,5 à 8 jours'),
      ],
      [
        'O O1 Kunden begeistern',
        'KR - NPS [30>45] by 2026-12-31 ^0',
        'O O2 Aller plus vite',
        'KR - Délai [12.5>8jours] ^2',
      ],
    ],
    ['measured points under “Goals”', [h(1, 'Goals'), li('Raise NPS from 30 to 45')], ['KR - Raise NPS [30>45]']],
  ])('are read from %s', (_name, blocks, lines) => {
    expect(goalsIn(blocks)).toEqual(lines);
  });

  it.each<[string, Block[]]>([
    [
      'meeting notes',
      [
        h(2, 'Goals'),
        li('Discuss the roadmap'),
        li('with everybody', 1),
        h(2, 'Decisions'),
        li('Move from plan A to plan B'),
      ],
    ],
    ['prose with numbers', [h(1, 'History'), p('We grew from 10 to 20 people.'), li('Moved from 2 rooms to 3')]],
    [
      'words that begin like a mark',
      [h(1, 'Objectivity'), p('Of course. KRAFT is a firm. O brave new world'), li('OK 1 thing')],
    ],
    ['a heading of a period', [h(1, 'OKRs'), h(2, 'Q4 2026'), h(2, 'Links')]],
    ['a table about something else', [table(['Time', 'Topic'], ['10:00', 'Objective'])]],
    ['nothing', []],
  ])('are none in %s', (_name, blocks) => {
    expect(goalsIn(blocks)).toEqual([]);
  });

  it('have their place: the document and the headings they stand under', () => {
    const goals = readGoals(
      page([h(1, 'OKRs'), h(2, 'Objective 1: Win'), h(3, 'Key results'), li('Sell from 1 to 2')]),
    );
    expect(goals.map(({ place, stated }) => [stated, place])).toEqual([
      ['Objective 1: Win', { documentId: 'd1', path: ['OKRs', 'Objective 1: Win'] }],
      ['Sell from 1 to 2', { documentId: 'd1', path: ['OKRs', 'Objective 1: Win', 'Key results'] }],
    ]);
  });

  it('are none where the body was not read', () => {
    expect(readGoals(page(null, 'OKRs 2026'))).toEqual([]);
  });

  it('never throws, keeps parents in the list, before their own, and each goal named', () => {
    const words = fc.constantFrom(
      'OKRs',
      'Objectives',
      'Goals',
      'Key results',
      'Objective 1: Win',
      'KR1 Sell from 1 to 2',
      'Sell from 1 to 2',
      'Owner: Ada',
      'Win',
      'Notes',
      'Q4 2026',
    );
    const block = fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 4 }), words).map(([level, text]) => h(level, text)),
      fc.tuple(words, fc.integer({ min: 0, max: 4 })).map(([text, depth]) => li(text, depth)),
      words.map(p),
      fc.array(fc.array(words, { maxLength: 3 }), { maxLength: 3 }).map((rows) => table(...rows)),
    );
    fc.assert(
      fc.property(fc.array(block, { maxLength: 15 }), words, (blocks, title) => {
        for (const [at, goal] of readGoals(page(blocks, title)).entries()) {
          expect(goal.title).not.toBe('');
          expect(goal.parent === null || goal.parent < at).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a row of a data source', () => {
  const column = (name: string, value: string, number: number | null = null) => ({ name, value, number });

  it('is the goal its columns say', () => {
    const row = page([p('Asked each month.')], 'Raise NPS', [
      column('Type', 'Key Result'),
      column('Objective', 'O1 Delight customers'),
      column('Start value', '30', 30),
      column('Target', '45', 45),
      column('Due', '2026-12-31'),
      column('Owner', 'Ada'),
    ]);
    expect(readGoals(row).map(lineOf)).toEqual([
      'O O1 Delight customers',
      'KR - Raise NPS [30>45] by 2026-12-31 of Ada ^0',
    ]);
  });

  it('is the goal that a person said its columns hold', () => {
    const row = page([], 'Raise NPS', [column('Then', '30'), column('Later', '45'), column('Who', 'Ada')]);
    expect(readGoals(row)).toEqual([]);
    expect(readGoals(row, { from: 'Then', to: 'Later', owner: 'Who' }).map(lineOf)).toEqual([
      'KR - Raise NPS [30>45] of Ada',
    ]);
  });

  it('keeps its name whole where columns hold its measure', () => {
    const row = page([], 'KR1 Failed messages per 10,000 from 42 → 5', [
      column('From', '42', 42),
      column('To', '5', 5),
      column('Unit', 'per 10,000'),
    ]);
    expect(readGoals(row)).toMatchObject([
      { key: 'KR1', title: 'Failed messages per 10,000 from 42 → 5', from: 42, to: 5, unit: 'per 10,000' },
    ]);
  });

  it('is an objective whose page lists its key results', () => {
    const row = page([h(2, 'Key results'), li('Raise NPS from 30 to 45')], 'Delight customers', [
      column('Type', 'Objective'),
    ]);
    expect(readGoals(row).map(lineOf)).toEqual(['O - Delight customers', 'KR - Raise NPS [30>45] ^0']);
  });

  it.each<[string, DocumentProperty[]]>([
    ['no column of a goal', [column('Status', 'Done')]],
    ['another type', [column('Type', 'Meeting'), column('Target', '3'), column('Start', '1')]],
  ])('with %s is none', (_name, properties) => {
    expect(readGoals(page([], 'Weekly', properties))).toEqual([]);
  });
});
