import { afterEach, describe, expect, it } from 'vitest';
import type { Cursor } from '../../connectors/connector.ts';
import { notion } from '../../connectors/notion/index.ts';
import { type FaultProxy, type ProxiedAnswer, type ProxiedRequest, startFaultProxy } from './fault-proxy.ts';

interface Row {
  readonly id: string;
  title: string;
  /** The true moment; Notion tells the minute. */
  at: number;
  isTrashed?: boolean;
}

interface Asked {
  readonly page_size: number;
  readonly start_cursor?: string;
  readonly filter?: { readonly last_edited_time: { readonly on_or_after: string } };
}

const minute = 60_000;
const start = Date.parse('2026-11-02T09:00:00Z');
const scope = { externalId: 'ds1', key: null, name: 'OKRs' };
const { signal } = new AbortController();
const words = (text: string, href: string | null = null) => [{ type: 'text', plain_text: text, href }];

/** A data source of these rows, answered as Notion's document says: edits to the minute, the last edited first. */
function createSource(rows: Row[], options: { perPage?: number; now?: () => number } = {}) {
  const { perPage = 100, now = () => start + 1_000 * minute } = options;
  return ({ path, body }: ProxiedRequest): ProxiedAnswer => {
    const date = new Date(now()).toUTCString();
    const json = (status: number, value: unknown) => ({
      ...answerOf(status, value),
      headers: { 'content-type': 'application/json', date },
    });
    if (path === '/v1/data_sources/ds1/query') {
      const { page_size, start_cursor = '0', filter } = body as Asked;
      const since = Date.parse(filter?.last_edited_time.on_or_after ?? new Date(0).toISOString());
      const all = rows.filter((row) => !row.isTrashed && floor(row.at) >= since).toSorted((a, b) => b.at - a.at);
      const to = Number(start_cursor) + Math.min(page_size, perPage);
      const next = to < all.length ? String(to) : null;
      return json(200, list(all.slice(Number(start_cursor), to).map(toAnswer), next));
    }
    const row = rows.find(({ id }) => path === `/v1/pages/${id}`);
    if (row) return json(200, toAnswer(row));
    const page = /^\/v1\/blocks\/([^/]+)\/children/.exec(path)?.[1];
    if (page?.endsWith('-toggle')) return json(200, list([block('paragraph', 'inside')], null));
    if (page) return json(200, list([block('heading_1', page), block('toggle', 'more', `${page}-toggle`)], null));
    return json(404, { object: 'error', status: 404, code: 'object_not_found' });
  };
}

function block(type: string, text: string, id: string | null = null) {
  return {
    object: 'block',
    id: id ?? `${text}-${type}`,
    type,
    has_children: id !== null,
    [type]: { rich_text: words(text) },
  };
}

function list(results: readonly unknown[], next: string | null) {
  return { object: 'list', results, next_cursor: next, has_more: next !== null };
}

function floor(at: number): number {
  return Math.floor(at / minute) * minute;
}

function toAnswer({ id, title, at, isTrashed = false }: Row) {
  return {
    object: 'page',
    id,
    last_edited_time: new Date(floor(at)).toISOString(),
    in_trash: isTrashed,
    url: `https://www.notion.so/${id}`,
    parent: { type: 'data_source_id', data_source_id: 'ds1', database_id: 'db1' },
    properties: {
      Goal: { id: 'title', type: 'title', title: words(title) },
      Target: { id: 'a', type: 'number', number: 45 },
      Owner: {
        id: 'b',
        type: 'people',
        people: [{ object: 'user', id: 'u', name: 'Ada', type: 'person', person: {} }],
      },
      Due: { id: 'c', type: 'date', date: { start: '2026-10-01', end: '2026-12-31T10:00:00Z' } },
      Status: { id: 'd', type: 'status', status: { id: 'x', name: 'On track' } },
      Score: { id: 'e', type: 'formula', formula: { type: 'number', number: 0.5 } },
      Parent: { id: 'f', type: 'relation', relation: [{ id: 'r' }] },
    },
  };
}

