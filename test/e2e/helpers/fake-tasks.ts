import type { HopAnswer, PlumbLine, TaskDetail } from '../../../src/api/schemas/tasks.ts';
import type { FlagState, NextAction } from '../../../src/domain/flag.ts';
import { goals, iso, ref, scopes, teams } from './fake-organisation.ts';

const hop = (kind: string, place: string, value: string, more: Partial<HopAnswer> = {}): HopAnswer => ({
  kind,
  place,
  value,
  readAt: iso(0.125),
  by: null,
  task: null,
  page: null,
  isHidden: false,
  spans: [],
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
    sureness: verdict === 'suggested' ? '62 % likely' : '95 % likely',
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
    contradicts: [],
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

/** The same, and it reads like a task that serves KR1.1 as well. */
export function withSecondGoal(task: TaskDetail): TaskDetail {
  const [first] = task.lines;
  const second = line('KR1.1', 'suggested', {
    likelihood: 0.48,
    sureness: '48 % likely',
    evidence: first?.evidence ?? [],
  });
  return { ...task, lines: [...task.lines, second] };
}

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
        ? {
            goal: ref('KR2.1'),
            likelihood: 0.62,
            sureness: '62 % likely',
            kind: 'text',
            because: 'the words “median”, “go-live”',
          }
        : null,
    text: 'A hospital uploads its ward list.\n\nToday a missing column is found only after the import has run for an hour.',
    labels: ['import', 'q4'],
    fields: [{ name: 'Sprint', value: 'Sprint 21' }],
    parent: n % 2 ? { id: 'jira.40', key: 'ONB-40', title: 'Self-service import' } : null,
    isContainer: false,
    carries: null,
    childCount: 0,
    groupName: 'In review',
    createdAt: iso(40),
    updatedAt: iso(1),
    finishedAt: null,
    dueOn: '2026-12-04',
    readAt: iso(0.125),
    gone: null,
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
      like: null,
      bestGoal: null,
      bestScore: null,
      sureness: null,
    },
    {
      kind: 'inherited',
      what: 'epic ONB-1 “Unassociated tickets” is a catch-all and carries nothing',
      like: null,
      bestGoal: null,
      bestScore: null,
      sureness: null,
    },
    { kind: 'rule', what: '6 rules: none holds', like: null, bestGoal: null, bestScore: null, sureness: null },
    {
      kind: 'text',
      what: 'it reads most like KR2.1, not enough to suggest it',
      like: null,
      bestGoal: ref('KR2.1'),
      bestScore: 0.31,
      sureness: '31 % likely, asked about from 40 % on',
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
              hops: [
                hop('words', 'the words “median”, “go-live”', 'median, go-live', {
                  spans: [
                    { in: 'text', from: 43, to: 50 },
                    { in: 'text', from: 82, to: 88 },
                  ],
                }),
              ],
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
