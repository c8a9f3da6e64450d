import type { GoalRef } from '../../../src/api/schemas/common.ts';
import type { ConnectionDetail, SyncRunAnswer } from '../../../src/api/schemas/connections.ts';
import type { GoalAnswer } from '../../../src/api/schemas/goals.ts';
import type { HopAnswer, PlumbLine, TaskDetail } from '../../../src/api/schemas/tasks.ts';
import type { FlagState, NextAction } from '../../../src/domain/flag.ts';

/** A small organisation, made without chance, for the dashboard's own tests: every state a page can be in. */
export const now = Date.parse('2026-11-19T14:30:00Z');
const day = 86_400_000;
const iso = (daysAgo: number) => new Date(now - daysAgo * day).toISOString();

export const teams = ['Onboarding', 'Interfaces', 'Ward', 'Platform', 'Growth'].map((name) => ({
  id: name.toLowerCase(),
  name,
}));
export const managers = [
  { id: 'ana', name: 'Ana Sousa' },
  { id: 'jonas', name: 'Jonas Berg' },
];
const scopes = [
  { id: 'jira.10', name: 'Onboarding', tool: 'jira' as const },
  { id: 'asana.20', name: 'Interfaces roadmap', tool: 'asana' as const },
  { id: 'trello.30', name: 'Ward ideas', tool: 'trello' as const },
];

