import { isIPv6 } from 'node:net';

const WINDOW_MS = 60_000;
/** A tool whose secret is another than ours, sending as fast as tools do, comes nowhere near. */
const REFUSED_MAX = 300;
/** Whoever has this many addresses must not fill the memory. */
const ADDRESSES_MAX = 10_000;

/** Who sent what was refused, and how often lately. */
export interface RefusedSenders {
  /** In how many seconds its refusals are looked into again; null where they are now. */
  floodsFor(address: string): number | null;
  note(address: string): void;
}

interface Count {
  readonly from: number;
  count: number;
}

/** @param now ms since 1970. */
export function countRefusedSenders(now: () => number): RefusedSenders {
  // In the order in which their minutes began.
  const counts = new Map<string, Count>();

  function current(sender: string): Count | undefined {
    const found = counts.get(sender);
    return found && now() - found.from < WINDOW_MS ? found : undefined;
  }

  function begin(sender: string): void {
    counts.delete(sender);
    for (const [oldest, { from }] of counts) {
      if (counts.size < ADDRESSES_MAX && now() - from < WINDOW_MS) break;
      counts.delete(oldest);
    }
    counts.set(sender, { from: now(), count: 1 });
  }

  return {
    floodsFor(address) {
      // Mostly nobody was refused: then a delivery costs nothing here.
      const found = counts.size === 0 ? undefined : current(senderOf(address));
      if (!found || found.count < REFUSED_MAX) return null;
      return Math.max(1, Math.ceil((found.from + WINDOW_MS - now()) / 1_000));
    },
    note(address) {
      const sender = senderOf(address);
      const found = current(sender);
      if (found) found.count += 1;
      else begin(sender);
    },
  };
}

/** Of IPv6 the network: one machine has more addresses in its own than could be counted. */
function senderOf(address: string): string {
  if (!isIPv6(address)) return address;
  if (/^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address)) return address.slice('::ffff:'.length);
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const left = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - groups.length - left.length) }, () => '0');
  return [...groups, ...zeros, ...left]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
