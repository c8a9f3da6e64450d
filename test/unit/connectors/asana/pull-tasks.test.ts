import { describe, expect, it } from 'vitest';
import { pullTasks, sweepTasks } from '../../../../connectors/asana/pull-tasks.ts';
import type { Cursor, Page } from '../../../../connectors/connector.ts';
import { fakeClient, type Lists, rawTask } from './fake-client.ts';

const scope = { externalId: 'p1', key: null, name: 'Launch' };
const { signal } = new AbortController();

/** Two pages; `1` has subtasks `3` and `4`, of which `4` has `5`. */
const nested: Lists = {
  'events p1 null': [[{ events: null, sync: 's0', hasMore: false }]],
  'tasks p1': [[rawTask('1', 2), rawTask('2')], [rawTask('6')]],
  'subtasks 1': [[rawTask('3', 0, []), rawTask('4', 1, [])]],
  'subtasks 4': [[rawTask('5', 0, [])]],
};

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function ids(pages: readonly Page[]): string[] {
  return pages.flatMap((page) => page.records.map((record) => record.externalId));
}

describe('pullTasks', () => {
  it('asks once for each page and once for each task with subtasks, on every level', async () => {
    const client = fakeClient(nested);
    const pages = await gather(pullTasks(client, scope, null, signal));
    expect(client.asked).toEqual(['events p1 null', 'tasks p1', 'subtasks 1', 'subtasks 4', 'tasks p1 at 1']);
    expect(ids(pages).toSorted()).toEqual(['1', '2', '3', '4', '5', '6']);
  });

  it('puts subtasks of all levels into the projects of the task above them', async () => {
    const pages = await gather(pullTasks(fakeClient(nested), scope, null, signal));
    const places = pages.flatMap((page) => page.records).filter((record) => record.type === 'task');
    expect(places.map((task) => task.placements[0]?.scopeExternalId)).toEqual(places.map(() => 'p1'));
  });

  it('goes on at any cursor with exactly the request that was lost', async () => {
    const whole = fakeClient(nested);
    const pages = await gather(pullTasks(whole, scope, null, signal));
    for (const [at, page] of pages.slice(0, -1).entries()) {
      const resumed = fakeClient(nested);
      const cursor = JSON.parse(JSON.stringify(page.cursor)) as Cursor;
      const rest = await gather(pullTasks(resumed, scope, cursor, signal));
      expect(resumed.asked).toEqual(whole.asked.slice(at + 2));
      expect(rest).toEqual(pages.slice(at + 1));
    }
  });

  it('asks but once for a task that is both a subtask and in the project', async () => {
    const lists: Lists = {
      'tasks p1': [[rawTask('1', 1), rawTask('2', 1)]],
      'subtasks 1': [[rawTask('2', 1)]],
      'subtasks 2': [[rawTask('3', 0, [])]],
    };
    const client = fakeClient(lists);
    await gather(pullTasks(client, scope, null, signal));
    expect(client.asked).toEqual(['events p1 null', 'tasks p1', 'subtasks 1', 'subtasks 2']);
  });

  it('reads subtasks of the same task page by page', async () => {
    const client = fakeClient({ 'tasks p1': [[rawTask('1', 2)]], 'subtasks 1': [[rawTask('2')], [rawTask('3')]] });
    expect(ids(await gather(pullTasks(client, scope, null, signal)))).toEqual(['1', '2', '3']);
    expect(client.asked).toEqual(['events p1 null', 'tasks p1', 'subtasks 1', 'subtasks 1 at 1']);
  });

  it('says so where a task vanished before its subtasks were read, and goes on', async () => {
    const client = fakeClient({ 'tasks p1': [[rawTask('1', 2)], [rawTask('2')]] });
    const pages = await gather(pullTasks(client, scope, null, signal));
    expect(ids(pages)).toEqual(['1', '2']);
    expect(pages.flatMap((page) => page.setAside)).toEqual([
      { externalId: '1', reason: expect.stringMatching(/gone or no longer visible/), raw: null },
    ]);
  });

  it('reads the subtasks of a task that it has to set aside', async () => {
    const spoilt = { ...rawTask('1', 1), name: null };
    const pages = await gather(
      pullTasks(fakeClient({ 'tasks p1': [[spoilt]], 'subtasks 1': [[rawTask('2', 0, [])]] }), scope, null, signal),
    );
    expect(ids(pages)).toEqual(['2']);
    expect(pages.flatMap((page) => page.setAside.map(({ externalId, reason }) => [externalId, reason]))).toEqual([
      ['1', 'Could not be read: name is missing or has another form.'],
    ]);
  });

  it('gives one last, empty page for an empty project', async () => {
    const pages = await gather(pullTasks(fakeClient({ 'tasks p1': [[]] }), scope, null, signal));
    expect(pages).toEqual([
      {
        records: [],
        setAside: [],
        cursor: { walk: 'done', latestMs: null, sync: null },
        isLast: true,
        expectedTasks: null,
      },
    ]);
  });

  it('keeps where the change feed stood before its first answer, so that nothing falls between the two', async () => {
    const pages = await gather(pullTasks(fakeClient(nested), scope, null, signal));
    expect(pages.map(({ cursor }) => cursor.sync)).toEqual(pages.map(() => 's0'));
    expect(pages.at(-1)?.cursor).toEqual({ walk: 'done', latestMs: Date.UTC(2026, 10, 1), sync: 's0' });
  });

  it('keeps a moment that is not after its first answer, however long the walk takes', async () => {
    const late = { ...rawTask('6'), modified_at: '2026-11-01T09:00:00.000Z' };
    const pages = await gather(
      pullTasks(fakeClient({ ...nested, 'tasks p1': [[rawTask('2')], [late]] }), scope, null, signal),
    );
    expect(pages.at(-1)?.cursor.latestMs).toBe(Date.UTC(2026, 10, 1));
  });

  it('reads a project whose change feed is closed to us', async () => {
    const { 'events p1 null': _closed, ...lists } = nested;
    const pages = await gather(pullTasks(fakeClient(lists), scope, null, signal));
    expect(ids(pages)).toHaveLength(6);
    expect(pages.at(-1)?.cursor.sync).toBeNull();
  });

  it.each([
    ['a scope that is hidden', {}, null, 'not-visible'],
    ['an offset that Asana forgot', { 'tasks p1': 'cursor-expired' as const }, null, 'cursor-expired'],
    ['a cursor that is not ours', nested, { walk: 'tasks', offset: 7 }, 'cursor-expired'],
  ])('passes on %s', async (_name, lists, cursor, kind) => {
    await expect(gather(pullTasks(fakeClient(lists as Lists), scope, cursor, signal))).rejects.toMatchObject({ kind });
  });

  it('raises when Asana gives the same place twice', async () => {
    const client = { ...fakeClient(nested), tasks: async () => ({ data: [rawTask('1')], offset: 'x' }) };
    await expect(gather(pullTasks(client, scope, null, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it('keeps its cursor small, however many parents a page holds', async () => {
    const many = Array.from({ length: 100 }, (_, at) => rawTask(`12070000000${10_000 + at}`, 3, ['1205548829165770']));
    const client = fakeClient({ 'tasks p1': [many] });
    for await (const page of pullTasks(client, scope, null, signal)) {
      expect(JSON.stringify(page.cursor).length).toBeLessThan(16_384);
    }
  });
});

describe('sweepTasks', () => {
  it('gives every id, subtasks of all levels included', async () => {
    const client = fakeClient(nested);
    expect((await gather(sweepTasks(client, scope, signal))).flat().toSorted()).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(client.asked).toHaveLength(4);
  });

  it('fails rather than leaving an id out', async () => {
    const client = fakeClient({ 'tasks p1': [[rawTask('1'), { name: 'no id' }]] });
    await expect(gather(sweepTasks(client, scope, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });
});
