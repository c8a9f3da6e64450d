import { describe, expect, it } from 'vitest';
import { pullChanges } from '../../../../connectors/asana/changes.ts';
import type { AsanaEvents } from '../../../../connectors/asana/client.ts';
import type { ChangesPage, Cursor } from '../../../../connectors/connector.ts';
import { fakeClient, type Lists, rawTask } from './fake-client.ts';

const { signal } = new AbortController();
const latestMs = Date.UTC(2026, 10, 1);
const at = '2026-11-02T08:00:00.000Z';

type Pair = { readonly gid: string; readonly resource_type: string };
const task = (gid: string): Pair => ({ gid, resource_type: 'task' });
const project = (gid: string): Pair => ({ gid, resource_type: 'project' });
const section: Pair = { gid: 's1', resource_type: 'section' };

function event(action: string, resource: Pair, parent: Pair | null = null, created_at = at) {
  return { action, resource, parent, created_at, user: null, type: resource.resource_type };
}

/** One answer of a feed, as a list of one. */
function feed(events: readonly unknown[] | null, sync: string, hasMore = false): [[AsanaEvents]] {
  return [[{ events, sync, hasMore }]];
}

function since(id: string, cursor: Cursor = { walk: 'done', latestMs, sync: 's0' }) {
  return { scope: { externalId: id, key: null, name: id }, cursor };
}

async function pull(lists: Lists, scopes = [since('p1')]) {
  const client = fakeClient(lists);
  const pages: ChangesPage[] = [];
  for await (const page of pullChanges(client, scopes, signal)) pages.push(page);
  return { pages, asked: client.asked };
}

/** What stands where after all pages, and what they brought. */
function sum(pages: readonly ChangesPage[]) {
  return {
    ids: pages.flatMap((page) => page.records.map((record) => `${record.type} ${record.externalId}`)),
    cursors: Object.assign({}, ...pages.map((page) => page.cursors)) as Record<string, Cursor>,
    missing: pages.flatMap((page) => page.missing),
    changedScopes: pages.flatMap((page) => page.changedScopes),
  };
}

describe('an idle tick', () => {
  it('costs one request a project and keeps the newer token', async () => {
    const { pages, asked } = await pull({ 'events p1 s0': feed([], 's1'), 'events p2 s0': feed([], 's1') }, [
      since('p1'),
      since('p2'),
    ]);
    expect(asked).toEqual(['events p1 s0', 'events p2 s0']);
    const cursor = { walk: 'done', latestMs, sync: 's1' };
    expect(pages).toEqual([
      { records: [], setAside: [], cursors: { p1: cursor, p2: cursor }, missing: [], changedScopes: [] },
    ]);
  });

  it('hands nothing over where the token stays the same', async () => {
    expect((await pull({ 'events p1 s0': feed([], 's0') })).pages).toEqual([]);
  });
});

