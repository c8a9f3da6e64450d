import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { ToolName } from '../../../src/domain/task.ts';
import { openDatabase } from '../../../src/store/database.ts';
import { noteRegistered, openWebhook } from '../../../src/store/webhooks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { waitFor } from '../../helpers/wait.ts';
import { apiDeps, buildApp, captureLog } from './helpers/api.ts';
import { NOW, secrets } from './helpers/world.ts';

const APP_SECRET = 'trello-app-secret';
const HANDED = 'handed-over-by-asana-0123456789';
let database: TestDatabase;
let app: App;
let port: number;
let clock = NOW;
const nudged: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  await addConnection('jira', {});
  await addConnection('asana', {});
  await addConnection('trello', { appSecret: APP_SECRET });
  app = await buildApp(apiDeps(database.db, { now: () => clock, onDelivery: (id) => void nudged.push(id) }));
  await app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.server.address() as { port: number }).port;
});
afterAll(async () => {
  await app.close();
  await database.drop();
});
let count = 0;
let hook = '';
beforeEach(async () => {
  clock = NOW;
  nudged.length = 0;
  for (const table of ['deliveries', 'delivery_refusals', 'webhooks'] as const) {
    await database.db.deleteFrom(table).execute();
  }
  // Each test has a webhook of its own name: what the app remembers of another is no help to it.
  hook = `hook-${++count}`;
});

const bindingOf = (id: string) => ({ connectionId: id, baseUrl: `https://${id}.example` });

async function addConnection(tool: ToolName, given: object, id: string = tool): Promise<void> {
  const credentials = secrets.seal(JSON.stringify({ token: 't', ...given }), bindingOf(id));
  await database.db
    .insertInto('connections')
    .values({ id, tool, name: id, base_url: bindingOf(id).baseUrl, state: 'active', credentials })
    .execute();
}

async function addHook(tool: ToolName, secret: string | null): Promise<string> {
  const path = `/webhooks/${tool}/${tool}?hook=${hook}`;
  const row = { id: hook, connection_id: tool, callback_url: `https://plumbline.example${path}` };
  const sealed = secret === null ? null : secrets.seal(secret, { ...bindingOf(tool), field: 'webhook' });
  await database.db
    .insertInto('webhooks')
    .values({ ...row, scope_id: null, external_id: 'w', state: 'active', secret: sealed, created_at: new Date(NOW) })
    .execute();
  return path;
}

type Headers = Readonly<Record<string, string | string[]>>;

