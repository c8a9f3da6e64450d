import type { Goal } from './goal.ts';

/** What a change of goals came through. */
export const GOAL_CHANGE_THROUGHS = ['browser', 'import', 'proposal', 'theme', 'command'] as const;
export type GoalChangeThrough = (typeof GOAL_CHANGE_THROUGHS)[number];

/** What of a goal can change, in the order it is told. */
export const GOAL_FIELDS = [
  'key',
  'kind',
  'title',
  'description',
  'parentId',
  'cycleId',
  'from',
  'to',
  'unit',
  'by',
  'ownerId',
  'team',
  'commitment',
  'weight',
  'closedOn',
  'position',
  'urls',
] as const satisfies readonly (keyof Goal)[];
export type GoalField = (typeof GOAL_FIELDS)[number];

/** One field that was another before; a goal that was made or went has `null` on one side. */
export interface GoalFieldChange {
  readonly field: GoalField;
  readonly from: string | number | null;
  readonly to: string | number | null;
}

/** What is another in the second than in the first. */
export function goalDifference(before: Goal, after: Goal): GoalFieldChange[] {
  return GOAL_FIELDS.map((field) => ({ field, from: readField(before, field), to: readField(after, field) })).filter(
    ({ from, to }) => from !== to,
  );
}

function readField(goal: Goal, field: GoalField): string | number | null {
  const value = goal[field] ?? null;
  return value !== null && typeof value === 'object' ? value.join(' ') : value;
}
