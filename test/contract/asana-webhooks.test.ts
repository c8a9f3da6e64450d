import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { asana } from '../../connectors/asana/index.ts';
import type { RegisteredWebhook, WebhookAdmin } from '../../connectors/connector.ts';

interface Held {
  readonly gid: string;
  readonly resource: { readonly gid: string; readonly resource_type: 'project' };
  readonly target: string;
  readonly active: boolean;
  readonly [more: string]: unknown;
}

/** Asana's side as its document describes it: it calls the target before it answers, and gives webhooks a page at a time. */
class Tool {
  readonly held: Held[] = [];
  readonly secrets = new Map<string, string>();
  readonly asked: string[] = [];
  readonly bodies: unknown[] = [];
  pageMax = 100;

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://tool');
    const path = url.pathname.replace('/api/1.0', '');
    this.asked.push(`${request.method} ${path}`);
    const say = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (path === '/workspaces') return say(200, { data: [{ gid: 'w1', name: 'Acme' }] });
    if (request.method === 'POST') return say(...(await this.create(JSON.parse(await textOf(request)))));
    if (request.method === 'DELETE') {
      const at = this.held.findIndex(({ gid }) => path === `/webhooks/${gid}`);
      if (at < 0) return say(404, { errors: [{ message: 'webhook: Unknown object' }] });
      this.held.splice(at, 1);
      return say(200, { data: {} });
    }
    const { workspace, resource, limit, offset } = Object.fromEntries(url.searchParams);
    if (workspace !== 'w1' || limit !== '100') return say(400, { errors: [{ message: 'workspace: Missing input' }] });
    const found = this.held.filter((hook) => resource === undefined || hook.resource.gid === resource);
    const from = Number(offset ?? 0);
    const next = from + this.pageMax < found.length ? { offset: String(from + this.pageMax) } : null;
    say(200, { data: found.slice(from, from + this.pageMax), next_page: next });
  }

  async create(body: { data: { resource: string; target: string } }): Promise<[number, unknown]> {
    this.bodies.push(body);
    const { resource, target } = body.data;
    if (this.held.some((hook) => hook.resource.gid === resource && hook.target === target)) {
      return [403, { errors: [{ message: 'Duplicate webhook' }] }];
    }
    const secret = randomBytes(32).toString('hex');
    const shaken = await fetch(target, { method: 'POST', headers: { 'x-hook-secret': secret }, body: '{"events":[]}' });
    if (![200, 204].includes(shaken.status) || shaken.headers.get('x-hook-secret') !== secret) {
      return [400, { errors: [{ message: 'The remote server did not respond with the handshake secret.' }] }];
    }
    const hook = this.hold(resource, target);
    this.secrets.set(hook.gid, secret);
    return [201, { data: { ...hook, active: false }, 'X-Hook-Secret': secret }];
  }

  hold(resource: string, target: string, more: object = {}): Held {
    const gid = String(9000 + this.held.length);
    const hook: Held = { gid, resource: { gid: resource, resource_type: 'project' }, target, active: true, ...more };
    this.held.push(hook);
    return hook;
  }
}

/** Our own address, that keeps nothing but the secret of the webhook that is being created. */
class Receiver {
  isHandshakeOpen = false;
  secrets: string[] = [];

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.from(await textOf(request));
    const headers = request.headersDistinct;
    const raw = {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, all]) => [name, all?.length === 1 ? all[0] : all]),
      ),
      body,
      callbackUrl: null,
    };
    const verdict = asana.verifyDelivery?.(raw, { secrets: this.secrets, isHandshakeOpen: this.isHandshakeOpen });
    if (typeof verdict === 'object') {
      if (verdict.secret) this.secrets = [verdict.secret];
      response.writeHead(verdict.answer.status, verdict.answer.headers).end();
      return;
    }
    response.writeHead(verdict === 'ok' ? 200 : 401).end();
  }
}

