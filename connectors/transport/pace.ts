import type { TrafficEvent } from '../connector.ts';
import { type BudgetReading, type CallBudget, isWait, type Need, type Permit } from './budget.ts';

export interface PaceLimits {
  /** Requests of one connection on their way at once. */
  readonly concurrency: number;
}

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

export interface PaceOptions extends PaceLimits {
  readonly budget: CallBudget;
  readonly now: () => number;
  readonly sleep: Sleep;
  /** From 0 to 1: many that wait for the same must not come back in one moment. */
  readonly random: () => number;
  readonly onTraffic: (event: TrafficEvent) => void;
}

/** Holds one connection's requests back: so many at once, none while the tool wants quiet, none beyond what it allows. */
export interface Pace {
  /** Runs `send` once there is room; `refuseWait` is asked first whether the wait that is due may be sat out here. */
  take<T>(
    needs: readonly Need[],
    signal: AbortSignal,
    refuseWait: (waitMs: number) => void,
    send: () => Promise<T>,
  ): Promise<T>;
  /** Nothing leaves before this many ms from now. Only ever makes the wait longer. */
  pause(waitMs: number): void;
  /** Pauses before the tool has to say no. @returns Whether there is nothing left for those under way now. */
  learn(reading: BudgetReading): boolean;
}

/** Up to a tenth longer, and no more than two seconds. */
const JITTER = 0.1;
const JITTER_MS_MAX = 2_000;

export function createPace(options: PaceOptions): Pace {
  const { budget, now, onTraffic } = options;
  let inFlight = 0;
  const queue: (() => void)[] = [];
  let pausedUntil = 0;
  let announced = 0;

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (inFlight < options.concurrency) {
      inFlight += 1;
      return;
    }
    // The one who leaves hands its place over, so `inFlight` stays as it is.
    await new Promise<void>((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      const stop = () => {
        queue.splice(queue.indexOf(go), 1);
        reject(signal.reason);
      };
      queue.push(go);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  function leave(): void {
    const next = queue.shift();
    if (next) next();
    else inFlight -= 1;
  }

  async function wait(waitMs: number, signal: AbortSignal): Promise<void> {
    const until = Math.round(now() + waitMs);
    // Several requests wait for the same: it is told once.
    if (until > announced + waitMs / 10) {
      announced = until;
      onTraffic({ type: 'wait', waitMs });
    }
    // A timer may fire a fraction early; one more ms keeps us on the right side.
    await options.sleep(waitMs + 1 + Math.round(Math.min(JITTER_MS_MAX, waitMs * JITTER) * options.random()), signal);
  }

  async function sitOutPause(signal: AbortSignal, refuseWait: (waitMs: number) => void): Promise<void> {
    let waitedFor = 0;
    // Another answer may have made the pause longer while we slept.
    while (pausedUntil > Math.max(now(), waitedFor)) {
      const waitMs = pausedUntil - now();
      refuseWait(waitMs);
      waitedFor = pausedUntil;
      await wait(waitMs, signal);
    }
  }

  async function permitted(
    needs: readonly Need[],
    signal: AbortSignal,
    refuseWait: (waitMs: number) => void,
  ): Promise<Permit> {
    for (;;) {
      await sitOutPause(signal, refuseWait);
      const answer = await budget.ask(needs);
      if (!isWait(answer)) return answer;
      refuseWait(answer.waitMs);
      await wait(answer.waitMs, signal);
    }
  }

  function pause(waitMs: number): void {
    pausedUntil = Math.max(pausedUntil, now() + waitMs);
  }

  return {
    async take(needs, signal, refuseWait, send) {
      await enter(signal);
      try {
        const permit = await permitted(needs, signal, refuseWait);
        try {
          return await send();
        } finally {
          permit.done();
        }
      } finally {
        leave();
      }
    },
    pause,
    learn({ remaining, resetMs }) {
      const others = Math.max(0, inFlight - 1);
      if (remaining - others > 0 || resetMs <= 0) return false;
      pause(resetMs);
      return true;
    },
  };
}
