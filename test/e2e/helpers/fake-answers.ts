import type { AlignmentAnswer, ByTeamAnswer, TrendAnswer } from '../../../src/api/schemas/alignment.ts';
import type { DecideTasksBody } from '../../../src/api/schemas/decisions.ts';
import type { GlossaryEntryAnswer } from '../../../src/api/schemas/glossary.ts';
import type { PrecisionAnswer } from '../../../src/api/schemas/precision.ts';
import type { ProposalDetail } from '../../../src/api/schemas/proposals.ts';
import type { DecideCarryingBody, DecideLinksBody, FacetsAnswer, TaskDetail } from '../../../src/api/schemas/tasks.ts';
import { FLAG_STATES, type FlagState } from '../../../src/domain/flag.ts';
import { precisionOf } from '../../../src/domain/precision.ts';
import { goals, managers, now, teams } from './fake-organisation.ts';
import type { makeRules } from './fake-rules.ts';
import type { makeSavedViews } from './fake-saved-views.ts';

const unaligned: readonly FlagState[] = [
  'no-why',
  'suggested',
  'closed-goal',
  'wrong-cycle',
  'broken-link',
  'over-allowance',
  'pending-decision',
];
const decided: readonly FlagState[] = ['ktlo', 'approved', 'not-now'];

/** What a test changes to bring a page into a state that is hard to reach for real. */
export interface FakeState {
  tasks: TaskDetail[];
  role: 'owner' | 'leader' | 'member';
  isSignedIn: boolean;
  hasConnections: boolean;
  hasGoals: boolean;
  proposals: ProposalDetail[];
  glossary: GlossaryEntryAnswer[];
  readonly savedViews: ReturnType<typeof makeSavedViews>;
  readonly rules: ReturnType<typeof makeRules>;
  /** Whether people said enough for percentages. */
  isCalibrated: boolean;
  /** Where what people decided moved the threshold; null: nowhere. */
  movedTo: number | null;
  /** Paths under /api/v1 that answer 500. */
  /** Themes that became goals, or were put off. */
  themesDone: Set<string>;
  faulty: Set<string>;
  /** Task ids whose link is refused. */
  refused: Set<string>;
  /** What every answer waits for; null where it need not. */
  held: Promise<void> | null;
  /** Bodies of every POST, PUT and PATCH, oldest first. */
  readonly sent: { method: string; path: string; body: unknown }[];
}

export function session(state: FakeState) {
  return {
    person: { id: 'ana', name: 'Ana Sousa', email: 'ana@larkfield.example', role: state.role },
    organisation: { name: 'Larkfield', timeZone: 'Europe/Lisbon', workingDays: [1, 2, 3, 4, 5], firstWeekday: 1 },
    today: '2026-11-19',
    now: new Date(now).toISOString(),
    isDemo: true,
  };
}

function expand(word: string): string[] {
  if (word === 'unaligned') return [...unaligned];
  return word === 'decided' ? [...decided] : [word];
}

function matches(task: TaskDetail, query: URLSearchParams): boolean {
  const wanted = (query.get('state') ?? '').split(',').filter(Boolean).flatMap(expand);
  const text = query.get('q')?.toLowerCase();
  if (wanted.length > 0 && !wanted.includes(task.flag?.state ?? '')) return false;
  if (query.get('team') && (task.team?.id ?? 'none') !== query.get('team')) return false;
  if (query.get('tool') && task.tool !== query.get('tool')) return false;
  if (query.get('scope') && task.scope?.id !== query.get('scope')) return false;
  if (query.get('minAgeDays') && (task.ageDays ?? 0) < Number(query.get('minAgeDays'))) return false;
  if (query.get('action') && task.flag?.nextAction !== query.get('action')) return false;
  if (query.get('goal') && !task.goals.some((goal) => goal.key === query.get('goal'))) return false;
  return !text || task.url === text || task.title.toLowerCase().includes(text) || task.key?.toLowerCase() === text;
}

export function list(state: FakeState, query: URLSearchParams) {
  const sort = query.get('sort') ?? '-age';
  const numberOf = (task: TaskDetail) => (sort.includes('estimate') ? (task.estimate ?? 0) : (task.ageDays ?? 0));
  const found = state.tasks.filter((task) => matches(task, query));
  found.sort((a, b) =>
    sort === 'title'
      ? a.title.localeCompare(b.title)
      : sort.startsWith('-')
        ? numberOf(b) - numberOf(a)
        : numberOf(a) - numberOf(b),
  );
  const from = Number(query.get('cursor') ?? 0);
  const limit = Number(query.get('limit') ?? 25);
  return {
    items: found.slice(from, from + limit),
    nextCursor: from + limit < found.length ? String(from + limit) : null,
    total: found.length,
    hidden: found.length > 0 ? 3 : 0,
  };
}

