import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawDelivery, RegisteredWebhook, TrafficEvent, WebhookAdmin } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { trello } from '../../connectors/trello/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../src/demo/trello/index.ts';
import type { SimServer } from '../../src/demo/world.ts';
import { type Fault, type FaultProxy, startFaultProxy } from './fault-proxy.ts';

const world = makeWorld({ seed: 'trello webhooks', tasks: 60, now: Date.UTC(2026, 10, 20, 9) });
const board = world.scopes.find((scope) => scope.tool === 'trello' && scope.archivedAt === null);
const scope = { externalId: board?.vendorId ?? '', key: null, name: 'Desk' };
const { signal } = new AbortController();

describe('webhooks of Trello', () => {
  let sim: SimServer;
  let ear: Server;
  let callbackUrl: string;
  let headStatus: number;
  let came: RawDelivery[];
  let proxies: FaultProxy[];

  beforeEach(async () => {
    sim = await startTrello(world, { now: world.endsAt, rateLimits: 'off', retryScale: 0 });
    [headStatus, came, proxies] = [200, [], []];
    ear = createServer(async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      if (request.method === 'POST') {
        came.push({ headers: request.headersDistinct, body: Buffer.concat(parts), callbackUrl });
      }
      // The first delivery is turned away, so that it comes again.
      response.writeHead(request.method === 'HEAD' ? headStatus : came.length === 1 ? 503 : 200).end();
    });
    await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve));
    callbackUrl = `http://127.0.0.1:${(ear.address() as AddressInfo).port}/webhooks/trello/c1/?of=${scope.externalId}`;
  });
  afterEach(async () => {
    for (const proxy of proxies) await proxy.close();
    await sim.close();
    ear.close();
  });

  async function admin(fault?: Fault, onTraffic: (event: TrafficEvent) => void = () => {}): Promise<WebhookAdmin> {
    const proxy = await startFaultProxy(sim.url, fault);
    proxies.push(proxy);
    const { credentials } = sim;
    const connector = trello.create({ connectionId: 'c', baseUrl: proxy.url, credentials, onTraffic });
    return connector.webhooks ?? expect.fail('it offers no webhooks');
  }

  const wanted = () => ({ scopes: [scope], callbackUrl, secret: 'not used: Trello signs with the app’s' });

  async function listed(webhooks: WebhookAdmin): Promise<RegisteredWebhook[]> {
    const all: RegisteredWebhook[] = [];
    for await (const one of webhooks.list([], signal)) all.push(one);
    return all;
  }

  it('are not made for a connection without the secret to prove them with, but can be removed', async () => {
    const made = await (await admin()).create(wanted(), signal);
    const { appSecret: _, ...credentials } = sim.credentials;
    const { webhooks } = trello.create({ connectionId: 'c', baseUrl: sim.url, credentials });
    if (!webhooks) expect.fail('it offers no webhooks');
    const asked = sim.journal.length;
    await expect(webhooks.create(wanted(), signal)).rejects.toThrow(/secret/);
    expect(sim.journal).toHaveLength(asked);
    await webhooks.remove(made.externalId, signal);
    expect(await listed(webhooks)).toEqual([]);
  });

  it('are made for a board, listed with their address byte for byte, and removed, twice without complaint', async () => {
    const webhooks = await admin();
    expect(webhooks.per).toBe('scope');
    const made = await webhooks.create(wanted(), signal);
    const same = { callbackUrl, scopeExternalId: scope.externalId, isActive: true, expiresAt: null, trouble: null };
    expect(made).toEqual({ externalId: expect.stringMatching(/^\w{24}$/), ...same });
    expect(await listed(webhooks)).toEqual([made]);
    expect(await webhooks.refresh([made.externalId], signal)).toEqual({ expiresAt: null });
    await webhooks.remove(made.externalId, signal);
    await webhooks.remove(made.externalId, signal);
    expect(await listed(webhooks)).toEqual([]);
  });

  it('are adopted where there is one like it already, not doubled', async () => {
    const webhooks = await admin();
    const made = await webhooks.create(wanted(), signal);
    expect(await webhooks.create(wanted(), signal)).toEqual(made);
    expect(await listed(webhooks)).toHaveLength(1);
  });

  it('bring deliveries that prove genuine, name the card, and carry the same key at every retry', async () => {
    await (await admin()).create(wanted(), signal);
    const card = world.tasks.find((task) => task.scopeId === board?.id);
    sim.change({ type: 'edit', task: card?.id ?? '', set: { title: 'For the key result' } });
    await sim.settled();
    const [delivery] = came;
    if (!delivery) expect.fail('nothing came');
    const secrets = { secrets: [sim.credentials.appSecret ?? ''], isHandshakeOpen: false };
    expect(trello.verifyDelivery?.(delivery, secrets)).toBe('ok');
    expect(trello.verifyDelivery?.({ ...delivery, callbackUrl: callbackUrl.replace('/?', '?') }, secrets)).toBe(
      'refused',
    );
    expect(trello.readDelivery(delivery).changed).toEqual([{ kind: 'task', externalId: card?.vendorId }]);
    const keys = came.map((one) => trello.deliveryKey?.(one));
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{24}$/), keys[0]]);
  });

  it('are not made where our address does not answer the look, and say how to mend it', async () => {
    headStatus = 404;
    const error = await (await admin()).create(wanted(), signal).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unexpected-answer', call: 'create webhook', isRetryable: false });
    expect(String(error)).toMatch(/HEAD/);
    expect(String(error)).not.toContain('127.0.0.1');
  });

  it.each<[string, object, Partial<RegisteredWebhook>]>([
    [
      'that was switched off',
      { active: false, consecutiveFailures: 1001 },
      { isActive: false, trouble: 'Trello switched it off after 1001 failures in a row.' },
    ],
    [
      'that fails',
      { active: true, consecutiveFailures: 3, firstConsecutiveFailDate: '2026-11-20T08:00:00.000Z' },
      { isActive: true, trouble: 'The last 3 deliveries failed, since 2026-11-20.' },
    ],
    ['that failed once', { active: true, consecutiveFailures: 1 }, { trouble: 'The last delivery failed.' }],
    ['of an old answer', {}, { isActive: true, trouble: null }],
  ])('say how it goes with one %s', async (_name, state, expected) => {
    const hook = { id: 'w1', description: '', idModel: 'b1', callbackURL: callbackUrl, ...state };
    const webhooks = await admin(() => json(200, [hook]));
    expect(await listed(webhooks)).toMatchObject([{ externalId: 'w1', ...expected }]);
  });

  it('are not listed at all where one of them cannot be read, so that none is made twice', async () => {
    const webhooks = await admin(() => json(200, [{ id: 'w1' }]));
    await expect(listed(webhooks)).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it('that another token made are out of reach, which does not condemn our own token', async () => {
    const webhooks = await admin(() => ({ status: 401, headers: {}, body: 'webhook does not belong to token' }));
    await expect(webhooks.remove('w1', signal)).rejects.toMatchObject({ kind: 'not-visible' });
  });

  it('are gone when the answer to their removal is good and empty', async () => {
    const webhooks = await admin(() => ({ status: 200, headers: {}, body: '' }));
    await expect(webhooks.remove('w1', signal)).resolves.toBeUndefined();
  });

  it('raise a refused token as such', async () => {
    const webhooks = await admin(() => ({ status: 401, headers: {}, body: 'invalid token' }));
    for (const call of [listed(webhooks), webhooks.remove('w1', signal), webhooks.create(wanted(), signal)]) {
      await expect(call).rejects.toMatchObject({ kind: 'unauthorised' });
    }
  });

  it('are listed below the token, of which no error, no cause and no event tells', async () => {
    const events: TrafficEvent[] = [];
    const webhooks = await admin(
      (_request, _forward, response) => {
        response.destroy();
        return 'answered';
      },
      (event) => events.push(event),
    );
    const error = await listed(webhooks).catch((reason: unknown) => reason);
    expect(isConnectorError(error, 'unavailable')).toBe(true);
    for (let told: unknown = error; told instanceof Error; told = told.cause) {
      expect(`${told.stack} ${JSON.stringify(told)}`).not.toContain(sim.credentials.token);
    }
    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify(events)).not.toContain(sim.credentials.token);
  });
});

function json(status: number, body: unknown) {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
