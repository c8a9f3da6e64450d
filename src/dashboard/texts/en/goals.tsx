import type { ReactNode } from 'react';
import { formatCount, formatDay, formatMeasure, plural } from '../../format.ts';

/** The page of all goals, and the tree on it. */
export const goalsTexts = {
  title: 'Goals',
  notRead: 'The goals could not be read',
  sentence: (objectives: number, open: number, unstaffed: number) => {
    const work = unstaffed === 0 ? 'all with live work' : `nobody works on ${formatCount(unstaffed)} of them`;
    return `${plural(objectives, 'objective')} with ${plural(open, 'open key result')}, ${work}`;
  },
  actions: 'What to do with goals',
  cycle: 'Cycle',
  allCycles: 'All cycles',
  currentCycle: (name: string) => `${name} (now)`,
  cycles: 'Cycles',
  newGoal: { vision: 'New vision', objective: 'New objective', 'key-result': 'New key result' } as const,
  newUnder: (parentKey: string) => `New key result under ${parentKey}`,
  addKeyResult: 'Add a key result',
  under: (key: string) => ` under ${key}`,
  arrange: 'Put in order',
  arranged: 'Done',
  arrangeHow: 'Up and down move a goal among those beside it, with what stands under it.',
  up: 'Up',
  down: 'Down',
  moved: (key: string, place: number, of: number) => `${key} is ${place} of ${of}.`,
  ordered: (key: string) => `${key} is moved.`,
  find: 'Find a goal by key, words, team or owner',
  found: (goals: number) => (goals === 0 ? 'No goal says that.' : `${plural(goals, 'goal')} found.`),
  unfoldAll: 'Unfold all',
  foldAll: 'Fold all',
  below: (goals: number) => plural(goals, 'key result'),
  belowUnstaffed: (goals: number) => (goals === 0 ? '' : `, nobody works on ${formatCount(goals)}`),
  live: 'live',
  finished: 'finished this week',
  suggested: 'suggested',
  countFor: (key: string) => ` for ${key}`,
  closed: 'closed',
  by: (day: string) => `by ${formatDay(day)}`,
  noGoals: 'No goals yet',
  noGoalsWhy:
    'Tasks can only hang on goals that are known: write the first one down, or bring all of them from a file.',
  firstObjective: 'Write the first objective',
  fromFile: (command: ReactNode) => <>From a YAML or CSV file: {command}</>,
  stepByStep: (link: (text: string) => ReactNode) => <>Or choose the file {link('here, step by step')}.</>,
  importCommand: 'npx plumbline import goals FILE',
  fromPages: (link: (text: string) => ReactNode) => <>Goals that a wiki states wait under {link('Proposals')}.</>,
  noneInCycle: (cycle: string) => `No goal is in ${cycle} yet`,
  noneInCycleWhy: (link: (text: string) => ReactNode) => (
    <>Write one here, or copy the open goals of another cycle on the page of {link('cycles')}.</>
  ),
};

/** The form a goal is written and changed in. */
export const goalFormTexts = {
  change: (key: string) => `Change ${key}`,
  title: 'Title',
  titleHint: 'What will be true when it is reached',
  description: 'Description',
  key: 'Key',
  keyHint: 'the next free one',
  parent: 'Stands under',
  noParent: 'nothing',
  cycle: 'Cycle',
  noCycle: 'no cycle',
  from: 'From',
  to: 'To',
  unit: 'Unit',
  by: 'Due on',
  byHint: 'The end of its cycle, if left empty',
  owner: 'Owner',
  nobody: 'nobody',
  team: 'Team',
  commitment: 'Commitment',
  commitments: { committed: 'committed', aspirational: 'aspirational' } as const,
  notSaid: 'not said',
  weight: 'Weight',
  add: 'Write it down',
  save: 'Save',
  added: (key: string) => `${key} is written down.`,
  saved: (key: string) => `${key} is changed.`,
  nothingToSave: (key: string) => `${key} was so already.`,
  conflictAdvice: 'What you typed is kept: look at what changed, then save again.',
};

