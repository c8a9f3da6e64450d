import type { ReactNode } from 'react';
import { plural, pluralWord } from '../../format.ts';

/** The first page: the sentence, what it rests on, what changed, where, since when, and which. */
export const overviewTexts = {
  title: 'Overview',
  notRead: 'The alignment could not be read',
  teamsNotRead: 'The teams could not be read',
  weeksNotRead: 'The past weeks could not be read',
};

export const coverageTexts = {
  seen: (tasks: string) => `${tasks} tasks seen`,
  unseen: (link: ReactNode) => <>, {link}</>,
  unseenTasks: (tasks: string) => `${tasks} we cannot see`,
  noneUnseen: ', none we cannot see',
  hidden: (tasks: string) => `, ${tasks} not shown to you`,
  excluded: (tasks: string) => ` · ${tasks} parents, mirrors and archived ones not counted`,
  withoutTeam: (tasks: string) => `${tasks} without a team`,
  setAside: (records: string) => `${records} unreadable, set aside`,
  read: (when: ReactNode) => <> · read {when}</>,
  weighedBy: 'weighed by',
  known: (share: string) => `known for ${share} of them`,
  whose: 'Whose work',
  everybody: 'Everybody’s work',
  oneTeam: 'One team',
  oneManager: 'A manager’s part',
};

export const changesTexts = {
  title: 'What changed?',
  notRead: 'What changed could not be read',
  sinceWeek: 'Since last week',
  sinceLook: (when: ReactNode) => <>Since you looked, {when}</>,
  nothing: 'Nothing: no task lost or found its why.',
  noTask: { first: 'No task', other: 'no task' },
  moved: (lost: ReactNode, found: ReactNode) => (
    <>
      {lost} newly without a why, {found} newly serving a goal.
    </>
  ),
  goalsLost: (count: number, goals: ReactNode) => (
    <>
      {' '}
      {plural(count, 'goal')} lost {pluralWord(count, 'its', 'their')} last live work: {goals}.
    </>
  ),
  waits: 'Waits for your decision',
  due: 'Promised revisits that are due',
  hidden: (revisits: string) => `${revisits} due, not shown to you.`,
  others: (count: number) => ` and ${plural(count, 'other')}`,
};

export const talkTexts = {
  title: 'To talk about',
  theme: (theme: ReactNode, tasks: number) => (
    <>
      {theme}: {plural(tasks, 'task')} about the same thing, and no goal for them. A goal nobody wrote down, or not now?
    </>
  ),
  goal: (goal: ReactNode, reason: string) => (
    <>
      {goal}: {reason}
    </>
  ),
  maySuit: (tasks: number) => ` ${plural(tasks, 'task')} may serve it.`,
  waits: (task: ReactNode, by: string, when: ReactNode, of: number) => (
    <>
      {task}: {by} asked {when}
      {of > 1 && `; it has waited longest of ${of}`}.
    </>
  ),
  revisit: (task: ReactNode, until: string | null, of: number) => (
    <>
      {task}: put off{until && ` until ${until}`}, and that day has come
      {of > 1 && `; the first of ${of}`}.
    </>
  ),
};

export const goalsToLookAtTexts = {
  title: 'Which goals want a look?',
  allStaffed: 'Every open goal of this cycle has live work.',
  unstaffed: (goals: string) => `Nobody works on ${goals}.`,
  suggestions: (count: number) => ` ${plural(count, 'suggestion waits', 'suggestions wait')}.`,
  ask: (person: string) => ` Ask ${person}.`,
};

export const largestTexts = {
  title: 'Which, why, and what now?',
  lead: 'The largest by estimate of the work that has no why yet.',
  all: (tasks: string) => `All ${tasks}`,
};

export const themesTexts = {
  title: 'What is the work with no why about?',
  notRead: 'The themes could not be read',
  lead: 'Tasks whose titles are alike, named by their own words, the most effort first. A theme may be a goal nobody wrote down.',
  smaller: (themes: string) => `${themes} not shown.`,
  size: (tasks: string, effort: string | null) => (effort ? `${tasks}, ${effort}` : tasks),
  hidden: (tasks: string) => `, ${tasks} more not shown to you`,
  makeGoal: 'Make this a goal',
  of: (theme: string) => `: ${theme}`,
  noneAlike: 'No four of these tasks are about the same thing: each stands for itself.',
  lookedFor: 'They are being looked for; they stand here in a moment.',
  notYet: 'Themes are looked for each night, and after each pull of everything. It was not done yet.',
  look: 'Look for themes now',
  isGoal: (goal: string, tasks: number) => `${goal} is a goal; ${plural(tasks, 'task serves', 'tasks serve')} it.`,
  stays: (goalKey: string) => `Taken back; ${goalKey} stays, since something else hangs on it.`,
  putOff: (theme: string, tasks: string) => `“${theme}”: ${tasks} not now.`,
};

/** Where effort goes. */
export const teamBarsTexts = {
  title: 'Where?',
  caption: (parts: string, unit: string) =>
    `Each team’s work this week, the most without a why first. From left: ${parts}; at the right the alignment rate. In ${unit}.`,
  table: (unit: string) => `Work by team, in ${unit}`,
  showAll: (teams: number) => `Show all ${plural(teams, 'team')}`,
  team: 'Team',
  noTeam: 'No team',
  ktlo: 'keeps the lights on, of its allowance',
  noAllowance: 'no allowance',
  rate: 'alignment rate',
  part: (amount: string, share: string, words: string) => `${amount}, ${share}: ${words}`,
  ofTeam: (team: string) => `: ${team}`,
  ofJudged: ' of what can be judged serves a goal',
  upkeepHint: 'Keeps the lights on, of the share that is allowed',
  upkeep: ', keeps the lights on ',
  upkeepOf: (share: string, allowance: string) => `${share} of ${allowance}`,
  beyond: 'beyond the allowance',
  approved: 'approved',
  unseen: 'cannot be seen',
};

/** The rate week by week. */
export const trendTexts = {
  title: 'Since when?',
  caption: 'The share of judged work that serves a goal, week by week. The hatched week is not over.',
  table: 'Alignment rate by week',
  week: 'Week',
  weekDays: (week: string, from: string, to: string, isUnfinished: boolean) =>
    `${week}, ${from} to ${to}${isUnfinished ? ' (not over)' : ''}`,
  rate: 'alignment rate',
  aligned: 'serves a goal',
  unaligned: 'no why yet',
  decided: 'decided otherwise',
  unseen: 'cannot be seen',
  noWeek: 'No week can be judged yet.',
  describe: (from: string, first: string, to: string, last: string) =>
    `Alignment rate from ${from} in ${first} to ${to} in ${last}. The table has every week.`,
  tip: (week: string, isUnfinished: boolean, rate: string) => `${week}${isUnfinished ? ', not over' : ''}: ${rate}`,
  cycle: (name: string, from: string) => `${name} from ${from}`,
};

/** A picture and the table of the same numbers. */
export const pictureTexts = {
  asTable: 'Show as a table',
  asPicture: 'Show as a picture',
  of: (title: string) => ` (${title})`,
};
