import { setImmediate } from 'node:timers/promises';
import { type Figures, figuresOf, type Prediction } from '../domain/linking/figures.ts';
import { type LabelledSet, type Truth, truthOf } from '../domain/linking/labelled-set.ts';
import { openSet } from './open-set.ts';

export interface Evaluated {
  readonly name: string;
  readonly goals: number;
  /** Over the tasks that were not learnt from. */
  readonly figures: Figures;
  /** What would be linked without asking, of the tasks that were not learnt from. */
  readonly automatic: Automatic;
  /** Of all tasks. */
  readonly predictions: readonly Prediction[];
  /** Reading all tasks as the product does took so long, on one core; without what is prepared once. */
  readonly readMs: number;
}

export interface Automatic {
  /** The likelihood it begins at; null where the examples do not prove that the promised precision would be kept. */
  readonly from: number | null;
  readonly decided: number;
  readonly right: number;
}

/** Nothing else happens for so long at most. */
const AT_ONCE_MS = 50;

/** Links a labelled set and says how well. @throws what stopped it, when `signal` says so */
export async function evaluateSet(
  set: LabelledSet,
  isSeeded: boolean,
  { onRead = () => {}, signal }: { onRead?: (count: number) => void; signal?: AbortSignal } = {},
): Promise<Evaluated> {
  const { tasks, read, predict, automaticFrom } = openSet(set, isSeeded);
  const predictions: Prediction[] = [];
  let readMs = 0;
  let restedAt = performance.now();
  for (const task of tasks) {
    const began = performance.now();
    read(task);
    readMs += performance.now() - began;
    predictions.push(predict(task));
    if (performance.now() - restedAt < AT_ONCE_MS) continue;
    onRead(predictions.length);
    await setImmediate();
    signal?.throwIfAborted();
    restedAt = performance.now();
  }
  const truth = truthOf(set, isSeeded);
  const automatic = automaticOf(truth, predictions, automaticFrom);
  return {
    name: set.name,
    goals: set.goals.length,
    figures: figuresOf(truth, predictions),
    automatic,
    predictions,
    readMs,
  };
}

function automaticOf(truth: Truth, predictions: readonly Prediction[], from: number | null): Automatic {
  if (from === null) return { from, decided: 0, right: 0 };
  const decided = predictions.filter(({ task, confidence }) => truth.has(task) && confidence >= from);
  const right = decided.filter(({ task, ranked: [best] }) => best !== undefined && truth.get(task)?.has(best));
  return { from, decided: decided.length, right: right.length };
}
