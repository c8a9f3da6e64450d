/** Filters and orders by time, the only ones this simulator knows. */
import type { Shown } from './workspace.ts';

type Json = Readonly<Record<string, unknown>>;
type Time = 'last_edited_time' | 'created_time';
export type Test = (shown: Shown) => boolean;

/** To the minute, as it is shown: what was edited within a minute cannot be told apart. */
function timeOf({ page, editedAt }: Shown, time: Time): number {
  return Math.floor((time === 'created_time' ? page.createdAt : editedAt) / 60_000) * 60_000;
}

const comparisons: Readonly<Record<string, (at: number, asked: number) => boolean>> = {
  on_or_after: (at, asked) => at >= asked,
  after: (at, asked) => at > asked,
  on_or_before: (at, asked) => at <= asked,
  before: (at, asked) => at < asked,
  equals: (at, asked) => at === asked,
};

/** Null for a filter that is not known. */
export function readFilter(filter: unknown): Test | null {
  if (filter === undefined) return () => true;
  if (typeof filter !== 'object' || filter === null) return null;
  const { and, or, timestamp } = filter as Json;
  const several = and ?? or;
  if (Array.isArray(several)) {
    const tests = several.map(readFilter);
    if (tests.includes(null)) return null;
    const all = tests as Test[];
    return (shown) => (and === undefined ? all.some((test) => test(shown)) : all.every((test) => test(shown)));
  }
  return isTime(timestamp) ? readTimes(timestamp, (filter as Json)[timestamp]) : null;
}

function readTimes(time: Time, asked: unknown): Test | null {
  const tests = Object.entries((asked ?? {}) as Json).map(([name, value]): Test | null => {
    const compare = comparisons[name];
    const at = Date.parse(String(value));
    return compare === undefined || Number.isNaN(at) ? null : (shown) => compare(timeOf(shown, time), at);
  });
  return tests.length === 0 || tests.includes(null) ? null : (shown) => (tests as Test[]).every((test) => test(shown));
}

function isTime(value: unknown): value is Time {
  return value === 'last_edited_time' || value === 'created_time';
}

/** The first said order that tells two apart; then by id. Null for an order that is not known. */
export function inOrder(all: readonly Shown[], sorts: unknown): Shown[] | null {
  const orders = sorts === undefined ? [] : (sorts as Json[]);
  if (!Array.isArray(orders) || !orders.every(({ timestamp }) => isTime(timestamp))) return null;
  return [...all].sort((one, other) => {
    for (const { timestamp, direction } of orders) {
      const difference = timeOf(one, timestamp as Time) - timeOf(other, timestamp as Time);
      if (difference !== 0) return direction === 'descending' ? -difference : difference;
    }
    return one.page.vendorId < other.page.vendorId ? -1 : 1;
  });
}
