import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { asana } from '../../connectors/asana/index.ts';
import type { ChangesPage, Connector, Cursor } from '../../connectors/connector.ts';
import { type FaultProxy, type ProxiedAnswer, type ProxiedRequest, startFaultProxy } from './fault-proxy.ts';

/** Changes of Asana over the wire: what is asked, and what its answers mean, in the form of its document. */
describe('changes of Asana', () => {
  let proxy: FaultProxy | null = null;
  const { signal } = new AbortController();
  const scope = { externalId: '77', key: null, name: 'Launch' };
  const latestMs = Date.parse('2026-11-20T09:00:00.000Z');
  const since: Cursor = { walk: 'done', latestMs, sync: 'de4774f6915eae04714ca93bb2f5ee81' };

  afterEach(() => proxy?.close());

  async function connect(answer: (url: URL, request: ProxiedRequest) => ProxiedAnswer): Promise<Connector> {
    proxy = await startFaultProxy('http://127.0.0.1:9', (request) =>
      answer(new URL(request.path, 'http://x'), request),
    );
    return asana.create({ connectionId: 'c', baseUrl: proxy.url, credentials: { token: 't0ken' } });
  }

  function json(status: number, body: unknown): ProxiedAnswer {
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }

  async function changes(connector: Connector, cursor: Cursor = since): Promise<ChangesPage[]> {
    const pages: ChangesPage[] = [];
    for await (const page of connector.pullChanges?.([{ scope, cursor }], signal) ?? []) pages.push(page);
    return pages;
  }

  function asked(): [path: string, query: Record<string, string>][] {
    return (proxy?.asked ?? []).map(({ path }) => {
      const url = new URL(path, 'http://x');
      return [url.pathname.replace('/api/1.0', ''), Object.fromEntries(url.searchParams)];
    });
  }

  const task = { gid: '1', name: 'Ship it', memberships: [{ project: { gid: '77' } }] };

  it('are asked for with the project and the last token, and nothing else when nothing happened', async () => {
    const connector = await connect(() => json(200, { data: [], sync: 'next', has_more: false }));
    const pages = await changes(connector);
    expect(asked()).toEqual([['/events', { resource: '77', sync: since.sync }]]);
    expect(pages.map((page) => page.cursors)).toEqual([{ '77': { ...since, sync: 'next' } }]);
  });

  it('of one task take two requests', async () => {
    const event = {
      user: null,
      action: 'changed',
      parent: null,
      created_at: '2026-11-20T10:00:00.000Z',
      change: { field: 'name', action: 'changed' },
      resource: { gid: '1', resource_type: 'task', resource_subtype: 'default_task', name: 'Ship it' },
    };
    const connector = await connect(({ pathname }) =>
      pathname.endsWith('/events') ? json(200, { data: [event], sync: 'next' }) : json(200, { data: task }),
    );
    const [page] = await changes(connector);
    expect(asked().map(([path]) => path)).toEqual(['/events', '/tasks/1']);
    expect(page?.records).toMatchObject([{ type: 'task', externalId: '1', title: 'Ship it' }]);
  });

  it('that the feed forgot are read by their time, from the project\u2019s tasks, in pages of 100', async () => {
    const connector = await connect(({ pathname, searchParams }) => {
      if (pathname.endsWith('/events'))
        return json(412, { errors: [{ message: 'Sync token invalid' }], sync: 'fresh' });
      const isFirst = searchParams.get('offset') === null;
      return json(200, { data: [{ ...task, gid: isFirst ? '1' : '2' }], next_page: isFirst ? { offset: 'o2' } : null });
    });
    const pages = await changes(connector);
    const window = { project: '77', limit: '100', modified_since: '2026-11-20T08:50:00.000Z' };
    expect(asked().map(([path]) => path)).toEqual(['/events', '/tasks', '/tasks']);
    expect(
      asked()
        .slice(1, 3)
        .map(([, query]) => query),
    ).toMatchObject([window, { ...window, offset: 'o2' }]);
    expect(new Set(pages.flatMap((page) => page.records.map(({ externalId }) => externalId)))).toEqual(
      new Set(['1', '2']),
    );
    expect(pages.at(-1)).toMatchObject({ cursors: { '77': { sync: 'fresh' } }, changedScopes: ['77'] });
  });

  it('are refused whole where the feed answers in another form', async () => {
    const connector = await connect(() => json(200, { data: [] }));
    await expect(changes(connector)).rejects.toMatchObject({ kind: 'unexpected-answer', call: 'read events' });
    const forgetful = await connect(() => json(412, { errors: [{ message: 'Precondition failed' }] }));
    await expect(changes(forgetful)).rejects.toMatchObject({ kind: 'unexpected-answer', call: 'read events' });
  });

  const root = process.env.PLUMBLINE_FIXTURES;
  it.skipIf(!root)('are begun with the token of the recorded 412, and its window is read', async () => {
    const recorded = readFileSync(join(root ?? '', 'fixtures/asana/rest-events-412-1.json'), 'utf8');
    const { sync } = JSON.parse(recorded) as { sync: string };
    const connector = await connect(({ pathname }) =>
      pathname.endsWith('/events')
        ? { ...json(412, null), body: recorded }
        : json(200, { data: [task], next_page: null }),
    );
    const pages = await changes(connector, { ...since, sync: 'too old' });
    expect(pages.flatMap((page) => page.records)).toMatchObject([{ externalId: '1' }]);
    expect(pages.at(-1)?.cursors).toEqual({ '77': { walk: 'done', latestMs, sync } });
  });
});

