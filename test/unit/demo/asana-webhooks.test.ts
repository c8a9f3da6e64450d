import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startAsana } from '../../../src/demo/asana/index.ts';
import type { SimServer, World } from '../../../src/demo/world.ts';
import { waitFor } from '../../helpers/wait.ts';
import { endsAt, smallWorld } from './small-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: an answer is any JSON until the test has looked at it
type Body = any;
interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers a handshake by the book, unless a test says otherwise. */
interface Target {
  readonly url: string;
  readonly received: Received[];
  answer: (received: Received) => { status: number; headers?: Record<string, string> };
  close(): Promise<void>;
}

async function listen(): Promise<Target> {
  const received: Received[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
    received.push(one);
    const { status, headers = {} } = target.answer(one);
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const target: Target = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/1`,
    received,
    answer: echo,
    close: () => new Promise((done) => server.close(() => done())),
  };
  return target;
}

const echo: Target['answer'] = ({ headers }) => {
  const secret = headers['x-hook-secret'];
  return typeof secret === 'string' ? { status: 200, headers: { 'x-hook-secret': secret } } : { status: 200 };
};

let asana: SimServer;
let target: Target;
const start = (options: Partial<Parameters<typeof startAsana>[1]> = {}) =>
  startAsana(structuredClone(smallWorld) as World, { now: endsAt, retryScale: 0, ...options });

beforeEach(async () => {
  [asana, target] = await Promise.all([start(), listen()]);
});
afterEach(async () => {
  await asana.close();
  await target.close();
});

async function ask(
  method: string,
  path: string,
  data?: object,
  server = asana,
): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${server.url}/api/1.0${path}`, {
    method,
    headers: {
      authorization: `Bearer ${server.credentials.token}`,
      ...(data ? { 'content-type': 'application/json' } : {}),
    },
    ...(data ? { body: JSON.stringify({ data }) } : {}),
  });
  return { status: answer.status, body: await answer.json() };
}

const establish = (resource = '401', more: object = {}, server = asana) =>
  ask('POST', '/webhooks', { resource, target: target.url, ...more }, server);
const workspaceGid = async () => (await ask('GET', '/workspaces')).body.data[0].gid;
const eventsOf = ({ body }: Received) => JSON.parse(body).events as Body[];
/** All that came after handshake and first heartbeat. */
async function delivered(server = asana): Promise<Received[]> {
  await server.settled();
  return target.received.filter((one) => eventsOf(one).length > 0);
}

describe('establishing a webhook', () => {
  it('hands the secret over while the call waits, and in its answer, then sends a signed heartbeat', async () => {
    const { status, body } = await establish();
    expect(status).toBe(201);
    expect(body.data).toMatchObject({ active: false, resource: { gid: '401' }, target: target.url });
    await waitFor('the first heartbeat', () => target.received.length === 2);
    const [handshake, heartbeat] = target.received as [Received, Received];
    expect(handshake.headers['x-hook-secret']).toBe(body['X-Hook-Secret']);
    expect(handshake.headers['x-hook-signature']).toBeUndefined();
    expect(heartbeat.body).toBe('{"events":[]}');
    const signature = createHmac('sha256', body['X-Hook-Secret']).update(heartbeat.body).digest('hex');
    expect(heartbeat.headers).toMatchObject({
      'x-hook-signature': signature,
      'x-asana-request-signature': signature,
    });
    await asana.settled();
    expect((await ask('GET', `/webhooks/${body.data.gid}`)).body.data).toMatchObject({ active: true });
  });

  it.each([
    [403, 'another status', (): ReturnType<Target['answer']> => ({ status: 404 })],
    [400, 'no secret', (): ReturnType<Target['answer']> => ({ status: 200 })],
    [400, 'a foreign secret', () => ({ status: 204, headers: { 'x-hook-secret': 'mine' } })],
  ])('answers %i and keeps nothing where the target answers %s', async (status, _name, answer) => {
    target.answer = answer;
    expect((await establish()).status).toBe(status);
    expect((await ask('GET', `/webhooks?workspace=${await workspaceGid()}`)).body.data).toEqual([]);
  });

  it('answers 403 to the same resource and target again, and lists the one there is', async () => {
    const { body } = await establish();
    const again = await establish();
    expect([again.status, again.body.errors[0].message]).toEqual([403, expect.stringContaining('Duplicated webhook')]);
    const listed = await ask(
      'GET',
      `/webhooks?workspace=${await workspaceGid()}&resource=401&opt_fields=target,active`,
    );
    expect(listed.body.data).toEqual([{ gid: body.data.gid, target: target.url, active: expect.any(Boolean) }]);
  });

  it('needs filters for a workspace, and a project that can be seen', async () => {
    expect((await establish(await workspaceGid())).status).toBe(400);
    asana.change({ type: 'lose-access', scope: 's1' });
    expect([(await establish('401')).status, (await establish('499')).status]).toEqual([403, 404]);
  });
});

