import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TransportOptions } from '../../../connectors/http.ts';
import { createTransport } from '../../../connectors/http.ts';
import { jira } from '../../../connectors/jira/index.ts';
import { type Allowance, budgetKey, isWait, type Need } from '../../../connectors/transport/budget.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { pruneBudgets, readBudgets } from '../../../src/store/call-budgets.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { openSharedBudgets, type SharedBudgets } from '../../../src/usecases/shared-budget.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

let database: TestDatabase;
/** Each as a worker process has it: a pool of its own, and what it took of the allowances. */
let workers: { readonly db: Database; readonly budgets: SharedBudgets }[];
const closers: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('call_budgets').execute();
  await database.db.deleteFrom('call_leases').execute();
  workers = Array.from({ length: 4 }, () => {
    const db = openDatabase(database.url, { connectionsMax: 4 });
    return { db, budgets: openSharedBudgets(db) };
  });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  for (const { db, budgets } of workers) {
    await budgets.close();
    await db.destroy();
  }
});

interface Tool {
  readonly url: string;
  /** When each request came, ms. */
  readonly cameAt: number[];
  mostAtOnce: number;
  answer: { status: number; headers: Record<string, string> };
}

/** Answers after a while that is never the same. */
async function startTool(): Promise<Tool> {
  let atOnce = 0;
  const tool: Tool = { url: '', cameAt: [], mostAtOnce: 0, answer: { status: 200, headers: {} } };
  const server = createServer(async (_request, response) => {
    tool.cameAt.push(performance.now());
    atOnce += 1;
    tool.mostAtOnce = Math.max(tool.mostAtOnce, atOnce);
    const { status, headers } = tool.answer;
    await delay((tool.cameAt.length * 7) % 23);
    atOnce -= 1;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );
  return Object.assign(tool, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

const allowance = (max: number, windowMs: number, whose = 'token'): Allowance => ({
  key: budgetKey('trello', 'test', whose),
  name: `requests in ${windowMs} ms`,
  max,
  windowMs,
});
const { signal } = new AbortController();

function connect(tool: Tool, worker: number, allowances: readonly Allowance[], more: Partial<TransportOptions> = {}) {
  const needs = allowances.map((one): Need => ({ allowance: one, cost: 1 }));
  const transport = createTransport({
    tool: 'trello',
    connectionId: 'trello',
    baseUrl: tool.url,
    authorise: () => {},
    needs: () => needs,
    budget: (workers[worker] ?? expect.fail('no worker')).budgets.of('trello'),
    ...more,
  });
  return () => transport.json('read', { method: 'GET', path: '/x' }, signal);
}

/** The most that came within any window of this length. */
function mostWithin(cameAt: readonly number[], windowMs: number): number {
  return Math.max(...cameAt.map((from) => cameAt.filter((at) => at >= from && at < from + windowMs).length));
}

describe('an allowance', () => {
  it('is kept by all workers together, whatever the tool counts as the time of a request', async () => {
    const tool = await startTool();
    const gets = workers.map((_, worker) => connect(tool, worker, [allowance(20, 700)]));
    await Promise.all(gets.flatMap((get) => Array.from({ length: 16 }, () => get())));
    expect(tool.cameAt).toHaveLength(64);
    expect(mostWithin(tool.cameAt, 700)).toBeLessThanOrEqual(20);
  });

  it('of so many at once is kept by all workers together', async () => {
    const tool = await startTool();
    const gets = workers.map((_, worker) =>
      connect(tool, worker, [allowance(5, 0), allowance(1_000, 60_000, 'minute')]),
    );
    await Promise.all(gets.flatMap((get) => Array.from({ length: 15 }, () => get())));
    expect(tool.cameAt).toHaveLength(60);
    expect(tool.mostAtOnce).toBeLessThanOrEqual(5);
  });

  it('is used up to what it allows, and costs far fewer statements than requests where none is near', async () => {
    const tool = await startTool();
    const get = connect(tool, 0, [allowance(1_000, 60_000)]);
    for (let turn = 0; turn < 20; turn++) await Promise.all(Array.from({ length: 8 }, get));
    const { rows } = { rows: await database.db.selectFrom('call_leases').select('permits').execute() };
    expect(rows.reduce((sum, one) => sum + one.permits, 0)).toBeGreaterThanOrEqual(160);
    expect(rows.length).toBeLessThan(60);
  });

  it('is free again by itself when a worker that took of it is never heard of again', async () => {
    const dying = openSharedBudgets(database.db, { leaseMs: 400 });
    const needs = [{ allowance: allowance(2, 100), cost: 1 }];
    const taken = [await dying.of(null).ask(needs), await dying.of(null).ask(needs)];
    expect(taken.some(isWait)).toBe(false);
    const other = workers[1]?.budgets.of(null);
    expect(await other?.ask(needs)).toMatchObject({ waitMs: expect.any(Number) });
    await vi.waitFor(async () => expect(isWait((await other?.ask(needs)) ?? { waitMs: 0 })).toBe(false), {
      timeout: 10_000,
      interval: 50,
    });
  });

  it('lets one through that costs more than is ever allowed at once, alone', async () => {
    const budget = workers[0]?.budgets.of(null);
    const need = { allowance: allowance(10, 60_000), cost: 11 };
    const first = await budget?.ask([need]);
    expect(first && isWait(first)).toBe(false);
    expect(await budget?.ask([{ ...need, cost: 1 }])).toMatchObject({ waitMs: expect.any(Number) });
  });

  it('is said anew where it was forgotten meanwhile, and then kept', async () => {
    const budget = workers[0]?.budgets.of(null);
    const needs = [{ allowance: allowance(1, 60_000), cost: 1 }];
    await budget?.ask(needs);
    await database.db
      .updateTable('call_budgets')
      .set({ used_at: new Date(0) })
      .execute();
    await pruneBudgets(database.db);
    expect(await database.db.selectFrom('call_budgets').select('key').execute()).toEqual([]);
    expect(await budget?.ask(needs)).toMatchObject({ waitMs: expect.any(Number) });
    expect(await database.db.selectFrom('call_budgets').select('key').execute()).toHaveLength(1);
  });
});

describe('simulated tools with their real limits', () => {
  it('count no request beyond them, while several workers ask as fast as they can', async () => {
    const world = makeWorld({ seed: 'limits', tasks: 240, now: Date.parse('2026-11-20T09:00:00Z') });
    const sim = await startJira(world, { now: world.endsAt, rateLimits: 'enforced' });
    closers.push(() => sim.close());
    const connectors = workers.map(({ budgets }) =>
      jira.create({ connectionId: 'jira', baseUrl: sim.url, credentials: sim.credentials, budget: budgets.of('jira') }),
    );
    await Promise.all(
      connectors.flatMap((connector) =>
        Array.from({ length: 60 }, () => connector.check(AbortSignal.timeout(110_000))),
      ),
    );
    expect(sim.violations()).toBe(0);
    expect(sim.journal.length).toBeGreaterThanOrEqual(240);
    expect(sim.journal.filter((one) => one.status === 429)).toEqual([]);
  });
});

describe('a wait the tool told of', () => {
  const told = async (tool: Tool, headers: Record<string, string>) => {
    tool.answer = { status: 429, headers };
    const error = await connect(tool, 0, [allowance(100, 1_000)])().catch((reason: unknown) => reason);
    tool.answer = { status: 200, headers: {} };
    return error;
  };

  it('holds every worker, and is never cut short', async () => {
    const tool = await startTool();
    expect(await told(tool, { 'retry-after': '900' })).toMatchObject({ kind: 'rate-limited', retryAfterMs: 900_000 });
    const again = await connect(tool, 1, [allowance(100, 1_000)])().catch((reason: unknown) => reason);
    expect(again).toMatchObject({ kind: 'rate-limited', retryAfterMs: expect.any(Number) });
    expect((again as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(890_000);
    expect(tool.cameAt).toHaveLength(1);
  });

  it('holds up no other connection, of the same tool or another, in this worker or any', async () => {
    const tool = await startTool();
    await told(tool, { 'retry-after': '900' });
    const others = [0, 1].map((worker) => connect(tool, worker, [allowance(100, 1_000, 'another token')]));
    await expect(Promise.all(others.map((get) => get()))).resolves.toHaveLength(2);
  });

  it('is never made shorter by a later one', async () => {
    const budget = workers[0]?.budgets.of('trello');
    const one = allowance(100, 1_000);
    await budget?.ask([{ allowance: one, cost: 1 }]);
    await budget?.pause([one], 600_000, 'refused');
    await budget?.pause([one], 1_000, 'refused');
    const [view] = await readBudgets(database.db, 'trello');
    expect(view?.pausedUntil?.getTime()).toBeGreaterThan(Date.now() + 500_000);
  });

  it('although the allowance was kept is of a smaller plan, and its allowance is kept from then on', async () => {
    const one = { ...allowance(1_500, 60_000), smallerMax: 3 };
    const [first, second] = [workers[0]?.budgets.of(null), workers[1]?.budgets.of(null)];
    await first?.ask([{ allowance: one, cost: 1 }]);
    await first?.pause([one], 1, 'refused');
    const answers = [];
    await vi.waitFor(async () =>
      expect(isWait((await second?.ask([{ allowance: one, cost: 1 }])) as never)).toBe(false),
    );
    for (let turn = 0; turn < 5; turn++) answers.push(await second?.ask([{ allowance: one, cost: 1 }]));
    expect(answers.filter((answer) => answer && !isWait(answer)).length).toBeLessThanOrEqual(1);
    expect(answers.at(-1)).toMatchObject({ waitMs: expect.any(Number) });
  });
});

describe('what is left of an allowance', () => {
  it('is read by connection: by our own count, by the tool’s words while they hold, and why it waits', async () => {
    const budget = workers[0]?.budgets.of('trello');
    const [one, other] = [allowance(100, 60_000), allowance(50, 60_000, 'key')];
    const permit = await budget?.ask([
      { allowance: one, cost: 1 },
      { allowance: other, cost: 1 },
    ]);
    if (permit && !isWait(permit)) permit.done();
    budget?.learn(other, { remaining: 7, limit: 40, resetMs: 50_000 });
    await workers[0]?.budgets.close();
    await budget?.pause([one], 30_000, 'refused');
    expect(await readBudgets(database.db, 'trello')).toEqual([
      {
        name: 'requests in 60000 ms',
        limit: 100,
        remaining: 99,
        resetAt: expect.any(Date),
        pausedUntil: expect.any(Date),
        reason: 'refused',
      },
      {
        name: 'requests in 60000 ms',
        limit: 40,
        remaining: 7,
        resetAt: expect.any(Date),
        pausedUntil: null,
        reason: null,
      },
    ]);
    expect(await readBudgets(database.db, 'jira')).toEqual([]);
  });

  it('is kept under no credential', async () => {
    const connector = { key: 'key-canary', token: 'token-canary' };
    await workers[0]?.budgets.of('trello').ask([{ allowance: allowance(10, 1_000, connector.token), cost: 1 }]);
    const stored = JSON.stringify(await database.db.selectFrom('call_budgets').selectAll().execute());
    expect(stored).not.toContain('canary');
  });
});
