import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Connector, Credentials, RegisteredWebhook, ScopeRef } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { jira } from '../../connectors/jira/index.ts';
import { makeChecker } from './vendor-documents/checker.ts';
import { loadDocument } from './vendor-documents/document.ts';
import { startProxy } from './vendor-documents/proxy.ts';

const now = Date.UTC(2026, 10, 22, 12);
const dayMs = 86_400_000;
const callbackUrl = 'https://plumbline.example/webhooks/jira/c1';
const account = { email: 'mira@example.com', token: 'account-token' };
const scopes: ScopeRef[] = [
  { externalId: '10010', key: 'ONB', name: 'Onboarding' },
  { externalId: '9', key: 'INT', name: 'Internal' },
];

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly authorization: string;
  readonly body: unknown;
}

interface Told {
  readonly status: number;
  readonly body?: unknown;
}

let server: Server;
let url: string;
let asked: Asked[];
let answer: (request: Asked) => Told;

beforeEach(async () => {
  asked = [];
  server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    asked.push(request);
    const { status, body } = answer(request);
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

async function readRequest(incoming: IncomingMessage): Promise<Asked> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    authorization: incoming.headers.authorization ?? '',
    body: text === '' ? null : JSON.parse(text),
  };
}

function admin(credentials: Credentials, baseUrl = url): NonNullable<Connector['webhooks']> {
  const { webhooks } = jira.create({ connectionId: 'c1', baseUrl, credentials, now: () => now });
  if (!webhooks) throw new Error('Jira offers webhooks.');
  return webhooks;
}

async function listed(webhooks: NonNullable<Connector['webhooks']>): Promise<RegisteredWebhook[]> {
  const all: RegisteredWebhook[] = [];
  for await (const webhook of webhooks.list(scopes, signal())) all.push(webhook);
  return all;
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

/** As Jira's page "Webhooks" shows one. */
function adminWebhook(id: number, more: object = {}): object {
  return {
    name: 'Plumbline',
    url: callbackUrl,
    excludeBody: false,
    filters: { 'issue-related-events-section': 'project in (9, 10010)' },
    events: ['jira:issue_created'],
    enabled: true,
    self: `${url}/rest/webhooks/1.0/webhook/${id}`,
    lastUpdatedUser: '5b10a2844c20165700ede21g',
    lastUpdatedDisplayName: 'Mira',
    lastUpdated: now,
    ...more,
  };
}

describe('webhooks of an administrator’s account', () => {
  it('are listed with what they call, whosever they are', async () => {
    const foreign = { url: 'https://else.example/', enabled: false, isSigned: false };
    answer = () => ({ status: 200, body: [adminWebhook(3), { name: 'of another form' }, adminWebhook(41, foreign)] });
    expect(await listed(admin(account))).toEqual([
      { externalId: '3', callbackUrl, scopeExternalId: null, isActive: true, expiresAt: null, trouble: null },
      {
        externalId: '41',
        callbackUrl: 'https://else.example/',
        scopeExternalId: null,
        isActive: false,
        expiresAt: null,
        trouble: 'It has no secret, so that each of its deliveries is refused.',
      },
    ]);
    expect(asked).toMatchObject([{ method: 'GET', path: '/rest/webhooks/1.0/webhook' }]);
  });

  it('are made once for all projects, signed, with bodies, and without events that lack their issue', async () => {
    answer = () => ({ status: 201, body: adminWebhook(7) });
    const made = await admin(account).create({ scopes, callbackUrl, secret: 'ours' }, signal());
    expect(made).toMatchObject({ externalId: '7', callbackUrl, isActive: true, expiresAt: null });
    expect(asked).toMatchObject([{ method: 'POST', path: '/rest/webhooks/1.0/webhook' }]);
    expect(asked[0]?.body).toEqual({
      name: 'Plumbline',
      url: callbackUrl,
      events: ['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted'],
      filters: { 'issue-related-events-section': 'project in (9, 10010)' },
      excludeBody: false,
      secret: 'ours',
    });
  });

  it('are not made a second time by themselves after trouble, since the first may have been made', async () => {
    answer = () => ({ status: 503 });
    await expect(admin(account).create({ scopes, callbackUrl, secret: 'ours' }, signal())).rejects.toMatchObject({
      kind: 'unavailable',
    });
    expect(asked).toHaveLength(1);
  });

  it.each([403, 404])(
    'that these credentials may not manage (%i) are not-visible, and say no secret',
    async (status) => {
      answer = () => ({ status, body: { errorMessages: ['You must be an administrator'] } });
      const failed = admin(account).create({ scopes, callbackUrl, secret: 'ours-and-secret' }, signal());
      const error: unknown = await failed.catch((reason: unknown) => reason);
      expect(isConnectorError(error, 'not-visible')).toBe(true);
      expect(String(error)).not.toContain('ours-and-secret');
    },
  );

  it('are removed by their id, and one that is gone already is no error', async () => {
    answer = ({ path }) => (path.endsWith('/7') ? { status: 204 } : { status: 404, body: { errorMessages: [] } });
    const webhooks = admin(account);
    await webhooks.remove('7', signal());
    await webhooks.remove('8', signal());
    expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'DELETE /rest/webhooks/1.0/webhook/7',
      'DELETE /rest/webhooks/1.0/webhook/8',
    ]);
    await expect(webhooks.remove('../../api/3/project/1', signal())).rejects.toMatchObject({ kind: 'not-visible' });
    expect(asked).toHaveLength(2);
  });

  it('live until they are removed: to refresh them asks nothing', async () => {
    expect(await admin(account).refresh(['7'], signal())).toEqual({ expiresAt: null });
    expect(asked).toEqual([]);
  });

  it('are not made for no project, nor for what is no project’s id', async () => {
    const forged = [{ externalId: '1) OR (project = 2', key: null, name: '' }];
    for (const none of [[], forged]) {
      const failed = admin(account).create({ scopes: none, callbackUrl, secret: 'ours' }, signal());
      await expect(failed).rejects.toMatchObject({ kind: 'not-visible' });
    }
    expect(asked).toEqual([]);
  });
});

