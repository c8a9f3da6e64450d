import type { ReactNode } from 'react';

export const stepsTexts = {
  steps: 'Steps',
  numbered: (number: number, name: string) => `${number}. ${name}`,
  done: ' (done)',
};

/** Above the pages that the first steps lead to. */
export const firstRunLineTexts = {
  label: 'First steps',
  names: {
    goals: 'bring your goals in',
    tools: 'connect a tool',
    people: 'match people',
    pull: 'watch the first pull',
    review: 'answer the first questions',
  },
  line: (number: number, name: string, link: (text: string) => ReactNode) => (
    <>
      Step {number} of 5: {name}. {link('Go on with the first steps')}
    </>
  ),
  answered: (answered: string, wanted: string) => `${answered} of ${wanted} answered`,
};
