/** What changed in Confluence, asked of the simulated one in one search: whatever zone its user chose, however late its index is. */
import { afterEach, describe, expect, it } from 'vitest';
import { confluence } from '../../connectors/confluence/index.ts';
import type { Cursor, ScopeRef, ScopeSince } from '../../connectors/connector.ts';
import type { DocumentChanges, WikiConnector } from '../../connectors/wiki.ts';
import { type ConfluenceOptions, startConfluence } from '../../src/demo/confluence/index.ts';
import { nextAnswers } from '../../src/demo/faults.ts';
import type { SimPage } from '../../src/demo/wiki-world.ts';
import type { JournalEntry } from '../../src/demo/world.ts';
import { endsAt } from '../unit/demo/small-world.ts';
import { wikiOfSpaces } from '../unit/demo/wiki-of-spaces.ts';
import { startFaultProxy } from './fault-proxy.ts';

const minute = 60_000;
const { signal } = new AbortController();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function gather(connector: WikiConnector, since: readonly ScopeSince[], most = Number.POSITIVE_INFINITY) {
  const pages: DocumentChanges[] = [];
  for await (const page of connector.pullChanges?.(since, signal) ?? []) {
    pages.push(page);
    if (pages.length === most) break;
  }
  return pages;
}

/** A site of five spaces, of which each was walked to its end. */
async function start(options: Partial<ConfluenceOptions> = {}, pagesEach = 4) {
  const world = wikiOfSpaces(5, pagesEach);
  const server = await startConfluence(world, { now: endsAt, rateLimits: 'counted', ...options });
  ends.push(() => server.close());
  const { url: baseUrl, credentials } = server;
  const connector = confluence.create({ connectionId: 'sim', baseUrl, credentials });
  const spaces = (world.wikis?.spaces ?? []).map(({ vendorId, key, name }) => ({ externalId: vendorId, key, name }));
  const cursors = new Map<string, Cursor>();
  for (const scope of spaces) {
    for await (const page of connector.pull(scope, null, signal)) cursors.set(scope.externalId, page.cursor);
  }
  const look = async (of = spaces) => {
    (server.journal as JournalEntry[]).length = 0;
    const since: ScopeSince[] = of.map((scope) => ({ scope, cursor: cursors.get(scope.externalId) as Cursor }));
    const pages = await gather(connector, since);
    for (const page of pages) {
      for (const [id, cursor] of Object.entries(page.cursors)) cursors.set(id, JSON.parse(JSON.stringify(cursor)));
    }
    return {
      pages,
      titles: pages.flatMap(({ records }) => records.map(({ title }) => title)),
      missing: pages.flatMap((page) => page.missing),
      requests: server.journal.length,
    };
  };
  let now = endsAt;
  const pass = (ms: number) => {
    now += ms;
    server.setClock(now);
  };
  const vendorIdOf = (id: string) => pageOf(id).vendorId;
  const pageOf = (id: string) => world.wikis?.pages.find((page) => page.id === id) as SimPage;
  const edit = (page: string, title: string) => server.change({ type: 'edit', page, set: { title } });
  return { server, connector, spaces, cursors, look, pass, edit, pageOf, vendorIdOf };
}