describe('a change', () => {
  it('of one task costs two requests, however many events tell of it', async () => {
    const events = [event('changed', task('1')), event('added', task('1'), section), event('changed', task('1'))];
    const { pages, asked } = await pull({ 'events p1 s0': feed(events, 's1'), 'task 1': [[rawTask('1', 2)]] });
    expect(asked).toEqual(['events p1 s0', 'task 1']);
    expect(sum(pages)).toEqual({
      ids: ['task 1'],
      cursors: { p1: { walk: 'done', latestMs: Date.parse(at), sync: 's1' } },
      missing: [],
      changedScopes: [],
    });
  });

  it('of a subtask costs three, and leaves it in the project of the task above it', async () => {
    const { pages, asked } = await pull({
      'events p1 s0': feed([event('changed', task('3'))], 's1'),
      'task 3': [[{ ...rawTask('3', 0, []), parent: { gid: '1' } }]],
      'task 1': [[rawTask('1', 1)]],
    });
    expect(asked).toEqual(['events p1 s0', 'task 3', 'task 1']);
    expect(pages[0]?.records).toMatchObject([{ externalId: '3', placements: [{ scopeExternalId: 'p1' }] }]);
  });

  it('reads the task above a new subtask again, which counts it', async () => {
    const { pages } = await pull({
      'events p1 s0': feed([event('added', task('3'), task('1'))], 's1'),
      'task 3': [[{ ...rawTask('3', 0, []), parent: { gid: '1' } }]],
      'task 1': [[rawTask('1', 1)]],
    });
    expect(sum(pages).ids).toEqual(['task 3', 'task 1']);
  });

  it('told by two projects is read once', async () => {
    const told = [event('changed', task('1'))];
    const { pages, asked } = await pull(
      {
        'events p1 s0': feed(told, 's1'),
        'events p2 s0': feed(told, 's2'),
        'task 1': [[rawTask('1', 0, ['p1', 'p2'])]],
      },
      [since('p1'), since('p2')],
    );
    expect(asked).toEqual(['events p1 s0', 'events p2 s0', 'task 1']);
    expect(pages).toHaveLength(1);
    expect(Object.keys(pages[0]?.cursors ?? {})).toEqual(['p1', 'p2']);
  });

  it('of place takes the subtasks on every level along, of which no event tells', async () => {
    const { pages } = await pull({
      'events p1 s0': feed([event('removed', task('1'), project('p1'))], 's1'),
      'task 1': [[rawTask('1', 1, ['p9'])]],
      'subtasks 1': [[rawTask('3', 1, [])]],
      'subtasks 3': [[rawTask('4', 0, [])]],
    });
    expect(sum(pages).ids).toEqual(['task 1', 'task 3', 'task 4']);
    const places = pages[0]?.records.flatMap((record) => (record.type === 'task' ? record.placements : []));
    expect(places?.map(({ scopeExternalId }) => scopeExternalId)).toEqual(['p9', 'p9', 'p9']);
  });

  it('names a task that is not given any more as missing', async () => {
    const { pages } = await pull({ 'events p1 s0': feed([event('changed', task('1'))], 's1') });
    expect(sum(pages)).toMatchObject({ ids: [], missing: ['1'] });
  });
});

describe('a deletion', () => {
  it('is told by its event, without a request', async () => {
    const events = [
      event('changed', task('1')),
      event('deleted', task('1')),
      event('removed', task('1'), project('p1')),
    ];
    const { pages, asked } = await pull({ 'events p1 s0': feed(events, 's1') });
    expect(asked).toEqual(['events p1 s0']);
    expect(pages[0]?.records).toEqual([{ type: 'tombstone', externalId: '1', at: Date.parse(at) }]);
    expect(pages[0]?.missing).toEqual([]);
  });

  it('that was undone is none: the task is read again with its subtasks', async () => {
    const events = [event('deleted', task('1')), event('undeleted', task('1'))];
    const { pages } = await pull({
      'events p1 s0': feed(events, 's1'),
      'task 1': [[rawTask('1', 1)]],
      'subtasks 1': [[rawTask('3', 0, [])]],
    });
    expect(sum(pages).ids).toEqual(['task 1', 'task 3']);
  });

  it('counts by when it happened, whichever project tells first', async () => {
    const earlier = '2026-11-02T07:00:00.000Z';
    const { pages } = await pull(
      {
        'events p1 s0': feed([event('undeleted', task('1'))], 's1'),
        'events p2 s0': feed([event('deleted', task('1'), null, earlier)], 's1'),
        'task 1': [[rawTask('1')]],
      },
      [since('p1'), since('p2')],
    );
    expect(sum(pages).ids).toEqual(['task 1']);
  });
});

