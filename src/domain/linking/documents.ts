import type { Lexicon } from './lexicon.ts';
import type { LinkerExample, LinkerGoal, LinkerTask } from './reading.ts';
import { addTerms, addWords, copyTerms, emptyTerms, type Terms } from './terms.ts';

/** Everything the linker knows of one goal. */
interface GoalDocument {
  /** Title, words and examples. */
  readonly whole: Terms;
  /** Its title, or all its words where it has none, and its examples half as much. */
  readonly short: ReadonlyMap<string, number>;
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
export function termsOfGoal(lexicon: Lexicon, goal: LinkerGoal): { own: Terms; short: Terms } {
  const title = lexicon.learn(goal.title);
  const own = addWords(addWords(emptyTerms(), title, TITLE), lexicon.learn(goal.text));
  return { own, short: title.length > 0 ? addWords(emptyTerms(), title) : own };
}

function learnTask(lexicon: Lexicon, task: LinkerTask): Terms {
  return addWords(addWords(emptyTerms(), lexicon.learn(task.title)), lexicon.learn(task.text));
}

export function lookAtTask(lexicon: Lexicon, task: Pick<LinkerTask, 'title' | 'text'>): Terms {
  return addWords(addWords(emptyTerms(), lexicon.look(task.title)), lexicon.look(task.text));
}

export function learnExamples(
  lexicon: Lexicon,
  examples: readonly LinkerExample[],
  placeOf: ReadonlyMap<string, number>,
): LearntExample[] {
  return examples.map((example) => ({
    id: example.id,
    terms: learnTask(lexicon, example),
    goals: example.goalIds.flatMap((id) => placeOf.get(id) ?? []),
  }));
}

/** A goal reads like itself and like the tasks that serve it. */
export function documentOf(goal: { own: Terms; short: Terms }, examples: readonly LearntExample[]): GoalDocument {
  const whole = copyTerms(goal.own);
  const short = copyTerms(goal.short);
  for (const { terms } of examples) {
    addTerms(whole, terms, 1);
    addTerms(short, terms, EXAMPLE_IN_SHORT);
  }
  return { whole, short: short.parts };
}
