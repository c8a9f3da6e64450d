import { bestOf } from './candidates.ts';
import { habitOf, likenessOf } from './favour.ts';
import type { Measure } from './measure.ts';

/** Goals below these are never the right one. */
const GOALS_MAX = 40;
/** What is believed before examples are asked, and how firmly, in observations: how far scores tell goals apart, and no favour. */
const LIKENESS = { at: 4, strength: 0.5 } as const;
const HABIT_STRENGTH = 5;
const ROUNDS = 20;
const STEP_MAX = 2;

/** A goal that an example could be for, of which it serves one at least. */
interface Option {
  readonly likeness: number;
  readonly served: number;
  readonly isRight: boolean;
}

/**
 * The power of a goal's number of examples that makes right goals likeliest, each example read without itself; 0 says that it means
 * nothing, less than 0 that goals with fewer are favoured.
 */
export function learnFavour(
  measure: Measure,
  examples: readonly (Parameters<Measure['measure']>[0] & { id: string })[],
): number {
  const known = new Map(measure.examples.map((example) => [example.id, example.goals]));
  const choices = examples.flatMap((example) => {
    const goals = known.get(example.id) ?? [];
    if (goals.length === 0) return [];
    const options = bestOf(measure.measure(example, example.id), GOALS_MAX).map(({ goal, score }): Option => {
      const isRight = goals.includes(goal);
      const count = (measure.served[goal]?.length ?? 0) - (isRight ? 1 : 0);
      return { likeness: likenessOf(score), served: habitOf(count), isRight };
    });
    return options.some(({ isRight }) => isRight) ? [options] : [];
  });
  return powerOf(choices);
}

/** Both weights of a choice among goals by Newton's method, as the power that the one is to the other. */
function powerOf(choices: readonly (readonly Option[])[]): number {
  let [likeness, served]: [number, number] = [LIKENESS.at, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const slope = [LIKENESS.strength * (likeness - LIKENESS.at), HABIT_STRENGTH * served] as [number, number];
    const bend = [LIKENESS.strength, 0, HABIT_STRENGTH] as [number, number, number];
    for (const options of choices) addChoice(options, likeness, served, slope, bend);
    const determinant = bend[0] * bend[2] - bend[1] ** 2;
    likeness -= within((bend[2] * slope[0] - bend[1] * slope[1]) / determinant);
    served -= within((bend[0] * slope[1] - bend[1] * slope[0]) / determinant);
  }
  return Math.round((1_000 * served) / Math.max(1, likeness)) / 1_000;
}

function within(step: number): number {
  return Math.max(-STEP_MAX, Math.min(STEP_MAX, step));
}

/** Adds what one example says: where the chosen goals stand beside where all stand, each as likely as the weights make it. */
function addChoice(
  options: readonly Option[],
  likeness: number,
  served: number,
  slope: [number, number],
  bend: [number, number, number],
): void {
  const most = Math.max(...options.map((one) => likeness * one.likeness + served * one.served));
  const all = { mass: 0, likeness: 0, served: 0, squares: [0, 0, 0] as [number, number, number] };
  const right = { mass: 0, likeness: 0, served: 0 };
  for (const one of options) {
    const mass = Math.exp(likeness * one.likeness + served * one.served - most);
    for (const sum of one.isRight ? [all, right] : [all]) {
      sum.mass += mass;
      sum.likeness += mass * one.likeness;
      sum.served += mass * one.served;
    }
    all.squares[0] += mass * one.likeness ** 2;
    all.squares[1] += mass * one.likeness * one.served;
    all.squares[2] += mass * one.served ** 2;
  }
  const mean = [all.likeness / all.mass, all.served / all.mass] as const;
  slope[0] += mean[0] - right.likeness / right.mass;
  slope[1] += mean[1] - right.served / right.mass;
  bend[0] += all.squares[0] / all.mass - mean[0] ** 2;
  bend[1] += all.squares[1] / all.mass - mean[0] * mean[1];
  bend[2] += all.squares[2] / all.mass - mean[1] ** 2;
}
