import { afterEach, describe, expect, it } from 'vitest';
import { asana } from '../../connectors/asana/index.ts';
import type { ChangesPage, Connector, Cursor, Page, ScopeRef } from '../../connectors/connector.ts';
import { startAsana } from '../../src/demo/asana/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { makeRandom, type Random } from '../../src/demo/organisation/random.ts';
import type { Edit, SimScope, SimServer, SimTask, World } from '../../src/demo/world.ts';
import type { TaskRecord } from '../../src/domain/task.ts';

const SEEDS = Array.from({ length: 12 }, (_, at) => `asana live ${at}`);
const TICKS = 8;
const EDITS_MAX = 5;
const { signal } = new AbortController();

/** What a store would hold that believes every page, and what is missing is gone. */
class Holding {
  readonly tasks = new Map<string, TaskRecord>();
  readonly cursors = new Map<string, Cursor>();

  take(page: Pick<Page, 'records'> & Partial<ChangesPage>): void {
    for (const record of page.records) {
      if (record.type === 'task') this.tasks.set(record.externalId, record);
      if (record.type === 'tombstone') this.tasks.delete(record.externalId);
    }
    for (const id of page.missing ?? []) this.tasks.delete(id);
    for (const [id, cursor] of Object.entries(page.cursors ?? {})) this.cursors.set(id, cursor);
  }

  /** What stands in one of these projects, as far as it does not depend on when it was read. */
  shown(scopes: readonly ScopeRef[]): unknown[] {
    const ids = new Set(scopes.map(({ externalId }) => externalId));
    return (
      [...this.tasks.values()]
        .filter(({ placements }) => placements.some(({ scopeExternalId }) => ids.has(scopeExternalId)))
        .toSorted((one, other) => (one.externalId < other.externalId ? -1 : 1))
        // How many subtasks there are: a deleted one does not say under which task it stood.
        .map(({ raw: _raw, childCount: _count, ...task }) => task)
    );
  }
}

