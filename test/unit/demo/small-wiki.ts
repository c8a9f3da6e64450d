/** Wikis small enough to count by hand: every kind of piece in each of them, and enough pages for a second answer. */
import type { SimPage, SimPiece, SimSpace, SimWiki, Wikis } from '../../../src/demo/wiki-world.ts';
import type { World } from '../../../src/demo/world.ts';
import { dayMs, endsAt, smallWorld, startsAt } from './small-world.ts';

export const morePages = 300;

const everything: readonly SimPiece[] = [
  { is: 'heading', level: 1, text: 'O3: Interfaces & more' },
  { is: 'paragraph', text: ['Owner: ', { link: 'https://people.example/p1', text: 'Ada Blum' }] },
  {
    is: 'table',
    rows: [
      ['Key result', 'From', 'To', 'Due', 'Owner'],
      ['KR3.1 Messages lost', '42', '5', [{ day: '2026-12-31' }], 'p1@example.com'],
    ],
  },
  { is: 'heading', level: 2, text: 'Work' },
  { is: 'list', items: [{ text: [{ issue: 'INT-7' }, ' first'], inside: [{ text: 'inside it' }] }] },
  { is: 'list', isOrdered: true, items: [{ text: 'one' }, { text: 'two' }] },
  {
    is: 'tasks',
    items: [
      { text: 'ask the ward', isDone: true },
      { text: 'write it down', isDone: false },
    ],
  },
  { is: 'code', text: 'MSH|^~\\&|' },
  {
    is: 'fold',
    title: 'Older',
    inside: [{ is: 'paragraph', text: ['See ', { page: 'other', text: 'the other page' }] }],
  },
];

function page(wiki: SimWiki, id: string, number: number, parts: Partial<SimPage> & { title: string }): SimPage {
  const { title, initial, ...more } = parts;
  return {
    id: `${wiki}-${id}`,
    wiki,
    vendorId: wiki === 'confluence' ? String(100_000 + number) : notionId(number),
    spaceId: `${wiki}-one`,
    parentId: null,
    authorId: 'p1',
    createdAt: startsAt + number * 60_000,
    events: [],
    hiddenAt: null,
    purgedAt: null,
    initial: { title, status: 'current', labels: [], content: [], cells: {}, ...initial },
    ...more,
  };
}

export function notionId(number: number): string {
  return `2b0e4c10-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function space(wiki: SimWiki, id: string, number: number, parts: Partial<SimSpace> = {}): SimSpace {
  return {
    id: `${wiki}-${id}`,
    wiki,
    vendorId: wiki === 'confluence' ? String(500 + number) : notionId(900_000 + number),
    key: wiki === 'confluence' ? id.toUpperCase() : null,
    name: `Space ${id}`,
    createdAt: startsAt,
    archivedAt: null,
    hiddenAt: null,
    columns: [],
    ...parts,
  };
}

function pagesOf(wiki: SimWiki): SimPage[] {
  const full = everything.map((piece) => withPagesOf(wiki, piece));
  const state = { status: 'current', labels: ['okr', 'interfaces'], cells: {} } as const;
  const cells = {
    Type: 'Key result',
    From: 42,
    To: 5.5,
    Due: '2026-12-31',
    Owner: 'p1@example.com',
    Note: 'Said <twice>',
    Live: true,
    Link: 'https://example.com/why',
  };
  return [
    page(wiki, 'strategy', 1, {
      title: 'Strategy & “goals”',
      initial: { ...state, title: 'Strategy & “goals”', content: full, ...(wiki === 'notion' ? { cells } : {}) },
      events: [{ at: endsAt - 2 * dayMs, by: 'p2', set: { title: 'Strategy, reworded' } }],
    }),
    page(wiki, 'other', 2, { title: 'Other', parentId: `${wiki}-strategy` }),
    page(wiki, 'trashed', 3, {
      title: 'Trashed',
      events: [{ at: endsAt - dayMs, by: 'p1', set: { status: 'trashed' } }],
    }),
    page(wiki, 'archived', 4, {
      title: 'Archived',
      initial: { ...state, title: 'Archived', labels: [], content: [], status: 'archived' },
    }),
    page(wiki, 'later', 5, { title: 'Written later', createdAt: endsAt + dayMs }),
    page(wiki, 'elsewhere', 6, { title: 'Elsewhere', spaceId: `${wiki}-two` }),
    ...Array.from({ length: morePages }, (_, at) => page(wiki, `more-${at}`, 1_000 + at, { title: `More ${at}` })),
  ];
}

function withPagesOf(wiki: SimWiki, piece: SimPiece): SimPiece {
  return JSON.parse(JSON.stringify(piece).replace('"page":"other"', `"page":"${wiki}-other"`));
}

const columns: SimSpace['columns'] = [
  { name: 'Type', type: 'select' },
  { name: 'From', type: 'number' },
  { name: 'To', type: 'number' },
  { name: 'Due', type: 'date' },
  { name: 'Owner', type: 'email' },
  { name: 'Note', type: 'text' },
  { name: 'Live', type: 'checkbox' },
  { name: 'Link', type: 'url' },
];

/** Made anew for each test: live changes write into it. */
export function smallWikiWorld(): World {
  const wikis: Wikis = {
    spaces: [
      space('confluence', 'one', 1),
      space('confluence', 'two', 2, { archivedAt: endsAt - dayMs }),
      space('notion', 'one', 1, { columns }),
      space('notion', 'two', 2, { columns: columns.slice(0, 1) }),
    ],
    pages: [...pagesOf('confluence'), ...pagesOf('notion')],
  };
  return { ...smallWorld, wikis };
}
