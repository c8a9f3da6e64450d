import type { ReactNode } from 'react';
import { plural } from '../../format.ts';

/** Questions that wait for a person. */
export const reviewTexts = {
  title: 'Review',
  notRead: 'The questions could not be read',
  wait: (questions: number) =>
    questions === 1 ? 'One question waits for you' : `${plural(questions, 'question')} wait for you`,
  lead: 'First where sources name different goals, then what teaches most: Plumbline learns from each answer, for the task and for others that read like it.',
  shownAs: 'How the questions are shown',
  oneAtATime: 'One at a time',
  asList: 'As a list',
  nothing: 'Nothing to ask you now',
  nothingWhy: (link: (text: string) => ReactNode) => (
    <>
      Questions are put together each night, and after new answers and goals. Until then, see{' '}
      {link('work with no why yet')}.
    </>
  ),
  waiting: 'Questions that wait',
  more: (questions: string) => `and ${questions}`,
  decides: (goalKey: string, tasks: string) => `${goalKey}, decides ${tasks} more`,
  or: ' or ',
};
