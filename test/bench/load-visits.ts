/** What the dashboard asks for while a manager looks through it: every query it has, in the order its pages ask. */

/** What one reader has found on the pages before. */
export interface Reader {
  readonly cookie: string;
  readonly id: string;
  ids: readonly string[];
  themeId: string | null;
  cursor: string | null;
}

export interface Ask {
  /** As it is summed up: one name a kind of question. */
  readonly name: string;
  readonly path: (reader: Reader) => string;
  readonly method?: 'POST';
  /** Takes what later questions need. */
  readonly take?: (reader: Reader, answer: never) => void;
}

const ask = (name: string, path = name): Ask => ({ name, path: () => path });
const SHELL = [
  ask('/session'),
  ask('/links/review (count)', '/links/review?limit=1'),
  ask('/settings'),
  ask('/saved-views'),
];
const RELATED = ['/teams', '/cycles', '/allowances', '/feeds', '/digests/preferences', '/people'].map((path) =>
  ask(path),
);

const overviewOf = (weight: string) => [
  ask(`/alignment by ${weight}`, `/alignment?weight=${weight}`),
  ask('/connections'),
  ask('/goals'),
  { ...ask('/alignment/looks'), method: 'POST' as const },
  ask(`/alignment/changes by ${weight}`, `/alignment/changes?weight=${weight}`),
  ask('/decisions due', '/decisions?which=due&limit=50'),
  ask('/decisions waiting', '/decisions?which=waiting&limit=50'),
  ask(`/alignment/by-team by ${weight}`, `/alignment/by-team?weight=${weight}`),
  ask(`/alignment/trend by ${weight}`, `/alignment/trend?weight=${weight}&weeks=13`),
  {
    ...ask('/themes', `/themes?weight=${weight}`),
    take: (reader: Reader, { items }: { items: { id: string }[] }) => {
      reader.themeId = items[0]?.id ?? null;
    },
  },
  ask('/tasks, largest', '/tasks?state=unaligned&sort=-estimate&limit=10'),
  ask('/links/precision'),
];

const takeIds = (reader: Reader, { groups }: { groups: { ids: string }[] }) => {
  reader.ids = groups.flatMap(({ ids }) => ids.split('\n')).filter(Boolean);
};
const orderBy = (name: string, query: string): Ask => ({
  name: `/tasks/order ${name}`,
  path: () => `/tasks/order?${query}`,
  take: takeIds,
});
const rowsFrom = (share: number): Ask => ({
  name: '/tasks/rows',
  path: ({ ids }) => {
    const from = Math.floor(share * Math.max(0, ids.length - 50));
    return `/tasks/rows?ids=${ids.slice(from, from + 50).join() || 'none'}`;
  },
});
const LIST = [
  ask('/flags', '/flags?state=unaligned'),
  orderBy('by age', 'state=unaligned&sort=-age'),
  rowsFrom(0),
  rowsFrom(0.5),
  orderBy('grouped by team', 'state=unaligned&sort=-age&group=team'),
  rowsFrom(0.9),
  orderBy('grouped by theme', 'state=unaligned&sort=-estimate&group=theme'),
  orderBy('by score, of a tool', 'state=no-why&sort=-score&tool=jira'),
  ask('/flags of a tool', '/flags?state=no-why&tool=jira'),
  orderBy('grouped by manager', 'sort=title&group=manager'),
  orderBy('of a search', 'q=nurse%20ward&sort=-age'),
  {
    name: '/tasks/order of a theme',
    path: ({ themeId }) => `/tasks/order?state=unaligned&sort=-age${themeId ? `&theme=${themeId}` : ''}`,
    take: takeIds,
  },
  {
    name: '/tasks/arrivals',
    path: () => `/tasks/arrivals?state=unaligned&since=${new Date(Date.now() - 60_000).toISOString()}`,
  },
] satisfies Ask[];

const takeCursor = (reader: Reader, { nextCursor }: { nextCursor: string | null }) => {
  reader.cursor = nextCursor;
};
const PAGES = [
  { ...ask('/tasks, first page', '/tasks?state=unaligned&sort=age&limit=50'), take: takeCursor },
  {
    name: '/tasks, next page',
    path: ({ cursor }) => `/tasks?state=unaligned&sort=age&limit=50${cursor ? `&cursor=${cursor}` : ''}`,
    take: takeCursor,
  },
  { ...ask('/tasks, all of a goal', '/tasks?goal=O3&state=aligned&sort=-estimate&limit=25') },
  { name: '/tasks/:id', path: ({ ids }) => `/tasks/${ids[0] ?? 'none'}` },
  { name: '/decisions of a task', path: ({ ids }) => `/decisions?limit=50&taskId=${ids[0] ?? 'none'}` },
  ask('/decisions', '/decisions?limit=50'),
] satisfies Ask[];

const REVIEW = [
  ask('/links/review', '/links/review?weight=count&limit=50'),
  ask('/links/review, likely ones', '/links/review?weight=count&limit=50&minLikelihood=0.5'),
];
const GOALS = [
  ask('/goals'),
  ask('/goals/:key', '/goals/O3'),
  ask('/goals/:key', '/goals/KR4.2'),
  ask('/goals/:key/check-ins', '/goals/KR4.1/check-ins?limit=100'),
  ask('/strategy-map'),
  ask('/strategy-map of a goal', '/strategy-map?goal=O3&weight=estimate'),
];

/** One look through everything; the weights change from reader to reader. */
export function visitOf(turn: number): readonly Ask[] {
  const weight = ['count', 'estimate', 'count', 'active-days'][turn % 4] as string;
  return [...SHELL, ...overviewOf(weight), ...LIST, ...PAGES, ...REVIEW, ...GOALS, ...RELATED];
}