/** One goal: what stands above and under it, how it stands, its history. */
export const goalTexts = {
  missing: (key: string) => `There is no goal ${key}`,
  missingWhy: (link: (text: string) => ReactNode) => <>It may never have been written down. See {link('all goals')}.</>,
  notYet: (key: string, day: string) => `${key} was not written down yet on ${formatDay(day)}`,
  backToToday: 'Back to today',
  notRead: 'The goal could not be read',
  closed: 'closed',
  closedOn: (day: string) => `closed on ${formatDay(day)}`,
  willClose: (day: string) => `closes on ${formatDay(day)}`,
  edit: 'Change',
  close: 'Close',
  open: 'Open again',
  hangsOn: 'What it hangs on',
  hangsOnOf: (key: string) => `What ${key} hangs on`,
  objectives: 'Its objectives',
  keyResults: 'Its key results',
  lookAt: (key: string) => `What to look at in ${key}`,
  owns: (owner: string, team: string | null) => ` ${owner} owns it${team ? `, with ${team}` : ''}.`,
  nobodyWorks: (isPast: boolean) => (isPast ? 'Nobody worked on it then.' : 'Nobody works on it now.'),
  work: (live: number, finished: number, isPast: boolean) =>
    `${plural(live, 'live task')}, ${formatCount(finished)} finished ${isPast ? 'that' : 'this'} week.`,
  whoWorks: 'Who works on it',
  liveByTeam: (key: string) => `Live tasks for ${key} by team`,
  team: 'Team',
  noTeam: 'No team',
  everyTeam: (teams: number) => `Show all ${formatCount(teams)} teams`,
  liveTasks: 'live tasks',
  tasksNotRead: 'Its tasks could not be read',
  noTask: 'No task points at it',
  tasks: (total: number) => `Its ${plural(total, 'task')}`,
  allTasks: (total: number) => `All ${plural(total, 'task')}`,
  moreTasks: (more: number) => `And ${plural(more, 'more task')}.`,
  hiddenTasks: (hidden: number) => ` ${plural(hidden, 'more task')} that you cannot see.`,
  checkIns: 'Check-ins',
  wentTo: (from: number, to: number, unit: string | null, by: string) =>
    `From ${formatMeasure(from, null)} to ${formatMeasure(to, unit)} by ${formatDay(by)}`,
};

/** How a key result stands by its check-ins. */
export const standingTexts = {
  noCheckIn: 'Nobody has checked in on it yet.',
  at: (value: string, on: string, by: string) => `${value} on ${formatDay(on)}, said ${by}`,
  reached: 'reached',
  onPace: 'at an even pace',
  over: (days: number) => `its time is over, ${plural(days, 'working day')} behind an even pace`,
  ahead: (days: number) => `${plural(days, 'working day')} ahead of an even pace`,
  behind: (days: number) => `${plural(days, 'working day')} behind an even pace`,
  confidence: (now: number) => ` Confidence ${now}.`,
  confidenceMoved: (now: number, before: number) =>
    ` Confidence ${now}, ${now > before ? 'up' : 'down'} from ${before}.`,
  keyResult: 'Key result',
  stands: 'stands at',
  pace: 'pace',
  sure: 'confidence',
  live: 'live tasks',
  none: 'no check-in yet',
  notSaid: 'not said',
  noPace: '–',
  fromTo: (from: string, to: string) => `${from} → ${to}`,
  caption: (key: string) => `Key results of ${key}: where they stand, their pace and confidence`,
};

/** A past day of a goal. */
export const asOfTexts = {
  label: 'As it stood on',
  day: (day: string) => `You look at ${formatDay(day)}.`,
  why: 'Everything here is as it stood at the end of that day: the goal, its check-ins and its tasks.',
  /** What is another today than on that day. */
  now: (parts: string) => `Today it is ${parts}.`,
  called: (name: string) => `called ${name}`,
  ofCycle: (cycle: string | null) => (cycle === null ? 'of no cycle' : `of the cycle ${cycle}`),
  ownedBy: (owner: string | null) => `owned by ${owner ?? 'nobody'}`,
  ofTeam: (team: string | null) => (team === null ? 'of no team' : `of the team ${team}`),
  gone: 'It is gone since.',
  back: 'Back to today',
};

