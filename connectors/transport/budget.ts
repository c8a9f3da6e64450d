import { createHash } from 'node:crypto';
import type { SourceName } from '../../src/domain/task.ts';

/** What a tool publishes of how often it may be asked. */
export interface Allowance {
  /** Whose it is: the same for all that share it, whichever connection or process they are in. Never a credential itself. */
  readonly key: string;
  /** For people: "requests in 10 seconds of the token". */
  readonly name: string;
  readonly max: number;
  /** Requests count for so long after their answer; 0: so many under way at once. */
  readonly windowMs: number;
  /** What a smaller plan allows, assumed once the tool refuses for the rate although this was kept. */
  readonly smallerMax?: number;
}

/** What one request takes of an allowance. */
export interface Need {
  readonly allowance: Allowance;
  readonly cost: number;
}

/** Under way, until it is answered or given up. */
export interface Permit {
  done(): void;
}

/** Nothing may leave yet. */
export interface Wait {
  readonly waitMs: number;
}

/** What a tool's answer says is left. */
export interface BudgetReading {
  readonly remaining: number;
  /** ms from now until there are more. */
  readonly resetMs: number;
  /** Of how many. */
  readonly limit?: number | undefined;
}

/** refused: the tool said no for the rate. used-up: it says that nothing is left. */
export type PauseReason = 'refused' | 'used-up';

/**
 * Keeps all that share an allowance within it, before the tool has to say no. A request counts from before it leaves until a whole window
 * after its answer: whenever the tool counts it between the two, no window of the tool's holds more than is allowed.
 */
export interface CallBudget {
  /** All or nothing; a wait is a hint, whoever waited asks again. */
  ask(needs: readonly Need[]): Promise<Permit | Wait>;
  /** The tool refused for the rate, or says that nothing is left: nobody asks for so long. Only ever makes a wait longer. */
  pause(allowances: readonly Allowance[], waitMs: number, because: PauseReason): Promise<void>;
  /** For people to see; what is spent is known without it. */
  learn(allowance: Allowance, reading: BudgetReading): void;
}

export function isWait(answer: Permit | Wait): answer is Wait {
  return 'waitMs' in answer;
}

/** The key of an allowance. @param whose What it belongs to, an address or a credential: only a hash of it is kept. */
export function budgetKey(tool: SourceName, what: string, whose: string): string {
  const hash = createHash('sha256').update(`${tool}\n${whose}`).digest('base64url').slice(0, 22);
  return `${tool} ${what} ${hash}`;
}

/** How soon one that waits for requests under way asks again. */
const POLL_MS = 20;

interface Spent {
  readonly cost: number;
  /** null: not answered yet. */
  doneAt: number | null;
}

/** Within this process alone: for tests, and for what is asked before there is a connection. */
export function createMemoryBudget(now: () => number = Date.now): CallBudget {
  const spent = new Map<string, Set<Spent>>();
  const pausedUntil = new Map<string, number>();

  function waitFor({ allowance, cost }: Need): Wait | null {
    const at = now();
    const paused = pausedUntil.get(allowance.key) ?? 0;
    if (paused > at) return { waitMs: paused - at };
    const entries = spent.get(allowance.key) ?? new Set();
    let used = 0;
    let frees = Number.POSITIVE_INFINITY;
    for (const entry of entries) {
      const until = entry.doneAt === null ? at + POLL_MS : entry.doneAt + allowance.windowMs;
      if (entry.doneAt !== null && until <= at) entries.delete(entry);
      else {
        used += entry.cost;
        frees = Math.min(frees, until);
      }
    }
    // One that costs more than is ever allowed at once goes alone.
    if (used === 0 || used + cost <= allowance.max) return null;
    return { waitMs: Math.max(1, frees - at) };
  }

  return {
    async ask(needs) {
      const waits = needs.flatMap((need) => waitFor(need) ?? []);
      const longest = waits.sort((a, b) => b.waitMs - a.waitMs)[0];
      if (longest) return longest;
      const taken = needs.map(({ allowance, cost }): Spent => {
        const entry = { cost, doneAt: null };
        spent.set(allowance.key, (spent.get(allowance.key) ?? new Set()).add(entry));
        return entry;
      });
      return {
        done() {
          for (const entry of taken) entry.doneAt = now();
        },
      };
    },
    async pause(allowances, waitMs) {
      for (const { key } of allowances) pausedUntil.set(key, Math.max(now() + waitMs, pausedUntil.get(key) ?? 0));
    },
    learn() {},
  };
}
