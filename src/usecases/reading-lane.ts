import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { Answer, Question, Told } from './reading-thread.ts';

/** One thread that reads texts. */
export interface Lane {
  /** Answers come in the order of the questions. @throws Error when the thread died; asking again starts a new one. */
  ask(question: Question): Promise<Answer>;
  /** In bytes, of the thread's own heap; 0 while there is none. */
  heapBytes(): Promise<number>;
  /** Ends the thread at once; what is still asked is rejected. */
  close(): Promise<void>;
}

export type OpenThread = (limits: ResourceLimits) => Worker;

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** Young objects live as long as one task is read; see package.json for why V8 is not left to choose. */
const YOUNG_MB = 48;

export const openThread: OpenThread = (resourceLimits) =>
  new Worker(new URL('./reading-thread.ts', import.meta.url), { resourceLimits, name: 'reading' });

/** The thread starts with the first question, keeps no process alive while it has none, and is replaced when it dies. */
export function openLane(heapMbMax: number, open: OpenThread): Lane {
  let thread: Worker | null = null;
  let isClosed = false;
  const waiting: Waiting[] = [];

  function start(): Worker {
    const started = open({ maxOldGenerationSizeMb: heapMbMax, maxYoungGenerationSizeMb: YOUNG_MB });
    let cause: unknown = null;
    started.on('message', (told: Told) => settle(started, told));
    started.on('messageerror', (error) => (cause = error));
    started.on('error', (error) => (cause = error));
    started.on('exit', () => lose(started, cause));
    return started;
  }

  function settle(from: Worker, { error, answer }: Told): void {
    const first = waiting.shift();
    if (waiting.length === 0) from.unref();
    if (answer) first?.resolve(answer);
    else first?.reject(error instanceof Error ? error : new Error('A text could not be read', { cause: error }));
  }

  function lose(lost: Worker, cause: unknown): void {
    if (thread !== lost) return;
    thread = null;
    const error = isClosed ? new Error('Reading texts was stopped.') : deathOf(cause, heapMbMax);
    for (const { reject } of waiting.splice(0)) reject(error);
  }

  return {
    ask(question) {
      if (isClosed) return Promise.reject(new Error('Reading texts was stopped.'));
      thread ??= start();
      const running = thread;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        running.ref();
        running.postMessage(question);
      });
    },
    async heapBytes() {
      // One that is just ending has none.
      return (await thread?.getHeapStatistics().catch(() => null))?.total_heap_size ?? 0;
    },
    async close() {
      isClosed = true;
      await thread?.terminate();
    },
  };
}

function deathOf(cause: unknown, heapMbMax: number): Error {
  const isFull = (cause as { code?: string } | null)?.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const why = isFull
    ? `its ${heapMbMax} MB do not hold these goals and examples`
    : 'it ended while texts were being read';
  return new Error(`The thread that reads texts is gone: ${why}. The next read starts a new one.`, { cause });
}
