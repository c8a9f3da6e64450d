import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createTextMatcher,
  type ReadableTask,
  type TextExample,
  type TextKnowledge,
  type TextNews,
} from '../../../src/domain/evidence/text.ts';
import { readInThreads, type ThreadOptions, type ThreadReader } from '../../../src/usecases/read-in-threads.ts';
import { openThread } from '../../../src/usecases/reading-lane.ts';
import { readHere } from '../../../src/usecases/text-reader.ts';
import { makeGoal } from '../domain/make.ts';

const THINGS = [
  'patient lists',
  'invoices',
  'trays',
  'defects',
  'letters',
  'rosters',
  'beds',
  'keys',
  'forms',
  'scans',
];
const DEEDS = ['import', 'print', 'sterilise', 'count', 'archive', 'translate', 'repair'];

function knowing(version: string, goals = 20): TextKnowledge {
  return {
    version,
    groundVersion: version,
    goals: Array.from({ length: goals }, (_, n) =>
      makeGoal(`KR${version}.${n}`, { title: `${DEEDS[n % 7]} ${THINGS[n % 10]} without help, part ${n}` }),
    ),
    examples: [
      { id: 'x1', name: 'ONB-1', title: 'Archive old rosters', text: '', goalIds: [`kr${version}.5`] },
      { id: 'x2', name: 'ONB-2', title: 'Order new chairs', text: '', goalIds: [] },
    ],
    trust: null,
    reading: { glossary: [], boilerplate: [] },
  };
}

const tasksOf = (count: number): ReadableTask[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `t${n}`,
    title: `${DEEDS[n % 7]} ${THINGS[(n * 3) % 10]} ${n}`,
    text: `The ${THINGS[n % 10]} are late`,
  }));

const readAnew = (knowledge: TextKnowledge, tasks: readonly ReadableTask[]) => {
  const matcher = createTextMatcher(knowledge);
  return tasks.map((task) => matcher.read(task));
};

let reader: ThreadReader;
let threads: Worker[];
/** Every thread it starts can be got at. */
function begin(options: ThreadOptions = {}): ThreadReader {
  threads = [];
  reader = readInThreads({
    open: (limits) => {
      const thread = openThread(limits);
      threads.push(thread);
      return thread;
    },
    ...options,
  });
  return reader;
}
afterEach(() => reader.close());

