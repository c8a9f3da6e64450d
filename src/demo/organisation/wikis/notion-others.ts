/** What else stands in Notion, and states no goal: rows of two more data sources, and pages of their own. */
import type { SimPage, SimSpace } from '../../wiki-world.ts';
import type { SimPerson } from '../../world.ts';
import type { Random } from '../random.ts';
import { slots } from '../topics/slots.ts';
import { heading, listed, type MakePage, say, todo } from './page-maker.ts';

export const noteColumns: SimSpace['columns'] = [
  { name: 'Date', type: 'date' },
  { name: 'Kind', type: 'select' },
  { name: 'Wrote it', type: 'text' },
];

export const visitColumns: SimSpace['columns'] = [
  { name: 'Ward', type: 'select' },
  { name: 'Status', type: 'select' },
  { name: 'Nurses', type: 'number' },
  { name: 'Follow-up', type: 'checkbox' },
  { name: 'Photos', type: 'url' },
];

const topics = [
  'Ward sync',
  'ward sync (short)',
  'Retro',
  'Clinical advisory board',
  'App crit',
  'Handover study',
  'Retro, part 2',
  'Hiring',
];

export function makeNotes(
  random: Random,
  make: MakePage,
  space: SimSpace,
  people: readonly SimPerson[],
  endsAt: number,
): SimPage[] {
  return topics.map((topic, at) => {
    const daysAgo = 4 + at * 6;
    return make({
      space,
      title: topic,
      daysAgo,
      cells: {
        Date: new Date(endsAt - daysAgo * 86_400_000).toISOString().slice(0, 10),
        Kind: 'Meeting notes',
        'Wrote it': random.pick(people).name,
      },
      content: [
        heading(2, 'Talked about'),
        listed(
          `${random.pick(slots.hospital ?? [])}: the evening shift writes twice`,
          `Tablets in ${random.pick(slots.ward ?? [])} are always empty`,
        ),
        todo('Ask for the log', `${random.pick(people).name} drafts a screen`),
      ],
    });
  });
}

const visits = 9;

export function makeVisits(random: Random, make: MakePage, space: SimSpace): SimPage[] {
  return Array.from({ length: visits }, (_, at) => {
    const hospital = random.pick(slots.hospital ?? []);
    const ward = random.pick(slots.ward ?? []);
    return make({
      space,
      title: at % 3 === 0 ? `${hospital} – ${ward}` : `visit ${hospital.toLowerCase()}, ${ward}`,
      cells: {
        Ward: ward,
        Status: at % 2 === 0 ? 'Done' : 'Planned',
        Nurses: random.int(4, 22),
        'Follow-up': at % 4 === 0,
      },
      content:
        at % 2 === 0
          ? [
              say('They document at the end of the shift, from memory.'),
              { is: 'fold', title: 'Quotes', inside: [say('“If I sit down, I do not get up again.”')] },
            ]
          : [],
    });
  });
}

export function makeLonePages(make: MakePage, people: readonly SimPerson[]): SimPage[] {
  const home = make({
    space: null,
    title: 'Ward team',
    content: [say('Everything of ours. If it is not here, it is in the drawer.')],
    daysAgo: 280,
  });
  const under = (title: string, content: Parameters<MakePage>[0]['content'], more = {}) =>
    make({ space: null, parent: home, title, content, ...more });
  return [
    home,
    under('How we visit a ward', [
      heading(2, 'Before'),
      listed('Ask the head nurse, not the director', 'Two people at most'),
      heading(2, 'After'),
      say('Write it down the same day.'),
    ]),
    under('Glossary', [
      {
        is: 'table',
        rows: [
          ['Word', 'Means'],
          ['Handover', 'Twenty minutes when nobody is with patients'],
          ['Round', 'Doctors and nurses together'],
        ],
      },
    ]),
    under('Notas da visita à Clínica do Mondego', [
      heading(2, 'O que vimos'),
      listed('As enfermeiras escrevem de pé', 'O turno passou de 12 para 14 pessoas'),
    ]),
    under('Old: handover study', [say('Moved to the data source.')], {
      later: [{ daysAgo: 30, set: { status: 'trashed' } }],
    }),
    under('', []),
    make({ space: null, title: 'Birthday list', content: [listed(...people.slice(0, 3).map(({ name }) => name))] }),
  ];
}