describe('webhooks of an OAuth app', () => {
  const app = { token: 'access-token' };
  const expirationDate = now + 30 * dayMs;

  /** As Jira's OpenAPI document has it. */
  function site({ method, path, body }: Asked): Told {
    if (method === 'POST') return { status: 200, body: { webhookRegistrationResult: [{ createdWebhookId: 1000 }] } };
    if (method === 'PUT') return { status: 200, body: { expirationDate } };
    if (method === 'DELETE') return { status: 202 };
    const startAt = Number(new URL(path, url).searchParams.get('startAt'));
    const all = [now + dayMs, now - dayMs, null].map((expires, at) => ({
      id: 10_000 + at,
      url: callbackUrl,
      jqlFilter: 'project in (9, 10010)',
      events: ['jira:issue_created'],
      ...(expires === null ? {} : { expirationDate: expires }),
    }));
    const values = all.slice(startAt, startAt + 2);
    expect(body).toBeNull();
    return { status: 200, body: { startAt, maxResults: 2, total: 3, isLast: startAt + 2 >= 3, values } };
  }

  it('are listed over all pages, the expired ones as such', async () => {
    answer = site;
    expect(await listed(admin(app))).toMatchObject([
      { externalId: '10000', callbackUrl, isActive: true, expiresAt: now + dayMs },
      { externalId: '10001', callbackUrl, isActive: false, expiresAt: now - dayMs },
      { externalId: '10002', callbackUrl, isActive: true, expiresAt: null },
    ]);
    expect(asked.map(({ path }) => path)).toEqual([
      '/rest/api/3/webhook?startAt=0&maxResults=100',
      '/rest/api/3/webhook?startAt=2&maxResults=100',
    ]);
    expect(asked[0]?.authorization).toBe('Bearer access-token');
  });

  it('are made with the day they expire as Jira tells it, and prolonged by the same word', async () => {
    answer = site;
    const webhooks = admin(app);
    const made = await webhooks.create({ scopes, callbackUrl, secret: 'not needed' }, signal());
    expect(made).toMatchObject({ externalId: '1000', callbackUrl, isActive: true, expiresAt: expirationDate });
    expect(asked[0]?.body).toEqual({
      url: callbackUrl,
      webhooks: [
        {
          jqlFilter: 'project in (9, 10010)',
          events: ['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted'],
        },
      ],
    });
    expect(await webhooks.refresh(['1000', '1001'], signal())).toEqual({ expiresAt: expirationDate });
    expect(asked.at(-1)).toMatchObject({ method: 'PUT', body: { webhookIds: [1000, 1001] } });
  });

  it('read the day they expire as a date too, as Jira’s example has it', async () => {
    answer = () => ({ status: 200, body: { expirationDate: '2026-12-22T12:00:00.000+0000' } });
    expect(await admin(app).refresh(['1000'], signal())).toEqual({ expiresAt: expirationDate });
  });

  it('that Jira refuses with 200 are an error, and no webhook', async () => {
    const errors = ['The clause watchCount is unsupported'];
    answer = () => ({ status: 200, body: { webhookRegistrationResult: [{ errors }] } });
    const failed = admin(app).create({ scopes, callbackUrl, secret: '' }, signal());
    await expect(failed).rejects.toMatchObject({ kind: 'unexpected-answer' });
    expect(asked).toHaveLength(1);
  });

  it('are removed though Jira only accepts that now and does it later', async () => {
    answer = site;
    await admin(app).remove('1000', signal());
    expect(asked).toMatchObject([{ method: 'DELETE', path: '/rest/api/3/webhook', body: { webhookIds: [1000] } }]);
  });

  it('that the caller may not manage are not-visible', async () => {
    answer = () => ({ status: 403, body: { errorMessages: ['The caller is not an app.'], errors: {} } });
    await expect(listed(admin(app))).rejects.toMatchObject({ kind: 'not-visible' });
  });

  const folder = process.env.PLUMBLINE_FIXTURES ?? '';
  it.skipIf(!folder)('are managed in the words of Jira’s OpenAPI document', async () => {
    answer = site;
    const proxy = await startProxy(url);
    const webhooks = admin(app, proxy.url);
    const { externalId } = await webhooks.create({ scopes, callbackUrl, secret: '' }, signal());
    await listed(webhooks);
    await webhooks.remove(externalId, signal());
    const { findings } = makeChecker(loadDocument('jira', folder), () => null)(proxy.exchanges);
    await proxy.close();
    expect(new Set(proxy.exchanges.map(({ method }) => method))).toEqual(new Set(['POST', 'PUT', 'GET', 'DELETE']));
    // The document says nothing of a body there, and there is none.
    expect(findings.map(({ operation, what }) => `${operation}: ${what}`)).toEqual([
      'DELETE /rest/api/3/webhook: answer 202 has neither schema nor recording',
    ]);
  });
});
