import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Allowance, BudgetReading, CallBudget, Need, Permit, Wait } from '../../connectors/connector.ts';
import {
  keepAllowances,
  lowerAllowance,
  noteReadings,
  pauseCalls,
  type ToldReading,
  takeCalls,
} from '../store/call-budgets.ts';
import type { Database } from '../store/database.ts';

export interface SharedBudgetOptions {
  /** Allowances are multiplied by it: for simulated tools that live through weeks in a minute. */
  readonly scale?: number;
  /** How long a worker that died is counted. */
  readonly leaseMs?: number;
}

/** What all workers of one database may ask of their tools. */
export interface SharedBudgets {
  /** @param connectionId Whose page shows what is left; null for one that is only being tried. */
  of(connectionId: string | null): CallBudget;
  /** Gives back what was taken and not used. */
  close(): Promise<void>;
}

/** Longer than any request should take. */
const LEASE_MS = 30_000;
/** Several requests are taken at once where many are made; what is not used so soon goes back, and a told pause is heard of. */
const USABLE_MS = 1_000;
/** No worker takes a larger part of an allowance at once. */
const PARTS = 4;
/** After so long without a request what was taken is given back. */
const IDLE_MS = 300;
const SIZE_MAX = 32;
/** How often the tools' own words on what is left are kept. */
const TOLD_EVERY_MS = 2_000;

interface Lease {
  readonly id: string;
  readonly usableUntil: number;
  left: number;
  used: number;
  underWay: number;
}

/** Requests that take the same of the same allowances. */
interface Pool {
  readonly keys: readonly string[];
  readonly costs: readonly number[];
  readonly sizeMax: number;
  size: number;
  lease: Lease | null;
  /** Over for us, not yet for the others. */
  settled: { lease: string; used: number }[];
  asking: Promise<Wait | null> | null;
  /** Told pauses: what was asked for before one is not used after it. */
  pauses: number;
  idle: NodeJS.Timeout | null;
}

