import type { GoalChangeThrough, GoalField } from './goal-history.ts';

/** Fields of a goal as people name them: "its target". */
export const GOAL_FIELD_WORDS: Readonly<Record<GoalField, string>> = {
  key: 'key',
  kind: 'kind',
  title: 'title',
  description: 'description',
  parentId: 'parent',
  cycleId: 'cycle',
  from: 'start',
  to: 'target',
  unit: 'unit',
  by: 'due day',
  ownerId: 'owner',
  team: 'team',
  commitment: 'commitment',
  weight: 'weight',
  closedOn: 'closing day',
  position: 'place in the order',
  urls: 'pages',
};

/** How a change came about, after a person's name: "Ana Sousa, by an import". */
export const GOAL_THROUGH_WORDS: Readonly<Record<GoalChangeThrough, string>> = {
  browser: 'here',
  import: 'by an import',
  proposal: 'from a page’s proposal',
  theme: 'from a theme of unaligned work',
  command: 'by a command',
};
