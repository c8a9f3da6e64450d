/** The simulated Notion, read by our connector, and every answer and delivery held against Notion's OpenAPI document. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Cursor } from '../../connectors/connector.ts';
import { notion } from '../../connectors/notion/index.ts';
import { nextAnswers } from '../../src/demo/faults.ts';
import { type NotionOptions, startNotion } from '../../src/demo/notion/index.ts';
import { startReceiver } from '../unit/demo/receiver.ts';
import { notionId, smallWikiWorld } from '../unit/demo/small-wiki.ts';
import { endsAt } from '../unit/demo/small-world.ts';
import { makeChecker } from './vendor-documents/checker.ts';
import { openDocument } from './vendor-documents/document.ts';
import type { Json } from './vendor-documents/json-schema.ts';
import { startProxy } from './vendor-documents/proxy.ts';
import { compare, shapeOf } from './vendor-documents/recorded-shape.ts';

const folder = process.env.PLUMBLINE_FIXTURES ?? '';
const { signal } = new AbortController();
const scope = { externalId: notionId(900_001), key: null, name: 'Space one' };
/** Rows of it that are worth a request each. */
const few = 12;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(options: Partial<NotionOptions> = {}) {
  const whole = smallWikiWorld();
  const wikis = {
    spaces: whole.wikis?.spaces ?? [],
    pages: (whole.wikis?.pages ?? []).filter(({ id }) => !/more-\d\d/.test(id)),
  };
  const server = await startNotion({ ...whole, wikis }, { now: endsAt, ...options });
  ends.push(() => server.close());
  const proxy = await startProxy(server.url);
  ends.push(() => proxy.close());
  const connector = notion.create({ connectionId: 'sim', baseUrl: proxy.url, credentials: server.credentials });
  const pull = async (since: Cursor | null) => {
    const pages = await gather(connector.pull(scope, since, signal));
    return {
      records: pages.flatMap(({ records }) => records),
      setAside: pages.flatMap((page) => page.setAside),
      cursor: pages.at(-1)?.cursor ?? null,
    };
  };
  return { server, proxy, connector, pull };
}

