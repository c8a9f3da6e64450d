import type { Truth } from './labelled-set.ts';

/** What the linker says of one task of a labelled set: a line of the predictions file. */
export interface Prediction {
  readonly task: string;
  /** null: it serves none. */
  readonly goal: string | null;
  /** 0 to 1: that the best candidate is right, also where `goal` is null. 1 − confidence ranks none. */
  readonly confidence: number;
  /** Goals, best first. */
  readonly ranked: readonly string[];
  /** Of each of `ranked`. */
  readonly scores: readonly number[];
  /** All goals it says the task serves. */
  readonly links: readonly string[];
}

/** All 0 to 1 but the counts; null where there is nothing to measure it on. */
export interface Figures {
  readonly tasks: number;
  /** Right links, over all tasks. */
  readonly links: number;
  /** Tasks that serve none. */
  readonly noneTasks: number;
  /** Of the links that are said, over all tasks together. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly f2: number;
  /** With one link a task, the best candidate, said from the best confidence on. */
  readonly bestF1: number;
  readonly bestThreshold: number | null;
  /** Over tasks that serve a goal. */
  readonly accuracy1: number;
  readonly mrr: number;
  readonly map: number;
  readonly recall3: number;
  /** How well 1 − confidence finds the tasks that serve none. */
  readonly noneAuroc: number | null;
  readonly noneAp: number | null;
  /** Of none as it is said. */
  readonly noneF1: number | null;
  /** The mean square of confidence against right or wrong. */
  readonly brier: number;
  /** By how much confidence and the share that is right differ, over ten bins of confidence. */
  readonly ece: number;
  /** Precision of the best candidates when only the surest 5, 10 and 20 % of the tasks are decided. */
  readonly surest5: number;
  readonly surest10: number;
  readonly surest20: number;
}

const BINS = 10;
/** Figures on none tell little on fewer of them. */
const NONE_TASKS_MIN = 10;

/** How good predictions are. A task without one is none, and sure of it. */
export function figuresOf(truth: Truth, predictions: readonly Prediction[]): Figures {
  const said = new Map(predictions.map((prediction) => [prediction.task, prediction]));
  const judged = [...truth].map(([task, goals]) => judge(goals, said.get(task) ?? silence(task)));
  const serving = judged.filter(({ goalCount }) => goalCount > 0);
  const none = judged.filter(({ goalCount }) => goalCount === 0);
  const linkCount = sum(judged, ({ goalCount }) => goalCount);
  return {
    tasks: judged.length,
    links: linkCount,
    noneTasks: none.length,
    ...linkFigures(judged, linkCount),
    ...bestOf(judged, linkCount),
    accuracy1: mean(serving, ({ isTopRight }) => Number(isTopRight)),
    mrr: mean(serving, ({ reciprocal }) => reciprocal),
    map: mean(serving, ({ averagePrecision }) => averagePrecision),
    recall3: mean(serving, ({ recall3 }) => recall3),
    ...noneFigures(judged),
    brier: mean(judged, ({ confidence, isTopRight }) => (confidence - Number(isTopRight)) ** 2),
    ece: calibrationError(judged),
    surest5: precisionOfSurest(judged, 0.05),
    surest10: precisionOfSurest(judged, 0.1),
    surest20: precisionOfSurest(judged, 0.2),
  };
}

/** Sets count alike, however large; those on none only over sets with ten or more such tasks. Counts are summed. */
export function meanFigures(all: readonly Figures[]): Figures {
  const names = Object.keys(all[0] ?? {}) as (keyof Figures)[];
  return Object.fromEntries(names.map((name) => [name, meanOf(name, all)])) as unknown as Figures;
}

function meanOf(name: keyof Figures, all: readonly Figures[]): number | null {
  if (name === 'tasks' || name === 'links' || name === 'noneTasks') return sum(all, (one) => one[name]);
  // A threshold of one set means nothing on another.
  if (name === 'bestThreshold') return null;
  const counted = all.filter((one) => !name.startsWith('none') || one.noneTasks >= NONE_TASKS_MIN);
  const known = counted.map((one) => one[name]).filter((value) => value !== null);
  return known.length === 0 ? null : mean(known, (value) => value);
}

interface Judged {
  readonly goalCount: number;
  readonly saidCount: number;
  readonly rightCount: number;
  readonly confidence: number;
  readonly isTopRight: boolean;
  /** 1 ÷ the rank of the first right goal; 0 where none is ranked. */
  readonly reciprocal: number;
  readonly averagePrecision: number;
  readonly recall3: number;
}

function silence(task: string): Prediction {
  return { task, goal: null, confidence: 0, ranked: [], scores: [], links: [] };
}

