import type { GoalRef } from '../../../src/api/schemas/common.ts';
import type { GoalAnswer } from '../../../src/api/schemas/goals.ts';

/** A small organisation, made without chance, for the dashboard's own tests: every state a page can be in. */
export const now = Date.parse('2026-11-19T14:30:00Z');
const day = 86_400_000;
/** So many days before now. */
export const iso = (daysAgo: number) => new Date(now - daysAgo * day).toISOString();

export const teams = ['Onboarding', 'Interfaces', 'Ward', 'Platform', 'Growth'].map((name) => ({
  id: name.toLowerCase(),
  name,
}));
export const managers = [
  { id: 'ana', name: 'Ana Sousa' },
  { id: 'jonas', name: 'Jonas Berg' },
];
export const scopes = [
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
    progress: null,
    pace: null,
    flags: [],
    version: 1,
    mayEdit: true,
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
    flags: [{ kind: 'unstaffed', reason: 'Nobody works on it now.' }],
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
    progress: { value: 13, on: '2026-11-12', by: 'Ana Sousa', confidence: 0.6, confidenceBefore: 0.8 },
    pace: { standing: 'ahead', days: 10, share: 0.571, expected: 14.54 },
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

/** A goal as other answers name it. */
export const ref = (key: string): GoalRef => {
  const found = goals.find((one) => one.key === key);
  if (!found) throw new Error(`No goal ${key} in the fake organisation`);
  return { id: found.id, key: found.key, kind: found.kind, title: found.title };
};