async function gather<T>(items: AsyncIterable<T> | readonly T[]): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('our connector on the simulated Notion', () => {
  it('reads every row once with its columns and all that is nested in it, within the limits', async () => {
    const { server, connector, pull } = await start();
    expect(await connector.check(signal)).toMatchObject({ name: expect.any(String) });
    const scopes = await gather(connector.listScopes(signal));
    expect(scopes.map(({ name }) => name).sort()).toEqual(['Space one', 'Space two']);
    const { records, setAside } = await pull(null);
    expect(setAside).toEqual([]);
    expect(records).toHaveLength(few + 1);
    expect(records.find(({ externalId }) => externalId === notionId(1))).toMatchObject({
      title: 'Strategy, reworded',
      isTrashed: false,
      properties: expect.arrayContaining([
        { name: 'From', value: '42', number: 42 },
        { name: 'Due', value: '2026-12-31', number: null },
      ]),
      blocks: expect.arrayContaining([
        { type: 'heading', level: 1, text: 'O3: Interfaces & more' },
        {
          type: 'table',
          rows: [expect.anything(), ['KR3.1 Messages lost', '42', '5', '2026-12-31', 'p1@example.com']],
        },
        { type: 'item', depth: 1, text: 'inside it' },
      ]),
    });
    expect(server.violations()).toBe(0);
  });

  it('never skips a later edit of a minute it read before', async () => {
    const { server, pull } = await start();
    server.change({ type: 'edit', page: 'notion-other', set: { title: 'First' } });
    const first = await pull(null);
    server.change({ type: 'edit', page: 'notion-other', set: { title: 'Second, in the same minute' } });
    const second = await pull(first.cursor);
    expect(second.records.map(({ title }) => title)).toContain('Second, in the same minute');
  });

  it('halves a query that is too heavy, and still reads every row', async () => {
    const { pull } = await start({ rowsMax: 4 });
    expect((await pull(null)).records).toHaveLength(few + 1);
  });

  it('finds pages in no data source by their last edit, late ones too, and passes over the rows beside them', async () => {
    const lag = 3 * 60_000;
    const { server, connector } = await start({ searchLagMs: lag });
    const look = async (since: Cursor | null) => {
      const pages = await gather(connector.pullLoose?.(since, signal) ?? []);
      return {
        titles: pages.flatMap(({ records }) => records.map(({ title }) => title)),
        cursor: pages.at(-1)?.cursor ?? null,
      };
    };
    const first = await look(null);
    expect(first.titles).toEqual([]);
    server.change({ type: 'create', space: null, set: { title: 'Alone' } });
    expect((await look(first.cursor)).titles).toEqual([]);
    server.setClock(endsAt + lag + 60_000);
    const second = await look(first.cursor);
    expect(second.titles).toEqual(['Alone']);
    expect((await gather(connector.listLooseIds?.(signal) ?? [])).flat()).toHaveLength(1);
    const before = server.journal.length;
    expect(await look(second.cursor)).toEqual({ titles: [], cursor: second.cursor });
    expect(server.journal.length - before).toBe(1);
  });

  it('reads a trashed row by its id as trashed, and one no longer shared as missing', async () => {
    const { server, connector } = await start();
    server.change({ type: 'trash', page: 'notion-other' });
    server.change({ type: 'hide-page', page: 'notion-strategy' });
    const { records, missing } = await connector.fetchRecords([notionId(1), notionId(2)], signal);
    expect(records).toMatchObject([{ externalId: notionId(2), isTrashed: true }]);
    expect(missing).toEqual([notionId(1)]);
    expect((await gather(connector.census(scope, signal))).flat()).not.toContain(notionId(2));
  });

  it('waits as long as a refusal for too many requests says, and loses nothing', async () => {
    const { server, pull } = await start();
    const headers = { 'retry-after': '1', 'content-type': 'application/json' };
    const body = JSON.stringify({ object: 'error', status: 429, code: 'rate_limited', message: 'Slower.' });
    server.fault(nextAnswers(1, /query/, { type: 'status', status: 429, headers, body }));
    expect((await pull(null)).records).toHaveLength(few + 1);
  });

  it('refuses half an answer whole, and reads it all the next time', async () => {
    const { server, connector, pull } = await start();
    server.fault(nextAnswers(9, /query/, { type: 'truncated' }));
    await expect(gather(connector.pull(scope, null, signal))).rejects.toMatchObject({ tool: 'notion' });
    server.fault(null);
    expect((await pull(null)).records).toHaveLength(few + 1);
  });

  it('proves each delivery, knows its retries, and reads from it what to read again', async () => {
    const receiver = await startReceiver(200, 500);
    ends.push(() => receiver.close());
    const { server } = await start({ retryScale: 0 });
    server.subscribe(receiver.url);
    await server.settled();
    const raws = () =>
      receiver.received.map(({ method, path, headers, body }) => ({
        method,
        path,
        headers: headers as Record<string, string>,
        body: Buffer.from(body),
      }));
    const [handshake] = raws() as [ReturnType<typeof raws>[number]];
    const open = notion.verifyDelivery?.(handshake as never, { secrets: [], isHandshakeOpen: true } as never);
    expect(open).toMatchObject({ type: 'handshake' });
    const { secret } = open as { secret: string };
    server.confirm(secret);
    server.change({ type: 'edit', page: 'notion-elsewhere', set: { content: [] } });
    await server.settled();
    const told = raws().slice(1) as never[];
    expect(told).toHaveLength(2);
    for (const raw of told) {
      expect(notion.verifyDelivery?.(raw, { secrets: [secret], isHandshakeOpen: false } as never)).toBe('ok');
      expect(notion.readDelivery(raw)).toMatchObject({ changed: [{ kind: 'document', externalId: notionId(6) }] });
    }
    expect(new Set(told.map((raw) => notion.deliveryKey?.(raw))).size).toBe(1);
  });
});

/** Asks until Notion has had enough, on a clock that stands still. */
async function exceedLimit() {
  const { server, proxy } = await start({ wallClock: () => 1_000_000 });
  const headers = { authorization: `Bearer ${server.credentials.token}`, 'notion-version': '2026-03-11' };
  const ask = async () => (await fetch(`${proxy.url}/v1/users/me`, { headers })).arrayBuffer();
  await Promise.all(Array.from({ length: 50 }, ask));
  const refused = proxy.exchanges.filter(({ status }) => status === 429);
  expect(refused.length).toBe(server.violations());
  expect(refused.length).toBeGreaterThan(0);
  return refused;
}

