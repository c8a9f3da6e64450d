import { besideOf, likelihoodBeside } from './beside.ts';
import { bestOf, type Place, signsFor } from './candidates.ts';
import type { LearntExample } from './documents.ts';
import { wordsFor } from './grounds.ts';
import { learnFavour } from './learn-favour.ts';
import { likelihoodOf, type Refit, refit, shippedOdds } from './likelihood.ts';
import { createMeasure, type Measure, type Measured } from './measure.ts';
import { type KeptPromise, promiseOf } from './promise.ts';
import type { Candidate, Grounds, LinkerExample, LinkerGoal, LinkerTask, Neighbour, Reading } from './reading.ts';
import { tidyInput } from './tidy-input.ts';

export interface Linker {
  /**
   * @param options.countMax Goals to rank, best first.
   * @param options.without An example that is left out, so that it does not recognise itself.
   */
  read(task: LinkerTask, options?: { readonly countMax?: number; readonly without?: string }): Reading;
  /** Why the task reads like this goal; null for a goal it does not know. */
  explain(task: LinkerTask, goalId: string): Grounds | null;
  readonly trust: Trust;
  /**
   * The same goals with some examples more or fewer, at a tenth of the price: exactly what `createLinker` makes of these goals, the examples
   * then known and this trust. This linker may be used on.
   */
  with(change: ExampleChange): Linker;
}

export interface ExampleChange {
  /** Each takes the place of one with the same id. */
  readonly added?: readonly LinkerExample[];
  /** Their ids; one that is not known is passed over. */
  readonly removed?: readonly string[];
  /** As it is now where it is not given. */
  readonly trust?: Trust;
}

/** What the organisation's own examples say of how far likelihoods can be trusted. */
export interface Trust {
  readonly refit: Refit;
  /** How much goals with many examples are favoured; missing where nothing was learnt, or before this was asked. */
  readonly favour?: number;
  /** Examples that people gave: those tied to a goal by structure say nothing about what structure leaves over. */
  readonly linked: number;
  readonly none: number;
  /** Enough of both to show percentages; until then bands. */
  readonly isCalibrated: boolean;
  /** From which likelihood on the promised precision is kept; null where it cannot be promised. */
  readonly automatic: KeptPromise | null;
}

export interface LinkerInput {
  readonly goals: readonly LinkerGoal[];
  readonly examples?: readonly LinkerExample[];
  /** Precision that automatic links are to keep, 0 to 1. */
  readonly precision?: number;
  /** As measured before, on these examples or most of them; measured anew where it is not given, which reads up to 1,000 of them. */
  readonly trust?: Trust;
}

const PRECISION_DEFAULT = 0.95;
const COUNT_DEFAULT = 3;
const LINKED_MIN = 20;
const NONE_MIN = 10;
/** Enough to say how good likelihoods are; more only take time. */
const REFIT_EXAMPLES_MAX = 1_000;

/** Reads tasks against goals. The same goals and examples in any order give the same reading, in any order of asking. */
export function createLinker({ precision = PRECISION_DEFAULT, ...input }: LinkerInput): Linker {
  const { goals, examples } = tidyInput({ goals: input.goals, examples: input.examples ?? [] });
  return linkerBy(createMeasure(goals, examples), examples, input.trust ?? precision);
}

