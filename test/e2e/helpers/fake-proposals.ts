import type {
  DecideProposalBody,
  ProposalAnswer,
  ProposalDetail,
  ProposalItemAnswer,
  ProposalsAnswer,
} from '../../../src/api/schemas/proposals.ts';
import { iso } from './fake-organisation.ts';

function item(given: Partial<ProposalItemAnswer> & Pick<ProposalItemAnswer, 'key' | 'title'>): ProposalItemAnswer {
  return {
    id: given.key.toLowerCase(),
    is: 'added',
    isLink: false,
    isBlocked: false,
    isChosen: (given.is ?? 'added') === 'added',
    kind: given.key.startsWith('KR') ? 'key-result' : 'objective',
    parentKey: null,
    from: null,
    to: null,
    unit: null,
    by: null,
    owner: null,
    path: [],
    fields: [],
    notes: [],
    ...given,
  };
}

const uptime = { from: 99, to: 99.9, unit: '%', by: '2026-12-31' };

const PLAN: readonly ProposalItemAnswer[] = [
  item({ key: 'O3', title: 'Interfaces never drop a message' }),
  item({ key: 'KR3.1', title: 'Interface uptime', parentKey: 'O3', ...uptime, owner: 'Jonas Berg' }),
  item({
    key: 'KR3.2',
    title: 'Messages that wait for a person',
    parentKey: 'O3',
    notes: [{ code: 'no-measure', detail: 'No “from … to …” could be read; it is added without a measure.' }],
  }),
  item({
    key: 'KR9',
    title: 'Happier ward clerks',
    isChosen: false,
    notes: [{ code: 'no-objective', detail: 'It stands under no objective on the page; choose the one it serves.' }],
  }),
];

const CHANGED: readonly ProposalItemAnswer[] = [
  item({ is: 'same', key: 'O1', title: 'Hospitals trust us on their worst day' }),
  item({
    is: 'changed',
    isChosen: true,
    key: 'KR1.1',
    title: 'Availability of the ward board',
    parentKey: 'O1',
    ...uptime,
    fields: [
      { name: 'to', ours: '99.98', stated: '99.9', isConflict: false },
      { name: 'owner', ours: 'Ana Sousa', stated: 'Jonas Berg', isConflict: true },
    ],
  }),
  item({ is: 'missing', key: 'KR1.2', title: 'Median time to restore service', parentKey: 'O1' }),
];

const LONG: readonly ProposalItemAnswer[] = Array.from({ length: 40 }, (_, n) => [
  item({ key: `O${n + 10}`, title: `Objective number ${n + 10} of a page that states very much` }),
  ...[1, 2, 3, 4].map((m) =>
    item({ key: `KR${n + 10}.${m}`, title: `Key result ${m}`, parentKey: `O${n + 10}`, from: m, to: m * 9 }),
  ),
]).flat();

function proposal(
  id: string,
  title: string,
  items: readonly ProposalItemAnswer[],
  given: Partial<ProposalDetail> = {},
): ProposalDetail {
  const count = (is: ProposalItemAnswer['is']) => items.filter((one) => one.is === is).length;
  return {
    id,
    from: 'page',
    tool: 'confluence',
    connection: { id: 'confluence-1', name: 'Larkfield wiki' },
    title,
    url: `https://tools.example/wiki/${id}`,
    page: 'readable',
    state: 'open',
    foundAt: iso(20),
    changedAt: iso(1),
    goals: items.length,
    added: count('added'),
    changed: count('changed'),
    missing: count('missing'),
    lastDecision: null,
    seenHash: `seen-${id}`,
    cycle: { id: 'c1', name: '2026-Q4' },
    items: [...items],
    dataSource: null,
    ...given,
  };
}

const COLUMNS = ['Art', 'Due', 'Name of owner', 'Start', 'Ziel'];

export function makeProposals(): ProposalDetail[] {
  return [
    proposal('page-plan', 'OKRs 2026-Q4: Interfaces', PLAN),
    proposal('page-changed', 'Company OKRs', CHANGED, {
      lastDecision: {
        id: 4,
        says: 'accepted',
        byName: 'Ana Sousa',
        at: iso(12),
        done: [
          { do: 'add', key: 'O1' },
          { do: 'add', key: 'KR1.1' },
          { do: 'add', key: 'KR1.2' },
        ],
      },
    }),
    proposal('source-okrs', 'OKRs', PLAN.slice(0, 2), {
      from: 'data-source',
      tool: 'notion',
      connection: { id: 'notion-1', name: 'Larkfield Notion' },
      dataSource: {
        scopeId: 'notion-1.okrs',
        columnNames: COLUMNS,
        columns: { from: 'Start', by: 'Due' },
        isGuessed: true,
      },
    }),
    proposal('page-long', 'Everything we want, in one page', LONG),
    proposal('page-gone', 'Strategy 2025', [item({ is: 'same', key: 'O1', title: 'Hospitals trust us' })], {
      page: 'unreadable',
      state: 'settled',
    }),
  ];
}

export function listProposals(proposals: readonly ProposalDetail[], query: URLSearchParams): ProposalsAnswer {
  const shelf = query.get('state') ?? 'open';
  const shelfOf = (one: ProposalDetail) => (one.page === 'readable' ? one.state : 'unreadable');
  const count = (name: string) => proposals.filter((one) => shelfOf(one) === name).length;
  return {
    items: proposals.filter((one) => shelfOf(one) === shelf).map(toSummary),
    nextCursor: null,
    counts: {
      open: count('open'),
      settled: count('settled'),
      dismissed: count('dismissed'),
      unreadable: count('unreadable'),
    },
  };
}

function toSummary({
  items: _,
  seenHash: __,
  cycle: ___,
  dataSource: ____,
  ...summary
}: ProposalDetail): ProposalAnswer {
  return summary;
}

/** Remembers the word; what a page then states as ours is the real service's to know. */
export function decideProposal(proposals: ProposalDetail[], id: string, body: DecideProposalBody) {
  const at = proposals.findIndex((one) => one.id === id);
  const one = proposals[at];
  if (!one || one.seenHash !== body.seenHash) return null;
  const chosen = body.says === 'accepted' ? body.items : [];
  const count = (does: string) => chosen.filter((choice) => choice.do === does).length;
  const done = chosen.map((choice) => ({ do: choice.do, key: choice.id.toUpperCase() }));
  proposals[at] = {
    ...one,
    state: body.says === 'accepted' ? 'settled' : 'dismissed',
    seenHash: `${one.seenHash}-decided`,
    lastDecision: { id: 9, says: body.says, byName: 'Ana Sousa', at: iso(0), done },
    items: one.items.map((each) => (done.some(({ key }) => key === each.key) ? { ...each, is: 'same' } : each)),
  };
  return {
    decisionId: 9,
    added: count('add'),
    changed: count('change'),
    linked: count('link'),
    closed: count('close'),
  };
}
