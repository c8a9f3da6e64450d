import { SUGGEST_FROM } from '../domain/evidence/likelihoods.ts';
import type { Prediction } from '../domain/linking/figures.ts';
import { examplesOf, goalsOf, type LabelledSet, tasksOf } from '../domain/linking/labelled-set.ts';
import { createLinker } from '../domain/linking/linker.ts';
import type { LinkerTask, Reading } from '../domain/linking/reading.ts';
import { createTaskReader } from '../domain/linking/task-reader.ts';

/** All goals are ranked for each task, up to so many pairs in all: a large set would not fit into memory. */
const PAIRS_MAX = 10_000_000;
const RANKED_MIN = 50;

export interface SetReader {
  readonly tasks: readonly LinkerTask[];
  /** Reads a task as the product does, for the few goals that it shows. */
  read(task: LinkerTask): void;
  /** The same with all goals, as figures want it. */
  predict(task: LinkerTask): Prediction;
  /** The likelihood from which links would be made without asking; null where the seed tasks do not prove enough. */
  readonly automaticFrom: number | null;
}

/**
 * Prepares to link a labelled set as the product would link these tasks to these goals.
 *
 * @param isSeeded It learns from the seed tasks; each of them is read without itself.
 */
export function openSet(set: LabelledSet, isSeeded: boolean): SetReader {
  const goals = goalsOf(set);
  const tasks = tasksOf(set);
  const reader = createTaskReader({ sample: tasks, goalTitles: goals.map(({ title }) => title) });
  const examples = isSeeded ? examplesOf(set, tasks).map((example) => ({ ...example, ...reader.read(example) })) : [];
  const linker = createLinker({ goals, examples });
  const countMax = Math.min(goals.length, Math.max(RANKED_MIN, Math.floor(PAIRS_MAX / tasks.length)));
  return {
    tasks,
    read: (task) => void linker.read(reader.read(task), { without: task.id }),
    predict: (task) => predictionOf(task.id, linker.read(reader.read(task), { countMax, without: task.id })),
    automaticFrom: linker.trust.automatic?.from ?? null,
  };
}

/** Said as in the product: the best goal, and one beside it where an example serves both; any other runner-up is seldom served as well. */
function predictionOf(task: string, { ranked, beside }: Reading): Prediction {
  const [best] = ranked;
  const goal = best && best.likelihood >= SUGGEST_FROM ? best.goalId : null;
  return {
    task,
    goal,
    confidence: best?.likelihood ?? 0,
    ranked: ranked.map(({ goalId }) => goalId),
    scores: ranked.map(({ score }) => score),
    links: goal === null ? [] : [goal, ...(beside && beside.likelihood >= SUGGEST_FROM ? [beside.goalId] : [])],
  };
}
