import type { Goal } from '../goal.ts';
import { createLinker, type Linker, type LinkerInput, type Trust } from '../linking/linker.ts';
import type { LinkerExample, Neighbour } from '../linking/reading.ts';
import { createTaskReader, type ReadingKnowledge, type TaskReader } from '../linking/task-reader.ts';
import type { Task } from '../task.ts';

/** A task that people or structure tied to goals, or to none. */
export interface TextExample extends LinkerExample {
  /** How people call it: its key, else its title. */
  readonly name: string;
}

/** All that texts are read against: plain data, so that it can be handed to a thread. */
export interface TextKnowledge {
  /** Same version, same content. */
  readonly version: string;
  /** The same of all but the examples. */
  readonly groundVersion: string;
  /** Open ones. */
  readonly goals: readonly Goal[];
  readonly examples: readonly TextExample[];
  /** How far likelihoods can be trusted here; null until examples were learnt from. */
  readonly trust: Trust | null;
  /** Short forms and ticket templates of the organisation. */
  readonly reading: ReadingKnowledge;
}

/** What a person's word changes of it: a few examples. */
export interface TextNews {
  /** The version that these are news to. */
  readonly since: string;
  readonly version: string;
  /** Beside the others, or instead of what was known of the same tasks. */
  readonly added: readonly TextExample[];
  readonly removedIds: readonly string[];
}

/** What examples are measured with. */
export type Learnable = Pick<TextKnowledge, 'goals' | 'examples' | 'reading'>;

export type ReadableTask = Pick<Task, 'id' | 'title' | 'text'>;

export interface TextMatch {
  readonly goalId: string;
  /** Ranks goals for one task; not comparable between organisations. */
  readonly score: number;
  /** 0 to 1: the probability that this goal is right. */
  readonly likelihood: number;
}

/** A goal that a task may serve as well as the one it reads nearest to. */
export interface TextBeside extends TextMatch {
  /** The task's own words that carried it, the heaviest first. */
  readonly words: readonly string[];
}

/** What one task reads like. */
export interface TextReading {
  readonly taskId: string;
  /** Best first, without goals that share nothing with it. */
  readonly ranked: readonly TextMatch[];
  /** The task's own words that carried the best goal, the heaviest first. */
  readonly words: readonly string[];
  /** The nearest example that serves the best goal. */
  readonly like: Neighbour | null;
  /** That example serves this one, too. */
  readonly beside: TextBeside | null;
  /** The nearest example that serves none. */
  readonly likeNone: Neighbour | null;
}

export interface TextMatcher {
  /** @param countMax Goals to rank. */
  read(task: ReadableTask, countMax?: number): TextReading;
  /** Reads as one that was made with these examples from the beginning; this one may be used on. */
  with(news: TextNews): TextMatcher;
}

/** What stands far down a description is seldom what it is about. */
const CHARACTERS_MAX = 4_000;
/** Of goals that a single word carries about so many are right on the development sets, however few goals there are to choose from. */
const LIKELIHOOD_OF_ONE_WORD = 0.15;

/** Reads tasks against the words of goals and of the tasks that serve them. Closed goals and visions are never suggested. */
export function createTextMatcher({ trust, ...known }: Learnable & Pick<TextKnowledge, 'trust'>): TextMatcher {
  const reader = readerOf(known);
  return matcherOf(createLinker({ ...linkerInput(known, reader), ...(trust ? { trust } : {}) }), reader);
}

function matcherOf(linker: Linker, reader: TaskReader): TextMatcher {
  return {
    read(given, countMax = 1) {
      const task = clean(given, reader);
      const { ranked, beside } = linker.read(task, { countMax, without: task.id });
      const [best] = ranked;
      if (!best) return { taskId: task.id, ranked, words: [], like: null, beside: null, likeNone: null };
      const { words = [], like = null, likeNone = null } = linker.explain(task, best.goalId) ?? {};
      const isOneWord = words.length <= 1 && like === null;
      const most = isOneWord ? LIKELIHOOD_OF_ONE_WORD : 1;
      const believed = ranked.map((match) => ({ ...match, likelihood: Math.min(match.likelihood, most) }));
      const also = beside && { ...beside, words: linker.explain(task, beside.goalId)?.words ?? [] };
      return { taskId: task.id, ranked: believed, words, like, beside: also, likeNone };
    },
    with: ({ added, removedIds }) =>
      matcherOf(linker.with({ added: linkerExamples(added, reader), removed: removedIds }), reader),
  };
}

const NEWS_MAX = 20;

/** What one version knows that the other does not; null where that is more than a few examples. */
export function newsOf(before: TextKnowledge, after: TextKnowledge): TextNews | null {
  // Without a measured trust each example is part of what it is measured by.
  if (before.groundVersion !== after.groundVersion || after.trust === null) return null;
  const known = new Map(before.examples.map((example) => [example.id, example]));
  const added = after.examples.filter((example) => !isSame(example, known.get(example.id)));
  const left = new Set(after.examples.map(({ id }) => id));
  const removedIds = before.examples.flatMap(({ id }) => (left.has(id) ? [] : [id]));
  if (added.length + removedIds.length > NEWS_MAX) return null;
  return { since: before.version, version: after.version, added, removedIds };
}

function isSame(one: TextExample, other: TextExample | undefined): boolean {
  return (
    one === other ||
    (other !== undefined &&
      one.title === other.title &&
      one.text === other.text &&
      one.isArranged === other.isArranged &&
      one.goalIds.join(' ') === other.goalIds.join(' '))
  );
}

/** How far likelihoods can be trusted with these examples: each is read without itself. Takes seconds with a thousand of them. */
export function measureTrust(known: Learnable): Trust {
  return createLinker(linkerInput(known, readerOf(known))).trust;
}

function readerOf({ goals, reading }: Learnable): TaskReader {
  return createTaskReader({ ...reading, goalTitles: goals.map(({ title }) => title) });
}

function linkerInput({ goals, examples }: Learnable, reader: TaskReader): LinkerInput {
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const open = goals.filter((goal) => goal.closedOn === null && goal.kind !== 'vision');
  return {
    goals: open.map((goal) => ({ id: goal.id, title: goal.title, text: textOf(goal, byId) })),
    examples: linkerExamples(examples, reader),
  };
}

function linkerExamples(examples: readonly TextExample[], reader: TaskReader): LinkerExample[] {
  return examples.map((example) => ({
    ...clean(example, reader),
    goalIds: example.goalIds,
    isArranged: example.isArranged === true,
  }));
}

function clean({ id, title, text }: ReadableTask, reader: TaskReader): ReadableTask {
  return reader.read({ id, title, text: text.slice(0, CHARACTERS_MAX) });
}

/** A key result reads like its objective, too. */
function textOf(goal: Goal, byId: ReadonlyMap<string, Goal>): string {
  const parent = goal.parentId === null ? undefined : byId.get(goal.parentId);
  return parent && parent.kind !== 'vision' ? `${goal.description}\n${parent.title}` : goal.description;
}
