/** What runs in a thread of `readInThreads`: answers one question after the other. Plain data goes in and out. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import {
  createTextMatcher,
  type Learnable,
  measureTrust,
  type ReadableTask,
  type TextKnowledge,
  type TextMatcher,
  type TextNews,
  type TextReading,
} from '../domain/evidence/text.ts';
import type { Trust } from '../domain/linking/linker.ts';

export type Question =
  | {
      readonly kind: 'read';
      readonly version: string;
      /** null where the thread is thought to have it: most questions follow one of the same version. */
      readonly knowledge: TextKnowledge | TextNews | null;
      readonly tasks: readonly ReadableTask[];
      readonly countMax: number | undefined;
    }
  | { readonly kind: 'trust'; readonly knowledge: Learnable };

export type Answer =
  | { readonly kind: 'readings'; readonly readings: readonly TextReading[] }
  /** To be asked again, with the knowledge. */
  | { readonly kind: 'unknown-version' }
  | { readonly kind: 'trust'; readonly trust: Trust };

/** In the order of the questions; null where nothing was thrown. */
export type Told =
  | { readonly error: unknown; readonly answer: null }
  | { readonly error: null; readonly answer: Answer };

/** While goals change, jobs that began before and after read side by side. */
const MATCHERS_MAX = 2;
/** By version, the one used last at the end. */
const matchers = new Map<string, TextMatcher>();

function matcherFor(version: string, knowledge: TextKnowledge | TextNews | null): TextMatcher | null {
  const matcher = matchers.get(version) ?? (knowledge && made(knowledge));
  if (!matcher) return null;
  matchers.delete(version);
  matchers.set(version, matcher);
  for (const oldest of matchers.keys()) {
    if (matchers.size <= MATCHERS_MAX) break;
    matchers.delete(oldest);
  }
  return matcher;
}

function made(knowledge: TextKnowledge | TextNews): TextMatcher | null {
  return 'since' in knowledge ? (matchers.get(knowledge.since)?.with(knowledge) ?? null) : createTextMatcher(knowledge);
}

function answerTo(question: Question): Answer {
  if (question.kind === 'trust') return { kind: 'trust', trust: measureTrust(question.knowledge) };
  const matcher = matcherFor(question.version, question.knowledge);
  if (!matcher) return { kind: 'unknown-version' };
  return { kind: 'readings', readings: question.tasks.map((task) => matcher.read(task, question.countMax)) };
}

function tell(question: Question): Told {
  try {
    return { error: null, answer: answerTo(question) };
  } catch (error) {
    return { error, answer: null };
  }
}

function listen(port: MessagePort): void {
  port.on('message', (question: Question) => port.postMessage(tell(question)));
}

if (parentPort) listen(parentPort);
