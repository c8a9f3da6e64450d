import {
  createTextMatcher,
  type Learnable,
  measureTrust,
  newsOf,
  type ReadableTask,
  type TextKnowledge,
  type TextMatcher,
  type TextReading,
} from '../domain/evidence/text.ts';
import type { Trust } from '../domain/linking/linker.ts';

/** Reads texts of many tasks, wherever that is done. */
export interface TextReader {
  /**
   * In the order of the tasks.
   *
   * @param options.countMax Goals to rank for each.
   */
  read(
    knowledge: TextKnowledge,
    tasks: readonly ReadableTask[],
    options?: { readonly countMax?: number; readonly signal?: AbortSignal },
  ): Promise<readonly TextReading[]>;
  /** How far likelihoods can be trusted with these goals and examples. */
  measureTrust(known: Learnable, signal?: AbortSignal): Promise<Trust>;
  close(): Promise<void>;
}

let last: { readonly knowledge: TextKnowledge; readonly matcher: TextMatcher } | null = null;

/** Learning goals costs more than reading a batch of tasks, and goals seldom change from one batch to the next. */
function matcherOf(knowledge: TextKnowledge): TextMatcher {
  if (last?.knowledge.version === knowledge.version) return last.matcher;
  const news = last && newsOf(last.knowledge, knowledge);
  last = { knowledge, matcher: last && news ? last.matcher.with(news) : createTextMatcher(knowledge) };
  return last.matcher;
}

/** Reads in this very thread: for commands that do little and end. */
export const readHere: TextReader = {
  async read(knowledge, tasks, { countMax } = {}) {
    const matcher = matcherOf(knowledge);
    return tasks.map((task) => matcher.read(task, countMax));
  },
  measureTrust: async (known) => measureTrust(known),
  close: async () => {},
};