describe('a delivery', () => {
  it('names what changed and nothing of it, signed over its bytes', async () => {
    const { body } = await establish();
    asana.change({ type: 'edit', task: 'asana-2', by: 'p2', set: { title: 'Not to be told' } });
    const [one] = await delivered();
    expect(eventsOf(one as Received)).toEqual([
      {
        user: { gid: '902', resource_type: 'user' },
        created_at: expect.any(String),
        action: 'changed',
        resource: { gid: '1200000000001002', resource_type: 'task', resource_subtype: 'default_task' },
        parent: null,
        change: { field: 'name', action: 'changed' },
      },
    ]);
    const signature = createHmac('sha256', body['X-Hook-Secret'])
      .update((one as Received).body)
      .digest('hex');
    expect(one?.headers['x-hook-signature']).toBe(signature);
  });

  it('comes only where the project is watched, seen, and lets it through', async () => {
    await establish('401', { filters: [{ resource_type: 'task', action: 'changed', fields: ['name'] }] });
    asana.change({ type: 'edit', task: 'asana-2', set: { labels: ['o2'] } });
    asana.change({ type: 'edit', task: 'asana-100', set: { title: 'Elsewhere' } });
    asana.change({ type: 'edit', task: 'asana-2', set: { title: 'Told' } });
    asana.change({ type: 'lose-access', scope: 's1' });
    asana.change({ type: 'edit', task: 'asana-2', set: { title: 'Hidden' } });
    expect((await delivered()).flatMap(eventsOf).map(({ change }) => change.field)).toEqual(['name']);
  });

  it('is lost, doubled or held as a test wants it', async () => {
    const verdicts = ['send', 'lose', 'twice', 'hold', 'hold'] as const;
    let count = 0;
    const server = await start({ deliver: () => verdicts[count++] ?? 'send' });
    await establish('401', {}, server);
    await waitFor('the first heartbeat', () => count === 1);
    const fields = async () => (await delivered(server)).flatMap(eventsOf).map(({ change }) => change.field);
    server.change({ type: 'edit', task: 'asana-2', set: { title: 'Lost' } });
    server.change({ type: 'edit', task: 'asana-2', set: { labels: ['twice'] } });
    server.change({ type: 'edit', task: 'asana-2', set: { text: 'Held first' } });
    server.change({ type: 'edit', task: 'asana-2', set: { dueOn: '2026-12-01' } });
    expect(await fields()).toEqual(['tags', 'tags']);
    server.release();
    expect((await fields()).toSorted()).toEqual(['due_on', 'notes', 'tags', 'tags']);
    await server.close();
  });

  it('is tried again until it is taken, and the webhook tells how it fares', async () => {
    const { body } = await establish();
    await waitFor('the first heartbeat', () => target.received.length === 2);
    await asana.settled();
    let failures = 3;
    target.answer = (one) => (failures-- > 0 ? { status: 500 } : echo(one));
    asana.change({ type: 'edit', task: 'asana-2', set: { title: 'At last' } });
    expect(new Set((await delivered()).map((one) => one.body)).size).toBe(1);
    expect(await delivered()).toHaveLength(4);
    expect((await ask('GET', `/webhooks/${body.data.gid}`)).body.data).toMatchObject({
      active: true,
      delivery_retry_count: 0,
      last_failure_at: expect.any(String),
      last_failure_content: '500',
    });
  });

  it('that nobody took for 24 hours ends the webhook', async () => {
    const { body } = await establish();
    await waitFor('the first heartbeat', () => target.received.length === 2);
    await asana.settled();
    target.answer = () => ({ status: 503 });
    asana.change({ type: 'edit', task: 'asana-2', set: { title: 'Never' } });
    await asana.settled();
    expect((await ask('GET', `/webhooks/${body.data.gid}`)).status).toBe(404);
  });
});

describe('a webhook', () => {
  it('sends heartbeats as long as it lives', async () => {
    const server = await start({ heartbeatMs: 5 });
    const { body } = await establish('401', {}, server);
    await waitFor('further heartbeats', () => target.received.length >= 4);
    expect((await ask('DELETE', `/webhooks/${body.data.gid}`, undefined, server)).body).toEqual({ data: {} });
    await server.settled();
    const count = target.received.length;
    server.change({ type: 'edit', task: 'asana-2', set: { title: 'Unheard' } });
    await server.settled();
    expect([target.received.length, target.received.flatMap(eventsOf)]).toEqual([count, []]);
    await server.close();
  });
});
