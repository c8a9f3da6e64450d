import { afterEach, describe, expect, it } from 'vitest';
import type { ChangesPage, Connector, Cursor, ScopeSince } from '../../connectors/connector.ts';
import { jira } from '../../connectors/jira/index.ts';
import { startJira } from '../../src/demo/jira/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import type { SimServer, SimTask, World } from '../../src/demo/world.ts';
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts';

const minuteMs = 60_000;

/** A site of its own for each test, pulled once in full. */
interface Ground {
  readonly world: World;
  readonly sim: SimServer;
  readonly proxy: FaultProxy;
  readonly scopes: ScopeSince[];
  /** Issues of projects that are read, oldest first. */
  readonly tasks: readonly SimTask[];
  connect(): Connector;
}

const open: { close(): Promise<void> }[] = [];
let fault: Fault = () => null;

async function prepare({
  userTimeZone = 'America/St_Johns',
  tasks: size = 300,
  searchLagMs = 0,
} = {}): Promise<Ground> {
  const world = makeWorld({ seed: 'changes', tasks: size, now: Date.UTC(2026, 10, 20, 9) });
  const sim = await startJira(world, { now: world.endsAt, rateLimits: 'off', userTimeZone, searchLagMs });
  const proxy = await startFaultProxy(sim.url, (...asked) => fault(...asked));
  open.push(proxy, sim);
  const connect = () => jira.create({ connectionId: 'changes', baseUrl: proxy.url, credentials: sim.credentials });
  const scopes: ScopeSince[] = [];
  const connector = connect();
  for await (const scope of connector.listScopes(signal())) {
    if (!scope.archived) scopes.push({ scope, cursor: await walk(connector, scope) });
  }
  const read = new Set(scopes.map(({ scope }) => scope.externalId));
  const scopeIds = new Set(world.scopes.filter((scope) => read.has(scope.vendorId)).map((scope) => scope.id));
  const tasks = world.tasks.filter((task) => task.tool === 'jira' && scopeIds.has(task.scopeId));
  return { world, sim, proxy, scopes, tasks, connect };
}

