import { fingerprintOf } from '../../../src/domain/evidence/fingerprint.ts';
import { type GoalIndex, indexGoals } from '../../../src/domain/evidence/goal-index.ts';
import type { Evidence, EvidenceKind, Hop } from '../../../src/domain/evidence.ts';
import type { Cycle, Goal, Rule } from '../../../src/domain/goal.ts';
import type { Task } from '../../../src/domain/task.ts';

/** A task with nothing on it; a test says only what it is about. */
export function makeTask(with_: Partial<Task> = {}): Task {
  return {
    id: 'c1.1',
    connectionId: 'c1',
    tool: 'jira',
    externalId: '1',
    key: 'ONB-1',
    url: null,
    kind: 'Story',
    level: 0,
    title: 'Validate headers before upload',
    text: '',
    labels: [],
    fields: [],
    links: [],
    parentId: null,
    places: [],
    statusName: 'To Do',
    statusCategory: 'todo',
    team: null,
    isContainer: false,
    isArchived: false,
    isMirror: false,
    goneAt: null,
    visibility: 'visible',
    createdAt: null,
    updatedAt: null,
    readAt: 1_000,
    ...with_,
  };
}

/** A goal whose id is its key in lower case. */
export function makeGoal(key: string, with_: Partial<Goal> = {}): Goal {
  return {
    id: key.toLowerCase(),
    key,
    kind: key.startsWith('K') ? 'key-result' : 'objective',
    title: `Title of ${key.replace(/\W/gu, ' dot ')}`,
    description: '',
    parentId: null,
    cycleId: null,
    from: null,
    to: null,
    unit: null,
    by: null,
    ownerId: null,
    team: null,
    commitment: null,
    weight: 1,
    closedOn: null,
    urls: [],
    ...with_,
  };
}

export const CYCLE: Cycle = { id: 'q4', name: '2026-Q4', startsOn: '2026-10-01', endsOn: '2026-12-31' };
export const LAST_CYCLE: Cycle = { id: 'q3', name: '2026-Q3', startsOn: '2026-07-01', endsOn: '2026-09-30' };
export const CYCLES: ReadonlyMap<string, Cycle> = new Map([
  ['q4', CYCLE],
  ['q3', LAST_CYCLE],
]);

export function byId(goals: readonly Goal[]): Map<string, Goal> {
  return new Map(goals.map((goal) => [goal.id, goal]));
}

/** O1 over KR1.1 and KR1.2; O2 over KR2.1. */
export const GOALS: readonly Goal[] = [
  makeGoal('O1', { title: 'Hospitals trust every release' }),
  makeGoal('KR1.1', { title: 'Escaped defects from 14 to 5', parentId: 'o1' }),
  makeGoal('KR1.2', { title: 'Change failure rate from 18 to 8 percent', parentId: 'o1' }),
  makeGoal('O2', { title: 'Onboarding that needs no consultant' }),
  makeGoal('KR2.1', { title: 'Median days to go-live from 21 to 7', parentId: 'o2' }),
];

export const INDEX: GoalIndex = indexGoals(GOALS, []);

export function makeHop(with_: Partial<Hop> = {}): Hop {
  return {
    kind: 'label',
    taskId: 'c1.1',
    scopeId: null,
    place: 'label x',
    value: 'x',
    readAt: 1_000,
    by: null,
    ...with_,
  };
}

export function makeEvidence(kind: EvidenceKind, goalId: string, with_: Partial<Evidence> = {}): Evidence {
  const hops = with_.hops ?? [makeHop({ kind: HOP_KINDS[kind], place: `${kind} of ${goalId}`, value: goalId })];
  return {
    kind,
    goalId,
    likelihood: 0.95,
    hops,
    fingerprint: fingerprintOf(kind, goalId, hops),
    weight: null,
    ...with_,
  };
}

const HOP_KINDS = {
  stated: 'label',
  inherited: 'parent',
  rule: 'rule',
  learned: 'words',
  text: 'words',
  judged: 'judge',
} as const;

export function makeRule(position: number, when: Rule['when'], says: string): Rule {
  // biome-ignore lint/suspicious/noThenProperty: the word of the import format; never awaited
  return { id: `r${position}`, position, when, then: says === 'ktlo' ? 'ktlo' : { goalId: says } };
}
