/** What else stands in Confluence, and states no goal: notes, runbooks, templates, old things, and things thrown away. */
import type { SimPage, SimSpace } from '../../wiki-world.ts';
import type { SimCycle, SimPerson } from '../../world.ts';
import type { Random } from '../random.ts';
import { slots } from '../topics/slots.ts';
import { heading, listed, type MakePage, say, todo } from './page-maker.ts';

export interface OthersPlan {
  readonly strategy: SimSpace;
  readonly handbook: SimSpace;
  readonly home: SimPage;
  readonly previous: SimCycle;
  readonly people: readonly SimPerson[];
}

export function makeOtherPages(random: Random, make: MakePage, plan: OthersPlan): SimPage[] {
  const { strategy, handbook, home, people } = plan;
  const hospital = () => random.pick(slots.hospital ?? []);
  const [one = '', other = ''] = random.shuffle(people.map(({ name }) => name));
  const runbooks = make({ space: handbook, title: 'Runbooks', content: [], labels: ['index'], daysAgo: 290 });
  return [
    make({
      space: strategy,
      parent: home,
      title: 'Interfaces weekly, notes',
      labels: ['meeting-notes'],
      daysAgo: 9,
      content: [
        say(`${one} (notes), ${other} and the lab`),
        heading(2, 'Goals'),
        listed(`Know what ${hospital()} needs before Thursday`, 'Decide who answers the vendor'),
        heading(2, 'Said'),
        listed(
          `${hospital()} went from two test systems to four; nobody told us.`,
          'The vendor wants a date. We gave none.',
        ),
        todo('Send the sample messages', `Call ${hospital()} about the change window`),
      ],
    }),
    make({
      space: strategy,
      parent: home,
      title: 'Board meeting - what we were asked',
      labels: ['board', 'confidential'],
      content: [
        say('Growth was praised: from 41 to 58 hospitals in two years.'),
        say(`Why do hospitals like ${hospital()} take longer than others to go live?`),
        {
          is: 'table',
          rows: [
            ['Question', 'Who answers'],
            ['Runway', one],
            ['Two lost tenders', other],
          ],
        },
      ],
    }),
    make({
      space: strategy,
      title: `Interfaces ${plan.previous.name}: how it went`,
      labels: ['retrospective'],
      status: 'archived',
      daysAgo: 80,
      content: [
        heading(1, 'In short'),
        say('The nightly file drops are gone everywhere but in one place. The rest took longer than we hoped.'),
        heading(2, 'What we would do again'),
        listed('One engineer for each hospital until it is live', 'No change on a Friday'),
        heading(2, 'Numbers'),
        {
          is: 'table',
          rows: [
            ['Month', 'Hospitals without drops'],
            ['First', '4'],
            ['Last', '11'],
          ],
        },
      ],
    }),
    runbooks,
    make({
      space: handbook,
      parent: runbooks,
      title: 'RUNBOOK message router stuck',
      labels: ['runbook', 'interfaces'],
      content: [
        heading(2, 'How you notice'),
        say('The queue of a hospital grows and nothing leaves it. The alert names the hospital.'),
        heading(2, 'What to do'),
        {
          is: 'list',
          isOrdered: true,
          items: [
            { text: 'Look at the oldest message', inside: [{ text: 'Never delete it' }] },
            { text: 'Restart the consumer' },
            { text: 'Raise the limit from 200 to 400 if it comes back' },
          ],
        },
        { is: 'code', text: 'router ctl drain --hospital $ID --dry-run' },
        { is: 'fold', title: 'What it was last time', inside: [say('A certificate that ran out on a Sunday.')] },
      ],
    }),
    make({
      space: handbook,
      parent: runbooks,
      title: 'Bereitschaft: Übergabe am Montag',
      labels: ['on-call'],
      content: [
        heading(2, 'Vor der Übergabe'),
        listed('Offene Störungen durchgehen', 'Passwörter liegen im Tresor, nicht hier'),
        heading(2, 'Danach'),
        say('Wer übernimmt, schreibt kurz in den Kanal. Ruhezeiten von 22 bis 6 Uhr.'),
      ],
    }),
    make({
      space: handbook,
      title: 'Template – decision record',
      labels: ['template'],
      content: [
        heading(2, 'What we faced'),
        say('…'),
        heading(2, 'What we chose'),
        say('…'),
        {
          is: 'table',
          rows: [
            ['Option', 'For', 'Against'],
            ['', '', ''],
          ],
        },
      ],
    }),
    make({ space: handbook, title: 'untitled', content: [] }),
    make({
      space: handbook,
      title: 'Onboarding of new colleagues',
      labels: ['howto'],
      content: [
        say(`Welcome! ${one} shows you around.`),
        heading(2, 'First week'),
        todo('Badge and laptop', 'Visit a ward', `Lunch with ${other}`),
        heading(2, 'Key contacts'),
        {
          is: 'table',
          rows: [
            ['Topic', 'Owner'],
            ['Laptops', other],
            ['Wards', one],
          ],
        },
      ],
    }),
    make({
      space: handbook,
      title: 'Ideas for the hackathon!!',
      content: [listed('A robot that waters the plants', 'Objective-C museum')],
      daysAgo: 60,
      later: [{ daysAgo: 24, set: { status: 'trashed' } }],
    }),
  ];
}