describe('what changed in five spaces', () => {
  it('costs one search where nothing did, and moves nothing', async () => {
    const { look, pass } = await start();
    expect((await look()).titles).toEqual([]);
    pass(15 * minute);
    const idle = await look();
    expect(idle).toMatchObject({ pages: [], requests: 1 });
  });

  it('costs one search more than a page that changed, which comes whole', async () => {
    const { look, pass, edit } = await start();
    await look();
    pass(15 * minute);
    edit('page-2-1', 'Reworded');
    const { pages, requests } = await look();
    expect(pages.flatMap(({ records }) => records)).toMatchObject([
      { title: 'Reworded', version: 2, labels: ['okr'], scopeExternalId: '602', blocks: [{ text: 'Why 2-1' }] },
    ]);
    expect(requests).toBeLessThanOrEqual(3);
    expect(await look()).toMatchObject({ pages: [], requests: 1 });
  });

  it.each(['Pacific/Kiritimati', 'Pacific/Honolulu', 'Asia/Kathmandu', 'Etc/GMT+12'])(
    'misses nothing and reads nothing twice for a user in %s',
    async (userZone) => {
      const { look, pass, edit } = await start({ userZone });
      await look();
      const seen: string[] = [];
      for (let round = 0; round < 8; round++) {
        pass(5 * minute);
        edit(`page-${(round % 5) + 1}-${round % 4}`, `Round ${round}`);
        const { titles, requests } = await look();
        seen.push(...titles);
        expect(requests).toBe(2);
      }
      expect(seen).toEqual(Array.from({ length: 8 }, (_, round) => `Round ${round}`));
    },
  );

  it('finds what the index shows late', async () => {
    const { look, pass, edit, server } = await start({ indexLagMs: 2 * minute });
    edit('page-1-1', 'Late');
    pass(minute);
    edit('page-3-1', 'Later');
    expect((await look()).titles).toEqual([]);
    pass(90_000);
    expect((await look()).titles).toEqual(['Late']);
    pass(minute);
    expect((await look()).titles).toEqual(['Later']);
    expect(server.violations()).toBe(0);
  });

  it('asks for spaces that are read and for no other, whose changes cost nothing', async () => {
    const { look, pass, server, edit, spaces } = await start();
    const read = spaces.slice(0, 2);
    await look(read);
    pass(15 * minute);
    for (let at = 0; at < 4; at++) edit(`page-4-${at}`, `Elsewhere ${at}`);
    expect(await look(read)).toMatchObject({ pages: [], requests: 1 });
    expect(decodeURIComponent(String(server.journal[0]?.path))).not.toContain('SPACE4');
  });

  it('reads a page that moved from one space that is read to another in its new place', async () => {
    const { look, pass, edit, pageOf, vendorIdOf } = await start();
    await look();
    pass(15 * minute);
    edit('page-1-1', 'Before it moved');
    await look();
    Object.assign(pageOf('page-1-1'), { spaceId: 'space-5' });
    const { pages } = await look();
    expect(pages.flatMap(({ records }) => records)).toMatchObject([
      { externalId: vendorIdOf('page-1-1'), scopeExternalId: '605' },
    ]);
  });

  it('reads hundreds of changed pages in batches, with their labels, and moves its place with each batch', async () => {
    const { look, pass, edit } = await start({}, 60);
    await look();
    pass(15 * minute);
    for (let space = 1; space <= 5; space++) {
      for (let at = 0; at < 60; at++) edit(`page-${space}-${at}`, `New ${space}-${at}`);
    }
    const { pages, titles, requests } = await look();
    expect(new Set(titles).size).toBe(300);
    expect(pages.map(({ records }) => records.length)).toEqual([250, 50]);
    expect(pages.flatMap(({ records }) => records).every(({ labels }) => labels?.join() === 'okr')).toBe(true);
    expect(Object.keys(pages[0]?.cursors ?? {})).toHaveLength(5);
    // Six answers of fifty hits, two batches, and the labels of five spaces.
    expect(requests).toBe(6 + 2 + 5 * 2);
    expect((await look()).titles).toEqual([]);
    // A question reaches back for a day, and its answer ends at what is known.
    pass(15 * minute);
    edit('page-1-1', 'Newer than all of them');
    await look();
    expect(await look()).toMatchObject({ pages: [], requests: 1 });
  });

  it('goes on where it broke off, and leaves out nothing', async () => {
    const { look, pass, edit, connector, cursors, spaces } = await start({}, 60);
    await look();
    pass(15 * minute);
    for (let space = 1; space <= 5; space++) {
      for (let at = 0; at < 60; at++) edit(`page-${space}-${at}`, `New ${space}-${at}`);
    }
    const since = spaces.map((scope) => ({ scope, cursor: cursors.get(scope.externalId) as Cursor }));
    const [first] = await gather(connector, since, 1);
    for (const [id, cursor] of Object.entries(first?.cursors ?? {})) cursors.set(id, cursor);
    const rest = await look();
    const records = [...(first?.records ?? []), ...rest.pages.flatMap((page) => page.records)];
    expect(new Set(records.map(({ title }) => title)).size).toBe(300);
  });

  it('names a page that was hidden between the search and its reading, and calls it nothing else', async () => {
    const { look, pass, edit, server, vendorIdOf } = await start();
    await look();
    pass(15 * minute);
    edit('page-1-1', 'Seen by the index alone');
    server.fault(nextAnswers(1, /api\/v2\/pages\//, { type: 'status', status: 404, body: '{}' }));
    expect(await look()).toMatchObject({ titles: [], missing: [vendorIdOf('page-1-1')] });
  });

  it.each([
    [401, 'unauthorised'],
    [403, 'not-visible'],
    [400, 'unexpected-answer'],
  ])('says %i of the search as %s, and moves nothing', async (status, kind) => {
    const { look, server, cursors } = await start();
    const before = new Map(cursors);
    server.fault(nextAnswers(1, /rest\/api\/search/, { type: 'status', status, body: '{}' }));
    await expect(look()).rejects.toMatchObject({ kind, tool: 'confluence' });
    expect(cursors).toEqual(before);
  });

  it('asks with the cursors of a walk, and a walk goes on from its own', async () => {
    const { look, pass, edit, connector, spaces, cursors } = await start();
    await look();
    pass(15 * minute);
    edit('page-1-1', 'By search');
    await look();
    const titles: string[] = [];
    for (const scope of spaces) {
      for await (const page of connector.pull(scope, cursors.get(scope.externalId) ?? null, signal)) {
        titles.push(...page.records.map(({ title }) => title));
      }
    }
    expect(titles).toEqual([]);
    const [scope] = spaces as [ScopeRef];
    await expect(gather(connector, [{ scope, cursor: { other: 1 } }])).rejects.toMatchObject({
      kind: 'cursor-expired',
    });
  });
});

describe('an answer of the search', () => {
  const at = '2026-11-02T09:00:00.000Z';
  const since = [
    { scope: { externalId: '1', key: 'ONE', name: 'One' }, cursor: { through: Date.parse(at), seen: {} } },
  ];

  async function connect(search: (asked: number) => unknown) {
    let asked = 0;
    const json = (body: unknown) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const page = { id: '7', status: 'current', title: 'Seven', spaceId: '1', version: { number: 3, createdAt: at } };
    const proxy = await startFaultProxy('http://127.0.0.1:9', ({ path }) =>
      json(path.startsWith('/wiki/rest/api/search?') ? search(++asked) : page),
    );
    ends.push(() => proxy.close());
    const credentials = { email: 'a@b.example', token: 't0ken' };
    return { proxy, connector: confluence.create({ connectionId: 'c', baseUrl: proxy.url, credentials }) };
  }

  const content = { id: '7', type: 'page', status: 'current', title: 'Seven' };

  it('that tells neither version nor space is read once, and then known by its time', async () => {
    const { proxy, connector } = await connect(() => ({ results: [{ content, lastModified: at }], _links: {} }));
    const [first] = await gather(connector, since);
    expect(first?.records).toMatchObject([{ externalId: '7', version: 3, scopeExternalId: '1' }]);
    const [scope] = since;
    const cursor = first?.cursors['1'] as Cursor;
    const before = proxy.asked.length;
    expect(await gather(connector, [{ scope: scope?.scope as ScopeRef, cursor }])).toEqual([]);
    expect(proxy.asked.length - before).toBe(1);
  });

  it('that shows a change late, after one that was made later, is read all the same', async () => {
    const hitOf = (id: string, ms: number) => {
      const when = new Date(Date.parse(at) + ms).toISOString();
      return { content: { ...content, id, version: { number: 3, when }, space: { key: 'ONE' } }, lastModified: when };
    };
    const newest = hitOf('9', 60 * minute);
    const late = hitOf('7', 58 * minute);
    const { connector } = await connect((asked) => ({ results: asked === 1 ? [newest] : [newest, late], _links: {} }));
    const [first] = await gather(connector, since);
    const cursor = first?.cursors['1'] as Cursor;
    const [scope] = since;
    const [second] = await gather(connector, [{ scope: scope?.scope as ScopeRef, cursor }]);
    expect(second?.records).toMatchObject([{ externalId: '7' }]);
  });

  it('goes on by the cursor alone, wherever its next link leads, and ends only where there is none', async () => {
    const next = 'https://elsewhere.example/rest/api/search?next=true&cursor=c1&limit=50&start=50&cql=x';
    const { proxy, connector } = await connect((asked) => ({ results: [], _links: asked === 1 ? { next } : {} }));
    expect(await gather(connector, since)).toEqual([]);
    expect(proxy.asked.map(({ path }) => new URL(path, proxy.url).searchParams.get('cursor'))).toEqual([null, 'c1']);
  });

  it('that gives a cursor twice is an error, and so is one that leads nowhere', async () => {
    for (const next of ['/rest/api/search?cursor=c1', '/rest/api/search?start=50']) {
      const { connector } = await connect(() => ({ results: [], _links: { next } }));
      await expect(gather(connector, since)).rejects.toMatchObject({ kind: 'unexpected-answer' });
    }
  });

  it('that holds a hit of another form sets it aside, and reads the others', async () => {
    const good = { content: { ...content, version: { number: 3, when: at }, space: { key: 'ONE' } }, lastModified: at };
    const { connector } = await connect(() => ({ results: [{ content: { id: 5 } }, good], _links: {} }));
    const pages = await gather(connector, since);
    expect(pages.flatMap(({ setAside }) => setAside)).toHaveLength(1);
    expect(pages.flatMap(({ records }) => records)).toMatchObject([{ externalId: '7' }]);
  });
});
