import { type Figures, figuresOf, type Prediction } from '../../src/domain/linking/figures.ts';
import { type Truth, truthOf } from '../../src/domain/linking/labelled-set.ts';
import { type EvaluatedSet, familyOf, type Protocol } from './evaluated-set.ts';

export interface AtThreshold {
  readonly name: string;
  /** The best candidate of a task is said from this confidence on; chosen on the sets of all other families. */
  readonly threshold: number;
  readonly figures: Figures;
}

const STEPS = 100;

interface Known {
  readonly name: string;
  readonly truth: Truth;
  readonly predictions: readonly Prediction[];
}

/** How each set fares with the threshold that gives the best mean F1 on the sets of all other families. */
export function fixedOnOthers(sets: readonly EvaluatedSet[], protocol: Protocol): AtThreshold[] {
  const known = sets.map((one): Known => {
    const truth = truthOf(one.set, protocol === 'seeded');
    return { name: one.set.name, truth, predictions: one[protocol].predictions };
  });
  const curves = new Map(known.map((one) => [one, f1Curve(one)]));
  return known.map((one) => {
    const others = known.filter(({ name }) => familyOf(name) !== familyOf(one.name));
    const threshold = bestThreshold(others.map((other) => curves.get(other) ?? []));
    return { name: one.name, threshold, figures: figuresAt(one, threshold) };
  });
}

function bestThreshold(curves: readonly (readonly number[])[]): number {
  const sums = Array.from({ length: STEPS + 1 }, (_, step) =>
    curves.reduce((sum, curve) => sum + (curve[step] ?? 0), 0),
  );
  return sums.indexOf(Math.max(...sums)) / STEPS;
}

function f1Curve(known: Known): number[] {
  return Array.from({ length: STEPS + 1 }, (_, step) => figuresAt(known, step / STEPS).f1);
}

function figuresAt({ truth, predictions }: Known, threshold: number): Figures {
  const said = predictions.map((prediction): Prediction => {
    const [best] = prediction.ranked;
    const goal = best !== undefined && prediction.confidence >= threshold ? best : null;
    return { ...prediction, goal, links: goal === null ? [] : [goal] };
  });
  return figuresOf(truth, said);
}
