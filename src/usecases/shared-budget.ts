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
import { type BudgetPool, createBudgetPool, type TakeCalls } from './budget-pool.ts';

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
/** No worker takes a larger part of an allowance at once. */
const PARTS = 4;
const SIZE_MAX = 32;
/** How often the tools' own words on what is left are kept. */
const TOLD_EVERY_MS = 2_000;

/** Keeps allowances in the database, for all its workers together. */
export function openSharedBudgets(db: Database, options: SharedBudgetOptions = {}): SharedBudgets {
  const { scale = 1, leaseMs = LEASE_MS } = options;
  const pools = new Map<string, { readonly keys: readonly string[]; readonly pool: BudgetPool }>();
  const known = new Set<string>();
  const told = openReadings(db);

  const keepKnown = async (needs: readonly Need[], connectionId: string | null) => {
    const nameOf = ({ allowance }: Need) => `${allowance.key}\n${connectionId}`;
    const fresh = needs.filter((need) => !known.has(nameOf(need)));
    if (fresh.length === 0) return;
    const allowances = fresh.map(({ allowance }) => allowance);
    await keepAllowances(db, allowances, connectionId);
    for (const need of fresh) known.add(nameOf(need));
  };
  const poolOf = (needs: readonly Need[]): BudgetPool => {
    const name = needs.map(({ allowance, cost }) => `${allowance.key} ${cost}`).join('\n');
    const keys = needs.map(({ allowance }) => allowance.key);
    const costs = needs.map(({ cost }) => cost);
    const take: TakeCalls = async (wanted, lease, settled) => {
      // Whoever gives back may be the last to ask for long.
      await told.keep({ isLast: wanted === 0 });
      const found = await takeCalls(db, { keys, costs, wanted, lease, lifeMs: leaseMs, settled, scale });
      if (found.granted < 0) known.clear();
      return found;
    };
    const kept = pools.get(name) ?? { keys, pool: createBudgetPool(sizeMaxOf(needs, scale), take) };
    pools.set(name, kept);
    return kept.pool;
  };
  const ask = async (needs: readonly Need[], connectionId: string | null): Promise<Permit | Wait> => {
    if (needs.length === 0) return { done() {} };
    for (;;) {
      await keepKnown(needs, connectionId);
      const answer = await poolOf(needs).next();
      if (answer) return answer;
    }
  };

  return {
    of: (connectionId) => ({
      ask: (needs) => ask(needs, connectionId),
      async pause(allowances, waitMs, reason) {
        if (allowances.length === 0) return;
        const paused = allowances.map(({ key }) => key);
        // What was taken before the tool said so is not used any more.
        for (const { keys, pool } of pools.values()) if (keys.some((key) => paused.includes(key))) pool.pause();
        await pauseCalls(db, paused, { waitMs, reason });
        // Waits of our own counting say nothing of the plan.
        if (reason === 'refused') for (const one of allowances) await lower(db, one);
      },
      learn: told.learn,
    }),
    async close() {
      await Promise.allSettled([...pools.values()].map(({ pool }) => pool.close()));
      await told.keep({ isLast: true });
    },
  };
}

/** What the tools themselves said was left, written down now and then. */
function openReadings(db: Database) {
  let keptAt = 0;
  const readings = new Map<string, ToldReading>();
  return {
    learn(allowance: Allowance, reading: BudgetReading): void {
      readings.set(allowance.key, toldReading(allowance, reading));
    },
    async keep({ isLast = false } = {}): Promise<void> {
      if (!isLast && performance.now() <= keptAt + TOLD_EVERY_MS) return;
      const told = [...readings.values()];
      readings.clear();
      keptAt = performance.now();
      if (told.length > 0) await noteReadings(db, told);
    },
  };
}

function sizeMaxOf(needs: readonly Need[], scale: number): number {
  const parts = needs.map(({ allowance, cost }) => Math.floor((allowance.max * scale) / PARTS / cost));
  return Math.max(1, Math.min(SIZE_MAX, ...parts));
}

async function lower(db: Database, { key, smallerMax }: Allowance): Promise<void> {
  if (smallerMax !== undefined) await lowerAllowance(db, key, smallerMax);
}

function toldReading({ key }: Allowance, { remaining, limit, resetMs }: BudgetReading): ToldReading {
  return { key, remaining: Math.round(remaining), limit: limit ?? null, resetMs };
}