function judge(goals: ReadonlySet<string>, prediction: Prediction): Judged {
  const ranks = prediction.ranked.flatMap((goal, at) => (goals.has(goal) ? [at + 1] : []));
  return {
    goalCount: goals.size,
    saidCount: prediction.links.length,
    rightCount: prediction.links.filter((goal) => goals.has(goal)).length,
    confidence: prediction.confidence,
    isTopRight: ranks[0] === 1,
    reciprocal: ranks[0] === undefined ? 0 : 1 / ranks[0],
    averagePrecision: ratio(
      ranks.reduce((total, rank, at) => total + (at + 1) / rank, 0),
      goals.size,
    ),
    recall3: ratio(ranks.filter((rank) => rank <= 3).length, goals.size),
  };
}

function linkFigures(judged: readonly Judged[], linkCount: number) {
  const right = sum(judged, ({ rightCount }) => rightCount);
  const precision = ratio(
    right,
    sum(judged, ({ saidCount }) => saidCount),
  );
  const recall = ratio(right, linkCount);
  return { precision, recall, f1: fMeasure(precision, recall, 1), f2: fMeasure(precision, recall, 2) };
}

function bestOf(judged: readonly Judged[], linkCount: number) {
  let best: { bestF1: number; bestThreshold: number | null } = { bestF1: 0, bestThreshold: null };
  const items = judged.map(({ confidence, isTopRight }) => ({ score: confidence, isRight: isTopRight }));
  for (const step of stepsOf(items)) {
    const f1 = fMeasure(ratio(step.right, step.right + step.wrong), ratio(step.right, linkCount), 1);
    if (f1 > best.bestF1) best = { bestF1: f1, bestThreshold: step.score };
  }
  return best;
}

function noneFigures(judged: readonly Judged[]) {
  const none = judged.filter(({ goalCount }) => goalCount === 0);
  if (none.length === 0) return { noneAuroc: null, noneAp: null, noneF1: null };
  const items = judged.map(({ confidence, goalCount }) => ({ score: 1 - confidence, isRight: goalCount === 0 }));
  const rightly = none.filter(({ saidCount }) => saidCount === 0).length;
  const precision = ratio(rightly, judged.filter(({ saidCount }) => saidCount === 0).length);
  return { ...rankFigures(items), noneF1: fMeasure(precision, rightly / none.length, 1) };
}

/** Area under the ROC curve, ties counting half; and average precision, a tie being one step. */
function rankFigures(items: readonly Scored[]) {
  const rightCount = items.filter(({ isRight }) => isRight).length;
  const wrongCount = items.length - rightCount;
  let before = { right: 0, wrong: 0 };
  let area = 0;
  let averagePrecision = 0;
  for (const step of stepsOf(items)) {
    area += ((step.wrong - before.wrong) * (step.right + before.right)) / 2;
    averagePrecision += ((step.right - before.right) / rightCount) * (step.right / (step.right + step.wrong));
    before = step;
  }
  return { noneAuroc: wrongCount === 0 ? null : area / (rightCount * wrongCount), noneAp: averagePrecision };
}

interface Scored {
  readonly score: number;
  readonly isRight: boolean;
}

/** Downwards through the distinct scores: how many are right and wrong from here up. */
function* stepsOf(items: readonly Scored[]): Generator<{ score: number; right: number; wrong: number }> {
  const sorted = [...items].sort((a, b) => b.score - a.score);
  let right = 0;
  let wrong = 0;
  for (const [at, { score, isRight }] of sorted.entries()) {
    if (isRight) right++;
    else wrong++;
    if (sorted[at + 1]?.score !== score) yield { score, right, wrong };
  }
}

function calibrationError(judged: readonly Judged[]): number {
  const bins = Map.groupBy(judged, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)));
  const gaps = [...bins.values()].map((bin) =>
    Math.abs(sum(bin, ({ confidence, isTopRight }) => confidence - Number(isTopRight))),
  );
  return ratio(
    sum(gaps, (gap) => gap),
    judged.length,
  );
}

/** Tasks tied at the edge count as the share of them that is still decided: their order says nothing. */
function precisionOfSurest(judged: readonly Judged[], share: number): number {
  const wanted = Math.ceil(judged.length * share);
  const items = judged.map(({ confidence, isTopRight }) => ({ score: confidence, isRight: isTopRight }));
  let before = { right: 0, wrong: 0 };
  for (const step of stepsOf(items)) {
    const count = before.right + before.wrong;
    const added = step.right + step.wrong - count;
    if (count + added >= wanted)
      return (before.right + ((step.right - before.right) * (wanted - count)) / added) / wanted;
    before = step;
  }
  return 0;
}

function fMeasure(precision: number, recall: number, beta: number): number {
  return ratio((1 + beta ** 2) * precision * recall, beta ** 2 * precision + recall);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((total, item) => total + measure(item), 0);
}

function mean<T>(items: readonly T[], measure: (item: T) => number): number {
  return ratio(sum(items, measure), items.length);
}
