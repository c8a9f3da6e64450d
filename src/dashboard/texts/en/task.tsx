import type { ReactNode } from 'react';
import { plural } from '../../format.ts';

/** One task: how it stands, what it hangs on, and what people said of it. */
export const taskTexts = {
  title: 'Task',
  notSeen: 'A task you cannot see',
  notSeenWhy: 'There is no task here, or it is one that your role does not show. Its team’s manager can tell you more.',
  notRead: 'The task could not be read',
  hangsOn: (lines: number) => (lines > 1 ? `What it hangs on: ${lines} lines` : 'What it hangs on'),
  rejected: (goal: string, by: string | null) => `Not ${goal}${by ? `, said ${by}` : ''}.`,
  wasFlagged: 'What its flag was',
  since: (when: ReactNode) => <>since {when}</>,
  carries: 'It does carry its goal',
  carriesNothing: 'Carries nothing',
  looks: (because: string) => ` It ${because}.`,
  noGoalDown: 'Carries no goal down to its tasks.',
  noGoalDownSaid: (by: string) => `Carries no goal down to its tasks, said ${by}.`,
  goalsDownSaid: (by: string) => `Carries its goals down to its tasks, said ${by}.`,
  parentOf: (tasks: number, carriesNothing: boolean) =>
    carriesNothing
      ? `A parent of ${plural(tasks, 'task')}: it is not counted itself.`
      : `A parent of ${plural(tasks, 'task')}: it carries evidence down to them and is not counted itself.`,
  notJudged: 'Not judged: a mirror, or finished long ago.',
  status: (kind: string, status: string) => `${kind}, ${status}`,
  ours: (status: string) => ` (${status})`,
  ask: (person: string) => `ask ${person}`,
  next: (action: string) => `next: ${action}`,
  openIn: (tool: string) => `Open in ${tool} ↗`,
  nothingSays: 'Nothing says which goal it serves. What was looked at, and what it lacked, stands below.',
};

export const taskFactsTexts = {
  inTool: (tool: string) => `In ${tool}`,
  noText: 'No description.',
  parent: 'Parent',
  labels: 'Labels',
  estimate: 'Estimate',
  age: 'Age',
  due: 'Due',
  created: 'Created',
  changed: 'Changed',
  finished: 'Finished',
  read: 'Read',
};

export const taskDecideTexts = {
  afterAll: 'Accept after all',
  acceptAll: (goals: number) => (goals === 2 ? 'Accept both' : `Accept all ${goals}`),
  reject: (goalKey: string) => `Not ${goalKey}`,
  moveToOpen: 'Move to an open goal…',
  another: 'Link to another goal…',
  link: 'Link to a goal…',
};

/** What people said of it beside the goals it serves. */
export const taskDecisionsTexts = {
  title: 'What people said of it',
  standing: (standing: string) => `(${standing})`,
  askedFrom: (says: string, person: string) => `${says}, from ${person}`,
  until: (day: string) => `until ${day}`,
  because: (reason: string) => `because ${reason}`,
  room: (goalKey: string) => `making room for ${goalKey}`,
  times: (times: number) => `said ${times} times by then`,
  said: (by: string, what: string) => `${by}: ${what}.`,
  takeBack: 'Take back',
  takeBackOf: (says: string) => ` “${says}”`,
};

/** What can be said of a task that need not serve a goal. */
export const taskWordsTexts = {
  forNow: 'Or for now:',
  withoutGoal: 'Or without a goal:',
  ktlo: 'Keeps the lights on',
  notNow: 'Not now…',
  notNowAgain: 'Not now, until another day…',
  ask: 'Ask the owner',
  keptOn: (task: string) => `${task} keeps the lights on.`,
  asked: (task: string) => `${task} waits for a decision.`,
  putOff: (task: string) => `${task} is not for now.`,
};