/** Its allOf closes each part to the fields of the others, and an answer that says only an id would fit everywhere: we send none such. */
function amend(text: string): Json {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).flatMap(([key, each]): [string, unknown][] => {
      if (key === 'additionalProperties' && each === false) return [];
      // A filter's moments are called days; the guide to filters shows them with their time.
      if (key === 'format' && each === 'date') return [];
      if (key !== 'oneOf' && key !== 'anyOf') return [[key, strip(each)]];
      const whole = (each as Json[]).filter(
        ({ $ref }) => !/partial(Page|Block|DataSource|Database)ObjectResponse$/.test($ref ?? ''),
      );
      return [['anyOf', strip(whole)]];
    });
    return Object.fromEntries(entries);
  };
  return strip(JSON.parse(text)) as Json;
}

describe.skipIf(!folder)('the simulated Notion keeps to Notion’s document', () => {
  const file = join(folder, 'vendor-specs', 'notion.json');

  it('in every request our connector makes and every answer of the later version', async () => {
    const { server, proxy, connector, pull } = await start({ rateLimits: 'off' });
    server.change({ type: 'create', space: null, set: { title: 'Alone' } });
    await connector.check(signal);
    await gather(connector.pullLoose?.(null, signal) ?? []);
    await gather(connector.listScopes(signal));
    await pull((await pull(null)).cursor);
    await gather(connector.census(scope, signal));
    await connector.fetchRecords([notionId(1), notionId(3), notionId(99)], signal);
    const asked = [...proxy.exchanges];
    const authorization = `Bearer ${(await start()).server.credentials.token}`;
    const later = { authorization, 'notion-version': '2026-03-11', 'content-type': 'application/json' };
    for (const { method, path, query, requestBody } of asked) {
      const body = requestBody === null ? {} : { body: JSON.stringify(requestBody) };
      const answer = await fetch(`${proxy.url}${path}?${query}`, { method, headers: later, ...body });
      await answer.arrayBuffer();
    }
    const get = async (path: string, headers: Record<string, string>) =>
      (await fetch(`${proxy.url}${path}`, { headers })).arrayBuffer();
    const { authorization: _, ...stranger } = later;
    await get(`/v1/data_sources/${scope.externalId}`, later);
    await get('/v1/users/me', { ...stranger, authorization: 'Bearer wrong' });
    await get('/v1/users/me', { authorization });
    const document = openDocument('notion' as const, file, '', amend);
    const refused = await exceedLimit();
    const exchanges = [...proxy.exchanges.slice(asked.length), ...refused];
    const { findings, bySchema } = makeChecker(document, () => null)(exchanges);
    expect(findings.map(({ operation, what }) => `${operation}: ${what}`)).toEqual([]);
    expect([...bySchema].sort()).toEqual([
      'GET /v1/blocks/{block_id}/children',
      'GET /v1/data_sources/{data_source_id}',
      'GET /v1/pages/{page_id}',
      'GET /v1/users/me',
      'POST /v1/data_sources/{data_source_id}/query',
      'POST /v1/search',
    ]);
  });

  it('in every kind of delivery', async () => {
    const receiver = await startReceiver();
    ends.push(() => receiver.close());
    const { server } = await start();
    server.subscribe(receiver.url);
    await server.settled();
    server.confirm(receiver.bodies<{ verification_token: string }>()[0]?.verification_token ?? '');
    const page = 'notion-strategy';
    server.change({ type: 'edit', page, by: 'p1', set: { title: 'Anew', content: [], cells: { From: 3 } } });
    server.change({ type: 'trash', page });
    server.change({ type: 'restore', page });
    server.change({ type: 'create', space: 'notion-one', set: { title: 'New row' } });
    server.change({ type: 'archive', space: 'notion-two' });
    server.change({ type: 'unarchive', space: 'notion-two' });
    await server.settled();
    const root = amend(readFileSync(file, 'utf8'));
    const told = receiver.bodies<Json>().slice(1);
    const findings = told.flatMap((body) => {
      const name = String(body.type).replaceAll(/[._](\w)/g, (_all, letter: string) => letter.toUpperCase());
      const webhook = root.webhooks[name];
      const schema = webhook.post.requestBody.content['application/json'].schema;
      return compare(shapeOf(schema, root), body).map((finding) => `${body.type} ${finding}`);
    });
    expect(findings).toEqual([]);
    expect(new Set(told.map(({ type }) => type)).size).toBe(8);
  });
});