/** As a tool's server calls: real HTTP, and nothing that a browser adds. */
function send(path: string, body: string | Buffer, headers: Headers = {}, method = 'POST') {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (answer) => {
      let text = '';
      answer.on('data', (part) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const jiraSignature = (secret: string, body: string | Buffer) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
const ISSUE = '{ "webhookEvent":"jira:issue_updated",  "issue":{"id":"10001"} }';

const stored = () => database.db.selectFrom('deliveries').selectAll().orderBy('id').execute();
const refusals = () =>
  database.db.selectFrom('delivery_refusals').select(['connection_id', 'reason', 'count']).execute();

describe('a proved delivery', () => {
  it('is stored byte for byte, answered 200, and its job asked for', async () => {
    const path = await addHook('jira', 's1');
    const answer = await send(path, ISSUE, {
      'content-type': 'application/json',
      'x-hub-signature': jiraSignature('s1', ISSUE),
      'x-atlassian-webhook-identifier': 'wh-1',
    });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe('');
    const [row] = await stored();
    expect(row).toMatchObject({ delivery_key: 'id wh-1', state: 'stored', webhook_id: hook, connection_id: 'jira' });
    expect(row?.body.toString()).toBe(ISSUE);
    expect(nudged).toEqual(['jira']);
  });

  it('keeps no signature, secret or token of its headers', async () => {
    const path = await addHook('jira', 's1');
    const signature = jiraSignature('s1', ISSUE);
    await send(path, ISSUE, { 'x-hub-signature': signature, cookie: 'a=b', origin: `http://127.0.0.1:${port}` });
    const text = JSON.stringify((await stored())[0]?.headers);
    for (const secret of [signature.slice(7), 'a=b']) expect(text).not.toContain(secret);
  });

  it('is stored once, however often it is sent, and at once by several', async () => {
    const path = await addHook('jira', 's1');
    const headers = { 'x-hub-signature': jiraSignature('s1', ISSUE), 'x-atlassian-webhook-identifier': 'wh-2' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(path, ISSUE, headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await stored()).toHaveLength(1);
    expect(nudged).toEqual(['jira']);
  });

  it('without a name of its own is known again by its body', async () => {
    const path = await addHook('jira', 's1');
    const other = ISSUE.replace('10001', '10002');
    for (const body of [ISSUE, ISSUE, other]) await send(path, body, { 'x-hub-signature': jiraSignature('s1', body) });
    expect(await stored()).toHaveLength(2);
  });

  it('may be of any content type, and of none', async () => {
    const path = await addHook('jira', 's1');
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'application/vnd.x+json', 'nonsense', null];
    for (const [index, type] of types.entries()) {
      const body = Buffer.from([0xff, 0xfe, index]);
      const headers = { 'x-hub-signature': jiraSignature('s1', body), ...(type ? { 'content-type': type } : {}) };
      expect((await send(path, body, headers)).status, String(type)).toBe(200);
    }
    expect((await stored()).map((row) => row.body[2])).toEqual([0, 1, 2, 3, 4]);
  });

  it('of Trello is proved with the address as it was registered, byte for byte', async () => {
    const path = await addHook('trello', null);
    const body = '{"action":{"id":"a1","type":"updateCard","data":{"card":{"id":"c1"}}}}';
    const sign = (url: string) =>
      createHmac('sha1', APP_SECRET)
        .update(body + url)
        .digest('base64');
    const right = sign(`https://plumbline.example${path}`);
    const wrong = sign(`https://plumbline.example${path}&x=1`);
    expect((await send(`${path}&x=1`, body, { 'x-trello-webhook': wrong })).status).toBe(401);
    expect((await send(`${path}&x=1`, body, { 'x-trello-webhook': right })).status).toBe(200);
    expect((await stored())[0]?.delivery_key).toBe('id a1');
  });

  it('shows that its webhook lives', async () => {
    const path = await addHook('jira', 's1');
    await send(path, ISSUE, { 'x-hub-signature': jiraSignature('s1', ISSUE) });
    await waitFor('the time', async () => {
      const row = await database.db.selectFrom('webhooks').select('last_delivery_at').executeTakeFirst();
      return row?.last_delivery_at?.getTime() === NOW;
    });
  });
});

describe('a delivery that proves nothing', () => {
  it('leaves a number by day and reason, and nothing else', async () => {
    const path = await addHook('jira', 's1');
    const forged: Headers[] = [
      {},
      { 'x-hub-signature': jiraSignature('other', ISSUE) },
      { 'x-hub-signature': jiraSignature('', ISSUE) },
      { 'x-hub-signature': [jiraSignature('s1', ISSUE), jiraSignature('s1', ISSUE)] },
    ];
    for (const headers of forged) expect((await send(path, ISSUE, headers)).status).toBe(401);
    const flipped = ISSUE.replace('10001', '10003');
    expect((await send(path, flipped, { 'x-hub-signature': jiraSignature('s1', ISSUE) })).status).toBe(401);
    await waitFor(
      'the number',
      async () => (await refusals()).find((one) => one.connection_id === 'jira')?.count === 5,
    );
    expect(await refusals()).toContainEqual({ connection_id: 'jira', reason: 'not-proved', count: 5 });
    expect(await stored()).toEqual([]);
    expect(nudged).toEqual([]);
  });

  it('is refused where no secret is set, whatever it is signed with', async () => {
    const path = await addHook('jira', null);
    for (const secret of ['', 'undefined', 'null']) {
      expect((await send(path, ISSUE, { 'x-hub-signature': jiraSignature(secret, ISSUE) })).status).toBe(401);
    }
    await waitFor('the number', async () => (await refusals()).some((one) => one.reason === 'no-secret'));
  });

  it('is refused where another secret signed it than this tool signs with, though we keep it', async () => {
    const path = await addHook('trello', 'another');
    const sign = (secret: string) =>
      createHmac('sha1', secret).update(`{}https://plumbline.example${path}`).digest('base64');
    expect((await send(path, '{}', { 'x-trello-webhook': sign('another') })).status).toBe(401);
    expect((await send(path, '{}', { 'x-trello-webhook': sign(APP_SECRET) })).status).toBe(200);
  });

  it('is refused where the stored secret does not open any more', async () => {
    const path = await addHook('jira', null);
    const sealed = secrets.seal('s1', { connectionId: 'jira', baseUrl: 'https://elsewhere.example' });
    await database.db.updateTable('webhooks').set({ secret: sealed }).execute();
    for (const secret of ['', 's1']) {
      expect((await send(path, ISSUE, { 'x-hub-signature': jiraSignature(secret, ISSUE) })).status).toBe(401);
    }
  });

  it('gets the same empty answer for every reason', async () => {
    const path = await addHook('jira', 's1');
    const answers = [
      await send(path, ISSUE, {}),
      await send(`${path}-unknown`, ISSUE, { 'x-hub-signature': jiraSignature('s1', ISSUE) }),
    ];
    for (const answer of answers) expect([answer.status, answer.text]).toEqual([401, '']);
  });

  it('to a connection that does not exist, or is of another tool, is 404 and leaves no trace', async () => {
    // A connection of which no other test counts anything, and an app that writes what it counted when it is closed.
    await addConnection('jira', {}, 'lonely');
    const other = await buildApp(apiDeps(database.db));
    const paths = ['jira/nowhere?hook=x', 'asana/lonely', '%00/lonely', 'jira/%00', `jira/${'x'.repeat(200)}`];
    for (const path of paths.map((rest) => `/webhooks/${rest}`)) {
      expect((await other.inject({ method: 'POST', url: path, payload: ISSUE })).statusCode).toBe(404);
    }
    expect(await stored()).toEqual([]);
    await other.close();
    expect((await refusals()).filter((one) => !['jira', 'asana', 'trello'].includes(one.connection_id))).toEqual([]);
  });

  it('that meets a fault of ours is answered 500, with the name under which the log tells of it', async () => {
    // Nobody listens on this port.
    const away = openDatabase('postgres://127.0.0.1:1/nothing');
    const { logger, lines } = captureLog('info');
    const other = await buildApp(apiDeps(away, { logger }));
    const answer = await other.inject({ method: 'POST', url: '/webhooks/jira/jira', payload: ISSUE });
    await other.close();
    await away.destroy();
    expect(answer.statusCode).toBe(500);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ level: 50, requestId: answer.json().requestId }]);
  });

  it('and comes from a page of another site is refused before it is looked at', async () => {
    const path = await addHook('jira', 's1');
    const signed = { 'x-hub-signature': jiraSignature('s1', ISSUE) };
    expect((await send(path, ISSUE, { ...signed, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect(await stored()).toEqual([]);
  });

  it('larger than a megabyte is not read', async () => {
    const path = await addHook('jira', 's1');
    const body = Buffer.alloc(1024 * 1024 + 1, 0x20);
    const answer = await send(path, body, { 'x-hub-signature': jiraSignature('s1', body) });
    expect(answer.status).toBe(413);
    expect(await stored()).toEqual([]);
  });
});

describe('a tool that looks whether we are there', () => {
  it('is answered 200 without a look at the connection', async () => {
    for (const method of ['HEAD', 'GET']) {
      expect((await send('/webhooks/trello/nowhere?hook=x', '', {}, method)).status).toBe(200);
    }
  });
});

describe('a handshake', () => {
  const shake = (path: string, secret = HANDED) => send(path, '{}', { 'x-hook-secret': secret });
  const secretOf = async () => (await database.db.selectFrom('webhooks').select('secret').executeTakeFirst())?.secret;

  it('is taken while our own call waits, and from then on proves deliveries', async () => {
    const path = await addHook('asana', null);
    await openWebhook(database.db, hook, new Date(NOW + 30_000));
    const answer = await shake(path);
    expect(answer.status).toBe(200);
    expect(answer.headers['x-hook-secret']).toBe(HANDED);
    const sealed = await secretOf();
    expect(sealed).not.toContain(HANDED);
    expect(secrets.open(sealed ?? '', { ...bindingOf('asana'), field: 'webhook' })).toBe(HANDED);
    const body = '{"events":[]}';
    const signature = createHmac('sha256', HANDED).update(body).digest('hex');
    expect((await send(path, body, { 'x-hook-signature': signature })).status).toBe(200);
  });

  it('that nobody asked for is refused (A8)', async () => {
    const path = await addHook('asana', null);
    expect((await shake(path)).status).toBe(401);
    expect(await secretOf()).toBeNull();
  });

  it('that comes after our call has ended is refused (A8)', async () => {
    const path = await addHook('asana', null);
    await openWebhook(database.db, hook, new Date(NOW + 30_000));
    clock = NOW + 30_001;
    expect((await shake(path)).status).toBe(401);
    expect(await secretOf()).toBeNull();
  });

  it('never replaces a secret, not even while our call waits, nor one that came a moment before (A8)', async () => {
    const path = await addHook('asana', null);
    await openWebhook(database.db, hook, new Date(NOW + 30_000));
    const attempts = Array.from({ length: 10 }, (_, index) => `${HANDED}-${index}`);
    const answers = await Promise.all(attempts.map((secret) => shake(path, secret)));
    const taken = attempts.filter((_, index) => answers[index]?.status === 200);
    expect(taken).toHaveLength(1);
    expect(secrets.open((await secretOf()) ?? '', { ...bindingOf('asana'), field: 'webhook' })).toBe(taken[0]);
    expect((await shake(path)).status).toBe(401);
  });

  it('leaves our own chosen secret for tools that hand over none', async () => {
    const path = await addHook('asana', null);
    await openWebhook(database.db, hook, new Date(NOW + 30_000));
    await shake(path);
    await noteRegistered(database.db, hook, { scopeIds: [], sealedSecret: 'ours' });
    expect(await secretOf()).not.toBe('ours');
  });
});
