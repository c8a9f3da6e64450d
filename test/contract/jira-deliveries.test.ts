import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, RawDelivery, ScopeRef } from '../../connectors/connector.ts';
import { jira } from '../../connectors/jira/index.ts';
import { startJira } from '../../src/demo/jira/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import type { SimScope, SimServer, SimTask, World } from '../../src/demo/world.ts';

const secret = 'a secret of ours';

let world: World;
let sim: SimServer;
let receiver: Server;
let callbackUrl: string;
let came: RawDelivery[];
let status: number;

beforeEach(async () => {
  came = [];
  status = 200;
  receiver = createServer(async (incoming, response) => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const headers = { ...incoming.headersDistinct };
    came.push({ headers, body: Buffer.concat(parts), callbackUrl });
    response.writeHead(status).end();
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  callbackUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks/jira/c1`;
});

afterEach(async () => {
  await sim.close();
  receiver.closeAllConnections();
  await new Promise((done) => receiver.close(done));
});

interface Ground {
  readonly webhooks: NonNullable<Connector['webhooks']>;
  readonly secrets: readonly string[];
  readonly scopes: readonly ScopeRef[];
  readonly from: SimScope;
  readonly to: SimScope;
  readonly task: SimTask;
}

/** A site, and a connection that reads its two largest projects. */
async function prepare(options: { asApp?: boolean; isAdmin?: boolean } = {}): Promise<Ground> {
  world = makeWorld({ seed: 'deliveries', tasks: 200, now: Date.UTC(2026, 10, 20, 9) });
  sim = await startJira(world, { now: world.endsAt, rateLimits: 'off', retryScale: 0.0001, ...options });
  const { webhooks } = jira.create({ connectionId: 'c1', baseUrl: sim.url, credentials: sim.credentials });
  const tasksOf = (scope: SimScope) => world.tasks.filter(({ scopeId }) => scopeId === scope.id);
  const projects = world.scopes.filter(({ tool, archivedAt }) => tool === 'jira' && archivedAt === null);
  const [from, to] = projects.toSorted((one, other) => tasksOf(other).length - tasksOf(one).length);
  const task =
    from && tasksOf(from).find(({ id, parentId }) => !parentId && !world.tasks.some((t) => t.parentId === id));
  if (!webhooks || !from || !to || !task) throw new Error('The world is too small.');
  const scopes = [from, to].map(({ vendorId, key, name }) => ({ externalId: vendorId, key, name }));
  return { webhooks, secrets: [sim.credentials.appSecret ?? secret], scopes, from, to, task };
}

function create({ webhooks, scopes }: Ground) {
  return webhooks.create({ scopes, callbackUrl, secret }, new AbortController().signal);
}

function verdicts(secrets: readonly string[]): (string | undefined)[] {
  return came.map((raw) => {
    const said = jira.verifyDelivery?.(raw, { secrets, isHandshakeOpen: false });
    return typeof said === 'object' ? said.type : said;
  });
}

describe.each([
  ['an administrator’s webhook', {}],
  ['an OAuth app’s webhook', { asApp: true }],
])('deliveries of %s', (_, options) => {
  it('are proved, and name the issue that was made, changed, moved or deleted', async () => {
    const ground = await prepare(options);
    const { from, to, task, secrets } = ground;
    const registered = await create(ground);
    expect(registered).toMatchObject({ callbackUrl, isActive: true, trouble: null });
    const made = sim.change({ type: 'create', scope: from.id, set: { title: 'Just made' } });
    await sim.settled();
    for (const edit of [
      { type: 'edit', task: task.id, set: { labels: ['kr:growth-2'] } },
      { type: 'move', task: task.id, scope: to.id },
      { type: 'delete', task: task.id },
    ] as const) {
      sim.change(edit);
      await sim.settled();
    }
    expect(verdicts(secrets)).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(verdicts(['another'])).toEqual(['refused', 'refused', 'refused', 'refused']);
    expect(verdicts([])).toEqual(['refused', 'refused', 'refused', 'refused']);
    const [one, other] = [made.task?.vendorId, task.vendorId].map((externalId) => ({ kind: 'task', externalId }));
    expect(came.map((raw) => jira.readDelivery(raw))).toEqual([
      { changed: [one], deleted: [], ignored: [] },
      { changed: [other], deleted: [], ignored: [] },
      { changed: [other], deleted: [], ignored: [] },
      { changed: [], deleted: [other], ignored: [] },
    ]);
  });

  it('keep their key over all retries, and no two have the same', async () => {
    const ground = await prepare(options);
    await create(ground);
    status = 503;
    sim.change({ type: 'edit', task: ground.task.id, set: { title: 'Once' } });
    await sim.settled();
    expect(came).toHaveLength(6);
    const keys = new Set(came.map((raw) => jira.deliveryKey?.(raw)));
    expect(keys.size).toBe(1);
    status = 200;
    sim.change({ type: 'edit', task: ground.task.id, set: { title: 'Twice' } });
    await sim.settled();
    expect([...keys]).not.toContain(came.at(-1) && jira.deliveryKey?.(came.at(-1) as RawDelivery));
    expect(new Set(verdicts(ground.secrets))).toEqual(new Set(['ok']));
  });

  it('come from projects that are read, and end with their webhook', async () => {
    const ground = await prepare(options);
    const { webhooks } = ground;
    const { externalId } = await create(ground);
    const signal = new AbortController().signal;
    const listed = [];
    for await (const webhook of webhooks.list(ground.scopes, signal)) listed.push(webhook);
    expect(listed).toMatchObject([{ externalId, callbackUrl, isActive: true }]);
    const elsewhere = world.tasks.find(
      ({ tool, scopeId }) => tool === 'jira' && scopeId !== ground.from.id && scopeId !== ground.to.id,
    );
    if (!elsewhere) throw new Error('The world has two projects only.');
    sim.change({ type: 'edit', task: elsewhere.id, set: { title: 'Not ours' } });
    await webhooks.remove(externalId, signal);
    await expect.poll(async () => (await Array.fromAsync(webhooks.list(ground.scopes, signal))).length).toBe(0);
    await webhooks.remove(externalId, signal);
    sim.change({ type: 'edit', task: ground.task.id, set: { title: 'Nobody hears' } });
    await sim.settled();
    expect(came).toEqual([]);
  });
});

describe('webhooks that cannot be had', () => {
  it('are not-visible to an account that is no administrator', async () => {
    await expect(create(await prepare({ isAdmin: false }))).rejects.toMatchObject({ kind: 'not-visible' });
  });
});

describe('an app’s webhook', () => {
  it('lives for thirty days after each refresh, by Jira’s clock', async () => {
    const ground = await prepare({ asApp: true });
    const { externalId, expiresAt } = await create(ground);
    const dayMs = 86_400_000;
    expect(expiresAt).toBe(world.endsAt + 30 * dayMs);
    sim.setClock(world.endsAt + 20 * dayMs);
    const refreshed = await ground.webhooks.refresh([externalId], new AbortController().signal);
    expect(refreshed).toEqual({ expiresAt: world.endsAt + 50 * dayMs });
  });
});
