import { availableParallelism } from 'node:os';
import { newsOf, type ReadableTask, type TextKnowledge, type TextReading } from '../domain/evidence/text.ts';
import { type Lane, type OpenThread, openLane, openThread } from './reading-lane.ts';
import type { Answer } from './reading-thread.ts';
import type { TextReader } from './text-reader.ts';

/** A reader in threads of its own: the process goes on answering meanwhile. */
export interface ThreadReader extends TextReader {
  /** Of all threads together. */
  heapBytes(): Promise<number>;
}

export interface ThreadOptions {
  readonly threads?: number;
  /** Of each thread's heap. Beyond it the thread ends with a clear error, and not the process. */
  readonly heapMbMax?: number;
  /** Starts a thread; for tests. */
  readonly open?: OpenThread;
}

/** Some tenths of a second: who asks about one task waits no longer behind a whole batch. */
const TASKS_AT_ONCE = 50;
/** A thousand goals and ten thousand examples take a fifth of it. */
const HEAP_MB_MAX = 2_048;
/** One beside the database and the event loop; two where that leaves cores idle. */
const threadsHere = () => (availableParallelism() > 4 ? 2 : 1);

/**
 * Reads texts in threads that are started when first needed. Findings are those of `readHere`. A read whose thread dies is rejected; the
 * next one starts another.
 */
export function readInThreads(options: ThreadOptions = {}): ThreadReader {
  const { threads = threadsHere(), heapMbMax = HEAP_MB_MAX, open = openThread } = options;
  const lanes = Array.from({ length: threads }, () => openLane(heapMbMax, open));
  let turn = 0;
  const nextLane = () => lanes[turn++ % threads] as Lane;
  return {
    async read(knowledge, tasks, { countMax, signal } = {}) {
      const left = piecesOf(tasks).entries();
      const found: (readonly TextReading[])[] = [];
      // Where one thread fails, the other has nothing more to read for this one.
      const stop = new AbortController();
      const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
      const work = async (lane: Lane) => {
        for (const [place, piece] of left) {
          stopped.throwIfAborted();
          found[place] = await readPiece(lane, knowledge, piece, countMax);
        }
      };
      // Few tasks need one thread; which one it is goes round.
      const needed = Math.min(threads, Math.ceil(tasks.length / TASKS_AT_ONCE));
      await Promise.all(Array.from({ length: needed }, () => work(nextLane()))).catch((error) => {
        stop.abort();
        throw error;
      });
      return found.flat();
    },
    async measureTrust(knowledge, signal) {
      signal?.throwIfAborted();
      const { goals, examples, reading } = knowledge;
      const answer = await nextLane().ask({ kind: 'trust', knowledge: { goals, examples, reading } });
      if (answer.kind === 'trust') return answer.trust;
      throw unexpected(answer);
    },
    async heapBytes() {
      const all = await Promise.all(lanes.map((lane) => lane.heapBytes()));
      return all.reduce((sum, bytes) => sum + bytes, 0);
    },
    async close() {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

function piecesOf(tasks: readonly ReadableTask[]): (readonly ReadableTask[])[] {
  const count = Math.ceil(tasks.length / TASKS_AT_ONCE);
  return Array.from({ length: count }, (_, piece) =>
    tasks.slice(piece * TASKS_AT_ONCE, (piece + 1) * TASKS_AT_ONCE).map(({ id, title, text }) => ({ id, title, text })),
  );
}

/** What each thread was sent last. */
const sent = new WeakMap<Lane, TextKnowledge>();

/** What is read against is sent only to a thread that lacks it, and of that only the news where those are few. */
async function readPiece(
  lane: Lane,
  knowledge: TextKnowledge,
  tasks: readonly ReadableTask[],
  countMax: number | undefined,
): Promise<readonly TextReading[]> {
  const question = { kind: 'read', version: knowledge.version, tasks, countMax } as const;
  const before = sent.get(lane);
  const news = before && before.version !== knowledge.version ? newsOf(before, knowledge) : null;
  for (const told of [null, ...(news ? [news] : []), knowledge]) {
    const answer = await lane.ask({ ...question, knowledge: told });
    if (told) sent.set(lane, knowledge);
    if (answer.kind === 'readings') return answer.readings;
    if (answer.kind !== 'unknown-version') throw unexpected(answer);
  }
  throw unexpected({ kind: 'unknown-version' });
}

function unexpected({ kind }: Answer): Error {
  return new Error(`The thread that reads texts answered ${kind}`);
}
