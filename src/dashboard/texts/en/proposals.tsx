import type { ReactNode } from 'react';
import { formatCount, plural, pluralWord } from '../../format.ts';

/** Pages that state goals, and what each would change. */
export const proposalsTexts = {
  title: 'Proposals',
  notRead: 'The proposals could not be read',
  open: (pages: number) =>
    pages === 0
      ? 'No page proposes a change to the goals'
      : `${plural(pages, 'page')} ${pluralWord(pages, 'proposes', 'propose')} a change to the goals`,
  lead: 'Goals that wiki pages, data sources and tools state. They count once somebody has accepted them; a page that changes proposes the difference, and nothing changes by itself.',
  which: 'Which proposals',
  shelves: { open: 'Open', settled: 'Settled', dismissed: 'Dismissed', unreadable: 'Cannot be read now' },
  changed: 'changed',
  lastRead: 'last read',
  kinds: { page: 'page', 'data-source': 'data source', 'tool-goals': 'goals' },
  from: (tool: string, kind: string, connection: string) => `${tool} ${kind}, ${connection}`,
  unreadable: 'cannot be read now; its goals stay',
  toAdd: (goals: number) => `${formatCount(goals)} to add`,
  toChange: (goals: number) => `${formatCount(goals)} changed`,
  missing: (goals: number) => `${formatCount(goals)} no longer stated`,
  asAccepted: (goals: number) => `${plural(goals, 'goal')}, as accepted`,
  nothing: (shelf: string) => `Nothing ${shelf}`,
  seeOpen: 'See the open ones.',
  nothingWaits: 'Nothing waits for you here',
  connectWiki: 'Connect a wiki',
  nothingWhy:
    'Connect Confluence or Notion, and every page that states goals is proposed here: objective headings, lists and tables of key results, “from X to Y by a day”.',
};

/** One page against our goals. */
export const proposalTexts = {
  titleOf: (page: string) => `Proposal: ${page}`,
  title: 'Proposal',
  none: 'There is no such proposal',
  noneWhy: (link: (text: string) => ReactNode) => (
    <>The page may state no goals any more, or you may not see it. See {link('all proposals')}.</>
  ),
  notRead: 'The proposal could not be read',
  openPage: 'Open the page',
  changedMeanwhile: 'The page or the goals changed while you looked: this is how they stand now.',
  notReadable: 'Nothing is proposed while it cannot be read.',
  noGoals: 'It states no goals, as it is read now.',
  allAccepted: 'Everything it states stands as accepted.',
  against: (parts: string) => `Against our goals: ${parts}.`,
  trashed: 'The page is in the trash',
  gone: 'The page cannot be read any more',
  mayComeBack: 'It may come back.',
  nobodyCanTell: 'It may have been deleted, restricted, or no longer be shared with Plumbline; nobody can tell which.',
  goalsStay: 'Goals that were accepted from it stay as they are, and nothing is proposed for closing.',
  chooseSafe: 'Choose all that are safe',
  chooseNone: 'Choose none',
  noLongerStated: 'No longer stated',
  stayOpen: (goals: number) =>
    goals === 1
      ? 'A goal accepted from here is not on the page any more. It stays open unless you close it.'
      : `${plural(goals, 'goal')} accepted from here are not on the page any more. They stay open unless you close them.`,
  asStated: (goalKey: string) => `${goalKey} as the page states it`,
  wouldStand: (goalKey: string) => `What would stand under ${goalKey}`,
  noObjective: 'Key results under no objective',
};

export const proposalItemTexts = {
  is: { added: 'new', changed: 'changed', missing: 'no longer stated', same: 'as it stands' },
  close: (goal: string) => `Close ${goal}`,
  writtenHere: 'one of ours: note that it is written here',
  writtenDifferently: 'one of ours, written differently',
  to: (measure: string) => `to ${measure}`,
  by: (day: string) => `by ${day}`,
  differs: (goalKey: string) => `What differs in ${goalKey}`,
  takeOver: 'take over',
  ours: 'ours',
  page: 'the page',
  nothing: 'nothing',
  changedHere: ' changed here by a person',
  objectiveOf: (goalKey: string) => `Objective of ${goalKey}`,
  chooseObjective: 'Choose the objective it serves',
};

export const proposalBarTexts = {
  decide: 'Decide',
  under: 'Objectives stand under',
  nothing: 'nothing',
  nothingChosen: 'Nothing chosen',
  accept: (goals: number) => `Accept ${plural(goals, 'goal')}`,
  leave: 'Leave it as it is',
  notGoals: 'Not a page of goals',
  cycle: 'Cycle',
  noCycle: 'no cycle',
  team: 'Team',
  ownersTeam: 'each owner’s team',
  noTeam: 'no team',
};

export const proposalColumnsTexts = {
  title: 'How its columns are read',
  guessed: 'Plumbline guessed this from their names. A change reads every row anew, without asking the tool.',
  said: 'An owner said so. A change reads every row anew, without asking the tool.',
  fields: {
    kind: 'Objective or key result',
    key: 'Key',
    objective: 'Objective it belongs to',
    from: 'Start',
    to: 'Target',
    unit: 'Unit',
    by: 'Due day',
    owner: 'Owner',
  },
  noColumn: 'no column',
  save: 'Save and read anew',
  keep: 'Keep it as it was',
  guessAgain: 'Guess again from their names',
  notSaved: (detail: string) => `Not saved, nothing was changed: ${detail}`,
  tryAgain: 'try again.',
};

/** Who decided on it last, and what that did. */
export const proposalDecisionTexts = {
  did: { add: 'added', change: 'changed', link: 'noted as written here', close: 'closed' },
  takeBack: 'Take it back',
  tookNothing: 'took nothing from it',
  lookedOnly: 'looked at it and took nothing over',
  more: (goals: string, count: number) => `${goals} and ${count} more`,
  dismissed: (page: string) => `Nothing is taken from “${page}” until it states something else.`,
  added: (goals: number) => `${plural(goals, 'goal')} added`,
  changed: (goals: number) => `${formatCount(goals)} changed`,
  noted: (goals: number) => `${formatCount(goals)} noted as written there`,
  closed: (goals: number) => `${formatCount(goals)} closed`,
  stays: (goalKey: string, because: string) => `${goalKey} stays: ${because}.`,
};
