import { plural } from '../../format.ts';

/** What a tool told us of changes, and what became of it. */
export const deliveriesTexts = {
  title: (connection: string) => `Deliveries of ${connection}`,
  back: 'Back to the connection',
  which: 'Which',
  all: 'All',
  waiting: 'Waiting',
  done: 'Done',
  failed: 'Failed',
  notRead: 'The deliveries could not be read',
  noneOfThese: 'None of these',
  chooseAll: 'Choose “All” to see every delivery that is kept.',
  none: 'No delivery yet',
  noneWhy:
    'A tool tells of changes once it can reach Plumbline: start it with PLUMBLINE_PUBLIC_URL, and webhooks are set up within minutes. Until then changes are asked for. Deliveries are kept for 30 days.',
  caption: 'Deliveries',
  onceMore: 'Once more',
  again: 'Work on it again',
  againOf: (id: number) => `: delivery ${id}`,
  allAgain: (count: number) => `Work on all ${count} that failed again`,
  didNotWork: 'That did not work. Try again.',
  when: 'When',
  became: 'What became of it',
  says: 'What it says',
  isDone: 'done',
  hasFailed: (attempts: number, why: string | null) => `failed${after(attempts, ' ')}${because(why)}`,
  waits: (attempts: number, why: string | null) => `waits${after(attempts, ', ')}${because(why)}`,
  notReadYet: 'not read yet',
  changed: (records: number) => `${plural(records, 'record')} changed`,
  gone: (records: number) => `${plural(records, 'record')} gone`,
  nothing: 'nothing',
};

function after(attempts: number, link: string): string {
  return attempts > 0 ? `${link}after ${plural(attempts, 'try', 'tries')}` : '';
}

function because(why: string | null): string {
  return why ? `: ${why}` : '';
}
