import type { ReactNode } from 'react';
import { formatCount, plural, pluralWord } from '../../format.ts';

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

export const reviewRowsTexts = {
  more: (questions: string) => `and ${questions}, which move up as these are answered`,
  grounds: (goal: string, because: string, sureness: string) => `${goal}: ${because}, ${sureness}`,
  also: (grounds: string, goals: string) => `${grounds}; maybe ${goals} too`,
  side: (goals: string, because: string) => `${goals} by ${because}`,
  decides: (tasks: string) => `decides ${tasks} more`,
  yes: (goalKey: string) => `Yes, ${goalKey}`,
  no: (goalKey: string) => `Not ${goalKey}`,
  another: 'Another…',
};

/** One question and its answers. */
export const questionTexts = {
  serves: (task: string, goalKey: string) => `Does “${task}” serve ${goalKey}?`,
  because: (because: string, sureness: string) => `${because}, ${sureness}`,
  yesMoves: (move: string) => `Yes ${move}.`,
  settles: (count: number, strong: (text: string) => ReactNode) => (
    <>
      Your answer {strong(`decides ${formatCount(count)} more`)}:{' '}
      {pluralWord(count, 'another task without a goal reads', 'other tasks without a goal read')} like this one.
    </>
  ),
  yes: (goalKey: string) => `Yes, it serves ${goalKey}`,
  no: (goalKey: string) => `No, not ${goalKey}`,
  may: 'It may serve this too:',
  only: (goalKey: string) => `Only ${goalKey}`,
  all: (goals: number) => (goals === 2 ? 'Yes, both' : `Yes, all ${goals}`),
  shares: (goals: number) =>
    goals === 2
      ? 'Yes to both counts half of it for each goal, and once in the rate.'
      : 'Yes to all counts an equal share of it for each goal, and once in the rate.',
  another: 'Another goal…',
  later: 'Later',
  old: (days: string) => `${days} old`,
  task: 'Task',
  ownText: 'The task’s own text',
};

/** Which of the goals is meant that the sources name. */
export const whichTexts = {
  differ: 'Its sources name different goals.',
  which: (task: string) => `Which goal does “${task}” serve?`,
  says: (kind: string, because: string) => `${kind}: ${because}`,
  counts: '; it counts here meanwhile',
  theTask: 'The task',
  only: (goals: string) => `Only ${goals}`,
  all: (sides: number) => (sides === 2 ? 'Both' : 'All'),
  none: (sides: number) => (sides === 2 ? 'Neither' : 'None'),
  countsFor: (goals: string) =>
    `It counts for ${goals} until somebody says: the goal’s number moves, the rate does not.`,
  countsForNone: (move: string | null) =>
    `It counts for none of them until somebody says${move ? `: a goal ${move}` : ''}.`,
};

/** Only the likely questions, and one yes to all of them. */
export const likelyTexts = {
  onlyLikely: 'Only the likely ones',
  likely: 'likely',
  atLeast: (percent: string) => `at least ${percent} likely`,
  atLeastStart: (percent: string) => `At least ${percent} likely`,
  any: 'However likely',
  thumb: 'At least so likely, in percent',
  none: (how: string) => `No question is ${how}.`,
  are: (questions: number, how: string) =>
    `${plural(questions, 'question')} ${pluralWord(questions, 'is', 'are')} ${how}`,
  yesTo: (first: number | null, move: string) => `; yes to ${first === null ? 'all' : `the first ${first}`} ${move}`,
  button: (count: number, isCut: boolean) =>
    isCut ? `Yes to the first ${count}` : count === 1 ? 'Yes to this one' : `Yes to all ${count}`,
};

/** What an answer would do to the alignment rate. */
export const rateTexts = {
  moves: (from: string, to: string) => `moves the rate from ${from} to ${to}`,
  leaves: (rate: string) => `leaves the rate at ${rate}`,
  movesLittle: (rate: string, least: string) => `moves the rate, now ${rate}, by less than ${least} points`,
  gain: (points: string) => `+${points} points`,
};
