/** A wiki of several spaces with a few pages each, all written long before it is looked at, so that nothing overlaps by chance. */
import type { SimPage, SimSpace } from '../../../src/demo/wiki-world.ts';
import type { World } from '../../../src/demo/world.ts';
import { smallWorld, startsAt } from './small-world.ts';

/** `space-1` (key `SPACE1`, vendor id 601) and on, with the pages `page-1-0` and on. Made anew for each test. */
export function wikiOfSpaces(spaces: number, pagesEach: number): World {
  const numbers = Array.from({ length: spaces }, (_, at) => at + 1);
  return {
    ...smallWorld,
    wikis: {
      spaces: numbers.map(space),
      pages: numbers.flatMap((number) => Array.from({ length: pagesEach }, (_, at) => page(number, at))),
    },
  };
}

function space(number: number): SimSpace {
  return {
    id: `space-${number}`,
    wiki: 'confluence',
    vendorId: String(600 + number),
    key: `SPACE${number}`,
    name: `Space ${number}`,
    createdAt: startsAt,
    archivedAt: null,
    hiddenAt: null,
    columns: [],
  };
}

function page(number: number, at: number): SimPage {
  return {
    id: `page-${number}-${at}`,
    wiki: 'confluence',
    vendorId: String(200_000 + number * 1_000 + at),
    spaceId: `space-${number}`,
    parentId: null,
    authorId: 'p1',
    createdAt: startsAt + (at * 10 + number) * 60_000,
    events: [],
    hiddenAt: null,
    purgedAt: null,
    initial: {
      title: `Page ${number}-${at}`,
      status: 'current',
      labels: ['okr'],
      content: [{ is: 'paragraph', text: `Why ${number}-${at}` }],
      cells: {},
    },
  };
}
