import { createAlikeView } from './alike-view.ts';
import { componentOf } from './component.ts';
import { EXAMPLE_IN_SHORT, type LearntExample } from './documents.ts';
import { factorOf, favoured } from './favour.ts';
import { type Knowledge, learn, learnAgain } from './knowledge.ts';
import { type Leaning, learnLeaning } from './leaning.ts';
import { createLetterView } from './letter-view.ts';
import type { Lexicon } from './lexicon.ts';
import { createNeighbours } from './neighbours.ts';
import type { LinkerExample, LinkerGoal, LinkerTask } from './reading.ts';
import { learnReliability } from './reliability.ts';
import { learnServingNothing, type ServingNothing } from './serving-nothing.ts';
import { addAll, countIn } from './tally.ts';
import { createTermView } from './term-view.ts';
import { addText, clearTerms, type OpenTerms, openTerms, stemsIn } from './terms.ts';

/** A task held against all goals; the next task's measures take its place. */
export interface Measured {
  readonly terms: OpenTerms;
  /** By the goal's place. */
  readonly scores: Float32Array;
  /** As goals with many examples were favoured; undefined where scores are of likeness alone. */
  readonly favour: number | undefined;
  /** The largest of each 32 scores, as four of which the largest is it. */
  readonly peaks: Float32Array;
  /** Likeness of each example, by its place; the one left out reads 0. */
  readonly near: Float32Array;
}

export interface Measure {
  readonly goals: readonly LinkerGoal[];
  readonly examples: readonly LearntExample[];
  /** For each goal, by its place, the places of the examples that serve it. */
  readonly served: readonly (readonly number[])[];
  readonly lexicon: Lexicon;
  /** How much a task's words are those of tasks that serve nothing; 0 knows nothing. */
  readonly leaning: Leaning;
  /** How much it reads like examples that serve nothing. */
  readonly servingNothing: ServingNothing;
  /** @param favour Given to goals by how many examples serve them; none where it is not given. */
  measure(task: Pick<LinkerTask, 'title' | 'text'>, without?: string, favour?: number): Measured;
  /** The same goals with these examples instead, of which those of these ids are not as they were; nothing here changes. */
  with(given: readonly LinkerExample[], changed: ReadonlySet<string>): Measure;
  /**
   * What each word of a task carries for a goal, read without itself; only to be compared with the task's other words.
   * @returns A function of the word's place in `lexicon.words`.
   */
  carrying(terms: OpenTerms, goal: number, without?: string): (word: number) => number;
}

/** What each view gives to the score. Chosen on the development sets; the views agree more than any of them is right. */
const SHARES = { words: 1, letters: 1.6, pairs: 0.5, alike: 1.38 } as const;
/** Letters only break ties between words that are named; by themselves they carry a word that no stem does. */
const LETTERS_TO_WORDS = 0.02;
const ALL_SHARES = SHARES.words + SHARES.letters + SHARES.pairs + SHARES.alike;

/** Enough for an organisation's vocabulary; past it those that nothing was learnt from are met anew rather than remembered for ever. */
const PASSING_MAX = 100_000;

/** Learns goals and examples once, to measure many tasks. */
export function createMeasure(goals: readonly LinkerGoal[], given: readonly LinkerExample[]): Measure {
  return measureBy(learn(goals, given));
}

