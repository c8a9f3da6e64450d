import type { SimGroup, SimScope, SimTool } from '../world.ts';
import type { Random } from './random.ts';

type Weights = Readonly<Record<string, number>>;

/** What a scope is like, and what share of the work it holds. */
export interface ScopePlan {
  readonly tool: SimTool;
  readonly key: string | null;
  readonly name: string;
  readonly teamId: string | null;
  readonly style: SimScope['style'];
  /** Share of its tool's tasks. */
  readonly weight: number;
  /** Open goals its work goes to, by weight. */
  readonly goals: Weights;
  /** Past and closed goals some of its work still points at. */
  readonly past: readonly string[];
  /** How many of a hundred tasks belong to each sort; what is missing to a hundred is stated. */
  readonly sorts: {
    readonly inherited: number;
    readonly rule: number;
    readonly text: number;
    readonly nothing: number;
    readonly ktlo: number;
    readonly none: number;
    readonly past: number;
  };
  readonly groups: readonly GroupPlan[];
}

export interface GroupPlan {
  readonly name: string;
  /** Where new work lands, where it is worked on, where it ends; a `goal` group is named after a goal and carries it down. */
  readonly is: 'todo' | 'doing' | 'done' | 'goal';
  readonly goal?: string;
  readonly archived?: boolean;
}

const group = (is: GroupPlan['is'], name: string, goal?: string): GroupPlan =>
  goal === undefined ? { is, name } : { is, name, goal };
const jira = { tool: 'jira', groups: [] } as const;
const asana = { tool: 'asana', key: null, style: null, past: [] } as const;
const trello = { tool: 'trello', key: null, style: null } as const;
const usualSorts = { inherited: 27, rule: 0, text: 8, nothing: 4, ktlo: 11, none: 18, past: 6 };