describe('webhooks of Asana', () => {
  const servers: Server[] = [];
  const { signal } = new AbortController();
  const scope = { externalId: 'p1', key: null, name: 'Launch' };

  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  async function listen(part: Tool | Receiver): Promise<string> {
    const server = createServer((request, response) => {
      void part.answer(request, response).catch(() => response.destroy());
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async function start() {
    const [tool, receiver] = [new Tool(), new Receiver()];
    const connector = asana.create({
      connectionId: 'c',
      baseUrl: await listen(tool),
      credentials: { token: 't0ken' },
    });
    const admin = connector.webhooks as WebhookAdmin;
    const callbackUrl = `${await listen(receiver)}/webhooks/of-this-project`;
    const create = () => admin.create({ scopes: [scope], callbackUrl, secret: 'not-asked-for' }, signal);
    return { tool, receiver, admin, callbackUrl, create };
  }

  async function gather(list: AsyncIterable<RegisteredWebhook>): Promise<RegisteredWebhook[]> {
    const all: RegisteredWebhook[] = [];
    for await (const one of list) all.push(one);
    return all;
  }

  it('are created while the handshake comes in, and then sign with the secret it brought', async () => {
    const { tool, receiver, admin, callbackUrl, create } = await start();
    receiver.isHandshakeOpen = true;
    const created = await create();
    receiver.isHandshakeOpen = false;
    expect(created).toEqual({
      externalId: '9000',
      callbackUrl,
      scopeExternalId: 'p1',
      isActive: false,
      expiresAt: null,
      trouble: null,
    });
    expect(receiver.secrets).toEqual([tool.secrets.get('9000')]);
    const body = '{"events":[]}';
    const signature = createHmac('sha256', tool.secrets.get('9000') ?? '')
      .update(body)
      .digest('hex');
    const send = async (headers: Record<string, string>) =>
      (await fetch(callbackUrl, { method: 'POST', headers, body })).status;
    expect(await send({ 'x-hook-signature': signature })).toBe(200);
    expect(await send({ 'x-hook-signature': signature.replace(/^./, (first) => (first === '0' ? '1' : '0')) })).toBe(
      401,
    );
    expect(await send({ 'x-hook-secret': 'f'.repeat(64) })).toBe(401);
    expect(receiver.secrets).toEqual([tool.secrets.get('9000')]);
    expect(await gather(admin.list([scope], signal))).toMatchObject([{ externalId: '9000', isActive: true }]);
  });

  it('ask for what changes tasks and projects, and for no comments', async () => {
    const { tool, receiver, callbackUrl, create } = await start();
    receiver.isHandshakeOpen = true;
    await create();
    const { data } = tool.bodies[0] as { data: { filters: { resource_type: string; action: string }[] } };
    expect(data).toMatchObject({ resource: 'p1', target: callbackUrl });
    const actions = data.filters.filter((filter) => filter.resource_type === 'task').map(({ action }) => action);
    expect(actions.toSorted()).toEqual(['added', 'changed', 'deleted', 'removed', 'undeleted']);
    expect(new Set(data.filters.map((filter) => filter.resource_type))).toEqual(new Set(['task', 'project']));
    expect(JSON.stringify(tool.bodies)).not.toContain('not-asked-for');
  });

  it('are not created when nobody of us waits for the handshake', async () => {
    const { tool, receiver, create } = await start();
    await expect(create()).rejects.toMatchObject({ kind: 'unexpected-answer', call: 'create webhook', status: 400 });
    expect([receiver.secrets, tool.held]).toEqual([[], []]);
  });

  it('are adopted when Asana says that there is one already', async () => {
    const { tool, callbackUrl, create } = await start();
    tool.hold('p1', 'https://elsewhere.example/hook');
    const first = tool.hold('p1', callbackUrl);
    tool.hold('p2', callbackUrl);
    expect((await create()).externalId).toBe(first.gid);
    expect(tool.held).toHaveLength(3);
  });

  it('pass on a 403 where there is none to adopt', async () => {
    const { tool, callbackUrl, create } = await start();
    tool.create = async () => [403, { errors: [{ message: 'Forbidden' }] }];
    tool.hold('p2', callbackUrl);
    await expect(create()).rejects.toMatchObject({ kind: 'not-visible', status: 403 });
  });

  it('are listed to the last page, others\u2019 too, with what fails', async () => {
    const { tool, admin, callbackUrl } = await start();
    tool.pageMax = 2;
    const failing = {
      last_failure_at: '2026-11-20T10:00:00.000Z',
      last_failure_content: `502 Bad Gateway\n\n${'x'.repeat(5000)}`,
      failure_deletion_timestamp: '2026-11-21T10:00:00.000Z',
    };
    tool.hold('p1', callbackUrl, { ...failing, last_success_at: '2026-11-20T09:00:00.000Z' });
    tool.hold('p2', callbackUrl, { ...failing, last_success_at: '2026-11-20T11:00:00.000Z' });
    tool.hold('p3', 'https://elsewhere.example/hook', { active: false });
    const scopes = ['p1', 'p2'].map((externalId) => ({ ...scope, externalId }));
    const [first, ...others] = await gather(admin.list(scopes, signal));
    expect(first?.trouble).toMatch(
      /^Its last delivery failed at 2026-11-20T10.*502 Bad Gateway x+; Asana removes it at /,
    );
    expect(first?.trouble?.length).toBeLessThan(300);
    expect(others.map(({ trouble, isActive }) => [trouble, isActive])).toEqual([
      [null, true],
      [null, false],
    ]);
    expect(tool.asked.filter((path) => path === 'GET /webhooks')).toHaveLength(2);
  });

  it('are removed, and one that is gone is no error', async () => {
    const { tool, admin, callbackUrl } = await start();
    const { gid } = tool.hold('p1', callbackUrl);
    await admin.remove(gid, signal);
    expect(tool.held).toEqual([]);
    await admin.remove(gid, signal);
    expect(tool.asked).toEqual([`DELETE /webhooks/${gid}`, `DELETE /webhooks/${gid}`]);
  });

  it('live until they are removed, so that there is nothing to refresh', async () => {
    const { tool, admin } = await start();
    expect(await admin.refresh(['9000'], signal)).toEqual({ expiresAt: null });
    expect([admin.per, tool.asked]).toEqual(['scope', []]);
  });
});

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
