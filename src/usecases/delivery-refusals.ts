import type { Database } from '../store/database.ts';
import { addRefusals, type Refusals } from '../store/deliveries.ts';

const WRITE_EVERY_MS = 500;

/** Refused deliveries, counted in memory and written now and then: a flood of forged ones must not keep the database busy. */
export function countRefusals(db: Database) {
  let counted = new Map<string, Refusals>();
  let timer: NodeJS.Timeout | null = null;

  async function write(): Promise<void> {
    if (timer) clearTimeout(timer);
    timer = null;
    const taken = [...counted.values()];
    counted = new Map();
    // A number that is lost with the database away is no harm.
    await addRefusals(db, taken).catch(() => undefined);
  }

  return {
    add(connectionId: string, reason: string, now: number): void {
      const key = `${connectionId} ${reason}`;
      const count = (counted.get(key)?.count ?? 0) + 1;
      counted.set(key, { connectionId, reason, count, lastAt: new Date(now) });
      timer ??= setTimeout(() => void write(), WRITE_EVERY_MS).unref();
    },
    close: write,
  };
}
