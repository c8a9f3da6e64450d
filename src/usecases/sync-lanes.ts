/** What lets a sync read several scopes side by side and still count and store in order. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { TrafficEvent } from '../../connectors/connector.ts';

/** Whose requests are being made: scopes are read side by side, and each counts its own. */
export const trafficOf = new AsyncLocalStorage<Traffic>();

export interface Traffic {
  readonly note: (event: TrafficEvent) => void;
  /** What was sent and waited for since the last call. */
  take(): { requests: number; waitMs: number };
}

export function countTraffic(): Traffic {
  let requests = 0;
  let waitMs = 0;
  return {
    note(event) {
      if (event.type === 'request') requests += 1;
      else waitMs += event.waitMs;
    },
    take() {
      const taken = { requests, waitMs };
      requests = 0;
      waitMs = 0;
      return taken;
    },
  };
}

/** Runs what it is given one after the other, in the order it came. */
export function takeTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    // Whoever waits for this one hears of its failure; the next one begins all the same.
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Passes over calls that come sooner than this after the last. */
export function seldom(everyMs: number, run: () => Promise<void>): () => Promise<void> {
  let ranAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - ranAt < everyMs) return;
    ranAt = performance.now();
    await run();
  };
}