const scopePlans: readonly ScopePlan[] = [
  {
    ...jira,
    key: 'ONB',
    name: 'Onboarding',
    teamId: 'onboarding',
    style: 'company-managed',
    weight: 18,
    goals: { 'KR2.1': 4, 'KR2.2': 6 },
    past: ['KR2.3'],
    sorts: { ...usualSorts, inherited: 30, ktlo: 6 },
  },
  {
    ...jira,
    key: 'INT',
    name: 'Interfaces',
    teamId: 'interfaces',
    style: 'company-managed',
    weight: 18,
    goals: { 'KR3.1': 5, 'KR3.2': 5 },
    past: ['KR3.3'],
    sorts: { ...usualSorts, inherited: 24, rule: 9, past: 7 },
  },
  {
    ...jira,
    key: 'WARD',
    name: 'Ward Board',
    teamId: 'ward',
    style: 'team-managed',
    weight: 18,
    goals: { 'KR4.1': 6, 'KR1.1': 2 },
    past: ['KR4.3'],
    sorts: { ...usualSorts, past: 9, ktlo: 7 },
  },
  {
    ...jira,
    key: 'APP',
    name: 'Clinician App',
    teamId: 'clinician-app',
    style: 'team-managed',
    weight: 15,
    goals: { 'KR4.2': 6, 'KR4.1': 1 },
    past: ['KR4.3'],
    sorts: { ...usualSorts, past: 3, ktlo: 7 },
  },
  {
    ...jira,
    key: 'PLAT',
    name: 'Platform',
    teamId: 'platform',
    style: 'company-managed',
    weight: 19,
    goals: { 'KR1.1': 5, 'KR1.2': 5 },
    past: ['KR1.3'],
    sorts: { ...usualSorts, inherited: 27, text: 6, ktlo: 26, none: 16 },
  },
  {
    ...jira,
    key: 'DATA',
    name: 'Insights',
    teamId: 'insights',
    style: 'team-managed',
    weight: 12,
    goals: { 'KR5.1': 5, 'KR4.1': 2 },
    past: [],
    sorts: { ...usualSorts, inherited: 24, text: 11, none: 28, past: 0 },
  },
  {
    ...asana,
    name: 'KR2.2 Hospitals import their own data',
    teamId: 'onboarding',
    weight: 13,
    goals: { 'KR2.2': 1 },
    sorts: { inherited: 92, rule: 0, text: 0, nothing: 0, ktlo: 0, none: 0, past: 0 },
    groups: [group('todo', 'To do'), group('doing', 'Doing'), group('done', 'Done')],
  },
  {
    ...asana,
    name: 'Go-live programme',
    teamId: 'customer-success',
    weight: 16,
    goals: { 'KR2.1': 1 },
    sorts: { inherited: 0, rule: 88, text: 0, nothing: 0, ktlo: 0, none: 0, past: 0 },
    groups: [group('todo', 'Signed'), group('doing', 'In set-up'), group('doing', 'Cut-over'), group('done', 'Live')],
  },
  {
    ...asana,
    name: 'Customer success',
    teamId: 'customer-success',
    weight: 20,
    goals: { 'KR5.1': 5, 'KR2.1': 1 },
    past: ['KR2.3'],
    sorts: { inherited: 34, rule: 0, text: 12, nothing: 8, ktlo: 4, none: 22, past: 6 },
    groups: [
      group('todo', 'Inbox'),
      group('goal', 'KR5.1 Net revenue retention', 'KR5.1'),
      group('doing', 'This week'),
      group('done', 'Done'),
    ],
  },
  {
    ...asana,
    name: 'Reference hospitals',
    teamId: 'growth',
    weight: 14,
    goals: { 'KR5.2': 1 },
    sorts: { inherited: 40, rule: 18, text: 12, nothing: 6, ktlo: 0, none: 12, past: 0 },
    groups: [
      group('todo', 'Ideas'),
      group('goal', 'KR5.2 Signed reference hospitals', 'KR5.2'),
      group('doing', 'In talks'),
      group('done', 'Published'),
    ],
  },
  {
    ...asana,
    name: 'Compliance calendar',
    teamId: 'security',
    weight: 13,
    goals: { 'KR1.2': 1 },
    sorts: { inherited: 0, rule: 0, text: 0, nothing: 0, ktlo: 100, none: 0, past: 0 },
    groups: [group('todo', 'Coming up'), group('doing', 'Running'), group('done', 'Filed')],
  },
  {
    ...asana,
    name: 'Security programme',
    teamId: 'security',
    weight: 12,
    goals: { 'KR1.2': 3, 'KR1.1': 3 },
    past: ['KR1.3'],
    sorts: { inherited: 20, rule: 0, text: 12, nothing: 6, ktlo: 8, none: 20, past: 8 },
    groups: [group('todo', 'Backlog'), group('doing', 'In progress'), group('done', 'Done')],
  },
  {
    ...asana,
    name: 'Clinical advisory board',
    teamId: 'ward',
    weight: 12,
    goals: { 'KR4.1': 4, 'KR4.2': 2 },
    past: ['KR4.3'],
    sorts: { inherited: 12, rule: 0, text: 18, nothing: 10, ktlo: 0, none: 28, past: 4 },
    groups: [group('todo', 'Suggestions'), group('doing', 'With the board'), group('done', 'Answered')],
  },
  {
    ...trello,
    name: 'Growth campaigns',
    teamId: 'growth',
    weight: 22,
    goals: { 'KR5.2': 5, 'KR5.1': 2 },
    past: [],
    sorts: { inherited: 30, rule: 0, text: 10, nothing: 6, ktlo: 3, none: 32, past: 0 },
    groups: [
      group('todo', 'Ideas'),
      group('goal', 'KR5.2 References', 'KR5.2'),
      group('doing', 'In the works'),
      group('done', 'Out'),
      { is: 'todo', name: 'Spring campaign (old)', archived: true },
    ],
  },
  {
    ...trello,
    name: 'Design studio',
    teamId: 'clinician-app',
    weight: 22,
    goals: { 'KR4.2': 5, 'KR4.1': 3 },
    past: ['KR4.3'],
    sorts: { inherited: 26, rule: 0, text: 12, nothing: 6, ktlo: 2, none: 26, past: 4 },
    groups: [
      group('todo', 'Requests'),
      group('goal', 'O4 Give every nurse an hour back', 'O4'),
      group('doing', 'Drawing'),
      group('doing', 'Review'),
      group('done', 'Handed over'),
      { is: 'todo', name: 'Someday', archived: true },
    ],
  },
  {
    ...trello,
    name: 'Field engineers',
    teamId: 'interfaces',
    weight: 22,
    goals: { 'KR3.1': 5, 'KR3.2': 3 },
    past: ['KR3.3'],
    sorts: { inherited: 20, rule: 24, text: 8, nothing: 4, ktlo: 14, none: 8, past: 6 },
    groups: [
      group('todo', 'Requested'),
      group('goal', 'KR3.2 Failed messages', 'KR3.2'),
      group('doing', 'On site'),
      group('done', 'Closed visits'),
    ],
  },
  {
    ...trello,
    name: 'Office and people',
    teamId: null,
    weight: 14,
    goals: { 'KR5.2': 1 },
    past: [],
    sorts: { inherited: 0, rule: 0, text: 0, nothing: 4, ktlo: 24, none: 70, past: 0 },
    groups: [
      group('todo', 'To do'),
      group('doing', 'Doing'),
      group('done', 'Done'),
      { is: 'todo', name: 'Old office', archived: true },
    ],
  },
  {
    ...trello,
    name: 'Data desk',
    teamId: 'insights',
    weight: 20,
    goals: { 'KR5.1': 5, 'KR4.2': 1 },
    past: [],
    sorts: { inherited: 16, rule: 0, text: 14, nothing: 8, ktlo: 8, none: 36, past: 0 },
    groups: [
      group('todo', 'Questions'),
      group('goal', 'KR5.1 Retention', 'KR5.1'),
      group('doing', 'Counting'),
      group('done', 'Answered'),
    ],
  },
];

