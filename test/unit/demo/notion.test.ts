import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { type NotionOptions, startNotion } from '../../../src/demo/notion/index.ts';
import { startReceiver } from './receiver.ts';
import { morePages, notionId, smallWikiWorld } from './small-wiki.ts';
import { dayMs, endsAt } from './small-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read as they come
type Json = any;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const source = notionId(900_001);
const strategy = notionId(1);

async function start(options: Partial<NotionOptions> = {}) {
  const server = await startNotion(smallWikiWorld(), { now: endsAt, rateLimits: 'off', ...options });
  ends.push(() => server.close());
  const send = (path: string, body?: unknown, more: Record<string, string> = {}) =>
    fetch(`${server.url}/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${server.credentials.token}`,
        'notion-version': '2025-09-03',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const ask = async (path: string, body?: unknown): Promise<Json> => (await send(path, body)).json();
  const query = (body: object) => ask(`/data_sources/${source}/query`, body);
  return { server, send, ask, query };
}

async function subscribed(...statuses: number[]) {
  const receiver = await startReceiver(200, ...statuses);
  ends.push(() => receiver.close());
  const { server, ...means } = await start({ retryScale: 0 });
  server.subscribe(receiver.url);
  await server.settled();
  const token: string = receiver.bodies<Json>()[0].verification_token;
  return { server, receiver, token, told: () => receiver.bodies<Json>().slice(1), ...means };
}

describe('the simulated Notion', () => {
  it('gives every row of a data source once over all answers, by the id of the next', async () => {
    const { query } = await start();
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const answer = await query({ page_size: 100, ...(cursor ? { start_cursor: cursor } : {}) });
      seen.push(...answer.results.map(({ id }: Json) => id));
      more = answer.has_more;
      cursor = answer.next_cursor;
    }
    expect(seen).toHaveLength(morePages + 3);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('puts the last edited first, filters by the minute, and rounds edits down to it', async () => {
    const { server, query } = await start();
    server.setClock(endsAt + 42_000);
    server.change({ type: 'edit', page: 'notion-other', set: { title: 'Edited late' } });
    const filter = (at: number) => ({
      timestamp: 'last_edited_time',
      last_edited_time: { on_or_after: new Date(at).toISOString() },
    });
    const sorts = [{ timestamp: 'last_edited_time', direction: 'descending' }];
    const { results } = await query({ sorts, page_size: 2 });
    expect(results.map(({ last_edited_time }: Json) => last_edited_time)).toEqual([
      new Date(endsAt).toISOString(),
      new Date(endsAt - 2 * dayMs).toISOString(),
    ]);
    expect((await query({ filter: filter(endsAt) })).results).toHaveLength(1);
    expect((await query({ filter: filter(endsAt + 1) })).results).toHaveLength(0);
  });

  it('keeps the trash out of queries and out of the search, and says so of the page itself', async () => {
    const { server, ask, query } = await start();
    server.change({ type: 'trash', page: 'notion-strategy' });
    const ids = async (body: object) => (await query(body)).results.map(({ id }: Json) => id);
    expect(await ids({})).not.toContain(strategy);
    expect(await ids({ in_trash: true })).toEqual([strategy, notionId(3)]);
    expect(await ask(`/pages/${strategy}`)).toMatchObject({ in_trash: true, archived: true });
    expect((await ask('/search', { query: 'Strategy' })).results).toEqual([]);
    server.change({ type: 'restore', page: 'notion-strategy' });
    expect(await ask(`/pages/${strategy.replaceAll('-', '')}`)).toMatchObject({ in_trash: false });
  });

  it('gives what stands inside a block only where that block is asked for', async () => {
    const { ask } = await start();
    const inside = async (id: string): Promise<Json[]> => (await ask(`/blocks/${id}/children`)).results;
    const blocks = await inside(strategy);
    expect(blocks.map(({ type, has_children }) => [type, has_children])).toEqual([
      ['heading_1', false],
      ['paragraph', false],
      ['table', true],
      ['heading_2', false],
      ['bulleted_list_item', true],
      ['numbered_list_item', false],
      ['numbered_list_item', false],
      ['to_do', false],
      ['to_do', false],
      ['code', false],
      ['toggle', true],
    ]);
    const rows = await inside(blocks[2].id);
    const cells = rows[1].table_row.cells;
    expect(cells[0][0].plain_text).toBe('KR3.1 Messages lost');
    expect(cells[3][0]).toMatchObject({ type: 'mention', mention: { date: { start: '2026-12-31' } } });
    const [paragraph] = await inside(blocks[10].id);
    expect(paragraph.paragraph.rich_text[1]).toMatchObject({
      mention: { page: { id: notionId(2) } },
      plain_text: 'Other',
    });
    expect((await inside(blocks[4].id))[0].bulleted_list_item.rich_text[0].plain_text).toBe('inside it');
  });

  it('fills each column as its kind does, and tells the columns of the data source', async () => {
    const { ask } = await start();
    const { properties } = await ask(`/pages/${strategy}`);
    expect(properties).toMatchObject({
      Name: { type: 'title', title: [{ plain_text: 'Strategy, reworded' }] },
      Type: { type: 'select', select: { name: 'Key result' } },
      From: { type: 'number', number: 42 },
      Due: { type: 'date', date: { start: '2026-12-31', end: null } },
      Owner: { type: 'email', email: 'p1@example.com' },
      Note: { type: 'rich_text', rich_text: [{ plain_text: 'Said <twice>' }] },
      Live: { type: 'checkbox', checkbox: true },
      Link: { type: 'url', url: 'https://example.com/why' },
    });
    const columns = (await ask(`/data_sources/${source}`)).properties;
    expect(Object.keys(columns)).toEqual(Object.keys(properties));
    for (const name of Object.keys(columns)) expect(columns[name].id).toBe(properties[name].id);
    expect((await ask(`/pages/${notionId(2)}`)).properties.From.number).toBeNull();
  });

  it('says nothing of what is not shared, as if there were none', async () => {
    const { server, send, ask } = await start();
    server.change({ type: 'hide-page', page: 'notion-strategy' });
    expect((await send(`/pages/${strategy}`)).status).toBe(404);
    server.change({ type: 'lose-access', space: 'notion-one' });
    expect((await send(`/data_sources/${source}/query`, {})).status).toBe(404);
    const found = await ask('/search', { filter: { property: 'object', value: 'data_source' } });
    expect(found.results.map(({ id }: Json) => id)).toEqual([notionId(900_002)]);
    expect((await send(`/blocks/${strategy}/children`)).status).toBe(404);
    expect(await ask(`/pages/${strategy}`)).toMatchObject({ object: 'error', code: 'object_not_found' });
  });

  it('finds by search late what was made lately', async () => {
    const { server, ask } = await start({ searchLagMs: 60_000 });
    server.change({ type: 'create', space: 'notion-one', set: { title: 'Fresh' } });
    const count = async () => (await ask('/search', { query: 'fresh' })).results.length;
    expect(await count()).toBe(0);
    server.setClock(endsAt + 61_000);
    expect(await count()).toBe(1);
  });

  it('refuses a missing version, one without data sources, a foreign token, a forged cursor and a page too large', async () => {
    const { send, query, server } = await start();
    const bare = await fetch(`${server.url}/v1/users/me`, {
      headers: { authorization: `Bearer ${server.credentials.token}` },
    });
    expect([bare.status, ((await bare.json()) as Json).code]).toEqual([400, 'missing_version']);
    expect((await send('/users/me', undefined, { 'notion-version': '2022-06-28' })).status).toBe(400);
    expect((await send('/users/me', undefined, { authorization: 'Bearer wrong' })).status).toBe(401);
    expect(await query({ start_cursor: notionId(77) })).toMatchObject({ code: 'validation_error' });
    expect(await query({ page_size: 101 })).toMatchObject({ code: 'validation_error' });
    expect(await query({ filter: { property: 'Type' } })).toMatchObject({ code: 'validation_error' });
    expect(await query({ sorts: [{ property: 'Type', direction: 'ascending' }] })).toMatchObject({
      code: 'validation_error',
    });
  });

  it('leaves `archived` out of the later version', async () => {
    const { send } = await start();
    const answer = (await (
      await send(`/pages/${strategy}`, undefined, { 'notion-version': '2026-03-11' })
    ).json()) as Json;
    expect(answer).not.toHaveProperty('archived');
    expect(answer.in_trash).toBe(false);
  });

  it('answers 429 past three a second on average, says how long to wait, and counts it', async () => {
    const { server, send } = await start({ rateLimits: 'enforced', wallClock: () => 1_000_000 });
    const answers = await Promise.all(Array.from({ length: 46 }, () => send('/users/me')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(server.violations()).toBe(1);
  });

  it('ends a query for too many rows in 502', async () => {
    const { send } = await start({ rowsMax: 10 });
    expect((await send(`/data_sources/${source}/query`, { page_size: 11 })).status).toBe(502);
    expect((await send(`/data_sources/${source}/query`, { page_size: 10 })).status).toBe(200);
  });
});

describe('webhooks of the simulated Notion', () => {
  it('sends the token first, signed with itself, and tells nothing before it is given back', async () => {
    const { server, receiver, token, told } = await subscribed();
    const [first] = receiver.received;
    const signature = createHmac('sha256', token)
      .update(first?.body ?? '')
      .digest('hex');
    expect(first?.headers['x-notion-signature']).toBe(`sha256=${signature}`);
    server.change({ type: 'edit', page: 'notion-other', set: { title: 'Unheard' } });
    await server.settled();
    expect(told()).toEqual([]);
    expect(() => server.confirm('secret_foreign')).toThrow('no webhook');
    server.confirm(token);
    server.change({ type: 'edit', page: 'notion-other', set: { title: 'Heard' } });
    await server.settled();
    expect(told()).toMatchObject([{ type: 'page.properties_updated', attempt_number: 1, entity: { id: notionId(2) } }]);
  });

  it('tells several edits of one page as one, with everybody who made them', async () => {
    const { server, token, told } = await subscribed();
    server.confirm(token);
    server.change({ type: 'edit', page: 'notion-other', by: 'p1', set: { content: [] } });
    server.change({ type: 'edit', page: 'notion-other', by: 'p2', set: { content: [{ is: 'paragraph', text: 'x' }] } });
    await server.settled();
    expect(told()).toHaveLength(1);
    expect(told()[0]).toMatchObject({ type: 'page.content_updated' });
    expect(told()[0].authors).toHaveLength(2);
  });

  it('tells of the trash and back, of a new row, and of a data source, but of nothing that is out of sight', async () => {
    const { server, token, told } = await subscribed();
    server.confirm(token);
    const types = async () => {
      await server.settled();
      return told().map(({ type }) => type);
    };
    server.change({ type: 'trash', page: 'notion-other' });
    expect(await types()).toEqual(['page.deleted', 'data_source.content_updated']);
    server.change({ type: 'restore', page: 'notion-other' });
    server.change({ type: 'create', space: null, set: { title: 'Alone' } });
    server.change({ type: 'archive', space: 'notion-one' });
    server.change({ type: 'unarchive', space: 'notion-one' });
    expect((await types()).slice(2)).toEqual([
      'page.undeleted',
      'data_source.content_updated',
      'page.created',
      'data_source.deleted',
      'data_source.undeleted',
    ]);
    server.change({ type: 'hide-page', page: 'notion-other' });
    server.change({ type: 'lose-access', space: 'notion-one' });
    server.change({ type: 'edit', page: 'notion-strategy', set: { title: 'Unseen' } });
    expect(await types()).toHaveLength(7);
  });

  it('tries again with the same id and a higher number, each attempt signed as it is sent', async () => {
    const { server, receiver, token, told } = await subscribed(500, 503);
    server.confirm(token);
    server.change({ type: 'trash', page: 'notion-elsewhere' });
    await server.settled();
    const deleted = told().filter(({ type }) => type === 'page.deleted');
    const tries = new Map(told().map((event) => [event.attempt_number, event]));
    expect(told()).toHaveLength(4);
    expect(deleted.length + told().filter(({ type }) => type === 'data_source.content_updated').length).toBe(4);
    expect(new Set(told().map(({ id }) => id)).size).toBe(2);
    expect(tries.has(2)).toBe(true);
    for (const { headers, body } of receiver.received) {
      expect(headers['x-notion-signature']).toBe(`sha256=${createHmac('sha256', token).update(body).digest('hex')}`);
    }
  });
});
