import type { ReactNode } from 'react';
import { plural } from '../../format.ts';

export const rulesTexts = {
  title: 'Rules',
  hint: 'What ties work to a goal where the work itself says nothing. They are tried from the top, and the first that fits wins. A rule keeps its number wherever it stands.',
  unreadable: 'The rules could not be read',
  none: 'No rule yet',
  noneHint: 'Begin with work that always has the same why: a label for upkeep, or a board that serves one goal.',
  list: 'In the order they are tried',
  name: (number: string) => `Rule ${number}`,
  leadsTo: (goal: ReactNode) => <>leads to {goal}</>,
  ktlo: 'keeps the lights on',
  caught: (tasks: number) => `catches ${plural(tasks, 'task')}`,
  takenBefore: (tasks: number) =>
    `, ${plural(tasks, 'more fits', 'more fit')} and an earlier rule takes ${tasks === 1 ? 'it' : 'them'}`,
  unseen: 'Counted of the judged tasks that you may see; a rule reaches the others all the same.',
  earlier: 'Earlier',
  later: 'Later',
  edit: 'Edit',
  remove: 'Remove',
  ofRule: (name: string) => `: ${name}`,
  ownerOnly: 'Only owners change them.',
};

export const ruleFormTexts = {
  add: 'Make a rule',
  edit: (name: string) => `Reword ${name}`,
  send: 'Add it as the last',
  save: 'Save',
  when: 'Work that fits all of these',
  tool: 'Tool',
  anyTool: 'any tool',
  scope: 'Project or board',
  label: 'Label',
  type: 'Type',
  team: 'Team',
  field: 'Field',
  fieldHint: 'Name=value, or a name alone',
  text: 'Words in title or description',
  leadsTo: 'Leads to',
  chooseGoal: 'choose a goal',
};

export const rulePreviewTexts = {
  title: 'What it would catch',
  nothingYet: 'Say what the work has in common, and where it leads: what the rule would catch stands here.',
  looking: 'All tasks are looked at…',
  caught: (tasks: ReactNode) => <>It would catch {tasks}</>,
  tasks: (count: number) => plural(count, 'task'),
  takenBefore: (tasks: number) => `, besides ${plural(tasks, 'task')} that an earlier rule takes`,
  servesAlready: (tasks: number) =>
    ` ${plural(tasks, 'of them serves', 'of them serve')} a goal already, and ${tasks === 1 ? 'stays' : 'stay'} there.`,
  rate: (from: string, to: string) => `What can be judged and serves a goal: ${from} now, about ${to} with it.`,
  sameRate: (rate: string) => `What can be judged and serves a goal stays at ${rate}.`,
  more: (tasks: number) => `and ${plural(tasks, 'other')}`,
  parents: 'A parent that fits passes its goal down; what is below is not counted here.',
};

export const ruleSaidTexts = {
  added: 'The rule is added: all work is looked at again.',
  reworded: 'The rule is reworded: all work is looked at again.',
  moved: (name: string, place: number) => `${name} is tried at place ${place} now.`,
  removed: (name: string) => `${name} is removed: all work is looked at again.`,
};