describe('readInThreads', () => {
  it.each([1, 2])('finds in %i threads what is found without, in the order of the tasks', async (count) => {
    const tasks = tasksOf(230);
    begin({ threads: count });
    const found = await reader.read(knowing('1'), tasks, { countMax: 3 });
    expect(found).toEqual(await readHere.read(knowing('1'), tasks, { countMax: 3 }));
    expect(found.map(({ taskId }) => taskId)).toEqual(tasks.map(({ id }) => id));
    expect(found.some(({ ranked }) => ranked.length > 0)).toBe(true);
    expect(threads).toHaveLength(count);
  });

  it('measures the same trust', async () => {
    expect(await begin().measureTrust(knowing('1'))).toEqual(await readHere.measureTrust(knowing('1')));
  });

  it('starts no thread for nothing', async () => {
    expect(await begin().read(knowing('1'), [])).toEqual([]);
    expect(threads).toHaveLength(0);
  });

  it('reads against the version it is given, however many it was given before', async () => {
    begin({ threads: 1 });
    for (const version of ['1', '2', '1', '3', '2', '1']) {
      const [found] = await reader.read(knowing(version), tasksOf(1));
      expect(found?.ranked[0]?.goalId).toMatch(new RegExp(`^kr${version}\\.`));
    }
  });

  it('is sent what is read against once for each version, and not with each batch', async () => {
    const sent: string[] = [];
    begin({
      threads: 1,
      open: (limits) => {
        const thread = openThread(limits);
        const post = thread.postMessage.bind(thread);
        thread.postMessage = (question: { knowledge: TextKnowledge | null }) => {
          if (question.knowledge) sent.push(question.knowledge.version);
          post(question);
        };
        return thread;
      },
    });
    for (const version of ['1', '1', '2', '1', '2']) await reader.read(knowing(version), tasksOf(120));
    expect(sent).toEqual(['1', '2']);
  });

  it('is told only what is new where a few examples are, and reads as if it had been told all', async () => {
    const trust = await readHere.measureTrust(knowing('1'));
    const told: (TextKnowledge | TextNews)[] = [];
    begin({
      threads: 1,
      open: (limits) => {
        const thread = openThread(limits);
        const post = thread.postMessage.bind(thread);
        thread.postMessage = (question: { knowledge: TextKnowledge | TextNews | null }) => {
          if (question.knowledge) told.push(question.knowledge);
          post(question);
        };
        return thread;
      },
    });
    const known = (version: string, ...examples: TextExample[]) => ({ ...knowing('1'), version, trust, examples });
    const [first, second] = knowing('1').examples as [TextExample, TextExample];
    const keys: TextExample = {
      id: 'x3',
      name: 'ONB-3',
      title: 'Count the keys of the archive',
      text: '',
      goalIds: [],
    };
    const tasks = tasksOf(80);
    for (const knowledge of [
      known('a', first, second),
      known('b', first, second, keys),
      known('c', first, { ...keys, goalIds: ['kr1.3'] }),
      known('a', first, second),
    ])
      expect(await reader.read(knowledge, tasks)).toEqual(readAnew(knowledge, tasks));
    const news = told.flatMap((one) => ('since' in one ? [one] : []));
    expect(news).toMatchObject([
      { since: 'a', version: 'b', added: [{ id: 'x3' }], removedIds: [] },
      { since: 'b', version: 'c', added: [{ id: 'x3' }], removedIds: ['x2'] },
      { since: 'c', version: 'a' },
    ]);
    expect(told).toHaveLength(4);
  });

  it('a thread begun anew is told all, not only what is new', async () => {
    const trust = await readHere.measureTrust(knowing('1'));
    begin({ threads: 1 });
    const before = { ...knowing('1'), version: 'a', trust };
    await reader.read(before, tasksOf(3));
    await threads[0]?.terminate();
    const after = { ...before, version: 'b', examples: before.examples.slice(1) };
    expect(await reader.read(after, tasksOf(3))).toEqual(readAnew(after, tasksOf(3)));
  });

  it('leaves the event loop free while texts are read', async () => {
    let isDone = false;
    let turns = 0;
    const reading = begin({ threads: 1 })
      .read(knowing('1', 200), tasksOf(300))
      .finally(() => (isDone = true));
    while (!isDone) {
      await setImmediate();
      turns += 1;
    }
    await reading;
    // Read here, there would be one turn for all six pieces.
    expect(turns).toBeGreaterThan(100);
  });

  it('rejects what is being read when its thread dies, and reads on in a new one', async () => {
    begin({ threads: 1 });
    const tasks = tasksOf(2_000);
    const reading = expect(reader.read(knowing('1', 200), tasks)).rejects.toThrow('ended while texts were being read');
    await once(threads[0] as Worker, 'online');
    await threads[0]?.terminate();
    await reading;
    expect(await reader.read(knowing('1'), tasksOf(3))).toHaveLength(3);
    expect(threads).toHaveLength(2);
  });

  it('says so when its memory is too small, and the process lives', async () => {
    begin({ threads: 1, heapMbMax: 8 });
    await expect(reader.read(knowing('1', 30_000), tasksOf(1))).rejects.toThrow('its 8 MB do not hold these goals');
  });

  it('closed while reading, ends at once and reads nothing more', async () => {
    begin({ threads: 1 });
    const reading = expect(reader.read(knowing('1', 200), tasksOf(5_000))).rejects.toThrow('stopped');
    await reader.close();
    await reading;
    await expect(reader.read(knowing('1'), tasksOf(1))).rejects.toThrow('stopped');
    expect(threads).toHaveLength(1);
  });

  it('stops between pieces when whoever asked has gone, and goes on for others', async () => {
    begin({ threads: 1 });
    const gone = new AbortController();
    const reading = expect(reader.read(knowing('1'), tasksOf(5_000), { signal: gone.signal })).rejects.toThrow('gone');
    const other = reader.read(knowing('1'), tasksOf(60));
    gone.abort(new Error('gone'));
    await reading;
    expect(await other).toHaveLength(60);
    expect(threads).toHaveLength(1);
  });

  it('passes on a fault of one read, and reads the next in the same thread', async () => {
    begin({ threads: 1 });
    const broken = [{ id: 't', title: 'x', text: null as unknown as string }];
    await expect(reader.read(knowing('1'), broken)).rejects.toThrow(TypeError);
    expect(await reader.read(knowing('1'), tasksOf(2))).toHaveLength(2);
    expect(threads).toHaveLength(1);
  });

  it('tells the memory of its threads, none before the first read', async () => {
    begin();
    expect(await reader.heapBytes()).toBe(0);
    await reader.read(knowing('1'), tasksOf(1));
    expect(await reader.heapBytes()).toBeGreaterThan(1_000_000);
  });
});
