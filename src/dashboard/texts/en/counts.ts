import { plural } from '../../format.ts';

/** "3 tasks": a number and its thing, where a sentence takes both. */
export const counts = {
  tasks: (n: number) => plural(n, 'task'),
  goals: (n: number) => plural(n, 'goal'),
  moreGoals: (n: number) => plural(n, 'more goal'),
  moreQuestions: (n: number) => plural(n, 'more question'),
  moreRevisits: (n: number) => plural(n, 'more revisit'),
  smallerThemes: (n: number) => plural(n, 'smaller theme'),
  suggestions: (n: number) => plural(n, 'suggestion'),
  teams: (n: number) => plural(n, 'team'),
  texts: (n: number) => plural(n, 'text'),
  days: (n: number) => plural(n, 'day'),
};
