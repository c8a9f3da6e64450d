import type { ReactNode } from 'react';
import type { FlagState } from '../../../domain/flag.ts';
import { plural, pluralWord } from '../../format.ts';

/** A list of tasks: what it holds, how it is narrowed, put together and kept. */
export const listTexts = {
  work: 'Work',
  notRead: 'The list could not be read',
  rowsNotRead: 'These rows could not be read',
  headingOf: (heading: string, total: number) => `${heading}: ${plural(total, 'task')}`,
  unaligned: (total: number) =>
    total === 0
      ? 'No task is without a why'
      : `${plural(total, 'task')} ${pluralWord(total, 'has', 'have')} no why yet`,
  hidden: (count: number) => ` ${plural(count, 'more task')} match that you cannot see.`,
  place: (first: string, last: string) => `${first}–${last} of `,
  listed: (count: string) => `; the first ${count} are listed, filters find the others`,
  groupBy: 'Group by',
  noGroups: 'No groups',
  by: (grouping: string) => `By ${grouping}`,
  csvOf: (tasks: string) => ` of these ${tasks}`,
  csv: 'CSV',
  news: (count: string, isCut: boolean) => `${count}${isCut ? ' or more' : ''} new since you came`,
  left: (count: string) => `${count} no longer in this list`,
  readAgain: 'Show the list as it is now',
  jump: 'Jump to a group',
  jumpTo: 'Jump to…',
  group: (name: string, count: string, share: string) => `${name} (${count}, ${share})`,
  openAll: 'Open all',
  closeAll: 'Close all',
};

/** Of the work without a why: how a part of it stands, for one task and for many. */
export const unalignedParts: readonly (readonly [FlagState, one: string, many: string])[] = [
  ['suggested', 'waits for your decision', 'wait for your decision'],
  ['pending-decision', 'has a decision pending', 'have a decision pending'],
  ['no-why', 'hangs on nothing yet', 'hang on nothing yet'],
  ['closed-goal', 'points at a closed goal', 'point at closed goals'],
  ['wrong-cycle', 'points at another cycle', 'point at another cycle'],
  ['broken-link', 'lost its line', 'lost their line'],
  ['over-allowance', 'is above an allowance', 'are above an allowance'],
];

export const filterTexts = {
  narrow: 'Narrow the list',
  words: 'Words in the title, or a key',
  state: 'State',
  team: 'Team',
  manager: 'Manager',
  tool: 'Tool',
  scope: 'Scope',
  age: 'Age',
  estimate: 'Estimate',
  anyTeam: 'Any team',
  anyManager: 'Any manager',
  anyTool: 'Any tool',
  anyScope: 'Any scope',
  noTeam: 'No team',
  unaligned: 'No why yet, of any kind',
  decided: 'Decided otherwise, all',
  judged: 'All that is judged',
  clear: 'Clear',
  serves: (goalKey: string) => `serves ${goalKey} ✕`,
  takeAway: ' (take this filter away)',
  anyAge: 'Any age',
  upToTwoWeeks: 'Up to 2 weeks',
  overTwoWeeks: 'Over 2 weeks',
  overDays: (days: number) => `Over ${days} days`,
  overHalfYear: 'Over 6 months',
  anyEstimate: 'Any estimate',
  upTo: (estimate: number) => `Up to ${estimate}`,
  from: (estimate: number) => `${estimate} or more`,
};

export const savedViewsTexts = {
  views: 'Views',
  shared: 'shared',
  from: (person: string) => `from ${person}`,
  keepAs: 'Keep this list as…',
  renameOf: (name: string) => `Rename “${name}”…`,
  unshare: 'Keep it to yourself',
  share: 'Share it with everybody',
  remove: 'Delete it',
  renameTitle: 'Rename this view',
  keepTitle: 'Keep this list',
  name: 'Name',
  rename: 'Rename',
  keep: 'Keep',
  deleted: (name: string) => `View “${name}” deleted.`,
  asItWas: 'The view is as it was',
};

export const tableTexts = {
  caption: 'Tasks, each with why it is here and what to do now',
  columns: { select: 'Select', task: 'Task', age: 'Age', estimate: 'Est.', why: 'Why it is here', now: 'What now?' },
  select: (task: string) => `Select ${task}`,
  selectFirst: (count: string) => `Select the first ${count} tasks`,
  selectAll: (count: string) => `Select all ${count} tasks`,
  openPage: 'Open the page',
  pageOf: (group: string) => ` of ${group}`,
  selectGroup: (count: string, group: string) => `Select all ${count} of ${group}`,
  gone: 'Gone since this list was read, or not yours to see any more',
};

export const bulkTexts = {
  label: 'What to do with the selected tasks',
  progress: (done: string, total: string) => `${done} of ${total} done`,
  selected: (tasks: string) => `${tasks} selected`,
  accept: (suggestions: string) => `Accept ${suggestions}`,
  reject: (count: string) => `Not these ${count}`,
  link: (count: string) => `Link ${count} to…`,
  ktlo: 'Keeps the lights on',
  ask: 'Ask the owner',
  clear: 'Clear',
  notNowOpen: 'Not now…',
  notNow: 'Not now',
  why: 'Why not now',
  revisit: 'Look at it again on',
  revisitHint: 'Left empty: with the next cycle',
};

/** Nothing to list: which of the possible reasons it is, and what to do next. */
export const noTasksTexts = {
  noMatch: 'Nothing matches these filters',
  clearFilters: 'Clear the filters',
  takeAway: 'Take one away, or clear them all.',
  allServe: 'All work that can be judged serves a goal',
  nothingWaits: (link: (text: string) => ReactNode) => (
    <>Nothing waits here. See {link('which goals nobody works on')}.</>
  ),
  noneToday: 'No task is in this state today',
  back: (link: (text: string) => ReactNode) => <>Back to {link('work with no why yet')}.</>,
  notConnected: 'No tool is connected yet',
  connect: 'Begin with the first steps',
  askOwner: 'The owner of this Plumbline connects them.',
  bringThem: 'Bring your goals in',
  onlyReads: 'Plumbline reads tasks from the tools your teams already use. It only reads, and changes nothing there.',
  noGoals: 'No goals yet',
  bringGoals: 'Tasks can only hang on goals that are known. Bring yours from a YAML or CSV file:',
  goalsCommand: 'npx plumbline import goals FILE',
  showsFirst: 'It shows what would change first. An example is config/examples/goals.yaml.',
};
