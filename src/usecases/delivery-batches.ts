/** How what arrives together is stored together. */
export interface BatchDeps<Key extends object, Item, Outcome> {
  /** Stores these of one key, all or none. @returns What became of each, in their order. */
  readonly store: (key: Key, items: readonly Item[]) => Promise<readonly Outcome[]>;
  readonly bytesOf: (item: Item) => number;
  /** Whether the fault may lie with one of several: then each is tried alone, and only those concerned fail. */
  readonly isOfOne: (error: unknown) => boolean;
}

interface Waiting<Item, Outcome> {
  readonly item: Item;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

interface Line<Item, Outcome> {
  waiting: Waiting<Item, Outcome>[];
  running: number;
  isCalled: boolean;
}

/** So one that hangs holds up nobody, and a storm leaves most of the database's connections to others. */
const RUNNING_MAX = 4;
const ITEMS_MAX = 64;
const BYTES_MAX = 2 * 1024 * 1024;

/**
 * One statement for what arrives in one turn of the event loop, and for what arrives while others are under way: nobody waits for more
 * to come, and the more come, the fewer statements each of them costs. What is added is settled when it is stored.
 */
export function openBatches<Key extends object, Item, Outcome>(deps: BatchDeps<Key, Item, Outcome>) {
  const lines = new Map<Key, Line<Item, Outcome>>();

  function lineOf(key: Key): Line<Item, Outcome> {
    const line = lines.get(key) ?? { waiting: [], running: 0, isCalled: false };
    lines.set(key, line);
    return line;
  }

  function begin(key: Key, line: Line<Item, Outcome>): void {
    line.isCalled = false;
    while (line.running < RUNNING_MAX && line.waiting.length > 0) {
      line.running += 1;
      void store(key, line.waiting.splice(0, countOf(line.waiting))).then(() => {
        line.running -= 1;
        begin(key, line);
      });
    }
    if (line.running === 0 && line.waiting.length === 0) lines.delete(key);
  }

  function countOf(waiting: readonly Waiting<Item, Outcome>[]): number {
    let bytes = 0;
    const tooMany = waiting.findIndex(({ item }, index) => {
      bytes += deps.bytesOf(item);
      return index === ITEMS_MAX || (index > 0 && bytes > BYTES_MAX);
    });
    return tooMany === -1 ? waiting.length : tooMany;
  }

  async function store(key: Key, batch: readonly Waiting<Item, Outcome>[]): Promise<void> {
    try {
      const items = batch.map((one) => one.item);
      const outcomes = await deps.store(key, items);
      for (const [index, one] of batch.entries()) one.resolve(outcomes[index] as Outcome);
    } catch (error) {
      if (batch.length > 1 && deps.isOfOne(error)) for (const one of batch) await store(key, [one]);
      else for (const one of batch) one.reject(error);
    }
  }

  return (key: Key, item: Item): Promise<Outcome> =>
    new Promise((resolve, reject) => {
      const line = lineOf(key);
      line.waiting.push({ item, resolve, reject });
      if (line.isCalled || line.running === RUNNING_MAX) return;
      line.isCalled = true;
      // After all that has arrived by now is read.
      setImmediate(() => begin(key, line));
    });
}
