import type { ReactNode } from 'react';
import { plural } from '../../format.ts';

/** What teams' and managers' pages share. */
export const partTexts = {
  team: 'Team',
  teams: 'Teams',
  noTeam: 'No team',
  leader: 'Who leads it',
  leads: (name: ReactNode) => <>{name} leads it</>,
  nobodyLeads: 'Nobody leads it',
  unreadable: 'The alignment could not be read',
  trendUnreadable: 'The past weeks could not be read',

  effort: 'Where does effort go?',
  effortIn: (unit: string) => `This week, in ${unit}; each number opens into its tasks.`,
  effortCaption: 'Where effort goes',
  effortWhere: 'What the work does',
  effortShare: 'of what is seen',
  effortNone: 'No work is counted here this week.',
  allowed: (upkeep: string) => `Keeps the lights on: ${upkeep} that may.`,
  noAllowance: (change: (text: string) => ReactNode) => (
    <>No share is set for keeping the lights on. {change('Set one')}.</>
  ),

  goals: 'Which goals is it for?',
  goalsHint: 'Live or finished this week; a task that serves several goals stands with each.',
  noGoals: 'No work here serves a goal yet.',

  waits: 'What waits?',
  nothingWaits: 'Nothing waits for a decision, and no promised revisit is due.',
  pending: 'Waits for a decision',
  asked: (by: string, whom: string | null, ago: ReactNode) => (
    <>
      {by} asked {whom ?? 'for a decision'} {ago}
    </>
  ),
  due: 'Promised revisits that are due',
  putOff: (day: string, by: string) => `put off until ${day} by ${by}`,
  andMore: (more: string) => `and ${more}`,
  others: (count: string) => `${count} not shown to you`,
};

export const teamsTexts = {
  title: 'Teams',
  hint: 'In the order of the organisation, never by a number. Each opens into its work, what waits and what to talk about.',
  none: 'No team yet',
  noneHint: 'Teams come with people: enter them, or import them from a file.',
  toPeople: 'To people',
  hidden: (count: string) => `${count} more, not yours to see.`,
  unreadable: 'The teams could not be read',
  caption: (unit: string) => `Teams, in ${unit}`,
  serves: 'serves a goal',
  noWhy: 'no why yet',
  upkeep: 'keeps the lights on',
  ofAllowed: (share: string) => ` of ${share}`,
  work: (unit: string) => unit,
};

export const teamTexts = {
  unreadable: 'The team could not be read',
  ownGoals: 'Which of its goals want a look?',
  people: 'Whom to ask',
  peopleHint: 'The people of the team, by name. Nothing is counted by person.',
  noPeople: 'Nobody is in this team yet.',
};

export const managerTexts = {
  title: 'Manager',
  unreadable: 'This page could not be read',
  told: (names: readonly string[]) =>
    `You read this from further above: ${names.join(' and ')} ${names.length === 1 ? 'is' : 'are'} told.`,
  reads: 'Who read from above',
  read: (reader: string, person: string | null, day: string) =>
    person === null ? `${reader} read your page on ${day}.` : `${reader} read the page of ${person} on ${day}.`,
  moreReads: (count: number) => `and ${plural(count, 'time', 'times')} more`,
  teams: 'Their teams',
  digest: 'Their digest',
  digestNext: (when: ReactNode) => <>The next one comes {when}.</>,
  noDigest: 'None comes: it is stopped, or there is no address.',
  preview: 'See what it says',
};
