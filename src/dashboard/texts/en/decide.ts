import { plural } from '../../format.ts';

/** One's word on a task: the buttons, and what is said once it is given. */
export const decideTexts = {
  accept: (goalKey: string) => `Accept ${goalKey}`,
  forTask: (task: string) => ` for ${task}`,
  notThis: 'Not this',
  notThisFor: (goalKey: string, task: string) => `: ${goalKey} for ${task}`,
  only: (goalKey: string) => `Only ${goalKey}`,
  both: 'Both',
  moveTo: 'Move to…',
  linkAnew: 'Link anew…',
  linkTo: 'Link to…',
  linkedTo: (goalKey: string | null) => `Linked to ${goalKey ?? 'its goal'}`,
  notLinked: (goalKey: string | null) => `Not ${goalKey ?? 'this'}`,
  saving: 'saving…',
};

export const decidedTexts = {
  theirGoals: 'their goals',
  linked: (tasks: string, goal: string) => `${tasks} linked to ${goal}.`,
  linkedNotTo: (tasks: string, goals: string, others: string) => `${tasks} linked to ${goals}, not to ${others}.`,
  notLinked: (tasks: string, goal: string) => `${tasks} not linked to ${goal}; not suggested again.`,
  ktlo: (tasks: string) => `${tasks}: keeps the lights on.`,
  notNow: (tasks: string) => `${tasks}: not now.`,
  asked: (tasks: string) => `${tasks}: asked who leads the team.`,
  notChanged: (tasks: string) => `${tasks} not changed`,
  failure: (task: string, detail: string) => `${task}: ${detail}`,
  andOthers: (count: number) => ` And ${plural(count, 'other')} like these.`,
  nothingChanged: 'Nothing was changed',
  wentWrong: 'Something went wrong on this page. Try again.',
  named: (title: string) => `“${title}”`,
};

export const carryingTexts = {
  carries: (task: string) => `${task} carries its goals down to its tasks.`,
  carriesNothing: (task: string) => `${task} carries nothing down.`,
};

export const goalPickerTexts = {
  find: 'Find a goal by key or words',
  open: 'Open goals',
  ofCycle: (cycle: string) => ` · of ${cycle}`,
  reading: 'Reading the goals…',
  notRead: 'The goals could not be read.',
  noMatch: 'No open goal matches.',
  more: (goals: number) => `And ${plural(goals, 'more goal')}: type a key or words.`,
};

export const notNowTexts = {
  formOf: (task: string) => `Not now: ${task}`,
  why: 'Why not now',
  revisit: 'We look again on',
  notNow: 'Not now',
  first: 'What comes first',
  noGoal: 'No goal in particular',
  prioritising: (goalKey: string) => `we are prioritising ${goalKey}`,
  preview: (why: string, day: string) => `“Not now, because ${why}; we look again on ${day}.”`,
};
