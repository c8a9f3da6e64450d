import { setTimeout as delay } from 'node:timers/promises';
import type { TrafficEvent } from '../connector.ts';
import type { ConnectorError } from '../errors.ts';
import type { Allowance, CallBudget } from './budget.ts';
import type { Judge } from './judge.ts';
import type { Pace, Sleep } from './pace.ts';
import { backoffMs } from './retry-after.ts';

export interface RetryLimits {
  /** Waits up to this are sat out in place; longer ones are thrown as `rate-limited`, so that the job is put off. */
  readonly shortWaitMs: number;
  /** Of one call over all its waits in place. */
  readonly waitTotalMs: number;
  /** First wait after a 429 that does not say how long; doubles each time, up to `defaultWaitMaxMs`. */
  readonly defaultWaitMs: number;
  readonly defaultWaitMaxMs: number;
  /** Tries of one read, the first included, when the tool is in trouble. */
  readonly attemptsMax: number;
  /** First wait between such tries; doubles each time. */
  readonly backoffMs: number;
}

/** How often one call has gone out. */
export interface Tries {
  readonly isRead: boolean;
  failed: number;
  refused: number;
  waitedMs: number;
  isRenewed: boolean;
}

export interface RetryOptions {
  readonly limits: RetryLimits;
  readonly pace: Pick<Pace, 'pause'>;
  readonly budget: Pick<CallBudget, 'pause'>;
  readonly judge: Judge;
  readonly sleep: Sleep;
  readonly onTraffic: (event: TrafficEvent) => void;
}

/** Prepares for the same request to go out again, or throws the error where it must not. */
export type BeforeRetry = (
  error: ConnectorError,
  tries: Tries,
  limitedBy: readonly Allowance[],
  signal: AbortSignal,
) => Promise<void>;

// A told wait is never shortened up to this; past it the tool's clock or ours is broken, and a day is long enough to be noticed.
const TOLD_WAIT_MAX_MS = 86_400_000;

export function createRetries({ limits, pace, budget, judge, sleep, onTraffic }: RetryOptions): BeforeRetry {
  const afterRefusal = async (error: ConnectorError, tries: Tries, limitedBy: readonly Allowance[]) => {
    tries.refused += 1;
    // "At once" right after a refusal would only be the next one.
    const told = error.retryAfterMs || backoffMs(tries.refused, limits.defaultWaitMs, limits.defaultWaitMaxMs);
    const waitMs = Math.min(TOLD_WAIT_MAX_MS, told);
    pace.pause(waitMs);
    await budget.pause(limitedBy, waitMs, 'refused');
    tries.waitedMs += waitMs;
    if (waitMs > limits.shortWaitMs || tries.waitedMs > limits.waitTotalMs) {
      throw judge.fail(error.call, 'rate-limited', 'too many requests', { status: 429, retryAfterMs: waitMs });
    }
  };
  const afterTrouble = async (error: ConnectorError, tries: Tries, signal: AbortSignal) => {
    tries.failed += 1;
    const waitMs = error.retryAfterMs ?? backoffMs(tries.failed, limits.backoffMs, limits.shortWaitMs);
    const isWorthIt = error.kind === 'unavailable' && tries.isRead && tries.failed < limits.attemptsMax;
    if (!isWorthIt || waitMs > limits.shortWaitMs) throw error;
    onTraffic({ type: 'wait', waitMs });
    await sleep(waitMs, signal);
  };
  return (error, tries, limitedBy, signal) =>
    error.kind === 'rate-limited' ? afterRefusal(error, tries, limitedBy) : afterTrouble(error, tries, signal);
}

/** A timer that was stopped rejects with its own error; whoever stopped it wants their reason back. */
export async function sleepUnlessTold(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}