/** @param trusted How far likelihoods are to be trusted, or the precision by which that is to be measured. */
function linkerBy(measure: Measure, examples: readonly LinkerExample[], trusted: Trust | number): Linker {
  const { goals } = measure;
  const model = examples.length > 0 ? 'withExamples' : 'withoutExamples';
  const placeOfGoal = new Map(goals.map(({ id }, place) => [id, place]));
  const exampleById = new Map(measure.examples.map((example) => [example.id, example]));
  const oddsFor = (measured: Measured, without?: string) => {
    const signs = signsFor(measure, measured, without === undefined ? undefined : exampleById.get(without));
    return (place: Place) => shippedOdds(signs(place), model);
  };

  const witnesses = sample(examples.filter(({ isArranged }) => !isArranged));
  const favour = favourIn(measure, witnesses, trusted);
  let last: { readonly task: LinkerTask; readonly without: string | undefined; readonly measured: Measured } | null =
    null;
  /** What is read is mostly explained right after. */
  const measureOf = (task: LinkerTask, without: string | undefined): Measured => {
    if (last?.task !== task || last.without !== without)
      last = { task, without, measured: measure.measure(task, without, favour) };
    return last.measured;
  };
  const seen = (): Seen[] =>
    witnesses.map((example) => {
      const measured = measure.measure(example, example.id, favour);
      const [best] = bestOf(measured, 1);
      return best
        ? { odds: oddsFor(measured, example.id)(best), isRight: isRight(exampleById.get(example.id), best.goal) }
        : { odds: -5, isRight: false };
    });
  const trust = typeof trusted === 'number' ? trustIn(seen(), examples, favour, trusted) : trusted;

  const candidateOf = ({ goal, score }: Place, likelihood: number): Candidate => ({
    goalId: goals[goal]?.id ?? '',
    score,
    likelihood,
  });
  const besideAs = (measured: Measured, best: Place, likelihood: number, left: LearntExample | undefined) => {
    const beside = besideOf(measure, measured, best, likelihood, left);
    return beside && candidateOf(beside.place, likelihoodBeside(beside, likelihood));
  };

  return {
    trust,
    with({ added = [], removed = [], trust: measured = trust }) {
      const changed = new Set([...removed, ...added.map(({ id }) => id)]);
      const kept = examples.filter(({ id }) => !changed.has(id));
      const changedTo = tidyInput({ goals, examples: [...kept, ...added] }).examples;
      return linkerBy(measure.with(changedTo, changed), changedTo, measured);
    },
    read(task, { countMax = COUNT_DEFAULT, without } = {}) {
      const measured = measureOf(task, without);
      const oddsOf = oddsFor(measured, without);
      let least = 1;
      const places = bestOf(measured, countMax);
      const ranked = places.map((place): Candidate => {
        // A goal that ranks lower is never the likelier one, whatever else speaks for it.
        least = Math.min(least, likelihoodOf(oddsOf(place), trust.refit));
        return candidateOf(place, least);
      });
      const [best] = places;
      const left = without === undefined ? undefined : exampleById.get(without);
      return { ranked, beside: best ? besideAs(measured, best, ranked[0]?.likelihood ?? 0, left) : null };
    },
    explain(task, goalId) {
      const goal = placeOfGoal.get(goalId);
      if (goal === undefined) return null;
      const measured = measureOf(task, task.id);
      const near = (isOne: (example: LearntExample) => boolean) => nearest(measure, measured, isOne);
      return {
        words: wordsFor(measure, task, measured, goal),
        like: near((example) => example.goals.includes(goal)),
        likeNone: near((example) => example.goals.length === 0),
      };
    },
  };
}

/** How an example was read without itself. */
interface Seen {
  readonly odds: number;
  readonly isRight: boolean;
}

function favourIn(measure: Measure, witnesses: readonly LinkerExample[], trusted: Trust | number): number | undefined {
  if (measure.examples.length === 0) return undefined;
  return typeof trusted === 'number' ? learnFavour(measure, witnesses) : (trusted.favour ?? 0);
}

function trustIn(
  seen: readonly Seen[],
  examples: readonly LinkerExample[],
  favour: number | undefined,
  precision: number,
): Trust {
  const witnesses = examples.filter(({ isArranged }) => !isArranged);
  const arranged = examples.length === 0 ? 0 : 1 - witnesses.length / examples.length;
  const moved = refit(seen, { known: examples.length, arranged });
  const none = witnesses.filter(({ goalIds }) => goalIds.length === 0).length;
  const linked = witnesses.length - none;
  const read = seen.map(({ odds, isRight }) => ({ likelihood: likelihoodOf(odds, moved), isRight }));
  return {
    refit: moved,
    ...(favour !== undefined && { favour }),
    linked,
    none,
    isCalibrated: linked >= LINKED_MIN && none >= NONE_MIN,
    automatic: promiseOf(read, precision),
  };
}

function nearest(measure: Measure, { near }: Measured, isOne: (example: LearntExample) => boolean): Neighbour | null {
  let best: Neighbour | null = null;
  measure.examples.forEach((example, at) => {
    const likeness = near[at] as number;
    if (likeness > (best?.likeness ?? 0) && isOne(example)) best = { taskId: example.id, likeness };
  });
  return best;
}

function isRight(example: LearntExample | undefined, goal: number): boolean {
  return example?.goals.includes(goal) ?? false;
}

/** Spread evenly over all, so that no year and no team is left out. */
function sample(examples: readonly LinkerExample[]): readonly LinkerExample[] {
  const step = Math.max(1, examples.length / REFIT_EXAMPLES_MAX);
  return Array.from(
    { length: Math.floor(examples.length / step) },
    (_, at) => examples[Math.floor(at * step)] as LinkerExample,
  );
}
