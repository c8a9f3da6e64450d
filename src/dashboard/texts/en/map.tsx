import type { ReactNode } from 'react';
import { formatCount, plural } from '../../format.ts';

/** The strategy map and its table. */
export const mapTexts = {
  title: 'Strategy map',
  heading: 'How does work flow from the strategy?',
  notRead: 'The map could not be read',
  emptyTitle: 'Nothing to draw yet',
  empty: 'The map shows goals and the work on them. Write down goals and connect a tool first.',
  toGoals: 'Go to the goals',
  whole: 'The whole strategy',
  chooseObjective: 'Choose an objective to see only what flows from it.',
  keyResultsFolded: (keyResults: number) =>
    ` The ${plural(keyResults, 'key result')} are not drawn apart: each objective opens into its own.`,
  folded: (places: number) => `and ${formatCount(places)} more`,
  idle: (goals: number, links: ReactNode) => (
    <>
      Nobody works on {plural(goals, 'more goal')}: {links}.
    </>
  ),
  grouped: ' Teams are shown under whoever leads them: choose one to see them.',
  everyTeam: (link: (text: string) => ReactNode) => <> {link('Show every team by itself')}.</>,
  fewerTeams: 'Show teams under whoever leads them',
  openTeam: 'Open the team’s page',
  openManager: (manager: string) => `Open the page of ${manager}`,
  from: (goal: string) => `From ${goal}`,
  fromVision: 'From the vision to the teams',
  caption: (unit: string) =>
    `As thick as the work is much, in ${unit}. Filled: it serves a goal. Outlined: it has no why yet. Hatched: decided otherwise. What nothing flows through, nobody works on.`,
  tableCaption: (unit: string) => `Flows of work, in ${unit}`,
  columnFrom: 'From',
  columnTo: 'To',
  columnWhich: 'which',
  picture: 'Where work flows',
  amount: (amount: string, unit: string, what: string) => `${amount} ${unit}: ${what}`,
  place: (name: string, amount: string, unit: string) => `${name}: ${amount} ${unit}`,
  group: (name: string, teams: number) => `${name}, ${plural(teams, 'team')}`,
  rest: (teams: number) => `and ${plural(teams, 'more team')}`,
};