async function walk(connector: Connector, scope: ScopeSince['scope']): Promise<Cursor> {
  let cursor: Cursor = {};
  for await (const page of connector.pull(scope, null, signal())) cursor = page.cursor;
  return cursor;
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

interface Tick {
  readonly pages: readonly ChangesPage[];
  readonly requests: readonly string[];
  readonly tasks: readonly string[];
}

/** One pull of changes by a connector of its own, as a job makes it; the scopes then stand where its pages say. */
async function tick(ground: Ground): Promise<Tick> {
  const before = ground.proxy.asked.length;
  const pages: ChangesPage[] = [];
  const connector = ground.connect();
  for await (const page of connector.pullChanges?.(ground.scopes, signal()) ?? []) {
    pages.push(page);
    for (const [at, { scope }] of ground.scopes.entries()) {
      const cursor = page.cursors[scope.externalId];
      if (cursor) ground.scopes[at] = { scope, cursor: JSON.parse(JSON.stringify(cursor)) as Cursor };
    }
  }
  const records = pages.flatMap((page) => page.records);
  return {
    pages,
    requests: ground.proxy.asked.slice(before).map(({ method, path }) => `${method} ${path.split('?')[0]}`),
    tasks: records.filter((record) => record.type === 'task').map(({ externalId }) => externalId),
  };
}

function find(ground: Ground, at: number): SimTask {
  const task = ground.tasks.at(at);
  if (!task) throw new Error('The world has too few issues.');
  return task;
}

/** An issue without a parent: nothing else must be asked for it. */
function alone(ground: Ground): SimTask {
  const task = ground.tasks.find(({ parentId }) => parentId === null);
  if (!task) throw new Error('Every issue has a parent.');
  return task;
}

afterEach(async () => {
  fault = () => null;
  for (const each of open.splice(0)) await each.close();
});

describe('changes of a Jira site', () => {
  it('costs one request while nothing happens, right after a full pull and ever after', async () => {
    const ground = await prepare();
    const cursors = JSON.stringify(ground.scopes);
    for (let round = 0; round < 3; round += 1) {
      expect(await tick(ground)).toEqual({ pages: [], requests: ['POST /rest/api/3/search/jql'], tasks: [] });
    }
    expect(JSON.stringify(ground.scopes)).toBe(cursors);
    expect(ground.scopes.length).toBeGreaterThan(2);
  });

  it('costs at most three requests for one changed issue, even where it names its epic by key, and one after it', async () => {
    const ground = await prepare();
    for (const at of [0, 1, 2, 3, 4, 5, -1]) {
      const { id, vendorId } = find(ground, at);
      ground.sim.setClock(ground.world.endsAt + (at + 2) * minuteMs);
      ground.sim.change({ type: 'edit', task: id, set: { labels: ['changed'] } });
      const { tasks, requests } = await tick(ground);
      expect(tasks).toEqual([vendorId]);
      expect(requests.length).toBeLessThanOrEqual(3);
      expect((await tick(ground)).requests).toHaveLength(1);
    }
  });

  it('costs two requests for one changed issue where the answer names its fields', async () => {
    const ground = await prepare();
    ground.sim.change({ type: 'edit', task: alone(ground).id, set: { labels: ['changed'] } });
    expect((await tick(ground)).requests).toEqual([
      'POST /rest/api/3/search/jql',
      'POST /rest/api/3/changelog/bulkfetch',
    ]);
  });

  it('costs at most three where it does not', async () => {
    const ground = await prepare();
    ground.sim.change({ type: 'edit', task: alone(ground).id, set: { labels: ['changed'] } });
    fault = async ({ path }, forward) => {
      if (!path.startsWith('/rest/api/3/search/jql')) return null;
      const { status, headers, body } = await forward();
      const { names: _, ...rest } = JSON.parse(body) as Record<string, unknown>;
      return { status, headers, body: JSON.stringify(rest) };
    };
    const { tasks, requests } = await tick(ground);
    expect(tasks).toEqual([alone(ground).vendorId]);
    expect(requests).toHaveLength(3);
  });

  it('finds what the search index shows late, and reads it at once by its id', async () => {
    const ground = await prepare({ searchLagMs: 2 * minuteMs });
    const [early, late] = [find(ground, 3), find(ground, 6)];
    ground.sim.change({ type: 'edit', task: early.id, set: { title: 'Changed first' } });
    ground.sim.setClock(ground.world.endsAt + minuteMs);
    ground.sim.change({ type: 'edit', task: late.id, set: { title: 'Changed a minute later' } });
    expect((await tick(ground)).tasks).toEqual([]);
    const read = await ground.connect().fetchRecords([{ kind: 'task', externalId: late.vendorId }], signal());
    expect(read.page.records.filter(({ type }) => type === 'task')).toMatchObject([
      { title: 'Changed a minute later' },
    ]);
    const seen: string[] = [];
    for (const minutes of [2, 3, 4]) {
      ground.sim.setClock(ground.world.endsAt + minutes * minuteMs + 1000);
      seen.push(...(await tick(ground)).tasks);
    }
    expect(seen).toEqual([early.vendorId, late.vendorId]);
  });

  it('gives a changed issue exactly as a full pull and a re-read by its id give it, with its history', async () => {
    const ground = await prepare();
    const { id, scopeId, vendorId } = alone(ground);
    const page = { name: 'Why', url: 'https://wiki.example/why' };
    ground.sim.change({
      type: 'edit',
      task: id,
      set: { labels: ['kr:growth-2'], title: 'Another title', attachments: [page] },
    });
    const { pages } = await tick(ground);
    const project = ground.world.scopes.find((scope) => scope.id === scopeId)?.vendorId;
    const scope = ground.scopes.find((one) => one.scope.externalId === project)?.scope;
    const full = [];
    if (scope) for await (const page of ground.connect().pull(scope, null, signal())) full.push(...page.records);
    const ofThis = (records: readonly { type: string; externalId: string }[]) =>
      records.filter(({ type, externalId }) => type !== 'person' && externalId === vendorId);
    expect(ofThis(pages.flatMap((page) => page.records))).toEqual(ofThis(full));
    expect(ofThis(full).map(({ type }) => type)).toEqual(['task', 'history']);
    const before = ground.proxy.asked.length;
    const again = await ground.connect().fetchRecords([{ kind: 'task', externalId: vendorId }], signal());
    const [links, rest] = [
      ofThis(again.page.records).filter(({ type }) => type === 'remote-links'),
      ofThis(again.page.records).filter(({ type }) => type !== 'remote-links'),
    ];
    expect(rest).toEqual(ofThis(full));
    expect(links).toMatchObject([{ links: [{ url: page.url, place: 'remote-link' }] }]);
    // The names of fields, the issue, its history, and the pages tied to it.
    expect(ground.proxy.asked.length - before).toBe(4);
  });

  it('gives a new issue, and one that moved between two projects by its lasting id with its new key', async () => {
    const ground = await prepare();
    const task = find(ground, 8);
    const key = task.key;
    const [to] = ground.world.scopes.filter(
      (scope) =>
        scope.tool === 'jira' && scope.id !== task.scopeId && ground.tasks.some((one) => one.scopeId === scope.id),
    );
    if (!to) throw new Error('The world has one project only.');
    ground.sim.change({ type: 'move', task: task.id, scope: to.id });
    const made = ground.sim.change({ type: 'create', scope: to.id, set: { title: 'Just made' } });
    const { pages, tasks } = await tick(ground);
    expect(tasks).toContain(task.vendorId);
    expect(tasks).toContain(made.task?.vendorId);
    const moved = pages.flatMap((page) => page.records).find(({ externalId }) => externalId === task.vendorId);
    expect(moved).toMatchObject({ type: 'task', key: task.key, placements: [{ scopeExternalId: to.vendorId }] });
    expect(task.key).not.toBe(key);

    const again = await ground.connect().fetchRecords([{ kind: 'task', externalId: task.vendorId }], signal());
    expect(again.missing).toEqual([]);
    expect(again.page.records.filter(({ type }) => type === 'task')).toMatchObject([
      { externalId: task.vendorId, key: task.key },
    ]);
  });

  it('names a project that is not visible any more, and reads the others', async () => {
    const ground = await prepare();
    const [lost, kept] = [find(ground, 0), ground.tasks.find(({ scopeId }) => scopeId !== find(ground, 0).scopeId)];
    const project = ground.world.scopes.find((scope) => scope.id === lost.scopeId);
    if (!kept || !project) throw new Error('The world has one project only.');
    ground.sim.change({ type: 'lose-access', scope: project.id });
    ground.sim.change({ type: 'edit', task: kept.id, set: { title: 'Still seen' } });
    const { pages, tasks } = await tick(ground);
    expect(pages.flatMap(({ changedScopes }) => changedScopes)).toEqual([project.vendorId]);
    expect(tasks).toEqual([kept.vendorId]);
  });

  it.each(['Etc/GMT+12', 'America/St_Johns', 'UTC', 'Asia/Kathmandu', 'Pacific/Kiritimati'])(
    'misses nothing and asks for nothing old in the zone %s',
    async (zone) => {
      const ground = await prepare({ userTimeZone: zone });
      for (const hours of [1, 5, 13]) {
        ground.sim.setClock(ground.world.endsAt + hours * 60 * minuteMs);
        ground.sim.change({ type: 'edit', task: find(ground, hours).id, set: { title: `After ${hours} hours` } });
        const { tasks } = await tick(ground);
        expect(tasks).toEqual([find(ground, hours).vendorId]);
      }
    },
  );

  it('misses nothing that changes while a full walk is on its way', async () => {
    const ground = await prepare({ tasks: 1500 });
    const inOrder = ground.tasks.toSorted((one, other) => Number(one.vendorId) - Number(other.vendorId));
    const sizes = Map.groupBy(inOrder, ({ scopeId }) => scopeId);
    const [own = []] = [...sizes.values()].toSorted((one, other) => other.length - one.length);
    const [first, last] = [own.at(0), own.at(-1)];
    expect(own.length).toBeGreaterThan(100);
    const project = ground.world.scopes.find((scope) => scope.id === first?.scopeId)?.vendorId;
    const at = ground.scopes.findIndex(({ scope }) => scope.externalId === project);
    const { scope } = ground.scopes[at] as ScopeSince;
    let cursor: Cursor | null = null;
    for await (const page of ground.connect().pull(scope, null, signal())) {
      if (cursor === null && first && last) {
        // Behind the walk's back, and an hour before the newest change that its last rows show.
        ground.sim.change({ type: 'edit', task: first.id, set: { title: 'Changed behind it' } });
        ground.sim.setClock(ground.world.endsAt + 60 * minuteMs);
        ground.sim.change({ type: 'edit', task: last.id, set: { title: 'Changed before it' } });
      }
      cursor = page.cursor;
    }
    ground.scopes.splice(0, ground.scopes.length, { scope, cursor: cursor ?? {} });
    expect((await tick(ground)).tasks).toEqual([first?.vendorId]);
  });

  it('loses nothing when it dies before a page is stored', async () => {
    const ground = await prepare();
    const wanted = ground.tasks.slice(0, 130).map(({ id, vendorId }) => {
      ground.sim.change({ type: 'edit', task: id, set: { labels: ['many'] } });
      return vendorId;
    });
    for await (const page of ground.connect().pullChanges?.(ground.scopes, signal()) ?? []) {
      expect(page.records.length).toBeGreaterThan(0);
      break;
    }
    const { tasks, requests, pages } = await tick(ground);
    expect(tasks.toSorted()).toEqual(wanted.toSorted());
    expect(requests.filter((request) => request.endsWith('changelog/bulkfetch'))).toHaveLength(1);
    expect(pages).toHaveLength(2);
  });

  it('calls a refused query an error and never an empty answer', async () => {
    const ground = await prepare();
    fault = ({ path }) =>
      path.startsWith('/rest/api/3/search/jql')
        ? { status: 400, headers: { 'content-type': 'application/json' }, body: '{"errorMessages":["Unbounded"]}' }
        : null;
    await expect(tick(ground)).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it('hears of a hidden project in whatever language the site speaks', async () => {
    const ground = await prepare();
    const [hidden] = ground.scopes;
    const id = hidden?.scope.externalId ?? '';
    const body = JSON.stringify({ errorMessages: [`Der Wert '${id}' existiert für das Feld 'project' nicht.`] });
    fault = ({ path, body: asked }) =>
      path.startsWith('/rest/api/3/search/jql') && String((asked as { jql?: string } | null)?.jql).includes(id)
        ? { status: 400, headers: { 'content-type': 'application/json' }, body }
        : null;
    expect((await tick(ground)).pages.flatMap(({ changedScopes }) => changedScopes)).toEqual([id]);
  });
});
