import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutgoing } from '../../../connectors/outgoing.ts';
import type { App } from '../../../src/api/app-type.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { checkSecrets, resealOld } from '../../../src/usecases/keep-secrets.ts';
import { sendOutgoing } from '../../../src/usecases/send-outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { openReceiver, type Receiver } from '../../helpers/receiver.ts';
import { apiDeps, buildApp, type Call, call, captureLog, signInAll } from './helpers/api.ts';
import { makeWorld, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;
let receiver: Receiver;
const { logger, lines } = captureLog('debug');

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { logger }));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});
beforeEach(async () => {
  receiver = await openReceiver();
});
afterEach(async () => {
  await database.db.deleteFrom('outgoing_webhooks').execute();
  await receiver.close();
});

const BASE = '/api/v1/outgoing-webhooks';
const ask = (method: Call['method'], path = '', body?: unknown) =>
  call(app, {
    method,
    url: `${BASE}${path}`,
    cookie: cookies.owner,
    body: body ?? (method === 'POST' ? {} : undefined),
  });
const add = async () => {
  const { json } = await ask('POST', '', { url: `${receiver.url}/hook`, events: ['link.changed', 'flag.changed'] });
  return json as { id: string; secret: string };
};
const send = () =>
  sendOutgoing(
    {
      ...apiDeps(database.db),
      post: createOutgoing({ reach: LOOPBACK }),
      baseUrl: 'https://plumbline.example',
      log: logger,
    },
    AbortSignal.timeout(30_000),
  );

describe('outgoing webhooks', () => {
  it('are added, tested, changed and removed, and their secret is told once and never again', async () => {
    const { id, secret } = await add();
    expect((await ask('GET')).json.items).toMatchObject([
      { id, url: `${receiver.url}/hook`, events: ['flag.changed', 'link.changed'], state: 'active', waiting: 0 },
    ]);
    const test = await ask('POST', `/${id}/test`);
    expect(test.status).toBe(202);
    expect(await send()).toBe(1);
    new Webhook(secret).verify(receiver.calls[0]?.body ?? '', receiver.calls[0]?.headers as Record<string, string>);
    const sent = (await ask('GET', `/${id}/deliveries`)).json;
    expect(sent).toMatchObject({
      items: [{ id: test.json.deliveryId, type: 'webhook.test', state: 'delivered', status: 204, attempts: 1 }],
      nextCursor: null,
    });
    const again = await ask('POST', `/${id}/deliveries/${test.json.deliveryId}/send-again`);
    expect([again.status, await send()]).toEqual([204, 1]);
    const fresh = (await ask('POST', `/${id}/secret`)).json.secret;
    expect((await ask('PATCH', `/${id}`, { events: ['flag.changed'], isPaused: true })).status).toBe(204);
    const list = (await ask('GET')).text;
    expect(JSON.parse(list).items).toMatchObject([{ events: ['flag.changed'], state: 'paused' }]);
    for (const known of [secret, fresh, 'whsec_']) {
      expect(list).not.toContain(known);
      expect(lines.join('\n')).not.toContain(known);
    }
    expect((await ask('DELETE', `/${id}`)).status).toBe(204);
    expect((await ask('GET')).json.items).toEqual([]);
  });

  it('keep no answer that holds a secret, also of a call with an Idempotency-Key', async () => {
    const body = { url: `${receiver.url}/hook`, events: ['flag.changed'] };
    const headers = { 'idempotency-key': 'once' };
    const made = await call(app, { method: 'POST', url: BASE, cookie: cookies.owner, body, headers });
    expect(made.json.secret).toMatch(/^whsec_/);
    const kept = await database.db.selectFrom('idempotency_keys').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain('whsec_');
  });

  it('refuse what is none', async () => {
    for (const body of [
      { url: `${receiver.url}/hook`, events: [] },
      { url: `${receiver.url}/hook`, events: ['everything'] },
      { url: '', events: ['flag.changed'] },
      { url: `${receiver.url}/hook`, events: ['flag.changed'], secret: 'mine' },
    ]) {
      expect((await ask('POST', '', body)).status, JSON.stringify(body)).toBe(400);
    }
    const refused = await ask('POST', '', { url: 'http://bot@192.168.1.9/x', events: ['flag.changed'] });
    expect([refused.status, refused.json.code]).toEqual([422, 'bad-address']);
    expect((await ask('GET', '/x/deliveries?cursor=abc')).status).toBe(400);
  });

  it('keep signing after the key was replaced', async () => {
    const { id, secret } = await add();
    const newer = createSecretBox(Buffer.alloc(32, 9));
    // What the world of these tests was sealed with.
    const both = createSecretBox(Buffer.alloc(32, 9), [Buffer.alloc(32, 7)]);
    await resealOld({ db: database.db, secrets: both });
    expect(await checkSecrets({ db: database.db, secrets: newer })).toMatchObject({ old: 0 });
    await ask('POST', `/${id}/test`);
    await sendOutgoing(
      {
        ...apiDeps(database.db),
        secrets: newer,
        post: createOutgoing({ reach: LOOPBACK }),
        baseUrl: 'https://x.example',
      },
      AbortSignal.timeout(30_000),
    );
    new Webhook(secret).verify(receiver.calls[0]?.body ?? '', receiver.calls[0]?.headers as Record<string, string>);
  });
});
