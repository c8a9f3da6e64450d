import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openBatches } from '../../../src/usecases/delivery-batches.ts';

const MB = 1024 * 1024;
const DOOR = { name: 'a door' };

interface Item {
  readonly name: string;
  readonly bytes?: number;
}

interface Call {
  readonly key: object;
  readonly names: readonly string[];
  end(): void;
}

class Faulty extends Error {}

/** A store whose statements end when the test says so, or at once where `isSlow` is false. Nothing named `bad…` is stored. */
function stage({ isSlow = false, fault = new Faulty('bad') as Error } = {}) {
  const calls: Call[] = [];
  const add = openBatches<object, Item, string>({
    bytesOf: ({ bytes }) => bytes ?? 1,
    isOfOne: (error) => error instanceof Faulty,
    store: async (key, items) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      calls.push({ key, names: items.map(({ name }) => name), end: resolve });
      if (isSlow) await promise;
      if (items.some(({ name }) => name.startsWith('bad'))) throw fault;
      return items.map(({ name }) => `stored ${name}`);
    },
  });
  return { calls, add, names: () => calls.map((call) => call.names) };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe('deliveries that arrive together', () => {
  it('are stored by one statement, in their order, and each is told its own outcome', async () => {
    const { add, names } = stage();
    const outcomes = await Promise.all(['a', 'b', 'c'].map((name) => add(DOOR, { name })));
    expect(outcomes).toEqual(['stored a', 'stored b', 'stored c']);
    expect(names()).toEqual([['a', 'b', 'c']]);
  });

  it('of several connections are stored apart', async () => {
    const { add, names } = stage();
    await Promise.all([add(DOOR, { name: 'a' }), add({ name: 'another' }, { name: 'b' })]);
    expect(names()).toEqual([['a'], ['b']]);
  });

  it('wait for nobody: one alone is stored alone, in the same turn', async () => {
    const { add, names } = stage({ isSlow: true });
    void add(DOOR, { name: 'a' });
    await turn();
    expect(names()).toEqual([['a']]);
  });

  it('while four statements are under way go together after one of them', async () => {
    const { calls, add, names } = stage({ isSlow: true });
    for (const name of ['a', 'b', 'c', 'd']) {
      void add(DOOR, { name });
      await turn();
    }
    const waiting = ['e', 'f'].map((name) => add(DOOR, { name }));
    await turn();
    expect(names()).toEqual([['a'], ['b'], ['c'], ['d']]);
    calls[0]?.end();
    await expect.poll(names).toEqual([['a'], ['b'], ['c'], ['d'], ['e', 'f']]);
    calls[4]?.end();
    expect(await Promise.all(waiting)).toEqual(['stored e', 'stored f']);
  });

  it('are held up by no statement that hangs', async () => {
    const { calls, add } = stage({ isSlow: true });
    void add(DOOR, { name: 'hangs' });
    await turn();
    for (const name of numbered(3)) {
      const outcome = add(DOOR, { name });
      await turn();
      calls.at(-1)?.end();
      expect(await outcome).toBe(`stored ${name}`);
    }
  });

  it('are too many for one statement from the 65th on', async () => {
    const { add, names } = stage();
    const outcomes = await Promise.all(numbered(130).map((name) => add(DOOR, { name })));
    expect(outcomes).toEqual(numbered(130).map((name) => `stored ${name}`));
    expect(names().map((some) => some.length)).toEqual([64, 64, 2]);
  });

  it('are no more than two megabytes a statement, but for one that is larger by itself', async () => {
    const { add, names } = stage();
    const sizes = [1, 1, 1, 3, 1];
    await Promise.all(sizes.map((size, index) => add(DOOR, { name: String(index), bytes: size * MB })));
    expect(names()).toEqual([['0', '1'], ['2'], ['3'], ['4']]);
  });
});

describe('a fault', () => {
  it('that one of several may have is told to that one, and the others are stored', async () => {
    const { add, names } = stage();
    const settled = await Promise.allSettled(['a', 'bad', 'c'].map((name) => add(DOOR, { name })));
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
      'stored a',
      'bad',
      'stored c',
    ]);
    expect(names()).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('of the database is told to all, who are tried no second time', async () => {
    const { add, names } = stage({ fault: new Error('away') });
    const settled = await Promise.allSettled(['a', 'bad'].map((name) => add(DOOR, { name })));
    expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(names()).toEqual([['a', 'bad']]);
  });

  it('ends nothing: what comes next is stored', async () => {
    const { add } = stage();
    await expect(add(DOOR, { name: 'bad' })).rejects.toThrow('bad');
    expect(await add(DOOR, { name: 'a' })).toBe('stored a');
  });
});
