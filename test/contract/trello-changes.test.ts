import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ChangesPage, Cursor, ScopeSince } from '../../connectors/connector.ts';
import { trello } from '../../connectors/trello/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../src/demo/trello/index.ts';
import type { SimScope, SimServer, SimTask } from '../../src/demo/world.ts';

const world = makeWorld({ seed: 'trello changes', tasks: 400, now: Date.UTC(2026, 10, 20, 9) });
const boards = world.scopes.filter((scope) => scope.tool === 'trello' && scope.archivedAt === null);
const { signal } = new AbortController();

/** A board that people work on while we watch. */
describe('changes of a live Trello', () => {
  let sim: SimServer;
  let connector: ReturnType<typeof trello.create>;
  const cursors = new Map<string, Cursor>();
  let since = 0;

  beforeAll(async () => {
    sim = await startTrello(world, { now: world.endsAt, rateLimits: 'counted' });
    connector = trello.create({ connectionId: 'c', baseUrl: sim.url, credentials: sim.credentials });
    for (const board of boards) await walk(board);
  });
  afterAll(() => sim?.close());
  beforeEach(async () => {
    await pull(boards);
    since = sim.journal.length;
  });

  const refOf = ({ vendorId, name }: SimScope) => ({ externalId: vendorId, key: null, name });
  const [desk, other] = boards as [SimScope, SimScope];

  async function walk(board: SimScope): Promise<void> {
    for await (const page of connector.pull(refOf(board), null, signal)) cursors.set(board.vendorId, page.cursor);
  }

  async function pull(some: readonly SimScope[] = [desk]): Promise<ChangesPage[]> {
    const pages: ChangesPage[] = [];
    const scopes: ScopeSince[] = some.map((board) => ({
      scope: refOf(board),
      cursor: cursors.get(board.vendorId) ?? {},
    }));
    for await (const page of connector.pullChanges?.(scopes, signal) ?? []) {
      pages.push(page);
      for (const [id, cursor] of Object.entries(page.cursors)) cursors.set(id, JSON.parse(JSON.stringify(cursor)));
    }
    return pages;
  }

  const requests = () => sim.journal.length - since;
  const recordsOf = (pages: readonly ChangesPage[], type: string) =>
    pages.flatMap((page) => page.records.filter((record) => record.type === type));

  function someCard(board: SimScope, which = 0): SimTask {
    const cards = world.tasks.filter((task) => task.scopeId === board.id && !task.mirrorOf && !task.deletedAt);
    return cards[which] ?? expect.fail('the board has too few cards');
  }

  it('cost one request a board where nothing happened', async () => {
    expect(await pull(boards)).toEqual([]);
    expect(requests()).toBe(boards.length);
  });

  it('cost three requests where one card got a label, and the next look one', async () => {
    const card = someCard(desk);
    sim.change({ type: 'edit', task: card.id, set: { labels: ['okr-2026-q4'] } });
    expect(recordsOf(await pull(), 'task')).toMatchObject([{ externalId: card.vendorId, labels: ['okr-2026-q4'] }]);
    expect(requests()).toBeLessThanOrEqual(3);
    since = sim.journal.length;
    expect(await pull()).toEqual([]);
    expect(requests()).toBe(1);
  });

  it('tell of a move as the card stands now and as a part of its history', async () => {
    const card = someCard(desk, 1);
    const list = desk.groups.find(({ vendorId }) => vendorId !== card.events.at(-1)?.set.status)?.vendorId ?? '';
    sim.change({ type: 'edit', task: card.id, set: { title: 'Renamed' } });
    sim.change({ type: 'edit', task: card.id, set: { status: list } });
    const pages = await pull();
    expect(recordsOf(pages, 'task')).toMatchObject([{ title: 'Renamed', status: { externalId: list } }]);
    expect(recordsOf(pages, 'history')).toMatchObject([{ externalId: card.vendorId, isPart: true }]);
    expect(requests()).toBeLessThanOrEqual(3);
  });

  it('bring a new card, and a deleted one as a tombstone by its id', async () => {
    const { task } = sim.change({ type: 'create', scope: desk.id, set: { title: 'Fresh' } });
    expect(recordsOf(await pull(), 'task')).toMatchObject([{ externalId: task?.vendorId, title: 'Fresh' }]);
    sim.change({ type: 'delete', task: task?.id ?? '' });
    since = sim.journal.length;
    const pages = await pull();
    expect(pages).toMatchObject([{ records: [{ type: 'tombstone', externalId: task?.vendorId }], missing: [] }]);
    expect(requests()).toBe(1);
  });

  it('follow a card to another board under the same id', async () => {
    const card = someCard(desk, 2);
    sim.change({ type: 'move', task: card.id, scope: other.id });
    const there = expect.objectContaining({ scopeExternalId: other.vendorId });
    for (const board of [desk, other]) {
      const tasks = recordsOf(await pull([board]), 'task');
      expect(tasks).toMatchObject([{ externalId: card.vendorId, placements: [there] }]);
    }
  });

  it('name a board that we may not see any more, and go on with the others', async () => {
    sim.change({ type: 'lose-access', scope: desk.id });
    sim.change({ type: 'edit', task: someCard(other).id, set: { title: 'Still here' } });
    const pages = await pull([desk, other]);
    expect(pages.flatMap((page) => page.changedScopes)).toEqual([desk.vendorId]);
    expect(recordsOf(pages, 'tombstone')).toEqual([]);
    expect(recordsOf(pages, 'task')).toMatchObject([{ title: 'Still here' }]);
    sim.change({ type: 'regain-access', scope: desk.id });
    expect((await pull([desk])).flatMap((page) => page.changedScopes)).toEqual([]);
  });

  it('never break the published limits', () => {
    expect(sim.violations()).toBe(0);
  });
});
