import {
  documentOf,
  EXAMPLE_IN_SHORT,
  type LearntExample,
  learnExamples,
  lookAtTask,
  termsOfGoal,
} from './documents.ts';
import { type Leaning, learnLeaning } from './leaning.ts';
import { createLetterView } from './letter-view.ts';
import { createLexicon, type Lexicon, type Word } from './lexicon.ts';
import { createNeighbours } from './neighbours.ts';
import type { LinkerExample, LinkerGoal, LinkerTask } from './reading.ts';
import { learnReliability } from './reliability.ts';
import { createTermView } from './term-view.ts';
import type { Terms } from './terms.ts';

/** A task held against all goals. */
export interface Measured {
  readonly terms: Terms;
  /** By the goal's place. */
  readonly scores: Float32Array;
  /** Likeness of each example, by its place; the one left out reads 0. */
  readonly near: Float32Array;
}

export interface Measure {
  readonly goals: readonly LinkerGoal[];
  readonly examples: readonly LearntExample[];
  readonly lexicon: Lexicon;
  /** How much a task's words are those of tasks that serve nothing; 0 knows nothing. */
  readonly leaning: Leaning;
  measure(task: Pick<LinkerTask, 'title' | 'text'>, without?: string): Measured;
  /** What one word of a task carries for a goal, read without itself; only to be compared with the task's other words. */
  carries(word: Word, terms: Terms, goal: number, without?: string): number;
}

/** What each view gives to the score. Chosen on the development sets; the views agree more than any of them is right. */
const SHARES = { words: 1, letters: 1.6, pairs: 0.85 } as const;
/** Letters only break ties between words that are named; by themselves they carry a word that no stem does. */
const LETTERS_TO_WORDS = 0.02;
const ALL_SHARES = SHARES.words + SHARES.letters + SHARES.pairs;

/** Learns goals and examples once, to measure many tasks. */
export function createMeasure(goals: readonly LinkerGoal[], given: readonly LinkerExample[]): Measure {
  const lexicon = createLexicon();
  const placeOf = new Map(goals.map((goal, at) => [goal.id, at]));
  const own = goals.map((goal) => termsOfGoal(lexicon, goal));
  const examples = learnExamples(lexicon, given, placeOf);
  const examplesOf = new Map<number, LearntExample[]>();
  for (const example of examples) {
    for (const goal of example.goals) {
      const others = examplesOf.get(goal);
      if (others) others.push(example);
      else examplesOf.set(goal, [example]);
    }
  }
  const documents = own.map((goal, at) => documentOf(goal, examplesOf.get(at) ?? []));
  const reliability = learnReliability(
    examples,
    own.map(({ own: { words } }) => words),
  );
  const words = createTermView(
    documents.map(({ whole }) => whole.words),
    reliability,
  );
  const pairs = createTermView(documents.map(({ whole }) => whole.pairs));
  const letters = createLetterView(
    documents.map(({ short }) => short),
    documents.map(({ whole }) => whole.parts),
  );
  const neighbours = createNeighbours(examples);
  const placeOfExample = new Map(examples.map((example, at) => [example.id, at]));

  const scoreWithout = (terms: Terms, goal: number, left: Terms) =>
    (SHARES.words * words.against(terms.words, goal, left.words) +
      SHARES.pairs * pairs.against(terms.pairs, goal, left.pairs) +
      SHARES.letters * letters.against(terms.parts, goal, left.parts, EXAMPLE_IN_SHORT)) /
    ALL_SHARES;

  /** A task that the goals learnt from must not recognise itself in them. */
  const leaveOut = (scores: Float32Array, near: Float32Array, terms: Terms, without: string) => {
    const place = placeOfExample.get(without);
    const left = place === undefined ? undefined : examples[place];
    if (place === undefined || !left) return;
    near[place] = 0;
    for (const goal of left.goals) scores[goal] = scoreWithout(terms, goal, left.terms);
  };

  return {
    goals,
    examples,
    lexicon,
    leaning: learnLeaning(examples),
    measure(task, without) {
      const terms = lookAtTask(lexicon, task);
      const scores = new Float32Array(goals.length);
      words.score(terms.words, scores, SHARES.words / ALL_SHARES);
      pairs.score(terms.pairs, scores, SHARES.pairs / ALL_SHARES);
      letters.score(terms.parts, scores, SHARES.letters / ALL_SHARES);
      const near = neighbours.near(terms);
      if (without !== undefined) leaveOut(scores, near, terms, without);
      return { terms, scores, near };
    },
    carries(word, terms, goal, without) {
      const example = without === undefined ? undefined : examples[placeOfExample.get(without) ?? -1];
      const left = example?.goals.includes(goal) ? example.terms : undefined;
      const mass = words.mass(terms.words) || 1;
      const stems = new Set(word.stems.filter((stem) => stem >= 0));
      let sum = 0;
      for (const stem of stems) sum += words.carries(stem, terms.words.get(stem) ?? 1, goal, left?.words) / mass;
      for (const part of word.parts)
        sum += letters.carries(part, goal, left?.parts, EXAMPLE_IN_SHORT) * LETTERS_TO_WORDS;
      return sum;
    },
  };
}