describe('lists of Asana, paged by ourselves', () => {
  let proxy: FaultProxy | null = null;
  const { signal } = new AbortController();
  const scope = { externalId: '77', key: null, name: 'Launch' };

  afterEach(() => proxy?.close());

  it('always ask for 100 and go on while there is a next page, whichever call it is', async () => {
    const answers = new Map([
      ['/tasks', { gid: '1', name: 'Ship it', num_subtasks: 1 }],
      ['/tasks/1/subtasks', { gid: '2', name: 'Test it' }],
      ['/workspaces', { gid: 'w', name: 'Acme' }],
      ['/projects', { gid: '77', name: 'Launch' }],
      ['/users', { gid: 'u', name: 'Ada' }],
      ['/goals', { gid: 'g', name: 'Grow' }],
      ['/goal_relationships', { gid: 'r', supporting_resource: { gid: 'p', resource_type: 'portfolio' } }],
      ['/portfolios/p/items', { gid: '77', resource_type: 'project' }],
      ['/webhooks', { gid: 'h', target: 'https://plumbline.example/hook' }],
    ]);
    proxy = await startFaultProxy('http://127.0.0.1:9', ({ path }) => {
      const url = new URL(path, 'http://x');
      const record = answers.get(url.pathname.replace('/api/1.0', ''));
      const isFirst = url.searchParams.get('offset') === null;
      const body = record
        ? { data: isFirst ? [record] : [], next_page: isFirst ? { offset: 'o2', path: '', uri: '' } : null }
        : { sync: 's', data: [] };
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    });
    const connector = asana.create({ connectionId: 'c', baseUrl: proxy.url, credentials: { token: 't0ken' } });
    for await (const _ of connector.listScopes(signal));
    for await (const _ of connector.pull(scope, null, signal));
    for await (const _ of connector.census(scope, signal));
    for await (const _ of connector.pullShared(null, signal));
    for await (const _ of connector.webhooks?.list([scope], signal) ?? []);
    const lists = proxy.asked
      .map(({ path }) => new URL(path, 'http://x'))
      .filter((url) => !url.pathname.endsWith('/events'));
    expect(lists.filter((url) => url.searchParams.get('limit') !== '100').map(String)).toEqual([]);
    for (const path of answers.keys()) {
      const offsets = lists
        .filter((url) => url.pathname === `/api/1.0${path}`)
        .map((url) => url.searchParams.get('offset'));
      expect(new Set(offsets), path).toEqual(new Set([null, 'o2']));
    }
  });
});
