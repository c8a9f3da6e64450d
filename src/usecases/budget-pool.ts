import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Permit, Wait } from '../../connectors/connector.ts';

/** Calls that were taken together and are over: how many of them were used. */
export interface SettledLease {
  readonly lease: string;
  readonly used: number;
}

/**
 * Takes up to `wanted` calls under the lease, and settles what is over.
 *
 * @returns How many were granted: 0 with how long to wait, below 0 where the allowances have to be kept anew.
 */
export type TakeCalls = (
  wanted: number,
  lease: string,
  settled: readonly SettledLease[],
) => Promise<Wait & { readonly granted: number }>;

/** Requests that take the same of the same allowances: several are taken at once, so that a pull pays little for it. */
export interface BudgetPool {
  /** A permit, or what has to be waited for; null where it is to be asked again. */
  next(): Promise<Permit | Wait | null>;
  /** What was asked for so far is not used any more. */
  pause(): void;
  /** Gives back what was taken and not used, after what is being asked for. */
  close(): Promise<void>;
}

/** Several requests are taken at once where many are made; what is not used so soon goes back, and a told pause is heard of. */
const USABLE_MS = 1_000;
/** After so long without a request what was taken is given back. */
const IDLE_MS = 300;

interface Lease {
  readonly id: string;
  readonly usableUntil: number;
  left: number;
  used: number;
  underWay: number;
}

export function createBudgetPool(sizeMax: number, take: TakeCalls): BudgetPool {
  let size = 1;
  let lease: Lease | null = null;
  /** Over for us, not yet for the others. */
  let settled: SettledLease[] = [];
  let asking: Promise<Wait | null> | null = null;
  /** Told pauses: what was asked for before one is not used after it. */
  let pauses = 0;
  let idle: NodeJS.Timeout | undefined;

  /** Nothing more leaves with this lease; it is settled when the last of its requests is answered. */
  const retire = () => {
    if (!lease) return;
    const { id, left, used, underWay } = lease;
    size = left === 0 ? Math.min(sizeMax, size * 2) : Math.max(1, used);
    lease.left = 0;
    lease = null;
    if (underWay === 0) settled.push({ lease: id, used });
  };
  const hold = (id: string, granted: number, pausesBefore: number) => {
    lease = { id, usableUntil: performance.now() + USABLE_MS, left: granted, used: 0, underWay: 0 };
    if (pauses !== pausesBefore) retire();
  };
  const refill = async (wanted: number): Promise<Wait | null> => {
    retire();
    const [told, pausesBefore, id] = [settled, pauses, randomUUID()];
    settled = [];
    try {
      const found = await take(wanted, id, told);
      if (found.granted > 0) hold(id, found.granted, pausesBefore);
      return found.granted === 0 && wanted > 0 ? found : null;
    } catch (error) {
      settled.push(...told);
      throw error;
    }
  };
  /** One statement at a time: who comes meanwhile gets of what it brings. */
  const refillOnce = () => {
    asking ??= refill(size).finally(() => {
      asking = null;
    });
    return asking;
  };
  const giveBack = async (): Promise<void> => {
    clearTimeout(idle);
    if (asking) return whenIdle();
    if (lease?.underWay === 0) retire();
    if (settled.length > 0) await refill(0);
  };
  const whenIdle = () => {
    clearTimeout(idle);
    // What cannot be given back, since the database is away, ends by itself.
    idle = setTimeout(() => void giveBack().catch(() => undefined), IDLE_MS);
    idle.unref();
  };
  const use = (one: Lease): Permit => {
    one.left -= 1;
    one.used += 1;
    one.underWay += 1;
    clearTimeout(idle);
    // Where many are made the next ones are taken while these are under way, so that nobody waits for the statement. A failure, or nothing
    // to be had, is met again by the next request.
    if (one.left === 0 && size > 1) refillOnce().catch(() => undefined);
    return {
      done() {
        one.underWay -= 1;
        if (one.underWay > 0) return;
        if (lease !== one) settled.push({ lease: one.id, used: one.used });
        whenIdle();
      },
    };
  };
  return {
    next() {
      const isUsable = lease && lease.left > 0 && performance.now() < lease.usableUntil;
      return isUsable && lease ? Promise.resolve(use(lease)) : refillOnce();
    },
    pause() {
      pauses += 1;
      retire();
    },
    async close() {
      await asking?.catch(() => undefined);
      await giveBack();
    },
  };
}