const cycle = { name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31', isCurrent: true };

function goal(key: string, kind: GoalRef['kind'], title: string, more: Partial<GoalAnswer> = {}): GoalAnswer {
  return {
    id: `goal-${key}`,
    key,
    kind,
    title,
    description: '',
    parentKey: null,
    cycle: kind === 'key-result' ? cycle : null,
    from: null,
    to: null,
    unit: null,
    by: null,
    owner: null,
    team: null,
    commitment: null,
    isClosed: false,
    liveTasks: 0,
    finishedTasks: 0,
    suggestedTasks: 0,
    isUnstaffed: false,
    ...more,
  };
}

export const goals: readonly GoalAnswer[] = [
  goal('V1', 'vision', 'Be the partner hospitals trust'),
  goal('O1', 'objective', 'Hospitals trust us on their worst day', {
    parentKey: 'V1',
    liveTasks: 31,
    owner: managers[0] ?? null,
  }),
  goal('KR1.1', 'key-result', 'Availability of the ward board 99.90 % → 99.98 %', {
    parentKey: 'O1',
    from: 99.9,
    to: 99.98,
    unit: '%',
    by: '2026-12-31',
    liveTasks: 31,
    finishedTasks: 4,
    team: teams[3] ?? null,
    commitment: 'committed',
  }),
  goal('KR1.2', 'key-result', 'Median time to restore service 94 → 30 minutes', {
    parentKey: 'O1',
    from: 94,
    to: 30,
    unit: 'minutes',
    by: '2026-12-31',
    suggestedTasks: 5,
    isUnstaffed: true,
    team: teams[3] ?? null,
    owner: managers[1] ?? null,
    commitment: 'committed',
  }),
  goal('O2', 'objective', 'Onboarding that needs no consultant', { parentKey: 'V1', liveTasks: 48 }),
  goal('KR2.1', 'key-result', 'Median days to go-live 21 → 7', {
    parentKey: 'O2',
    from: 21,
    to: 7,
    unit: 'days',
    by: '2026-12-31',
    liveTasks: 40,
    finishedTasks: 6,
    suggestedTasks: 12,
    team: teams[0] ?? null,
    owner: managers[0] ?? null,
    commitment: 'committed',
    description: 'From signature to the first ward using the product.',
  }),
  goal('KR2.2', 'key-result', 'Hospitals that import their own data 35 % → 80 %', {
    parentKey: 'O2',
    from: 35,
    to: 80,
    unit: '%',
    by: '2026-12-31',
    liveTasks: 8,
    team: teams[0] ?? null,
    commitment: 'aspirational',
  }),
  goal('KR4.3', 'key-result', 'Handovers completed in the app 12 % → 50 %', {
    parentKey: 'O2',
    isClosed: true,
    from: 12,
    to: 50,
    unit: '%',
  }),
];

const ref = (key: string): GoalRef => {
  const found = goals.find((one) => one.key === key);
  if (!found) throw new Error(`No goal ${key} in the fake organisation`);
  return { id: found.id, key: found.key, kind: found.kind, title: found.title };
};

const hop = (kind: string, place: string, value: string, more: Partial<HopAnswer> = {}): HopAnswer => ({
  kind,
  place,
  value,
  readAt: iso(0.125),
  by: null,
  task: null,
  isHidden: false,
  ...more,
});

function line(key: string, verdict: PlumbLine['verdict'], more: Partial<PlumbLine> = {}): PlumbLine {
  const full = goals.find((one) => one.key === key);
  const parent = full?.parentKey ? [ref('V1'), ref(full.parentKey)] : [];
  return {
    goal: {
      ...ref(key),
      isClosed: full?.isClosed ?? false,
      from: full?.from ?? null,
      to: full?.to ?? null,
      unit: full?.unit ?? null,
      by: full?.by ?? null,
      cycle: full?.cycle?.name ?? null,
    },
    above: parent,
    verdict,
    likelihood: verdict === 'suggested' ? 0.62 : 0.95,
    weight: 1,
    evidence: [
      {
        kind: 'inherited',
        likelihood: 0.95,
        hops: [
          hop('parent', 'epic ONB-40 “Self-service import”', 'ONB-40', {
            task: { id: 'jira.40', key: 'ONB-40', title: 'Self-service import', url: null },
          }),
          hop('label', 'label okr:kr2.1', 'okr:kr2.1'),
        ],
      },
    ],
    brokenHop: null,
    decidedBy: null,
    decidedAt: null,
    ...more,
  };
}

const titles = [
  'Validate CSV headers before upload',
  'Show which step blocks the hospital',
  'Retry failed HL7 messages in order',
  'Tidy the component library',
  'Reduce memory of the export worker',
  'Copy the ward layout of a sister hospital',
  'Spike: voice notes at the bedside',
  'Upgrade the build server',
  'Book cut-over slots from the go-live page',
  'Explain a failed import in plain words',
];

type Kind = { state: FlagState; action: NextAction; reason: string };
const kinds: readonly Kind[] = [
  {
    state: 'suggested',
    action: 'review-suggestion',
    reason: 'Its title and text read like KR2.1, but nobody has said so.',
  },
  {
    state: 'no-why',
    action: 'link',
    reason:
      'No goal is named in 3 labels, field OKR, title or description, and its epic “Unassociated tickets” is a catch-all.',
  },
  {
    state: 'aligned',
    action: 'none',
    reason: 'It serves KR2.1: epic ONB-40 “Self-service import” carries the label okr:kr2.1.',
  },
  { state: 'closed-goal', action: 'move-to-open-goal', reason: 'It points at KR4.3, which was closed on 30 October.' },
  { state: 'aligned', action: 'none', reason: 'It serves KR1.1: field OKR says so.' },
  { state: 'broken-link', action: 'mend-link', reason: 'Its epic ONB-40 no longer carries the label okr:kr2.1.' },
  { state: 'ktlo', action: 'none', reason: 'The rule “label on-call” says it keeps the lights on.' },
  { state: 'aligned', action: 'none', reason: 'Ana Sousa linked it to KR2.1.' },
  { state: 'not-now', action: 'revisit', reason: 'Put off until 15 January, because go-live comes first.' },
  { state: 'unknown', action: 'restore-access', reason: 'We can no longer see the board it is on.' },
];

/** Task number `n`: the same number always gives the same task. */
export function makeTask(n: number): TaskDetail {
  const kind = kinds[n % kinds.length] as Kind;
  const scope = scopes[n % scopes.length] ?? { id: '', name: '', tool: 'jira' as const };
  const goalKey = kind.state === 'closed-goal' ? 'KR4.3' : n % 10 === 4 ? 'KR1.1' : 'KR2.1';
  const hasGoal = ['aligned', 'closed-goal', 'broken-link'].includes(kind.state);
  const title =
    n === 3
      ? '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script> Tidy'
      : `${titles[n % titles.length]}${n >= 10 ? ` (${n})` : ''}`;
  return {
    id: `${scope.tool}.${1000 + n}`,
    tool: scope.tool,
    key: scope.tool === 'jira' ? `ONB-${1000 + n}` : null,
    title,
    url: n === 3 ? 'javascript:window.hacked=1' : `https://tools.example/${scope.tool}/${1000 + n}`,
    kind: scope.tool === 'trello' ? 'card' : 'Story',
    scope: { id: scope.id, name: scope.name },
    team: n % 7 === 0 ? null : (teams[(n * 3 + Math.floor(n / 10)) % teams.length] ?? null),
    assignee: n % 4 === 0 ? null : 'Priya Raman',
    statusName: 'In review',
    statusCategory: 'in-progress',
    ageDays: 3 + ((n * 7) % 240),
    estimate: n % 3 === 0 ? null : 1 + (n % 8),
    flag: { state: kind.state, reason: kind.reason, nextAction: kind.action, since: iso(9) },
    goals: hasGoal ? [ref(goalKey)] : [],
    suggestion:
      kind.state === 'suggested'
        ? { goal: ref('KR2.1'), likelihood: 0.62, kind: 'text', because: 'the words “median”, “go-live”' }
        : null,
    text: 'A hospital uploads its ward list.\n\nToday a missing column is found only after the import has run for an hour.',
    labels: ['import', 'q4'],
    fields: [{ name: 'Sprint', value: 'Sprint 21' }],
    parent: n % 2 ? { id: 'jira.40', key: 'ONB-40', title: 'Self-service import' } : null,
    isContainer: false,
    childCount: 0,
    groupName: 'In review',
    createdAt: iso(40),
    updatedAt: iso(1),
    finishedAt: null,
    dueOn: '2026-12-04',
    readAt: iso(0.125),
    lines: linesOf(kind.state, goalKey),
    tried: hasGoal ? [] : triedOf(),
    history: [
      { state: kind.state, reason: kind.reason, from: iso(9), to: null },
      { state: 'no-why', reason: 'No goal is named anywhere.', from: iso(40), to: iso(9) },
    ],
  };
}

function triedOf(): TaskDetail['tried'] {
  return [
    {
      kind: 'stated',
      what: '3 labels, field OKR, title and description: no goal named',
      bestGoal: null,
      bestScore: null,
    },
    {
      kind: 'inherited',
      what: 'epic ONB-1 “Unassociated tickets” is a catch-all and carries nothing',
      bestGoal: null,
      bestScore: null,
    },
    { kind: 'rule', what: '6 rules: none holds', bestGoal: null, bestScore: null },
    {
      kind: 'text',
      what: 'it reads most like KR2.1, not enough to suggest it',
      bestGoal: ref('KR2.1'),
      bestScore: 0.31,
    },
  ];
}

function linesOf(state: FlagState, key: string): PlumbLine[] {
  switch (state) {
    case 'aligned':
      return key === 'KR1.1'
        ? [
            line(key, 'accepted', { decidedBy: 'Ana Sousa', decidedAt: iso(3) }),
            line('KR2.2', 'automatic', {
              evidence: [
                {
                  kind: 'inherited',
                  likelihood: 0.9,
                  hops: [hop('parent', 'a task you cannot see', '', { isHidden: true })],
                },
              ],
            }),
          ]
        : [line(key, 'automatic')];
    case 'suggested':
      return [
        line('KR2.1', 'suggested', {
          evidence: [
            {
              kind: 'text',
              likelihood: 0.62,
              hops: [hop('words', 'the words “median”, “go-live”', 'median, go-live')],
            },
          ],
        }),
      ];
    case 'broken-link':
      return [line('KR2.1', 'broken', { brokenHop: hop('label', 'label okr:kr2.1', 'okr:kr2.1', { readAt: iso(4) }) })];
    case 'closed-goal':
      return [line('KR4.3', 'automatic')];
    default:
      return [];
  }
}

function makeRun(more: Partial<SyncRunAnswer> = {}): SyncRunAnswer {
  return {
    id: 'run-1',
    connectionId: 'jira-1',
    kind: 'full',
    state: 'done',
    requestedAt: iso(0.1),
    startedAt: iso(0.1),
    finishedAt: iso(0.099),
    requests: 38,
    waitMs: 0,
    pages: 30,
    tasks: 1204,
    setAside: 2,
    error: null,
    scopes: [],
    ...more,
  };
}

function connection(id: string, more: Partial<ConnectionDetail>): ConnectionDetail {
  return {
    id,
    tool: 'jira',
    name: 'Larkfield Jira',
    baseUrl: 'https://larkfield.example',
    state: 'active',
    account: { name: 'Plumbline reader', site: 'larkfield.example' },
    scopeNoun: 'project',
    scopes: 3,
    selectedScopes: 2,
    tasks: 702,
    setAside: 0,
    unmatchedPeople: 0,
    lastCompleteAt: iso(0.12),
    lastError: null,
    currentRun: null,
    mapping: {
      statuses: { '1': 'todo', '3': 'in-progress', '5': 'done' },
      goalFields: ['cf-1'],
      estimateFields: ['cf-2'],
      teamFields: [],
    },
    editedParts: ['statuses'],
    vocabulary: {
      statuses: [
        { externalId: '1', name: 'Backlog', scopeName: null, category: 'todo', tasks: 210 },
        { externalId: '3', name: 'In review', scopeName: null, category: 'in-progress', tasks: 302 },
        { externalId: '5', name: 'Shipped', scopeName: 'Onboarding', category: null, tasks: 190 },
      ],
      fields: [
        { externalId: 'cf-1', name: 'OKR', kind: 'labels' },
        { externalId: 'cf-2', name: 'Story Points', kind: 'number' },
      ],
    },
    scopeList: [
      {
        id: `${id}.10`,
        key: 'ONB',
        name: 'Onboarding',
        isSelected: true,
        isArchived: false,
        isPrivate: false,
        visibility: 'visible',
        teamId: 'onboarding',
        personIds: [],
        tasks: 402,
      },
      {
        id: `${id}.11`,
        key: 'SEC',
        name: 'Security reviews',
        isSelected: true,
        isArchived: false,
        isPrivate: true,
        visibility: 'visible',
        teamId: null,
        personIds: [],
        tasks: 300,
      },
      {
        id: `${id}.12`,
        key: 'OLD',
        name: 'Old intranet',
        isSelected: false,
        isArchived: true,
        isPrivate: false,
        visibility: 'access-lost',
        teamId: null,
        personIds: [],
        tasks: 0,
      },
    ],
    recentRuns: [
      makeRun(),
      makeRun({
        id: 'run-0',
        kind: 'incremental',
        requestedAt: iso(1),
        startedAt: iso(1),
        finishedAt: iso(0.9999),
        tasks: 14,
        requests: 3,
        setAside: 0,
      }),
    ],
    ...more,
  };
}

export function makeConnections(): ConnectionDetail[] {
  return [
    connection('jira-1', {
      setAside: 2,
      currentRun: makeRun({
        state: 'running',
        startedAt: new Date(now - 40_000).toISOString(),
        finishedAt: null,
        tasks: 412,
        pages: 9,
        waitMs: 8000,
        scopes: [
          {
            scopeId: 'jira-1.10',
            scopeName: 'Onboarding',
            state: 'done',
            pages: 5,
            tasks: 402,
            requests: 6,
            waitMs: 0,
            expectedTasks: 402,
            error: null,
          },
          {
            scopeId: 'jira-1.11',
            scopeName: 'Security reviews',
            state: 'running',
            pages: 1,
            tasks: 100,
            requests: 2,
            waitMs: 8000,
            expectedTasks: 300,
            error: null,
          },
          {
            scopeId: 'jira-1.13',
            scopeName: 'Platform',
            state: 'waiting',
            pages: 0,
            tasks: 0,
            requests: 0,
            waitMs: 0,
            expectedTasks: null,
            error: null,
          },
        ],
      }),
    }),
    connection('asana-1', {
      tool: 'asana',
      name: 'Larkfield Asana',
      tasks: 390,
      unmatchedPeople: 3,
      baseUrl: 'https://app.asana.com',
      account: { name: 'Reader', site: 'app.asana.com' },
    }),
    connection('trello-1', {
      tool: 'trello',
      name: 'Ward boards',
      tasks: 112,
      scopeNoun: 'board',
      state: 'unauthorised',
      baseUrl: 'https://api.trello.com',
      account: null,
      lastError: {
        kind: 'unauthorised',
        message: 'Trello refused the token at GET /1/members/me.',
        at: iso(0.02),
        retryAt: null,
      },
    }),
  ];
}
