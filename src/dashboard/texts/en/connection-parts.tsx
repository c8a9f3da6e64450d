import type { ReactNode } from 'react';
import { formatCount, plural } from '../../format.ts';

/** Parts of a connection's page: how its words are read, what vanished or was set aside, runs and webhooks. */
export const mappingTexts = {
  title: 'How its words are read',
  lead: 'Plumbline guessed this from the names it found. A change is applied to everything already read, without reading again.',
  changed: 'changed, not saved',
  edited: 'edited',
  guessed: 'guessed',
  goalFields: 'Fields that name a goal',
  estimateFields: 'Fields that carry an estimate',
  teamFields: 'Fields that name a team',
  save: 'Save and judge anew',
  keep: 'Keep it as it was',
  notSaved: (detail: string) => `Not saved, nothing was changed: ${detail}`,
  tryAgain: 'try again.',
  statuses: 'Statuses',
  origin: (origin: string) => `(${origin})`,
  caption: 'What each status means',
  inTool: 'In the tool',
  scope: 'Scope',
  all: 'all',
  tasks: 'tasks',
  means: 'means',
  meaning: (status: string, scope: string | null) => `What ${status}${scope ? ` in ${scope}` : ''} means`,
  notKnown: 'not known',
  noFields: 'This tool has no custom fields here.',
  field: (name: string, kind: string) => `${name} (${kind})`,
};

export const heldTexts = {
  title: 'Many tasks vanished at once',
  lead: (tool: string) =>
    `${tool} no longer gives them. So many at once are seldom deleted: more often the account lost sight of them. Nothing is removed until you say so.`,
  caption: 'Tasks that vanished',
  vanished: 'vanished',
  of: 'of',
  found: 'found',
  becomes: 'what becomes of them',
  keep: 'Keep them',
  keepOf: (scope: string) => ` (${scope})`,
  deletedHint: 'They count as deleted. One that returns in the tool returns here.',
  deleted: (tasks: number) => `They were deleted: remove ${plural(tasks, 'task')}`,
  ownerDecides: 'an owner decides',
  notStored: 'That could not be stored. Try again.',
};

export const runsTexts = {
  title: 'Last sync runs',
  states: { queued: 'waits', running: 'running', done: 'done', failed: 'failed' },
  kinds: { full: 'everything', incremental: 'what changed', census: 'what vanished' },
  when: 'When',
  what: 'What',
  ended: 'How it ended',
  endedWith: (state: string, error: string) => `${state}: ${error}`,
  records: (noun: string) => `${noun}s`,
  requests: 'requests',
  setAside: 'set aside',
  waited: 'waited',
  none: 'none',
  took: 'took',
  notOver: 'not over',
};

export const setAsidesTexts = {
  title: (records: number) => `${plural(records, 'record')} set aside`,
  lead: 'They could not be read and are counted nowhere. Mend them in the tool; the next sync tries again.',
  caption: 'Records set aside',
  record: 'Record',
  noId: 'without an id',
  in: 'In',
  why: 'Why',
  when: 'When',
};

export const syncTexts = {
  syncing: 'Syncing…',
  sync: 'Sync now',
  syncOf: (connection: string) => `: ${connection}`,
  again: 'Read everything again',
  againOf: (connection: string) => ` from ${connection}`,
  againHint: 'Reads every task again and finds what vanished. Takes longer; changes nothing that people decided.',
  notStarted: 'The sync could not be started. Try again.',
};

/** A webhook that only a person can make, in the wiki's own settings. */
export const byHandTexts = {
  title: 'Changes as they happen',
  anew: 'Begin anew with another address',
  setUp: (tool: string) => `Set up ${tool}’s webhook`,
  first: (tool: string) =>
    `1. In ${tool}, open the settings of your integration, then Webhooks, and create a subscription with this address. ${tool} sends a token to it, which appears here.`,
  waitedFor: (until: ReactNode) => <>The token is waited for until {until}.</>,
  second: (tool: string) => `2. The token has come. Paste it back into ${tool} and verify the subscription there.`,
  shownUntil: 'It is shown until the first change is told, and never again.',
  working: (tool: string) => `${tool} tells of changes as they happen.`,
  asked: (tool: string) =>
    `${tool} is asked for changes every quarter of an hour. With a webhook, made by hand in its settings, it tells of them at once.`,
  copied: 'Copied',
  copyAddress: 'Copy the address',
  copyToken: 'Copy the token',
};

/** How a connection hears of changes. */
export const webhookTexts = {
  told: 'Changes are told as they happen',
  asked: 'Changes are asked for every few minutes',
  last: (when: ReactNode) => <>, last {when}</>,
  prolonged: (when: ReactNode) => <>; prolonged before they would end {when}</>,
  waiting: (deliveries: number) => ` ${plural(deliveries, 'delivery', 'deliveries')} to work on.`,
  refused: (deliveries: number) => ` ${formatCount(deliveries)} proved nothing and were refused in the last day.`,
  deliveries: 'Deliveries',
  of: (connection: string) => ` of ${connection}`,
};