describe('changes of a live Asana', () => {
  let sim: SimServer | null = null;

  afterEach(() => sim?.close());

  async function start(seed: string, syncLifeMs?: number) {
    const world = makeWorld({ seed, tasks: 150, now: Date.UTC(2026, 10, 20, 9) });
    const life = syncLifeMs === undefined ? {} : { syncLifeMs };
    const server = await startAsana(world, { now: world.endsAt, rateLimits: 'counted', ...life });
    sim = server;
    const connector = asana.create({ connectionId: 'c', baseUrl: server.url, credentials: server.credentials });
    const projects = world.scopes.filter((scope) => scope.tool === 'asana' && scope.archivedAt === null);
    const scopes = projects.map(({ vendorId, name }) => ({ externalId: vendorId, key: null, name }));
    return { world, server, connector, projects, scopes, holding: await walk(connector, scopes) };
  }

  async function walk(connector: Connector, scopes: readonly ScopeRef[]): Promise<Holding> {
    const holding = new Holding();
    for (const scope of scopes) {
      for await (const page of connector.pull(scope, null, signal)) {
        holding.take(page);
        holding.cursors.set(scope.externalId, page.cursor);
      }
    }
    return holding;
  }

  async function follow(connector: Connector, scopes: readonly ScopeRef[], holding: Holding): Promise<ChangesPage[]> {
    const since = scopes.map((scope) => ({ scope, cursor: holding.cursors.get(scope.externalId) ?? {} }));
    const pages: ChangesPage[] = [];
    for await (const page of connector.pullChanges?.(since, signal) ?? []) pages.push(page);
    for (const page of pages) holding.take(page);
    return pages;
  }

  it.each(SEEDS)('lead to what a fresh pull shows, whatever people did (%s)', async (seed) => {
    const { world, server, connector, projects, scopes, holding } = await start(seed);
    const random = makeRandom(seed);
    for (let tick = 0; tick < TICKS; tick += 1) {
      const edits = random.int(1, EDITS_MAX);
      for (let at = 0; at < edits; at += 1) {
        const edit = someEdit(random, world, projects);
        if (edit) server.change(edit);
      }
      await follow(connector, scopes, holding);
    }
    const fresh = await walk(connector, scopes);
    expect(holding.shown(scopes)).toEqual(fresh.shown(scopes));
  });

  it('cost one request a project when nothing happened, and at most two more when one task did', async () => {
    const { world, server, connector, projects, scopes, holding } = await start('asana cost');
    const cost = async () => {
      const before = server.journal.length;
      await follow(connector, scopes, holding);
      return server.journal.length - before - scopes.length;
    };
    expect(await cost()).toBe(0);
    const [top] = livingTasks(world).filter(({ parentId }) => parentId === null);
    server.change({ type: 'edit', task: top?.id ?? '', set: { title: 'Another title' } });
    expect(await cost()).toBe(1);
    const made = server.change({
      type: 'create',
      scope: projects[0]?.id ?? '',
      kind: 'subtask',
      parent: top?.id ?? '',
      set: {},
    });
    expect(await cost()).toBeLessThanOrEqual(2);
    server.change({ type: 'delete', task: made.task?.id ?? '' });
    expect(await cost()).toBe(0);
    expect(await cost()).toBe(0);
  });

  it('are not lost while a walk goes on', async () => {
    const { world, server, connector, scopes } = await start('asana meanwhile');
    const holding = new Holding();
    const changed: string[] = [];
    for (const scope of scopes) {
      for await (const page of connector.pull(scope, null, signal)) {
        holding.take(page);
        holding.cursors.set(scope.externalId, page.cursor);
        const read = page.records.find((record) => record.type === 'task');
        const task = world.tasks.find((one) => one.tool === 'asana' && one.vendorId === read?.externalId);
        if (!task) continue;
        server.change({ type: 'edit', task: task.id, set: { title: 'Changed after it was read' } });
        changed.push(task.vendorId);
      }
    }
    await follow(connector, scopes, holding);
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.map((id) => holding.tasks.get(id)?.title)).toEqual(changed.map(() => 'Changed after it was read'));
  });

  it('of two days in which nobody asked are read by their time, and the lists are asked for', async () => {
    const { world, server, connector, scopes, holding } = await start('asana slept');
    const [task] = livingTasks(world).filter(({ parentId }) => parentId === null);
    server.change({ type: 'edit', task: task?.id ?? '', set: { title: 'Changed meanwhile' } });
    server.setClock(world.endsAt + 2 * 86_400_000);
    const pages = await follow(connector, scopes, holding);
    expect(holding.tasks.get(task?.vendorId ?? '')?.title).toBe('Changed meanwhile');
    expect(pages.flatMap((page) => page.changedScopes).toSorted()).toEqual(
      scopes.map((one) => one.externalId).toSorted(),
    );
    const before = server.journal.length;
    await follow(connector, scopes, holding);
    expect(server.journal.length - before).toBe(scopes.length);
  });
});

function livingTasks(world: World): SimTask[] {
  return world.tasks.filter((task) => task.tool === 'asana' && !task.deletedAt);
}

/** null where the world has nothing to do this to. */
function someEdit(random: Random, world: World, projects: readonly SimScope[]): Edit | null {
  const living = livingTasks(world);
  const task = random.pick(living);
  const top = random.pick(living.filter(({ parentId }) => parentId === null));
  const scope = random.pick(projects).id;
  const deleted = world.tasks.find((one) => one.tool === 'asana' && one.deletedAt);
  const edits: readonly (Edit | null)[] = [
    { type: 'edit', task: task.id, set: { title: `${task.initial.title} (${random.int(1, 99)})` } },
    { type: 'edit', task: task.id, set: { completed: true } },
    { type: 'create', scope, set: { title: 'New' } },
    { type: 'create', scope: top.scopeId, kind: 'subtask', parent: top.id, set: { title: 'New below' } },
    { type: 'delete', task: task.id },
    deleted ? { type: 'restore', task: deleted.id } : null,
    top.scopeId === scope ? null : { type: 'move', task: top.id, scope },
    top.scopeId === scope || top.alsoIn.some((also) => also.scopeId === scope)
      ? null
      : { type: 'join', task: top.id, scope },
    top.alsoIn[0] ? { type: 'leave', task: top.id, scope: top.alsoIn[0].scopeId } : null,
  ];
  return random.pick(edits);
}