/** A goal or a cycle closed; a goal opened again. */
export const closeTexts = {
  close: (name: string) => `Close ${name}`,
  day: 'Closed on',
  tasks: (n: number) =>
    n === 0
      ? 'No live task hangs on it.'
      : `${plural(n, 'live task hangs', 'live tasks hang')} on it. From that day on ${n === 1 ? 'it waits' : 'they wait'} for another why.`,
  withChildren: (n: number) => `With ${plural(n, 'open goal')} under it`,
  closed: (key: string) => `${key} is closed.`,
  opened: (key: string) => `${key} is open again.`,
};

/** Who changed what of a goal. */
export const goalHistoryTexts = {
  heading: 'History',
  notRead: 'Its history could not be read',
  began: 'It stood so when this history began',
  written: 'Written down',
  undid: 'A change was taken back',
  undone: 'taken back',
  by: (who: string, through: string | null) => (through ? `${who}, ${through}` : who),
  change: (field: string, from: string, to: string) => `${field}: ${from} → ${to}`,
  textChanged: (field: string) => `${field} reworded`,
  empty: 'nothing',
  place: (place: number) => `${place}.`,
  noPlace: 'by key',
  others: (n: number) => `with ${plural(n, 'other goal')}`,
  undo: 'Take back',
  undoOf: (at: string) => ` the change of ${at}`,
  asOf: 'As it stood then',
  earlier: 'Earlier changes',
};

/** The page of cycles. */
export const cyclesTexts = {
  title: 'Cycles',
  intro: 'The times goals are set for. One may lie within another, as a quarter in its year; two never cross.',
  notRead: 'The cycles could not be read',
  none: 'No cycle yet',
  noneWhy: 'Goals without one count at any time. With cycles, work for a goal of another quarter says so.',
  make: 'New cycle',
  change: (name: string) => `Change ${name}`,
  name: 'Name',
  nameHint: '2027-Q1',
  startsOn: 'First day',
  endsOn: 'Last day',
  add: 'Make it',
  save: 'Save',
  days: (startsOn: string, endsOn: string) => `${formatDay(startsOn)} to ${formatDay(endsOn)}`,
  now: 'now',
  closedOn: (day: string) => `closed on ${formatDay(day)}`,
  goals: (goals: number, open: number) =>
    goals === 0
      ? 'no goals'
      : open === goals
        ? plural(goals, 'goal')
        : `${plural(goals, 'goal')}, ${formatCount(open)} open`,
  edit: 'Change',
  copy: 'Copy its open goals',
  close: 'Close',
  open: 'Open again',
  remove: 'Take away',
  of: (name: string) => ` ${name}`,
  copyOf: (name: string) => `Copy the open goals of ${name}`,
  into: 'Into',
  copyWhy: (open: number) =>
    `${plural(open, 'open goal is', 'open goals are')} written down anew under the next free keys, each under the copy of what it stands under. Due days are left out, and what was learnt of a goal goes along. Goals of the same title that are there already are left as they are.`,
  copyNow: 'Copy them',
  noOther: 'There is no other open cycle to copy them into. Make it first.',
  closeWhy: (open: number) =>
    open === 0
      ? 'It takes no further goals.'
      : `${plural(open, 'open goal closes', 'open goals close')} with it, and it takes no further ones.`,
  made: (name: string) => `${name} is made.`,
  changed: (name: string) => `${name} is changed.`,
  closed: (name: string) => `${name} is closed.`,
  opened: (name: string) => `${name} is open again.`,
  removed: (name: string) => `${name} is taken away.`,
  copied: (goals: number, name: string) =>
    goals === 0 ? `All of them are in ${name} already.` : `${plural(goals, 'goal')} copied into ${name}.`,
};
