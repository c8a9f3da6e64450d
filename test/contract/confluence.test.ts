import { afterEach, describe, expect, it } from 'vitest';
import { confluence } from '../../connectors/confluence/index.ts';
import type { Cursor } from '../../connectors/connector.ts';
import { type FaultProxy, type ProxiedAnswer, type ProxiedRequest, startFaultProxy } from './fault-proxy.ts';

interface Page {
  readonly id: string;
  title: string;
  at: number;
  number: number;
  status: 'current' | 'trashed';
  readonly labels: string[];
}

const minute = 60_000;
const start = Date.parse('2026-11-02T09:00:00Z');
const scope = { externalId: '98308', key: 'STRAT', name: 'Strategy' };
const { signal } = new AbortController();

/** A space of these pages, answered as Confluence's document says, few a page so that there are many. */
function createSpace(pages: Page[], options: { perPage?: number; next?: (path: string) => string } = {}) {
  const { perPage = 2, next = (path) => path } = options;
  return (request: ProxiedRequest): ProxiedAnswer => {
    const url = new URL(request.path, 'http://wiki');
    const path = url.pathname.replace('/wiki/api/v2', '');
    const query = url.searchParams;
    const listed = (all: readonly unknown[]) => {
      const from = Number(query.get('cursor') ?? 0);
      const onward = new URLSearchParams(query);
      onward.set('cursor', String(from + perPage));
      const hasMore = from + perPage < all.length;
      const links = hasMore ? { next: next(`${url.pathname}?${onward}`) } : {};
      return json(200, {
        results: all.slice(from, from + perPage),
        _links: { base: 'https://x.example/wiki', ...links },
      });
    };
    const labels = [...new Set(pages.flatMap((page) => page.labels))];
    if (path === '/pages') {
      const shown = pages.filter(({ status }) => query.getAll('status').includes(status));
      const isNewestFirst = query.get('sort') === '-modified-date';
      return listed(
        shown.toSorted((a, b) => (isNewestFirst ? b.at - a.at : Number(a.id) - Number(b.id))).map(toAnswer),
      );
    }
    if (path.endsWith('/content/labels'))
      return listed(labels.map((name, at) => ({ id: String(at), name, prefix: 'global' })));
    const label = /^\/labels\/(\d+)\/pages$/.exec(path)?.[1];
    if (label)
      return listed(
        pages.filter((page) => page.labels.includes(labels[Number(label)] ?? '')).map(({ id }) => ({ id })),
      );
    const page = pages.find(({ id }) => path === `/pages/${id}`);
    if (!page) return json(404, { errors: [{ status: 404, code: 'NOT_FOUND' }] });
    return json(200, {
      ...toAnswer(page),
      labels: { results: page.labels.map((name) => ({ name })), meta: { hasMore: false } },
    });
  };
}

function toAnswer({ id, title, at, number, status }: Page) {
  return {
    id,
    status,
    title,
    spaceId: scope.externalId,
    createdAt: new Date(start).toISOString(),
    version: { number, createdAt: new Date(at).toISOString() },
    body: { storage: { representation: 'storage', value: `<h1>${title}</h1>` } },
    _links: { webui: `/spaces/STRAT/pages/${id}` },
  };
}

function json(status: number, body: unknown): ProxiedAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function makePages(count: number): Page[] {
  return Array.from({ length: count }, (_, at) => ({
    id: String(1000 + at),
    title: `Page ${at}`,
    at: start + at * 60 * minute,
    number: 1,
    status: 'current',
    labels: at % 2 === 0 ? ['okr'] : [],
  }));
}

