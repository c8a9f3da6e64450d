import { componentOf } from './component.ts';
import type { LinkerExample, LinkerGoal } from './reading.ts';
import { addAll, type Counts, createTally, frozen, type Tally } from './tally.ts';
import { clearTerms, frozenTerms, learnText, openTerms, type Terms, type Vocabulary } from './terms.ts';

/** Everything the linker knows of one goal: title, words and examples. */
export interface GoalDocument {
  readonly words: Counts;
  readonly pairs: Counts;
  readonly parts: Counts;
  /** Parts of its title, or of all its words where it has none, and of its examples half as much. */
  readonly short: Counts;
}

/** A goal's own words. */
export interface OwnTerms extends Terms {
  readonly short: Counts;
}

/** An example with its terms, each goal it serves by its place. */
export interface LearntExample {
  readonly id: string;
  readonly terms: Terms;
  readonly goals: readonly number[];
}

export const EXAMPLE_IN_SHORT = 0.5;

/** A title says what is meant; the words below it say much else. */
const TITLE = 3;

/** A goal's own words, its title counted more than once. */
export function learnGoals(vocabulary: Vocabulary, goals: readonly LinkerGoal[]): OwnTerms[] {
  const terms = openTerms();
  return goals.map((goal) => {
    clearTerms(terms);
    vocabulary.lexicon.open(goal.title, goal.text);
    learnText(terms, vocabulary, goal.title, 1);
    const title = frozen(terms.parts);
    clearTerms(terms);
    learnText(terms, vocabulary, goal.title, TITLE);
    learnText(terms, vocabulary, goal.text, 1);
    const own = frozenTerms(terms);
    return { ...own, short: title.size > 0 ? title : own.parts };
  });
}

/** @param known By id, those that were learnt before. */
export function learnExamples(
  vocabulary: Vocabulary,
  examples: readonly LinkerExample[],
  placeOf: ReadonlyMap<string, number>,
  known: ReadonlyMap<string, LearntExample> = new Map(),
): LearntExample[] {
  const terms = openTerms();
  return examples.map((example) => {
    const learnt = known.get(example.id);
    if (learnt) return learnt;
    clearTerms(terms);
    vocabulary.lexicon.open(example.title, example.text);
    learnText(terms, vocabulary, example.title, 1);
    learnText(terms, vocabulary, example.text, 1);
    learnText(terms, vocabulary, componentOf(example), 1);
    return {
      id: example.id,
      terms: frozenTerms(terms),
      goals: example.goalIds.flatMap((id) => placeOf.get(id) ?? []),
    };
  });
}

/** For each goal the places of the examples that serve it. */
export function placesByGoal(goalCount: number, examples: readonly LearntExample[]): readonly (readonly number[])[] {
  const places: number[][] = Array.from({ length: goalCount }, () => []);
  examples.forEach(({ goals }, place) => {
    for (const goal of goals) places[goal]?.push(place);
  });
  return places;
}

/**
 * A goal reads like itself and like the tasks that serve it.
 * @param known By the goal's place, those that are as they were.
 */
export function documentsOf(
  own: readonly OwnTerms[],
  served: readonly (readonly number[])[],
  examples: readonly LearntExample[],
  known: readonly (GoalDocument | undefined)[] = [],
): GoalDocument[] {
  const tally = createTally();
  return own.map((goal, at) => {
    const document = known[at];
    if (document) return document;
    const others = (served[at] ?? []).flatMap((place) => examples[place]?.terms ?? []);
    const parts = others.map((terms) => terms.parts);
    return {
      words: sumOf(
        tally,
        goal.words,
        others.map(({ words }) => words),
      ),
      pairs: sumOf(
        tally,
        goal.pairs,
        others.map(({ pairs }) => pairs),
      ),
      parts: sumOf(tally, goal.parts, parts),
      short: sumOf(tally, goal.short, parts, EXAMPLE_IN_SHORT),
    };
  });
}

function sumOf(tally: Tally, own: Counts, examples: readonly Counts[], weight = 1): Counts {
  if (examples.length === 0) return own;
  tally.size = 0;
  addAll(tally, own, 1);
  for (const example of examples) addAll(tally, example, weight);
  return frozen(tally);
}
