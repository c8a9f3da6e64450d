import { afterEach, describe, expect, it } from 'vitest';
import { asana } from '../../connectors/asana/index.ts';
import type { Cursor, Page, ToolGoalRecord } from '../../connectors/connector.ts';
import { startAsana } from '../../src/demo/asana/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { type FaultProxy, type ProxiedAnswer, startFaultProxy } from './fault-proxy.ts';

const { signal } = new AbortController();

function json(status: number, body: unknown): ProxiedAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

interface Kept {
  /** Of each workspace; a number is the status it is refused with. */
  readonly goals: Record<string, readonly Record<string, unknown>[] | number>;
  readonly relationships?: Record<string, readonly unknown[]>;
  readonly portfolios?: Record<string, readonly unknown[] | number>;
}

const support = (gid: string, type: string, weight?: number, name?: string) => ({
  gid: `r-${gid}`,
  resource_type: 'goal_relationship',
  ...(weight === undefined ? {} : { contribution_weight: weight }),
  supporting_resource: { gid, resource_type: type, ...(name ? { name } : {}) },
});
const item = (gid: string, resource_type = 'project') => ({ gid, resource_type, name: gid });

describe('Asana’s own goals', () => {
  let proxy: FaultProxy | null = null;
  afterEach(() => proxy?.close());

  async function connect({ goals, relationships = {}, portfolios = {} }: Kept) {
    proxy = await startFaultProxy('http://127.0.0.1:9', ({ path }) => {
      const url = new URL(path, 'http://x');
      const route = url.pathname.replace('/api/1.0', '');
      const list = (data: readonly unknown[] | number | undefined) =>
        typeof data === 'number' ? json(data, { errors: [] }) : json(200, { data: data ?? [], next_page: null });
      if (route === '/workspaces') return list(Object.keys(goals).map((gid) => ({ gid, name: gid })));
      if (route === '/goals') return list(goals[url.searchParams.get('workspace') ?? '']);
      if (route === '/goal_relationships') return list(relationships[url.searchParams.get('supported_goal') ?? '']);
      const portfolio = /^\/portfolios\/(\w+)\/items$/.exec(route)?.[1];
      return list(portfolio ? portfolios[portfolio] : []);
    });
    return asana.create({ connectionId: 'c', baseUrl: proxy.url, credentials: { token: 't0ken' } });
  }

  async function pages(kept: Kept, since: Cursor | null = null): Promise<Page[]> {
    const connector = await connect(kept);
    const all: Page[] = [];
    for await (const page of connector.pullShared(since, signal)) all.push(page);
    return all;
  }
  const goalsIn = (all: readonly Page[]) =>
    all.flatMap(({ records }) => records.filter((one): one is ToolGoalRecord => one.type === 'goal'));
  const supportersOf = async (kept: Omit<Kept, 'goals'>) =>
    goalsIn(await pages({ goals: { w: [{ gid: 'g', name: 'Grow' }] }, ...kept }))[0]?.supporters;

  it('come with what contributes to them, and with its weight', async () => {
    const relationships = {
      g: [support('1', 'task', 0.25), support('2', 'project', 1), support('3', 'goal', 0), support('4', 'portfolio')],
    };
    expect(await supportersOf({ relationships })).toEqual([
      { kind: 'task', externalId: '1', weight: 0.25 },
      { kind: 'scope', externalId: '2', weight: 1 },
      { kind: 'goal', externalId: '3', weight: null },
      { kind: 'portfolio', externalId: '4', weight: null },
    ]);
  });

  it('are served by each project of a portfolio, and of the portfolios in it, with the portfolio’s weight', async () => {
    const relationships = { g: [support('4', 'portfolio', 0.5, 'Growth bets'), support('71', 'project', 0.9)] };
    const portfolios = { 4: [item('70'), item('71'), item('5', 'portfolio')], 5: [item('72'), item('4', 'portfolio')] };
    expect(await supportersOf({ relationships, portfolios })).toEqual([
      { kind: 'portfolio', externalId: '4', weight: 0.5 },
      { kind: 'scope', externalId: '71', weight: 0.9 },
      { kind: 'scope', externalId: '70', weight: 0.5, through: 'Growth bets' },
      { kind: 'scope', externalId: '72', weight: 0.5, through: 'Growth bets' },
    ]);
  });

  it('read a portfolio once, however many goals it contributes to, and do without one that is hidden', async () => {
    const relationships = {
      g: [support('4', 'portfolio'), support('6', 'portfolio')],
      h: [support('4', 'portfolio'), support('6', 'portfolio')],
    };
    const all = await pages({
      goals: {
        w: [
          { gid: 'g', name: 'Grow' },
          { gid: 'h', name: 'Hold' },
        ],
      },
      relationships,
      portfolios: { 4: [item('70')], 6: 403 },
    });
    expect(goalsIn(all).map(({ supporters }) => supporters.map(({ externalId }) => externalId))).toEqual([
      ['4', '6', '70'],
      ['4', '6', '70'],
    ]);
    const asked = proxy?.asked.map(({ path }) => path.split('?')[0]).filter((path) => path?.includes('/portfolios/'));
    expect(asked).toEqual(['/api/1.0/portfolios/4/items', '/api/1.0/portfolios/6/items']);
  });

  it('say their figures, with a share as per cent, their day and whether they ended', async () => {
    const metric = (unit: string, from: number, to: number, currency_code: string | null = null) => ({
      unit,
      currency_code,
      initial_number_value: from,
      target_number_value: to,
    });
    const goals = [
      { gid: '1', name: 'Share', metric: metric('percentage', 0.07, 0.251), due_on: '2026-12-31', status: 'green' },
      { gid: '2', name: 'Money', metric: metric('currency', 0, 1200.5, 'EUR'), status: 'partial' },
      { gid: '3', name: 'Words', metric: null, due_on: null, status: null },
    ];
    expect(goalsIn(await pages({ goals: { w: goals } }))).toMatchObject([
      { measure: { from: 7, to: 25.1, unit: '%', by: '2026-12-31' }, isClosed: false },
      { measure: { from: 0, to: 1200.5, unit: 'EUR', by: null }, isClosed: true },
      { measure: { from: null, to: null, unit: null, by: null }, isClosed: false },
    ]);
  });

  it.each([402, 403])('are not taken for gone where a workspace refuses them with %i', async (status) => {
    const goals = { hidden: status, open: [{ gid: 'g', name: 'Grow' }] };
    const all = await pages({ goals });
    expect(goalsIn(all).map(({ externalId }) => externalId)).toEqual(['g']);
    expect(all.at(-1)).toMatchObject({ isLast: true, isPartial: true });
    // It is still known after a kill.
    const afterHidden = all.find(({ cursor }) => JSON.stringify(cursor).includes('"isPartial":true'));
    const rest = await pages({ goals }, JSON.parse(JSON.stringify(afterHidden?.cursor)) as Cursor);
    expect(rest.at(-1)).toMatchObject({ isLast: true, isPartial: true });
  });

  it('are complete where every workspace shows them', async () => {
    const all = await pages({ goals: { v: [], w: [{ gid: 'g', name: 'Grow' }] } });
    expect(all.at(-1)?.isLast).toBe(true);
    expect(all.at(-1)).not.toHaveProperty('isPartial');
  });

  it('set a relationship aside that has another form, and keep the others', async () => {
    const relationships = { g: [{ gid: 'odd', contribution_weight: 'much' }, support('1', 'task')] };
    const all = await pages({ goals: { w: [{ gid: 'g', name: 'Grow' }] }, relationships });
    expect(all.flatMap(({ setAside }) => setAside.map(({ externalId }) => externalId))).toEqual(['odd']);
    expect(goalsIn(all)[0]?.supporters).toEqual([{ kind: 'task', externalId: '1', weight: null }]);
  });

  async function goalsOfSimulated(tasks: number) {
    const world = makeWorld({ seed: 'goals', tasks, now: Date.UTC(2026, 10, 20, 9) });
    const sim = await startAsana(world, { now: world.endsAt, rateLimits: 'off' });
    const connector = asana.create({ connectionId: 'c', baseUrl: sim.url, credentials: sim.credentials });
    const all: Page[] = [];
    for await (const page of connector.pullShared(null, signal)) all.push(page);
    await sim.close();
    return { world, goals: goalsIn(all) };
  }

  it('of the simulated Asana say what kind of thing serves them, though it shows only fields that are asked for', async () => {
    const { world, goals } = await goalsOfSimulated(240);
    const supporters = goals.flatMap((goal) => goal.supporters);
    expect(new Set(supporters.map(({ kind }) => kind))).toEqual(new Set(['goal', 'task', 'scope']));
    const tasks = new Set(world.tasks.map((task) => task.vendorId));
    const named = supporters.flatMap(({ kind, externalId }) => (kind === 'task' ? [externalId] : []));
    expect(named.filter((id) => !tasks.has(id))).toEqual([]);
  });

  it('of the simulated Asana come with the figures that the organisation set', async () => {
    const { world, goals } = await goalsOfSimulated(60);
    const found = goals.flatMap(({ title, measure }) => {
      const goal = world.goals.find((one) => title.endsWith(one.title));
      return goal ? [{ goal, measure }] : [];
    });
    expect(found.map(({ measure }) => measure?.unit)).toContain('%');
    expect(found.map(({ measure }) => [measure?.from, measure?.to])).toEqual(
      found.map(({ goal: { from, to } }) => (from === null || to === null ? [null, null] : [from, to])),
    );
  });
});
