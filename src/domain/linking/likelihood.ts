import { fitLogistic, type Observation, oddsOf, probabilityOf } from './logistic.ts';
import { WEIGHTS } from './weights.ts';

/** What is seen of one candidate, before it is weighed. */
export interface Signs {
  /** How much of the task is in the goal, in words rather than as a share: a half of two words says less than a half of twenty. */
  readonly mass: number;
  /** Its lead over the next goal, as a share of its score; negative for a goal that is not the best. */
  readonly lead: number;
  /** How many goals there are to be mistaken for it, as a logarithm. */
  readonly goals: number;
  /** How much its words are those of tasks that serve nothing. */
  readonly leaning: number;
  /** How much it reads like examples that serve nothing, about -1 to 1. */
  readonly servesNothing: number;
  /** Likeness to the nearest example of this goal. */
  readonly like: number;
  /** Likeness to the nearest example that does not serve this goal. */
  readonly likeOther: number;
  /** How many examples serve this goal, as a logarithm. */
  readonly examples: number;
}

/** How an organisation's own examples move the shipped weights. */
export interface Refit {
  readonly shift: number;
  readonly slope: number;
}

export const UNMOVED: Refit = { shift: 0, slope: 1 };

type Model = 'withExamples' | 'withoutExamples';

const COEFFICIENTS: Readonly<Record<Model, readonly number[]>> = {
  withExamples: Object.values(WEIGHTS.withExamples),
  withoutExamples: Object.values(WEIGHTS.withoutExamples),
};

const LEANING_MAX = 4;
/** More than twenty say no more; the development sets have no goal with more. */
const EXAMPLES_MAX = Math.log(1 + 20);
/** Beliefs of the refit, in observations; few examples make for modest likelihoods. Chosen on the development sets. */
const SHIFT_STRENGTH = 1.5;
const SLOPE_STRENGTH = 5;
const FEW_EXAMPLES = 40;
/** Of work that structure left over less serves a goal than of the labelled sets, in which nothing was taken out. */
const LEFT_OVER_SHIFT = -2;

/** Without examples some signs mean nothing, and the others carry more. */
export function signsOf(signs: Signs, model: Model): number[] {
  return model === 'withoutExamples'
    ? [1, signs.mass, signs.goals]
    : [
        1,
        signs.mass,
        signs.lead,
        Math.max(-LEANING_MAX, Math.min(LEANING_MAX, signs.leaning)),
        signs.servesNothing,
        signs.like,
        signs.likeOther,
        Math.min(EXAMPLES_MAX, signs.examples),
      ];
}

/** Log odds by the shipped weights. */
export function shippedOdds(signs: Signs, model: Model): number {
  return oddsOf(signsOf(signs, model), COEFFICIENTS[model]);
}

/** In thousandths: finer than it is sure, and the same again after a trip through the database. */
export function likelihoodOf(odds: number, { shift, slope }: Refit): number {
  return Math.round(1_000 * probabilityOf(shift + slope * odds)) / 1_000;
}

/** What an organisation's examples are, beside those that likelihoods are measured on. */
export interface Basis {
  /** All there are. */
  readonly known: number;
  /** The share of them that structure tied to their goals, 0 to 1. */
  readonly arranged: number;
}

/**
 * Two parameters from the organisation's own linked and known-none tasks, each read without itself. With few of them the shipped odds
 * are drawn together: a likelihood near one half says what is known then. Where most of what serves a goal hangs on it by structure, what
 * is left over serves none more often, until people's words say otherwise.
 */
export function refit(
  examples: readonly { readonly odds: number; readonly isRight: boolean }[],
  { known, arranged }: Basis = { known: examples.length, arranged: 0 },
): Refit {
  if (known === 0) return UNMOVED;
  const observations = examples.map(({ odds, isRight }): Observation => ({ signs: [1, odds], isRight, weight: 1 }));
  const [shift = 0, slope = 1] = fitLogistic(observations, [
    { at: LEFT_OVER_SHIFT * arranged, strength: SHIFT_STRENGTH },
    { at: known / (known + FEW_EXAMPLES), strength: SLOPE_STRENGTH },
  ]);
  return { shift, slope: Math.max(0.2, slope) };
}
