import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longer than this nothing else of this process waits for an answer. */
const TURN_MS = 5;

/** As `map`, letting others have the event loop every few milliseconds. */
export async function inTurns<T, R>(all: readonly T[], run: (one: T) => R): Promise<R[]> {
  const done: R[] = [];
  let since = performance.now();
  for (const one of all) {
    if (performance.now() - since > TURN_MS) {
      await nextTurn();
      since = performance.now();
    }
    done.push(run(one));
  }
  return done;
}

/** Runs work that pauses now and then to its end, letting others have the event loop every few milliseconds. */
export async function finishInTurns<Result>(work: Generator<void, Result>, signal: AbortSignal): Promise<Result> {
  for (let since = performance.now(); ; ) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < TURN_MS) continue;
    await nextTurn();
    signal.throwIfAborted();
    since = performance.now();
  }
}