function answerOf(status: number, body: unknown): ProxiedAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function makeRows(count: number): Row[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `p${at}`,
    title: `Goal ${at}`,
    at: start + at * 60 * minute,
  }));
}

describe('Notion', () => {
  let proxy: FaultProxy | null = null;
  afterEach(() => proxy?.close());

  async function connect(answer: (request: ProxiedRequest) => ProxiedAnswer) {
    await proxy?.close();
    proxy = await startFaultProxy('http://127.0.0.1:9', answer);
    return notion.create({ connectionId: 'c', baseUrl: proxy.url, credentials: { token: 'ntn_t0ken' } });
  }

  async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  }

  const idsOf = (pages: readonly { readonly records: readonly { readonly externalId: string }[] }[]) =>
    pages.flatMap(({ records }) => records.map(({ externalId }) => externalId));
  const sizes = () =>
    (proxy?.asked ?? []).flatMap(({ path, body }) => (path.endsWith('/query') ? [(body as Asked).page_size] : []));

  it('reads every row with its columns and what stands inside its blocks, without a search', async () => {
    const connector = await connect(createSource(makeRows(5), { perPage: 2 }));
    const pages = await gather(connector.pull(scope, null, signal));
    expect(idsOf(pages)).toEqual(['p4', 'p3', 'p2', 'p1', 'p0']);
    expect(pages[0]?.records[0]).toMatchObject({
      scopeExternalId: 'ds1',
      title: 'Goal 4',
      url: 'https://www.notion.so/p4',
      properties: [
        { name: 'Target', value: '45', number: 45 },
        { name: 'Owner', value: 'Ada', number: null },
        { name: 'Due', value: '2026-12-31', number: null },
        { name: 'Status', value: 'On track', number: null },
        { name: 'Score', value: '0.5', number: 0.5 },
        { name: 'Parent', value: 'r', number: null },
      ],
      blocks: [
        { type: 'heading', level: 1, text: 'p4' },
        { type: 'paragraph', text: 'more' },
        { type: 'paragraph', text: 'inside' },
      ],
    });
    expect(proxy?.asked.some(({ path }) => path.includes('/search'))).toBe(false);
  });

  it('reads an edit again that came in the minute already read', async () => {
    const rows = makeRows(2);
    const last = rows[1] as Row;
    last.at += 5_000;
    let now = last.at + 1_000;
    const connector = await connect(createSource(rows, { now: () => now }));
    const whole = await gather(connector.pull(scope, null, signal));
    Object.assign(last, { title: 'Goal, edited', at: last.at + 30_000 });
    now += 10 * minute;
    const [next] = await gather(connector.pull(scope, whole.at(-1)?.cursor ?? null, signal));
    expect(next?.records).toMatchObject([{ externalId: 'p1', title: 'Goal, edited' }]);
  });

  it('costs one request when nothing changed and the last minute is over', async () => {
    const connector = await connect(createSource(makeRows(3)));
    const whole = await gather(connector.pull(scope, null, signal));
    const before = proxy?.asked.length ?? 0;
    expect(idsOf(await gather(connector.pull(scope, whole.at(-1)?.cursor ?? null, signal)))).toEqual([]);
    expect((proxy?.asked.length ?? 0) - before).toBe(1);
  });

  it('never makes rows look read that a walk did not reach', async () => {
    const connector = await connect(createSource(makeRows(5), { perPage: 2 }));
    const first = await connector.pull(scope, null, signal)[Symbol.asyncIterator]().next();
    expect(first.value.isLast).toBe(false);
    expect(first.value.cursor).not.toHaveProperty('through');
    const cursor = JSON.parse(JSON.stringify(first.value.cursor)) as Cursor;
    expect(idsOf(await gather(connector.pull(scope, cursor, signal)))).toEqual(['p2', 'p1', 'p0']);
  });

  it('asks for half as many rows when Notion cannot put so many together, and loses none', async () => {
    const source = createSource(makeRows(8));
    const isHeavy = ({ path, body }: ProxiedRequest) => path.endsWith('/query') && (body as Asked).page_size > 6;
    const connector = await connect((request) => (isHeavy(request) ? answerOf(502, 'bad gateway') : source(request)));
    expect((await gather(connector.census(scope, signal))).flat()).toHaveLength(8);
    expect(sizes()).toEqual([100, 50, 25, 12, 6, 6]);
  });

  it('tells a page in the trash from one that is not given, and calls neither deleted', async () => {
    const rows = makeRows(2);
    Object.assign(rows[1] as Row, { isTrashed: true });
    const connector = await connect(createSource(rows));
    const { records, missing } = await connector.fetchRecords(['p1', 'p7'], signal);
    expect(records).toMatchObject([{ externalId: 'p1', isTrashed: true, blocks: null }]);
    expect(missing).toEqual(['p7']);
    expect((await gather(connector.census(scope, signal))).flat()).toEqual(['p0']);
  });

  it.each([
    [401, 'unauthorised'],
    [404, 'not-visible'],
    [403, 'not-visible'],
  ])('reads %i on a data source as %s, never as an empty one', async (status, kind) => {
    const connector = await connect(() => answerOf(status, { object: 'error', status }));
    await expect(gather(connector.pull(scope, null, signal))).rejects.toMatchObject({ kind, tool: 'notion' });
    await expect(gather(connector.census(scope, signal))).rejects.toMatchObject({ kind });
  });

  it('stops with an error at a place it saw before, and where there is more but no place', async () => {
    for (const next of ['same', null]) {
      const connector = await connect(() => answerOf(200, { ...list([], next), has_more: true }));
      await expect(gather(connector.pull(scope, null, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
      await expect(gather(connector.census(scope, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
    }
  });

  it('goes on over an empty answer that says there is more', async () => {
    const source = createSource(makeRows(2));
    let isFirst = true;
    const connector = await connect((request) => {
      if (!request.path.endsWith('/query') || !isFirst) return source(request);
      isFirst = false;
      return answerOf(200, list([], '0'));
    });
    expect(idsOf(await gather(connector.pull(scope, null, signal)))).toEqual(['p1', 'p0']);
  });

  it('names the account and its data sources', async () => {
    const found = {
      object: 'data_source',
      id: 'ds1',
      title: words('OKRs'),
      url: 'https://www.notion.so/ds1',
      in_trash: false,
    };
    const me = { object: 'user', id: 'u1', name: 'plumbline', type: 'bot', bot: { workspace_name: 'Larkfield' } };
    const connector = await connect(({ path }) => answerOf(200, path === '/v1/users/me' ? me : list([found], null)));
    expect(await connector.check(signal)).toMatchObject({ id: 'u1', name: 'plumbline', site: 'Larkfield' });
    expect(await gather(connector.listScopes(signal))).toEqual([
      {
        externalId: 'ds1',
        key: null,
        name: 'OKRs',
        url: 'https://www.notion.so/ds1',
        archived: false,
        kind: 'data source',
      },
    ]);
  });

  it('says its version with every request, and its token in no address', async () => {
    const heard: unknown[] = [];
    const source = createSource(makeRows(1));
    proxy = await startFaultProxy('http://127.0.0.1:9', (request, _forward, { req }) => {
      heard.push(req.headers['notion-version']);
      return source(request);
    });
    const connector = notion.create({ connectionId: 'c', baseUrl: proxy.url, credentials: { token: 'ntn_t0ken' } });
    await gather(connector.pull(scope, null, signal));
    expect(heard).toEqual(['2025-09-03', '2025-09-03', '2025-09-03']);
    expect(proxy.asked.map(({ path }) => path).join()).not.toContain('t0ken');
  });
});