/** Keeps allowances in the database: several requests a statement, so that a pull pays little for it. */
export function openSharedBudgets(db: Database, options: SharedBudgetOptions = {}): SharedBudgets {
  const { scale = 1, leaseMs = LEASE_MS } = options;
  const pools = new Map<string, Pool>();
  const known = new Set<string>();
  let toldAt = 0;
  const readings = new Map<string, ToldReading>();

  async function poolOf(needs: readonly Need[], connectionId: string | null): Promise<Pool> {
    const name = needs.map(({ allowance, cost }) => `${allowance.key} ${cost}`).join('\n');
    const fresh = needs.filter(({ allowance }) => !known.has(`${allowance.key}\n${connectionId}`));
    if (fresh.length > 0) {
      await keepAllowances(
        db,
        fresh.map(({ allowance }) => allowance),
        connectionId,
      );
      for (const { allowance } of fresh) known.add(`${allowance.key}\n${connectionId}`);
    }
    const pool = pools.get(name) ?? makePool(needs, scale);
    pools.set(name, pool);
    return pool;
  }

  async function refill(pool: Pool, wanted: number): Promise<Wait | null> {
    retire(pool);
    const settled = pool.settled.splice(0);
    const lease = randomUUID();
    const { keys, costs, pauses } = pool;
    try {
      const found = await takeCalls(db, { keys, costs, wanted, lease, lifeMs: leaseMs, settled, scale });
      if (found.granted < 0) known.clear();
      if (found.granted > 0) {
        const usableUntil = performance.now() + USABLE_MS;
        pool.lease = { id: lease, usableUntil, left: found.granted, used: 0, underWay: 0 };
        if (pool.pauses !== pauses) retire(pool);
      }
      if (performance.now() > toldAt + TOLD_EVERY_MS) await tell();
      return found.granted === 0 && wanted > 0 ? found : null;
    } catch (error) {
      pool.settled.push(...settled);
      throw error;
    }
  }

  async function tell(): Promise<void> {
    const told = [...readings.values()];
    readings.clear();
    toldAt = performance.now();
    if (told.length > 0) await noteReadings(db, told);
  }

  /** Nothing more leaves with this lease; it is settled when the last of its requests is answered. */
  function retire(pool: Pool): void {
    const { lease } = pool;
    if (!lease) return;
    pool.size = lease.left === 0 ? Math.min(pool.sizeMax, pool.size * 2) : Math.max(1, lease.used);
    pool.lease = null;
    lease.left = 0;
    if (lease.underWay === 0) pool.settled.push({ lease: lease.id, used: lease.used });
  }

  function refillOnce(pool: Pool): Promise<Wait | null> {
    pool.asking ??= refill(pool, pool.size).finally(() => {
      pool.asking = null;
    });
    return pool.asking;
  }

  /** A failure, or nothing to be had, is met again by the next request. */
  function ahead(pool: Pool): void {
    refillOnce(pool).catch(() => undefined);
  }

  function use(pool: Pool, lease: Lease): Permit {
    lease.left -= 1;
    lease.used += 1;
    lease.underWay += 1;
    if (pool.idle) clearTimeout(pool.idle);
    pool.idle = null;
    // Where many are made the next ones are taken while these are under way, so that nobody waits for the statement.
    if (lease.left === 0 && pool.size > 1) ahead(pool);
    return {
      done() {
        lease.underWay -= 1;
        if (lease.underWay > 0) return;
        if (pool.lease !== lease) pool.settled.push({ lease: lease.id, used: lease.used });
        whenIdle(pool);
      },
    };
  }

  function whenIdle(pool: Pool): void {
    if (pool.idle) clearTimeout(pool.idle);
    // What cannot be given back, since the database is away, ends by itself.
    pool.idle = setTimeout(() => void giveBack(pool).catch(() => undefined), IDLE_MS);
    pool.idle.unref();
  }

  async function giveBack(pool: Pool): Promise<void> {
    if (pool.idle) clearTimeout(pool.idle);
    pool.idle = null;
    if (pool.asking) return whenIdle(pool);
    if (pool.lease?.underWay === 0) retire(pool);
    if (pool.settled.length > 0) await refill(pool, 0);
    await tell();
  }

  async function ask(needs: readonly Need[], connectionId: string | null): Promise<Permit | Wait> {
    if (needs.length === 0) return { done() {} };
    for (;;) {
      const pool = await poolOf(needs, connectionId);
      const { lease } = pool;
      if (lease && lease.left > 0 && performance.now() < lease.usableUntil) return use(pool, lease);
      // One statement at a time: who comes meanwhile gets of what it brings.
      const wait = await refillOnce(pool);
      if (wait) return wait;
    }
  }

  return {
    of: (connectionId) => ({
      ask: (needs) => ask(needs, connectionId),
      async pause(allowances, waitMs, reason) {
        if (allowances.length === 0) return;
        const keys = allowances.map(({ key }) => key);
        // What was taken before the tool said so is not used any more.
        for (const pool of pools.values()) {
          if (!pool.keys.some((key) => keys.includes(key))) continue;
          pool.pauses += 1;
          retire(pool);
        }
        await pauseCalls(db, keys, { waitMs, reason });
        // Waits of our own counting say nothing of the plan.
        if (reason === 'refused') for (const one of allowances) await lower(db, one);
      },
      learn(allowance, reading) {
        readings.set(allowance.key, toldReading(allowance, reading));
      },
    }),
    async close() {
      await Promise.allSettled([...pools.values()].map((pool) => pool.asking));
      await Promise.allSettled([...pools.values()].map((pool) => giveBack(pool)));
    },
  };
}

function makePool(needs: readonly Need[], scale: number): Pool {
  const parts = needs.map(({ allowance, cost }) => Math.floor((allowance.max * scale) / PARTS / cost));
  return {
    keys: needs.map(({ allowance }) => allowance.key),
    costs: needs.map(({ cost }) => cost),
    sizeMax: Math.max(1, Math.min(SIZE_MAX, ...parts)),
    size: 1,
    lease: null,
    settled: [],
    asking: null,
    pauses: 0,
    idle: null,
  };
}

async function lower(db: Database, { key, smallerMax }: Allowance): Promise<void> {
  if (smallerMax !== undefined) await lowerAllowance(db, key, smallerMax);
}

function toldReading({ key }: Allowance, { remaining, limit, resetMs }: BudgetReading): ToldReading {
  return { key, remaining: Math.round(remaining), limit: limit ?? null, resetMs };
}
