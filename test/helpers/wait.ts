import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a condition, never for a time. @throws saying what did not come. */
export async function waitFor<T>(what: string, read: () => T | Promise<T>, withinMs = 60_000): Promise<NonNullable<T>> {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await read();
    if (value) return value as NonNullable<T>;
    if (Date.now() > until) throw new Error(`Waited ${withinMs} ms in vain: ${what}`);
    await delay(20);
  }
}
