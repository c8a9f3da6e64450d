import type { LinkerExample, LinkerGoal, LinkerTask } from './reading.ts';

interface LabelledText {
  readonly id: string;
  readonly text: string;
}

/** Tasks of which it is known what they serve. A task without a link is known to serve none. */
export interface LabelledSet {
  readonly name: string;
  /** Where it comes from, its licence, and what to know about it. */
  readonly source: string;
  readonly licence: string;
  readonly note: string;
  readonly goals: readonly LabelledText[];
  readonly tasks: readonly LabelledText[];
  /** Task, goal. */
  readonly links: readonly (readonly [string, string])[];
  /** Task, goal: a person said no to it. */
  readonly rejected?: readonly (readonly [string, string])[];
  /** Tasks that may be learnt from, about 30 %: figures are then over the others. */
  readonly seed: readonly string[];
}

/** Goals of each task, none included: what is right. */
export type Truth = ReadonlyMap<string, ReadonlySet<string>>;

/** Where so many have a short first line with more beneath it, the first line is a title. */
const GOAL_TITLES = { wordsMax: 14, shareMin: 0.6 };
const TASK_TITLES = { wordsMax: 16, shareMin: 0.5 };

export function goalsOf(set: LabelledSet): LinkerGoal[] {
  return withTitles(set.goals, GOAL_TITLES);
}

export function tasksOf(set: LabelledSet): LinkerTask[] {
  return withTitles(set.tasks, TASK_TITLES);
}

/** The seed tasks with their goals, or none. */
export function examplesOf(set: LabelledSet, tasks: readonly LinkerTask[] = tasksOf(set)): LinkerExample[] {
  const seed = new Set(set.seed);
  const truth = truthOf(set);
  return tasks
    .filter((task) => seed.has(task.id))
    .map((task) => ({ ...task, goalIds: [...(truth.get(task.id) ?? [])] }));
}

/** @param isSeeded Without the seed tasks, which were learnt from. */
export function truthOf(set: LabelledSet, isSeeded = false): Truth {
  const left = new Set(isSeeded ? set.seed : []);
  const truth = new Map(set.tasks.filter(({ id }) => !left.has(id)).map(({ id }) => [id, new Set<string>()]));
  for (const [task, goal] of set.links) truth.get(task)?.add(goal);
  return truth;
}

/** Titles are a habit of the whole set: where most texts have one, all do; where not, a short first line is only text. */
function withTitles(texts: readonly LabelledText[], habit: typeof GOAL_TITLES): LinkerTask[] {
  const parts = texts.map(({ text }) => splitFirstLine(text));
  const titled = parts.filter(({ first, rest }) => rest !== '' && wordsOf(first) <= habit.wordsMax);
  const hasTitles = titled.length >= habit.shareMin * texts.length;
  return texts.map(({ id, text }, at) => {
    const { first, rest } = parts[at] as ReturnType<typeof splitFirstLine>;
    return hasTitles ? { id, title: first, text: rest } : { id, title: '', text };
  });
}

function splitFirstLine(text: string): { first: string; rest: string } {
  const [first = '', ...rest] = text.trim().split('\n');
  return { first: first.trim(), rest: rest.join('\n').trim() };
}

function wordsOf(line: string): number {
  return line.split(/\s+/).filter(Boolean).length;
}
