import type { TrafficEvent } from '../connector.ts';

/** What an answer's headers say is left. */
export interface Budget {
  /** Requests left before the tool refuses. */
  readonly remaining: number;
  /** ms from now until there are more. */
  readonly resetMs: number;
}

export interface PaceLimits {
  /** Requests of one connection on their way at once. */
  readonly concurrency: number;
  /** A published fixed allowance, kept from our side; null where headers or 429 tell. */
  readonly window: { readonly requestsMax: number; readonly windowMs: number } | null;
}

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Holds one connection's requests back: so many at once, none while the tool wants quiet. */
export interface Pace {
  /** Runs `send` once there is room; `tooLong` is asked first whether the wait that is due may be sat out here. */
  take<T>(signal: AbortSignal, refuseWait: (waitMs: number) => void, send: () => Promise<T>): Promise<T>;
  /** Nothing leaves before this many ms from now. Only ever makes the wait longer. */
  pause(waitMs: number, reason: string): void;
  /** Pauses before the tool has to say no. */
  learn(budget: Budget): void;
}

export function createPace(
  limits: PaceLimits,
  now: () => number,
  sleep: Sleep,
  onTraffic: (event: TrafficEvent) => void,
): Pace {
  let inFlight = 0;
  const queue: (() => void)[] = [];
  let pausedUntil = 0;
  let pauseReason = '';
  let announced = 0;
  const sentAt: number[] = [];

  function pause(waitMs: number, reason: string): void {
    const until = now() + waitMs;
    if (until > pausedUntil) {
      pausedUntil = until;
      pauseReason = reason;
    }
  }

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (inFlight < limits.concurrency) {
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

  function keepWindow(): void {
    if (!limits.window) return;
    const from = now() - limits.window.windowMs;
    while (sentAt[0] !== undefined && sentAt[0] <= from) sentAt.shift();
    if (sentAt.length >= limits.window.requestsMax) pause((sentAt[0] ?? from) - from, 'keeping to the published limit');
  }

  async function sitOut(signal: AbortSignal, refuseWait: (waitMs: number) => void): Promise<void> {
    let waitedFor = 0;
    keepWindow();
    // Another answer may have made the pause longer while we slept.
    while (pausedUntil > Math.max(now(), waitedFor)) {
      const waitMs = pausedUntil - now();
      refuseWait(waitMs);
      waitedFor = pausedUntil;
      if (announced !== pausedUntil) {
        announced = pausedUntil;
        onTraffic({ type: 'wait', waitMs, reason: pauseReason });
      }
      // A timer may fire a fraction early; one more ms keeps us on the right side.
      await sleep(waitMs + 1, signal);
      keepWindow();
    }
    if (limits.window) sentAt.push(now());
  }

  return {
    async take(signal, refuseWait, send) {
      await enter(signal);
      try {
        await sitOut(signal, refuseWait);
        return await send();
      } finally {
        leave();
      }
    },
    pause,
    learn(budget) {
      const others = Math.max(0, inFlight - 1);
      if (budget.remaining - others <= 0 && budget.resetMs > 0) pause(budget.resetMs, 'allowance used up');
    },
  };
}
