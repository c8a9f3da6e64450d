import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp } from './helpers/api.ts';
import { NOW, secrets } from './helpers/world.ts';

const BODY = '{"issue":{"id":"10001"}}';
const binding = { connectionId: 'jira', baseUrl: 'https://jira.example' };
let database: TestDatabase;
let app: App;
let clock = NOW;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.db
    .insertInto('connections')
    .values({ id: 'jira', tool: 'jira', name: 'jira', base_url: binding.baseUrl, state: 'active', credentials: null })
    .execute();
  await database.db
    .insertInto('webhooks')
    .values({
      id: 'h1',
      connection_id: 'jira',
      callback_url: 'https://plumbline.example/webhooks/jira/jira?hook=h1',
      scope_id: null,
      external_id: 'w',
      state: 'active',
      secret: secrets.seal('s1', { ...binding, field: 'webhook' }),
      created_at: new Date(NOW),
    })
    .execute();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await app?.close();
  clock = NOW;
  app = await buildApp(apiDeps(database.db, { now: () => clock }));
  await database.db.deleteFrom('deliveries').execute();
});
afterAll(() => app?.close());

interface Sent {
  readonly from: string;
  readonly secret?: string;
  readonly path?: string;
  readonly forwardedFor?: string;
  readonly body?: string;
}

async function send({ from, secret = 'forged', path = 'jira?hook=h1', forwardedFor, body = BODY }: Sent) {
  const signature = createHmac('sha256', secret).update(body).digest('hex');
  const answer = await app.inject({
    method: 'POST',
    url: `/webhooks/jira/${path}`,
    remoteAddress: from,
    headers: {
      'x-hub-signature': `sha256=${signature}`,
      ...(forwardedFor ? { 'x-forwarded-for': forwardedFor } : {}),
    },
    payload: body,
  });
  return { status: answer.statusCode, wait: answer.headers['retry-after'], text: answer.body };
}

const forger = '203.0.113.9';
/** One after the other: what is on its way at the same moment cannot know of each other. */
async function flood(given: (at: number) => Partial<Sent> = () => ({})): Promise<number[]> {
  const answers: number[] = [];
  for (let at = 0; at < 300; at += 1)
    answers.push((await send({ from: forger, body: `{"n":${at}}`, ...given(at) })).status);
  return answers;
}
const stored = async () => (await database.db.selectFrom('deliveries').select('id').execute()).length;

describe('a flood of forged deliveries', () => {
  it('is told to wait, and for how long, and is looked into again after it', async () => {
    expect(new Set(await flood())).toEqual(new Set([401]));
    clock += 20_000;
    expect(await send({ from: forger })).toEqual({ status: 429, wait: '40', text: '' });
    clock += 40_000;
    expect((await send({ from: forger })).status).toBe(401);
  });

  it('keeps nobody else waiting, and not the tool itself where a proxy gives both one address', async () => {
    await flood();
    expect((await send({ from: '198.51.100.7' })).status).toBe(401);
    expect((await send({ from: '198.51.100.7', secret: 's1' })).status).toBe(200);
    expect((await send({ from: forger })).status).toBe(429);
    expect((await send({ from: forger, secret: 's1', body: '{"n":"real"}' })).status).toBe(200);
    expect(await stored()).toBe(2);
  });

  it('is no other sender for a header that says so', async () => {
    await flood();
    for (const forwardedFor of ['198.51.100.1', '198.51.100.2', '198.51.100.3, 10.0.0.1']) {
      expect((await send({ from: forger, forwardedFor })).status).toBe(429);
    }
    // And makes none of another one either.
    await flood(() => ({ from: '203.0.113.10', forwardedFor: '198.51.100.7' }));
    expect((await send({ from: '198.51.100.7' })).status).toBe(401);
  });

  it('at names of connections is told to wait as well, and costs no look-up then', async () => {
    expect(new Set(await flood((at) => ({ path: `nobody-${at}` })))).toEqual(new Set([404]));
    expect((await send({ from: forger, path: 'nobody' })).status).toBe(429);
    // A connection that was never asked for is not looked for now; once somebody else was let in, it is known.
    expect((await send({ from: forger, secret: 's1' })).status).toBe(429);
    expect((await send({ from: '198.51.100.7', secret: 's1' })).status).toBe(200);
    expect((await send({ from: forger, secret: 's1', body: '{"n":"real"}' })).status).toBe(200);
  });

  it('counts only what was refused', async () => {
    const answers = await Promise.all(
      Array.from({ length: 400 }, (_, at) => send({ from: forger, secret: 's1', body: `{"real":${at}}` })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await send({ from: forger })).status).toBe(401);
  });
});