export function facets(state: FakeState, query: URLSearchParams): FacetsAnswer {
  const found = state.tasks.filter((task) => matches(task, query));
  const count = (test: (task: TaskDetail) => boolean) => found.filter(test).length;
  const scopes = [
    ...new Map(
      found.flatMap((task) => (task.scope ? [[task.scope.id, { scope: task.scope, tool: task.tool }] as const] : [])),
    ).values(),
  ];
  return {
    states: FLAG_STATES.map((name) => ({ state: name, count: count((task) => task.flag?.state === name) })),
    teams: [...teams, null].map((team) => ({
      team,
      count: count((task) => (task.team?.id ?? null) === (team?.id ?? null)),
    })),
    tools: (['jira', 'asana', 'trello'] as const).map((tool) => ({ tool, count: count((task) => task.tool === tool) })),
    scopes: scopes.map(({ scope, tool }) => ({ scope, tool, count: count((task) => task.scope?.id === scope.id) })),
    managers: managers.map((manager) => ({ manager, count: Math.ceil(found.length / 2) })),
  };
}

function sums(tasks: readonly TaskDetail[]) {
  const count = (states: readonly FlagState[]) =>
    tasks.filter((task) => task.flag && states.includes(task.flag.state)).length;
  return {
    aligned: count(['aligned']),
    unaligned: count(unaligned),
    decided: count(decided),
    unknown: count(['unknown']),
  };
}

export function alignment(state: FakeState, query: URLSearchParams): AlignmentAnswer {
  const totals = sums(state.tasks);
  const judged = totals.aligned + totals.unaligned;
  const visible = state.tasks.length;
  return {
    week: '2026-W47',
    asOf: new Date(now).toISOString(),
    weight: (query.get('weight') ?? 'count') as 'count',
    rate: judged ? totals.aligned / judged : null,
    previousRate: judged ? totals.aligned / judged - 0.04 : null,
    totals,
    shares: FLAG_STATES.map((name) => {
      const count = state.tasks.filter((task) => task.flag?.state === name).length;
      return { state: name, share: visible ? Math.round((count / visible) * 100) : 0, weight: count, count };
    }),
    coverage: {
      visible,
      unknown: totals.unknown,
      excluded: 14,
      hidden: 12,
      weighed: 0.64,
      setAside: 2,
      withoutTeam: 19,
    },
    syncedAt: new Date(now - 720_000).toISOString(),
  };
}