function measureBy(known: Knowledge): Measure {
  const { goals, vocabulary, examples, served } = known;
  const { lexicon } = vocabulary;
  const { words, pairs, alike, letters, neighbours, leaning, servingNothing } = viewsOf(known);
  const isKnown = stemsIn([...known.own, ...examples.map(({ terms }) => terms)], lexicon.size());
  const partCount = lexicon.partCount();
  let forgotten = lexicon.forgotten();
  /** Others who learn by the same lexicon make it forget, too. */
  const forget = () => {
    if (lexicon.forgotten() !== forgotten) letters.forget(partCount);
    forgotten = lexicon.forgotten();
  };
  const placeOfExample = new Map(examples.map((example, at) => [example.id, at]));
  const terms = openTerms();
  const left = openTerms();

  const lookAt = (task: Pick<LinkerTask, 'title' | 'text'>) => {
    if (lexicon.passingCount() > PASSING_MAX) lexicon.forget();
    forget();
    vocabulary.pairs.forget();
    clearTerms(terms);
    lexicon.open(task.title, task.text);
    addText(terms, vocabulary, task.title, isKnown);
    addText(terms, vocabulary, task.text, isKnown);
    // It says what the task is about, and counts twice.
    addText(terms, vocabulary, componentOf(task), isKnown);
  };
  const scoreWithout = (goal: number, example: LearntExample) =>
    (SHARES.words * words.against(terms.words, terms.unknown, goal, left.words) +
      SHARES.pairs * pairs.against(terms.pairs, 0, goal, left.pairs) +
      SHARES.alike * alike.against(terms.words, terms.unknown, goal, example) +
      SHARES.letters * letters.against(terms.parts, goal, example.terms.parts, EXAMPLE_IN_SHORT)) /
    ALL_SHARES;
  const takeOut = (example: LearntExample) => {
    clearTerms(left);
    addAll(left.words, example.terms.words, 1);
    addAll(left.pairs, example.terms.pairs, 1);
  };
  /** A task that the goals learnt from must not recognise itself in them. */
  const leaveOut = (near: Float32Array, without: string) => {
    const place = placeOfExample.get(without);
    const example = place === undefined ? undefined : examples[place];
    if (place === undefined || !example) return;
    near[place] = 0;
    takeOut(example);
    for (const goal of example.goals) letters.scores[goal] = scoreWithout(goal, example);
  };

  let factors: { readonly favour: number; readonly byGoal: Float64Array } | null = null;
  const factorsOf = (favour: number) => {
    if (factors?.favour !== favour)
      factors = { favour, byGoal: Float64Array.from(served, (places) => factorOf(favour, places.length)) };
    return factors.byGoal;
  };
  const favourAll = (favour: number, without: string | undefined) => {
    const { scores } = letters;
    const own = (examples[placeOfExample.get(without ?? '') ?? -1]?.goals ?? []).map(
      (goal) => [goal, scores[goal] as number] as const,
    );
    const byGoal = factorsOf(favour);
    for (let goal = 0; goal < byGoal.length; goal++)
      scores[goal] = favoured(scores[goal] as number, byGoal[goal] as number);
    for (const [goal, score] of own) scores[goal] = favoured(score, factorOf(favour, (served[goal]?.length ?? 0) - 1));
  };

  return {
    goals,
    examples,
    served,
    lexicon,
    leaning,
    servingNothing,
    with: (given, changed) => measureBy(learnAgain(known, given, changed)),
    measure(task, without, favour) {
      lookAt(task);
      const { scores } = letters;
      letters.score(terms.parts, SHARES.letters / ALL_SHARES);
      const { words: said, unknown } = terms;
      const likeness = alike.beside(said, unknown, SHARES.alike / ALL_SHARES);
      words.score(said, unknown, scores, SHARES.words / ALL_SHARES, likeness);
      pairs.score(terms.pairs, 0, scores, SHARES.pairs / ALL_SHARES);
      const near = neighbours.near(terms);
      if (without !== undefined) leaveOut(near, without);
      if (favour !== undefined) favourAll(favour, without);
      return { terms, scores, favour, peaks: letters.peaks(), near };
    },
    carrying({ words: asked, unknown }, goal, without) {
      const example = without === undefined ? undefined : examples[placeOfExample.get(without) ?? -1];
      const own = example?.goals.includes(goal) ? example : undefined;
      if (own) takeOut(own);
      forget();
      const mass = words.mass(asked, unknown) || 1;
      const letterCarries = letters.carrying(goal, own?.terms.parts, EXAMPLE_IN_SHORT);
      const stemCarries = (stem: number) =>
        // Once at least, since it was found there.
        words.carries(stem, countIn(asked, stem) || 1, goal, own && left.words) / mass;
      return (word) => {
        const stemsEnd = word + 2 + (lexicon.words[word] as number);
        const end = stemsEnd + (lexicon.words[word + 1] as number);
        let sum = 0;
        for (const stem of new Set(lexicon.words.subarray(word + 2, stemsEnd))) if (stem >= 0) sum += stemCarries(stem);
        for (let at = stemsEnd; at < end; at++) sum += letterCarries(lexicon.words[at] as number) * LETTERS_TO_WORDS;
        return sum;
      };
    },
  };
}

/** By each view, what was learnt. */
function viewsOf({ own, examples, served, documents, wordPostings, pairPostings, letterIndex }: Knowledge) {
  const [stems, pairs] = [wordPostings, pairPostings].map(({ starts }) => starts.length - 1) as [number, number];
  const reliability = learnReliability(
    examples,
    served,
    own.map(({ words }) => words),
  );
  const neighbours = createNeighbours(examples, stems, pairs);
  return {
    servingNothing: learnServingNothing(examples, neighbours),
    leaning: learnLeaning(examples, stems, pairs),
    words: createTermView(
      documents.map(({ words }) => words),
      wordPostings,
      reliability,
    ),
    pairs: createTermView(
      documents.map(({ pairs }) => pairs),
      pairPostings,
    ),
    alike: createAlikeView(
      own.map(({ words }) => words),
      served,
      examples,
      stems,
    ),
    letters: createLetterView(letterIndex),
    neighbours,
  };
}