describe('a feed', () => {
  it('with more is read to its end', async () => {
    const { pages, asked } = await pull({
      'events p1 s0': feed([event('changed', task('1'))], 's1', true),
      'events p1 s1': feed([event('changed', task('1')), event('changed', task('2'))], 's2'),
      'task 1': [[rawTask('1')]],
      'task 2': [[rawTask('2')]],
    });
    expect(asked).toEqual(['events p1 s0', 'events p1 s1', 'task 1', 'task 2']);
    expect(sum(pages).cursors.p1?.sync).toBe('s2');
  });

  it('with very much is handed over in pieces, each token with what it covers', async () => {
    const gids = Array.from({ length: 120 }, (_, index) => String(1000 + index));
    const tasks = Object.fromEntries(gids.map((gid) => [`task ${gid}`, [[rawTask(gid)]]]));
    const changed = (from: number, to: number) => gids.slice(from, to).map((gid) => event('changed', task(gid)));
    const { pages } = await pull({
      ...tasks,
      'events p1 s0': feed(changed(0, 100), 's1', true),
      'events p1 s1': feed(changed(100, 120), 's2'),
    });
    expect(pages.map((page) => [page.records.length, page.cursors.p1?.sync])).toEqual([
      [100, 's1'],
      [20, 's2'],
    ]);
  });

  it('that gives the same token with more and more is refused', async () => {
    await expect(pull({ 'events p1 s0': feed([], 's0', true) })).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it.each([
    ['a renamed section', event('changed', section)],
    ['a changed project', event('changed', project('p1'))],
    ['an event that cannot be read', { action: 7 }],
  ])('with %s names its project, whose list is to be read again', async (_name, one) => {
    const { pages, asked } = await pull({ 'events p1 s0': feed([one], 's1') });
    expect(asked).toEqual(['events p1 s0']);
    expect(sum(pages)).toMatchObject({ changedScopes: ['p1'], cursors: { p1: { sync: 's1' } } });
  });

  it('with what changes no task of its project asks for nothing more', async () => {
    const told = ['notes', 'current_status_update'].map((field) => ({
      ...event('changed', project('p1')),
      change: { field, action: 'changed' },
    }));
    expect(sum((await pull({ 'events p1 s0': feed(told, 's1') })).pages).changedScopes).toEqual([]);
    const renamed = [{ ...event('changed', project('p1')), change: { field: 'name', action: 'changed' } }];
    expect(sum((await pull({ 'events p1 s0': feed(renamed, 's1') })).pages).changedScopes).toEqual(['p1']);
  });

  it('of a project that is gone names it, moves nothing, and holds up no other', async () => {
    const { pages } = await pull(
      { 'events p2 s0': feed([event('changed', task('1'))], 's1'), 'task 1': [[rawTask('1')]] },
      [since('p1'), since('p2')],
    );
    expect(sum(pages)).toMatchObject({ ids: ['task 1'], changedScopes: ['p1'] });
    expect(Object.keys(sum(pages).cursors)).toEqual(['p2']);
  });

  it('that makes no sense is an error, but after the others were handed over', async () => {
    const client = fakeClient({ 'events p1 s0': 'unexpected-answer', 'events p2 s0': feed([], 's1') });
    const pages: ChangesPage[] = [];
    const reading = (async () => {
      for await (const page of pullChanges(client, [since('p1'), since('p2')], signal)) pages.push(page);
    })();
    await expect(reading).rejects.toMatchObject({ kind: 'unexpected-answer' });
    expect(Object.keys(sum(pages).cursors)).toEqual(['p2']);
  });

  it.each(['unauthorised', 'rate-limited', 'unavailable'] as const)('that is %s stops all', async (kind) => {
    await expect(pull({ 'events p1 s0': kind })).rejects.toMatchObject({ kind });
  });

  it.each([
    ['an unfinished walk', { walk: 'tasks', offset: null }],
    ['another tool', { updatedMax: 1 }],
  ])('is not asked with a cursor of %s', async (_name, cursor) => {
    await expect(pull({}, [since('p1', cursor)])).rejects.toMatchObject({ kind: 'cursor-expired' });
  });
});

describe('a feed that forgot (412)', () => {
  const window = 'tasks p1 since 2026-10-31T23:50:00.000Z';
  const forgotten: Lists = {
    'events p1 s0': feed(null, 's9'),
    [window]: [[rawTask('1', 1)], [rawTask('2')]],
  };

  it('is no error: the tasks modified since are read again, and the rest of the project is asked for', async () => {
    const { pages, asked } = await pull(forgotten);
    expect(asked).toEqual(['events p1 s0', window, `${window} at 1`]);
    expect(sum(pages)).toEqual({
      ids: ['task 1', 'task 2'],
      cursors: { p1: { walk: 'done', latestMs, sync: 's9' } },
      missing: [],
      changedScopes: ['p1'],
    });
  });

  it('keeps its fresh token only with the last of what it covers', async () => {
    const { pages } = await pull(forgotten);
    expect(pages.map((page) => Object.keys(page.cursors))).toEqual([[], ['p1']]);
    expect(pages.at(-1)?.records).toHaveLength(1);
  });

  it('keeps no token when the window could not be read', async () => {
    const client = fakeClient({ ...forgotten, [window]: 'unavailable' });
    const pages: ChangesPage[] = [];
    const reading = (async () => {
      for await (const page of pullChanges(client, [since('p1')], signal)) pages.push(page);
    })();
    await expect(reading).rejects.toMatchObject({ kind: 'unavailable' });
    expect(sum(pages).cursors).toEqual({});
  });

  it('after a walk that kept no token is asked from then on', async () => {
    const { pages } = await pull({ ...forgotten, 'events p1 null': feed(null, 's9') }, [
      since('p1', { walk: 'done', latestMs }),
    ]);
    expect(sum(pages).cursors.p1).toEqual({ walk: 'done', latestMs, sync: 's9' });
  });

  it('moves the moment by the window\u2019s first answer alone', async () => {
    const [first, last] = ['2026-11-03T00:00:00.000Z', '2026-11-04T00:00:00.000Z'];
    const { pages } = await pull({
      ...forgotten,
      [window]: [[{ ...rawTask('1'), modified_at: first }], [{ ...rawTask('2'), modified_at: last }]],
    });
    expect(sum(pages).cursors.p1?.latestMs).toBe(Date.parse(first));
  });

  it('of an empty project reads all of it', async () => {
    const { asked } = await pull({ 'events p1 null': feed(null, 's9'), 'tasks p1': [[]] }, [
      since('p1', { walk: 'done', latestMs: null, sync: null }),
    ]);
    expect(asked).toEqual(['events p1 null', 'tasks p1']);
  });

  it('in the middle of a feed comes after what the feed still told', async () => {
    const { pages } = await pull({
      ...forgotten,
      'events p1 s0': feed([event('changed', task('5'), null, '2026-11-01T00:00:00.000Z')], 's1', true),
      'events p1 s1': feed(null, 's9'),
      'task 5': [[rawTask('5')]],
    });
    expect(pages[0]).toMatchObject({ records: [{ externalId: '5' }], cursors: { p1: { sync: 's1' } } });
    expect(pages.at(-1)?.cursors.p1?.sync).toBe('s9');
  });

  it('of a project that vanished meanwhile names it and keeps no token', async () => {
    const { pages } = await pull({ 'events p1 s0': feed(null, 's9') });
    expect(sum(pages)).toEqual({ ids: [], cursors: {}, missing: [], changedScopes: ['p1'] });
  });

  it('begins the window again when Asana forgets an offset, and gives up when it always does', async () => {
    const client = fakeClient(forgotten);
    const forgetful = fakeClient({ 'tasks p1': 'cursor-expired' });
    let left = 1;
    const tasks: typeof client.tasks = (project, offset, ...more) =>
      offset !== null && left-- > 0
        ? forgetful.tasks(project, null, 'all', signal)
        : client.tasks(project, offset, ...more);
    const pages: ChangesPage[] = [];
    for await (const page of pullChanges({ ...client, tasks }, [since('p1')], signal)) pages.push(page);
    expect(sum(pages)).toMatchObject({ ids: ['task 1', 'task 1', 'task 2'], cursors: { p1: { sync: 's9' } } });
    await expect(pull({ ...forgotten, [window]: 'cursor-expired' })).rejects.toMatchObject({ kind: 'cursor-expired' });
  });
});
