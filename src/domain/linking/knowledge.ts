import {
  documentsOf,
  type GoalDocument,
  type LearntExample,
  learnExamples,
  learnGoals,
  type OwnTerms,
  placesByGoal,
} from './documents.ts';
import { languagesIn } from './language.ts';
import { createAlphabet, indexLetters, type LetterIndex } from './letter-index.ts';
import { createLexicon } from './lexicon.ts';
import { createPairNumbers } from './pair-numbers.ts';
import { type Postings, postingsOf } from './postings.ts';
import type { LinkerExample, LinkerGoal } from './reading.ts';
import type { Counts } from './tally.ts';
import type { Vocabulary } from './terms.ts';

/** Goals and examples taken apart into terms. It is kept, so that an example more or less costs an example. */
export interface Knowledge {
  readonly goals: readonly LinkerGoal[];
  readonly vocabulary: Vocabulary;
  /** Of each goal, by its place. */
  readonly own: readonly OwnTerms[];
  readonly examples: readonly LearntExample[];
  /** For each goal, by its place, the places of the examples that serve it. */
  readonly served: readonly (readonly number[])[];
  readonly documents: readonly GoalDocument[];
  readonly wordPostings: Postings;
  readonly pairPostings: Postings;
  readonly letterIndex: LetterIndex;
}

export function learn(goals: readonly LinkerGoal[], given: readonly LinkerExample[]): Knowledge {
  const languages = languagesIn(goals.map(({ title, text }) => `${title}\n${text}`));
  const vocabulary: Vocabulary = { lexicon: createLexicon(languages), pairs: createPairNumbers() };
  const own = learnGoals(vocabulary, goals);
  const examples = learnExamples(vocabulary, given, placesById(goals));
  const served = placesByGoal(goals.length, examples);
  const documents = documentsOf(own, served, examples);
  return {
    goals,
    vocabulary,
    own,
    examples,
    served,
    documents,
    ...index(vocabulary, documents),
    letterIndex: indexLetters(createAlphabet(vocabulary.lexicon.partOf), documents.map(lettersOf)),
  };
}

/**
 * The same with other examples. Numbers of stems, pairs and groups of letters are others than if it were learnt from nothing; all sums
 * go by texts and goals in their order, never by such numbers, so that they are the same to the last digit.
 * @param given All examples there are now.
 * @param changed Ids of those that are new, gone or not as they were.
 */
export function learnAgain(
  before: Knowledge,
  given: readonly LinkerExample[],
  changed: ReadonlySet<string>,
): Knowledge {
  const { goals, vocabulary, own } = before;
  const known = new Map(before.examples.flatMap((one) => (changed.has(one.id) ? [] : [[one.id, one]])));
  const examples = learnExamples(vocabulary, given, placesById(goals), known);
  const served = placesByGoal(goals.length, examples);
  const touched = new Set([...before.examples, ...examples].flatMap((one) => (changed.has(one.id) ? one.goals : [])));
  const documents = documentsOf(
    own,
    served,
    examples,
    before.documents.map((document, goal) => (touched.has(goal) ? undefined : document)),
  );
  const touchedOnly = documents.map((document, goal) => (touched.has(goal) ? document : undefined));
  return {
    goals,
    vocabulary,
    own,
    examples,
    served,
    documents,
    ...index(vocabulary, touchedOnly, before),
    letterIndex: indexLetters(
      before.letterIndex,
      touchedOnly.map((document) => document && lettersOf(document)),
      before.letterIndex,
    ),
  };
}

/** @param documents undefined for one that is as it was before. */
function index(
  { lexicon, pairs }: Vocabulary,
  documents: readonly (GoalDocument | undefined)[],
  before?: Pick<Knowledge, 'wordPostings' | 'pairPostings'>,
): Pick<Knowledge, 'wordPostings' | 'pairPostings'> {
  const all = (of: (document: GoalDocument) => Counts) => documents.map((document) => document && of(document));
  return {
    wordPostings: postingsOf(
      all(({ words }) => words),
      lexicon.size(),
      before?.wordPostings,
    ),
    pairPostings: postingsOf(
      all(({ pairs }) => pairs),
      pairs.size,
      before?.pairPostings,
    ),
  };
}

function lettersOf({ short, parts }: GoalDocument) {
  return { short, whole: parts };
}

function placesById(goals: readonly LinkerGoal[]): ReadonlyMap<string, number> {
  return new Map(goals.map(({ id }, place) => [id, place]));
}