/** How much of the work sits in which tool. */
const toolShares: Readonly<Record<SimTool, number>> = { jira: 0.55, asana: 0.25, trello: 0.2 };

/** A project of this many tasks is split in two: a Trello board holds at most 5,000 open cards, and nobody runs larger Jira projects well. */
const tasksMax: Readonly<Record<SimTool, number>> = { jira: 10_000, asana: 10_000, trello: 4_800 };

/** A plan with its scope and the number of tasks that go there. */
export interface PlannedScope {
  readonly plan: ScopePlan;
  readonly scope: SimScope;
  readonly tasks: number;
}

/** The scopes for this many tasks: each plan once, or as often as its share needs to stay below the tools' bounds. */
export function planScopes(random: Random, tasks: number, startsAt: number): PlannedScope[] {
  const planned: PlannedScope[] = [];
  for (const tool of ['jira', 'asana', 'trello'] as const) {
    const plans = scopePlans.filter((plan) => plan.tool === tool);
    const weights = plans.reduce((sum, plan) => sum + plan.weight, 0);
    const toolTasks =
      tool === 'jira'
        ? tasks - Math.round(tasks * toolShares.asana) - Math.round(tasks * toolShares.trello)
        : Math.round(tasks * toolShares[tool]);
    let given = 0;
    let weightSoFar = 0;
    for (const plan of plans) {
      weightSoFar += plan.weight;
      const upTo = Math.round((toolTasks * weightSoFar) / weights);
      planned.push(...splitPlan(random, plan, upTo - given, planned.length, startsAt));
      given = upTo;
    }
  }
  return planned;
}

/** The one Jira project nobody uses any more: archived long ago, empty to a search. */
export function archivedScope(startsAt: number): SimScope {
  return {
    id: 'scope-archive',
    tool: 'jira',
    vendorId: '10990',
    key: 'LEG',
    name: 'Legacy integrations',
    teamId: 'interfaces',
    style: 'company-managed',
    archivedAt: startsAt - 90 * 86_400_000,
    groups: [],
  };
}

function splitPlan(
  random: Random,
  plan: ScopePlan,
  tasks: number,
  numberFrom: number,
  startsAt: number,
): PlannedScope[] {
  const copies = Math.max(1, Math.ceil(tasks / tasksMax[plan.tool]));
  return Array.from({ length: copies }, (_, copy) => {
    const share = Math.floor((tasks * (copy + 1)) / copies) - Math.floor((tasks * copy) / copies);
    const scope: SimScope = {
      id: `scope-${numberFrom + copy + 1}`,
      tool: plan.tool,
      vendorId: vendorIdOfScope(random, plan.tool, numberFrom + copy, startsAt),
      key: plan.key === null ? null : copy === 0 ? plan.key : `${plan.key}${copy + 1}`,
      name: copy === 0 ? plan.name : `${plan.name} ${copy + 1}`,
      teamId: plan.teamId,
      style: plan.style,
      archivedAt: null,
      groups: plan.groups.map((planned, at) => makeGroup(random, plan.tool, planned, at, startsAt)),
    };
    return { plan, scope, tasks: share };
  });
}

function makeGroup(random: Random, tool: SimTool, planned: GroupPlan, at: number, startsAt: number): SimGroup {
  const archivedAt = planned.archived === true ? startsAt - 20 * 86_400_000 : null;
  return {
    vendorId:
      tool === 'trello'
        ? hexId(random, startsAt - 500 * 86_400_000 + at * 1000)
        : `1206${random.text('0123456789', 12)}`,
    name: planned.name,
    archivedAt,
  };
}

function vendorIdOfScope(random: Random, tool: SimTool, number: number, startsAt: number): string {
  if (tool === 'jira') return String(10_000 + number);
  return tool === 'asana' ? `1205${random.text('0123456789', 12)}` : hexId(random, startsAt - 501 * 86_400_000);
}

/** An id as Trello makes them: the second of creation in eight hex digits, then sixteen more. */
export function hexId(random: Random, at: number): string {
  return (
    Math.floor(at / 1000)
      .toString(16)
      .padStart(8, '0') + random.text('0123456789abcdef', 16)
  );
}