export function trend(): TrendAnswer {
  const rates = [0.21, 0.24, 0.23, 0.29, 0.33, 0.36, 0.38, 0.39, 0.43];
  return {
    weight: 'count',
    weeks: rates.map((rate, index) => {
      const start = Date.parse('2026-09-21T00:00:00Z') + index * 7 * 86_400_000;
      const toDay = (at: number) => new Date(at).toISOString().slice(0, 10);
      return {
        week: `2026-W${39 + index}`,
        startsOn: toDay(start),
        endsOn: toDay(start + 6 * 86_400_000),
        isUnfinished: index === rates.length - 1,
        rate,
        aligned: Math.round(rate * 100),
        unaligned: 100 - Math.round(rate * 100),
        decided: 20,
        unknown: 10,
      };
    }),
    cycles: [{ name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31' }],
  };
}

/** Eight months, one without a decision, the last ones worse; and a threshold that moved for it. */
export function precision(state: FakeState): PrecisionAnswer {
  const right = [9, 17, 12, 0, 21, 18, 15, 11];
  const decided = [10, 18, 12, 0, 22, 20, 19, 16];
  const months = right.map((count, at) => {
    const all = precisionOf(count, decided[at] ?? 0);
    return { month: `2026-${String(at + 4).padStart(2, '0')}`, all, automatic: all, bands: [], kinds: [] };
  });
  const bands = [
    { from: 0.95, to: 1, ...precisionOf(78, 80) },
    { from: 0.7, to: 0.85, ...precisionOf(25, 37) },
  ];
  const whole = { all: precisionOf(103, 117), automatic: precisionOf(58, 62), bands, kinds: [], months };
  return {
    ...{ asOf: new Date(now).toISOString(), promised: 0.95, decided: 117, missing: 0, leftOut: 4 },
    ...{ measured: whole, thresholds: thresholds(state) },
  };
}

function thresholds({ movedTo }: FakeState): PrecisionAnswer['thresholds'] {
  const because =
    'Of 35 links from labels, fields, parents and rules with a likelihood of 0.72 or more that people decided on in 90 days 26 were right, fewer than the 95 % that is promised: a link without asking now needs a likelihood of 0.74.';
  const at = new Date(now - 86_400_000).toISOString();
  const base = { name: 'structural', set: 0.7, movedAt: at, movedBy: 'the service' } as const;
  return [{ ...base, inForce: movedTo ?? 0.7, isMoved: movedTo !== null, because }];
}

export function putThreshold({ to }: { to: number | null }, state: FakeState) {
  state.movedTo = to;
  return { thresholds: thresholds(state) };
}

export function byTeam(state: FakeState, query: URLSearchParams): ByTeamAnswer {
  return {
    weight: (query.get('weight') ?? 'count') as 'count',
    teams: [...teams, null].map((team) => {
      const tasks = state.tasks.filter((task) => (task.team?.id ?? null) === (team?.id ?? null));
      const totals = sums(tasks);
      const judged = totals.aligned + totals.unaligned;
      const count = (state: string) => tasks.filter(({ flag }) => flag?.state === state).length;
      const parts = {
        ...{ ktlo: count('ktlo'), approved: count('approved') },
        ...{ notNow: count('not-now'), overAllowance: count('over-allowance') },
      };
      const rate = judged ? totals.aligned / judged : null;
      return { team, ...totals, rate, parts, allowance: team ? 0.2 : null, count: tasks.length };
    }),
  };
}

export function decide(body: DecideLinksBody, state: FakeState, before: Map<number, TaskDetail>) {
  const decisionIds: number[] = [];
  const failed = body.items
    .filter((item) => state.refused.has(item.taskId))
    .map((item) => ({ taskId: item.taskId, code: 'changed', detail: 'Somebody else decided it a moment ago.' }));
  for (const item of body.items) {
    const at = state.tasks.findIndex((task) => task.id === item.taskId);
    const task = state.tasks[at];
    if (!task || state.refused.has(item.taskId)) continue;
    const id = before.size + 1;
    before.set(id, task);
    decisionIds.push(id);
    const goal = goals.find((one) => one.key === (item.goalKey ?? task.suggestion?.goal.key));
    state.tasks[at] =
      (item.says ?? body.says) === 'accepted'
        ? {
            ...task,
            suggestion: null,
            goals: goal ? [goal] : [],
            flag: {
              state: 'aligned',
              reason: `Ana Sousa linked it to ${goal?.key}.`,
              nextAction: 'none',
              since: new Date(now).toISOString(),
            },
          }
        : {
            ...task,
            suggestion: null,
            flag: {
              state: 'no-why',
              reason: 'Ana Sousa said it does not serve the goal suggested.',
              nextAction: 'link',
              since: new Date(now).toISOString(),
            },
          };
  }
  return { decisionIds, decided: decisionIds.length, failed };
}

/** A person's word on tasks beside the goals they serve. */
export function decideTasks(body: DecideTasksBody, state: FakeState, before: Map<number, TaskDetail>) {
  const states = { ktlo: 'ktlo', 'not-now': 'not-now', 'ask-owner': 'pending-decision' } as const;
  const decisionIds: number[] = [];
  for (const { taskId } of body.items) {
    const at = state.tasks.findIndex((one) => one.id === taskId);
    const task = state.tasks[at];
    if (!task) continue;
    const id = before.size + 1;
    before.set(id, task);
    decisionIds.push(id);
    const reason = `Ana Sousa said so${body.because ? `: ${body.because}` : ''}.`;
    const flag = { state: states[body.says], reason, nextAction: 'none', since: new Date(now).toISOString() } as const;
    state.tasks[at] = { ...task, suggestion: null, flag };
  }
  return { decisionIds, decided: decisionIds.length, failed: [] };
}

/** A person's word on what a parent carries; `undo` of decision 1 takes it back. */
export function carry(
  task: TaskDetail,
  { says }: DecideCarryingBody,
  state: FakeState,
  before: Map<number, TaskDetail>,
) {
  before.set(1, task);
  const because = task.carries?.because ?? null;
  state.tasks = state.tasks.map((one) =>
    one.id === task.id ? { ...one, carries: { says, because, decidedBy: 'Ana Sousa' } } : one,
  );
  return { decisionId: 1 };
}

export function undo({ decisionIds }: { decisionIds: number[] }, state: FakeState, before: Map<number, TaskDetail>) {
  for (const id of decisionIds.toReversed()) {
    const task = before.get(id);
    const at = state.tasks.findIndex((one) => one.id === task?.id);
    if (task && at >= 0) state.tasks[at] = task;
  }
  return { undone: decisionIds.length };
}