describe('Confluence', () => {
  let proxy: FaultProxy | null = null;
  afterEach(() => proxy?.close());

  async function connect(answer: (request: ProxiedRequest) => ProxiedAnswer) {
    await proxy?.close();
    proxy = await startFaultProxy('http://127.0.0.1:9', answer);
    return confluence.create({
      connectionId: 'c',
      baseUrl: proxy.url,
      credentials: { email: 'a@b.example', token: 't0ken' },
    });
  }

  async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  }

  const idsOf = (pages: readonly { readonly records: readonly { readonly externalId: string }[] }[]) =>
    pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));

  it.each([
    ['relative', (path: string) => path],
    ['of another host', (path: string) => `https://elsewhere.example/gateway${path}`],
  ])('reads every page of a space, whether the next link is %s', async (_name, next) => {
    const connector = await connect(createSpace(makePages(5), { next }));
    const pages = await gather(connector.pull(scope, null, signal));
    expect(idsOf(pages)).toEqual(['1004', '1003', '1002', '1001', '1000']);
    expect(pages.map(({ isLast }) => isLast)).toEqual([false, false, true]);
    expect(pages[0]?.records[0]).toMatchObject({
      title: 'Page 4',
      url: `${proxy?.url}/wiki/spaces/STRAT/pages/1004`,
      labels: ['okr'],
      blocks: [{ type: 'heading', level: 1, text: 'Page 4' }],
    });
    expect(proxy?.asked.every(({ path }) => path.startsWith('/wiki/api/v2/'))).toBe(true);
  });

  it('resumes a walk at its cursor, and the next walk starts from where the whole one began', async () => {
    const pages = makePages(5);
    const connector = await connect(createSpace(pages));
    const first = await connector.pull(scope, null, signal)[Symbol.asyncIterator]().next();
    const cursor = JSON.parse(JSON.stringify(first.value.cursor)) as Cursor;
    const rest = await gather(connector.pull(scope, cursor, signal));
    expect(idsOf(rest)).toEqual(['1002', '1001', '1000']);
    const older = pages[0] as Page;
    Object.assign(older, { at: start + 5 * 60 * minute, number: 2 });
    expect(idsOf(await gather(connector.pull(scope, rest.at(-1)?.cursor ?? null, signal)))).toEqual(['1000']);
  });

  it('never takes a walk that broke off for a whole one', async () => {
    const connector = await connect(createSpace(makePages(5)));
    const first = await connector.pull(scope, null, signal)[Symbol.asyncIterator]().next();
    expect(first.value.isLast).toBe(false);
    expect(first.value.cursor).not.toHaveProperty('through');
  });

  it('costs one request when nothing changed, and reads what the index shows late', async () => {
    const pages = makePages(5);
    const connector = await connect(createSpace(pages));
    const whole = await gather(connector.pull(scope, null, signal));
    const before = proxy?.asked.length ?? 0;
    const idle = await gather(connector.pull(scope, whole.at(-1)?.cursor ?? null, signal));
    expect(idsOf(idle)).toEqual([]);
    expect((proxy?.asked.length ?? 0) - before).toBe(1);
    pages.push({ ...(pages[4] as Page), id: '2000', at: (pages[4] as Page).at - 2 * minute });
    expect(idsOf(await gather(connector.pull(scope, idle.at(-1)?.cursor ?? null, signal)))).toEqual(['2000']);
  });

  it('reads the labels of many pages with the space’s labels, not page by page', async () => {
    const connector = await connect(createSpace(makePages(8), { perPage: 10 }));
    const [page] = await gather(connector.pull(scope, null, signal));
    expect(page?.records.map(({ labels }) => labels)).toEqual([[], ['okr'], [], ['okr'], [], ['okr'], [], ['okr']]);
    expect(proxy?.asked).toHaveLength(3);
  });

  it('tells a page in the trash from one that is not given, and calls neither deleted', async () => {
    const pages = makePages(2);
    const connector = await connect(createSpace(pages));
    Object.assign(pages[1] as Page, { status: 'trashed' });
    const { records, missing } = await connector.fetchRecords(['1001', '7777'], signal);
    expect(records).toMatchObject([{ externalId: '1001', isTrashed: true }]);
    expect(missing).toEqual(['7777']);
    expect((await gather(connector.census(scope, signal))).flat()).toEqual(['1000']);
  });

  it('asks for an id as it is, however long', async () => {
    const connector = await connect(createSpace(makePages(1)));
    const { missing } = await connector.fetchRecords(['9223372036854775807'], signal);
    expect(missing).toEqual(['9223372036854775807']);
    expect(proxy?.asked.map(({ path }) => new URL(path, 'http://wiki').pathname)).toEqual([
      '/wiki/api/v2/pages/9223372036854775807',
    ]);
  });

  it.each(['', '/', '/wiki', '/wiki/'])('takes the address of a site with "%s" behind it', async (end) => {
    await connect(createSpace(makePages(1)));
    const connector = confluence.create({
      connectionId: 'c',
      baseUrl: `${proxy?.url}${end}`,
      credentials: { token: 't0ken' },
    });
    const [page] = await gather(connector.pull(scope, null, signal));
    expect(page?.records[0]?.url).toBe(`${proxy?.url}/wiki/spaces/STRAT/pages/1000`);
    expect(proxy?.asked.every(({ path }) => path.startsWith('/wiki/api/v2/'))).toBe(true);
  });

  it.each([
    [401, 'unauthorised'],
    [404, 'not-visible'],
    [403, 'not-visible'],
  ])('reads %i on the list as %s, never as an empty space', async (status, kind) => {
    const connector = await connect(() => json(status, { code: status, message: 'no' }));
    await expect(gather(connector.pull(scope, null, signal))).rejects.toMatchObject({ kind, tool: 'confluence' });
    await expect(gather(connector.census(scope, signal))).rejects.toMatchObject({ kind });
  });

  it('stops with an error at a next link it saw before, or one that leads nowhere', async () => {
    for (const next of ['/wiki/api/v2/pages?cursor=2', '/wiki/api/v2/pages']) {
      const connector = await connect(createSpace(makePages(9), { next: () => next }));
      await expect(gather(connector.pull(scope, null, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
      await expect(gather(connector.census(scope, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
    }
  });

  it('starts over where Confluence no longer takes its cursor', async () => {
    const connector = await connect(() => json(400, { errors: [] }));
    const cursor = { after: null, seen: {}, newest: null, read: {}, token: 'old' };
    await expect(gather(connector.pull(scope, cursor, signal))).rejects.toMatchObject({ kind: 'cursor-expired' });
    await expect(gather(connector.pull(scope, { other: 1 }, signal))).rejects.toMatchObject({ kind: 'cursor-expired' });
  });

  it('sets a page aside that has another form, and reads the others', async () => {
    const answer = { results: [{ id: '5', status: 7 }, toAnswer(makePages(1)[0] as Page)], _links: {} };
    const connector = await connect(({ path }) => json(200, path.includes('/pages?') ? answer : answer.results[1]));
    const [page] = await gather(connector.pull(scope, null, signal));
    expect(page).toMatchObject({ records: [{ externalId: '1000' }], setAside: [{ externalId: '5' }], isLast: true });
  });

  it('names the account and its spaces', async () => {
    const connector = await connect(({ path }) =>
      path.startsWith('/wiki/rest/api/user/current')
        ? json(200, { type: 'known', accountId: 'a1', displayName: 'Ada', email: '', timeZone: 'Asia/Kathmandu' })
        : json(200, {
            results: [
              {
                id: '9',
                key: 'STRAT',
                name: 'Strategy',
                type: 'global',
                status: 'archived',
                _links: { webui: '/spaces/STRAT' },
              },
            ],
          }),
    );
    expect(await connector.check(signal)).toMatchObject({
      id: 'a1',
      name: 'Ada',
      email: null,
      timeZone: 'Asia/Kathmandu',
    });
    expect(await gather(connector.listScopes(signal))).toEqual([
      {
        externalId: '9',
        key: 'STRAT',
        name: 'Strategy',
        url: `${proxy?.url}/wiki/spaces/STRAT`,
        archived: true,
        kind: 'global',
        isPersonal: false,
      },
    ]);
  });

  it('waits before the next call when the last answer says that nothing is left', async () => {
    const space = createSpace(makePages(1));
    const waits: number[] = [];
    proxy = await startFaultProxy('http://127.0.0.1:9', (request) => {
      const answer = space(request);
      const reset = new Date(Date.now() + 2_000).toISOString();
      return {
        ...answer,
        headers: { ...answer.headers, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset, date: '' },
      };
    });
    const connector = confluence.create({
      connectionId: 'c',
      baseUrl: proxy.url,
      credentials: { token: 't0ken' },
      onTraffic: (event) => event.type === 'wait' && waits.push(event.waitMs),
    });
    await gather(connector.census(scope, signal));
    await gather(connector.census(scope, signal));
    expect(waits.length).toBeGreaterThan(0);
    const [first, second] = proxy.asked.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_900);
  });
});
