import type { ServerResponse } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOutgoing } from '../../../connectors/outgoing.ts';
import { createReach } from '../../../connectors/transport/reach.ts';
import { OUTGOING_EVENTS } from '../../../src/domain/outgoing.ts';
import { insertChanges } from '../../../src/store/outgoing-changes.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { markTreesStale } from '../../../src/store/stale.ts';
import {
  addOutgoing,
  changeOutgoing,
  redeliverOutgoing,
  removeOutgoing,
  rotateOutgoing,
  testOutgoing,
} from '../../../src/usecases/change-outgoing.ts';
import { examineOutgoing } from '../../../src/usecases/examine-outgoing.ts';
import { readNotices } from '../../../src/usecases/read-notices.ts';
import { readOutgoing, readOutgoingDeliveries } from '../../../src/usecases/read-outgoing.ts';
import { sendOutgoing } from '../../../src/usecases/send-outgoing.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { openReceiver, type Receiver } from '../../helpers/receiver.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addRule, addScope, NOON, openStage, record, type Stage } from './stage.ts';

const HOUR_MS = 3_600_000;
const OWNER = { id: null, name: 'Olga Owner' };
const secrets = createSecretBox(Buffer.alloc(32, 7));
let stage: Stage;
let receiver: Receiver;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  for (const table of ['outgoing_webhooks', 'notices', 'audit_events'] as const)
    await stage.db.deleteFrom(table).execute();
  stage.clock = NOON;
  receiver = await openReceiver();
  await addScope(stage, 'ONB');
  await addScope(stage, 'SEC', { isPrivate: true });
  await addGoal(stage, 'KR1');
  return () => receiver.close();
});

const deps = () => ({
  db: stage.db,
  now: () => stage.clock,
  clock: Date.now,
  secrets,
  reach: LOOPBACK,
  baseUrl: 'https://plumbline.example',
  random: () => 0,
  post: createOutgoing({ reach: LOOPBACK }),
});
const send = () => sendOutgoing(deps(), AbortSignal.timeout(60_000));
const add = (events: readonly (typeof OUTGOING_EVENTS)[number][] = OUTGOING_EVENTS) =>
  addOutgoing(deps(), OWNER, { url: `${receiver.url}/hook?key=s3cret`, events });
const later = (ms: number) => (stage.clock += ms);
const standing = async () => (await readOutgoing(stage.db)).items[0];
const deliveries = async (id: string) => (await readOutgoingDeliveries(stage.db, id, { limit: 50 })).items;
/** A task that begins to serve KR1, or stops. */
async function label(externalId: string, labels: readonly string[], scope = 'ONB') {
  later(1_000);
  const placements = [{ scopeExternalId: scope, groupExternalId: null, groupName: null }];
  await stage.ingest([record(externalId, { labels: [...labels], updatedAt: stage.clock, placements })], { scope });
  await stage.derive();
}
const answering =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers).end('no');
  };
// biome-ignore lint/suspicious/noExplicitAny: what a receiver reads is JSON
const bodies = (): any[] => receiver.calls.map(({ body }) => JSON.parse(body));

describe('a program that listens', () => {
  it('is told of a flag and of a link that changed, before and after, in words and with the way there', async () => {
    await label('1', []);
    await add();
    await label('1', ['KR1']);
    expect(await send()).toBe(2);
    const [flag, link] = bodies().sort((one, other) => (one.type < other.type ? -1 : 1));
    const task = { id: 'jira.1', key: 'ONB-1', page: 'https://plumbline.example/tasks/jira.1' };
    expect(flag).toMatchObject({
      type: 'flag.changed',
      timestamp: new Date(stage.clock).toISOString(),
      data: {
        hidden: 0,
        items: [
          {
            task,
            before: { state: 'no-why', nextAction: 'link', goals: [] },
            after: { state: 'aligned', nextAction: 'none', goals: [{ key: 'KR1' }] },
          },
        ],
      },
    });
    expect(flag.data.items[0].after.reason).toContain('KR1');
    expect(flag.data.items[0].says).toMatch(
      /^ONB-1 “Sterilise instrument tray 1”: no why yet → serves a goal\. Serves KR1/,
    );
    expect(link).toMatchObject({
      type: 'link.changed',
      data: {
        items: [{ task, goal: { key: 'KR1' }, before: null, after: { verdict: 'automatic', because: 'label KR1' } }],
      },
    });
  });

  it('can prove each call with the secret it was given once, and no other proves it', async () => {
    const { secret } = await add(['flag.changed']);
    await label('1', []);
    await send();
    const [call] = receiver.calls;
    if (!call) throw new Error('nothing came');
    const headers = call.headers as Record<string, string>;
    expect(new Webhook(secret).verify(call.body, headers)).toEqual(JSON.parse(call.body));
    expect(() => new Webhook(secret).verify(`${call.body} `, headers)).toThrow();
    expect(() => new Webhook(`whsec_${Buffer.alloc(32, 1).toString('base64')}`).verify(call.body, headers)).toThrow();
  });

  it('proves calls with the old secret and the new one for a day after it was replaced, then with the new one alone', async () => {
    const { id, secret: old } = await add(['flag.changed']);
    const { secret: fresh } = await rotateOutgoing(deps(), OWNER, id);
    await label('1', []);
    await send();
    const headers = receiver.calls[0]?.headers as Record<string, string>;
    for (const secret of [old, fresh]) new Webhook(secret).verify(receiver.calls[0]?.body ?? '', headers);
    await testOutgoing(deps(), id);
    await sendOutgoing({ ...deps(), clock: () => Date.now() + 25 * HOUR_MS }, AbortSignal.timeout(60_000));
    expect(String(receiver.calls[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1);
  });

  it('hears nothing of what was undone before it was told, nor of a reason that is only worded anew', async () => {
    await addRule(stage, { label: 'ops' }, 'ktlo');
    await label('1', []);
    await add();
    await label('1', ['ops']);
    expect(await standing()).toMatchObject({ waiting: 1 });
    await label('1', []);
    expect(await send()).toBe(0);
    expect(await standing()).toMatchObject({ waiting: 0 });
  });

  it('is called once a minute at most for what changes meanwhile, with each task once', async () => {
    await add(['flag.changed']);
    await label('1', []);
    expect(await send()).toBe(1);
    for (const name of ['2', '3']) await label(name, []);
    await label('3', ['KR1']);
    expect(await send()).toBe(0);
    later(60_000);
    expect(await send()).toBe(1);
    const [, second] = bodies();
    expect(second.data.items.map((item: { task: { id: string } }) => item.task.id)).toEqual(['jira.2', 'jira.3']);
    expect(second.data.items[1]).toMatchObject({ before: null, after: { state: 'aligned' } });
  });

  it('gets a relinked backlog as calls of a hundred changes, ten a minute', async () => {
    await stage.ingest(Array.from({ length: 1_150 }, (_, at) => record(String(at + 1))));
    await add(['flag.changed']);
    await stage.derive();
    expect(await send()).toBe(10);
    expect(await send()).toBe(0);
    later(60_000);
    expect(await send()).toBe(2);
    const told = bodies().flatMap(({ data }) => data.items.map((item: { task: { id: string } }) => item.task.id));
    expect([told.length, new Set(told).size]).toEqual([1_150, 1_150]);
  });

  it('learns nothing of a private scope but how many, also of one that was closed while a call waited', async () => {
    await add();
    await label('1', ['KR1'], 'SEC');
    await send();
    expect(bodies().map(({ data }) => data)).toEqual([
      { items: [], hidden: 1 },
      { items: [], hidden: 1 },
    ]);
    receiver.answer = answering(500);
    later(60_000);
    await label('2', []);
    await send();
    expect(receiver.calls.at(-1)?.body).toContain('ONB-2');
    await stage.db.updateTable('scopes').set({ is_private: true }).where('id', '=', 'jira.ONB').execute();
    later(60_000);
    await send();
    expect(receiver.calls).toHaveLength(4);
    expect(bodies()[3].data).toEqual({ items: [], hidden: 1 });
    expect(receiver.calls[3]?.headers['webhook-id']).toBe(receiver.calls[2]?.headers['webhook-id']);
  });
});

describe('an address that does not take a call', () => {
  it('is called again under the same id, ever more seldom, and gets what changed meanwhile after it', async () => {
    await add(['flag.changed']);
    await label('1', []);
    receiver.answer = answering(503);
    await send();
    const waits = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400];
    for (const seconds of waits) {
      later(seconds * 1_000 - 1);
      expect(await send()).toBe(0);
      later(1);
      expect(await send()).toBe(1);
    }
    expect(new Set(receiver.calls.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    receiver.answer = answering(200);
    await label('2', []);
    later(60_000);
    expect(await send()).toBe(1);
    expect(bodies().at(-1).data.items).toMatchObject([{ task: { id: 'jira.2' } }]);
  });

  it('is not called before the time it asks for', async () => {
    const { id } = await add(['flag.changed']);
    await label('1', []);
    receiver.answer = answering(429, { 'retry-after': '600' });
    await send();
    const [waiting] = await deliveries(id);
    expect(waiting).toMatchObject({ state: 'waiting', status: 429, trouble: 'it answered 429' });
    expect(Date.parse(waiting?.retryAt ?? '')).toBe(stage.clock + 600_000);
  });

  it('is never followed elsewhere', async () => {
    const elsewhere = await openReceiver();
    const { id } = await add(['flag.changed']);
    await label('1', []);
    receiver.answer = answering(307, { location: elsewhere.url });
    await send();
    expect(elsewhere.calls).toEqual([]);
    expect((await deliveries(id))[0]?.trouble).toBe('it sends us elsewhere (307), which is never followed');
    await elsewhere.close();
  });

  it('that answers too late holds up no other one', async () => {
    const quick = await openReceiver();
    const { id } = await add(['flag.changed']);
    await addOutgoing(deps(), OWNER, { url: quick.url, events: ['flag.changed'] });
    await label('1', []);
    receiver.answer = () => {};
    const post = createOutgoing({ reach: LOOPBACK, bounds: { headersMs: 300, totalMs: 300 } });
    await sendOutgoing({ ...deps(), post }, AbortSignal.timeout(60_000));
    expect(quick.calls).toHaveLength(1);
    expect((await deliveries(id))[0]).toMatchObject({ state: 'waiting', trouble: 'no answer in 15 seconds' });
    await quick.close();
  });

  it('is paused after three days, its owners are told once, and it goes on when one says so', async () => {
    const { id } = await add(['flag.changed']);
    receiver.answer = answering(500);
    await label('1', []);
    for (let hours = 0; hours < 80; hours += 4) {
      await label(String(hours + 10), []);
      await send();
      later(4 * HOUR_MS);
    }
    expect(await standing()).toMatchObject({ state: 'silent', waiting: 0 });
    const { items } = await readNotices(stage.db);
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ connectionId: null, kind: 'outgoing-webhook', subject: id });
    expect(items[0]?.text).not.toContain('s3cret');
    await label('500', []);
    expect(await send()).toBe(0);
    receiver.answer = answering(204);
    await changeOutgoing(deps(), OWNER, id, { isPaused: false });
    await label('501', []);
    expect(await send()).toBe(1);
    expect(await readNotices(stage.db)).toEqual({ items: [] });
    expect(await standing()).toMatchObject({ state: 'active', failingSince: null });
  });

  it('that is gone is called no more, its secret is forgotten and its owners are told', async () => {
    const { id } = await add(['flag.changed']);
    receiver.answer = answering(410);
    await label('1', []);
    await send();
    await label('2', []);
    later(60_000);
    expect(await send()).toBe(0);
    expect(await standing()).toMatchObject({ state: 'gone', waiting: 0 });
    const row = await stage.db.selectFrom('outgoing_webhooks').select('secrets').executeTakeFirst();
    expect(row?.secrets).toBeNull();
    expect((await readNotices(stage.db)).items).toHaveLength(1);
    await expect(testOutgoing(deps(), id)).rejects.toMatchObject({ code: 'webhook-gone' });
    await removeOutgoing(deps(), OWNER, id);
    expect([await readNotices(stage.db), await readOutgoing(stage.db)]).toEqual([{ items: [] }, { items: [] }]);
  });
});

describe('nothing is lost', () => {
  it('by a process that dies while it calls: the same call goes out once more, under the same id', async () => {
    await add(['flag.changed']);
    await label('1', []);
    const dying = new AbortController();
    receiver.answer = () => dying.abort(new Error('killed'));
    await expect(sendOutgoing(deps(), dying.signal)).rejects.toThrow('killed');
    receiver.answer = answering(204);
    // It could not say that it leaves: another one waits until its lease is over.
    await stage.db
      .updateTable('outgoing_webhooks')
      .set({ leased_until: new Date(stage.clock + 60_000) })
      .execute();
    expect(await send()).toBe(0);
    later(60_000);
    expect(await send()).toBe(1);
    const [first, second] = receiver.calls;
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    expect(second?.body).toBe(first?.body);
    later(HOUR_MS);
    expect(await send()).toBe(0);
  });

  it('where another process’s clock is ahead: what is not due yet is left, and the sender comes to its end', async () => {
    const { id } = await add(['flag.changed']);
    await label('1', []);
    await testOutgoing({ ...deps(), now: () => stage.clock + 30_000 }, id);
    expect(await send()).toBe(1);
    expect(bodies().map(({ type }) => type)).toEqual(['flag.changed']);
    later(30_000);
    expect(await send()).toBe(1);
    expect(bodies().at(-1).type).toBe('webhook.test');
  });

  it('where many send at once each call goes out once', async () => {
    await add(['flag.changed']);
    await label('1', []);
    const calls = await Promise.all([send(), send(), send()]);
    expect([calls.reduce((sum, one) => sum + one, 0), receiver.calls.length]).toEqual([1, 1]);
  });

  it('by a change that is being written while others are gathered', async () => {
    await add(['flag.changed']);
    await label('1', []);
    const before = { state: 'no-why', nextAction: 'link', goalIds: [] } as const;
    const change = { type: 'flag.changed', taskId: 'jira.1', goalId: null, before } as const;
    const calls = await stage.db.transaction().execute(async (tx) => {
      await tx.updateTable('flags').set({ state: 'approved' }).where('task_id', '=', 'jira.1').execute();
      await insertChanges(tx, [change], new Date(stage.clock));
      return send();
    });
    expect(calls).toBe(0);
    later(60_000);
    expect(await send()).toBe(1);
    expect(bodies()[0].data.items[0].after.state).toBe('approved');
  });
});

describe('what an owner can do', () => {
  it('pauses: what changes meanwhile is not told; a test goes out all the same, and what was sent goes out again', async () => {
    const { id } = await add(['flag.changed']);
    await label('1', []);
    await send();
    await changeOutgoing(deps(), OWNER, id, { isPaused: true });
    await label('2', []);
    await testOutgoing(deps(), id);
    later(60_000);
    expect(await send()).toBe(1);
    expect(bodies()[1]).toMatchObject({ type: 'webhook.test', data: { items: [], hidden: 0 } });
    await changeOutgoing(deps(), OWNER, id, { isPaused: false });
    later(60_000);
    expect(await send()).toBe(0);
    const first = (await deliveries(id)).find(({ type }) => type === 'flag.changed');
    await redeliverOutgoing(deps(), id, first?.id ?? 0);
    expect(await send()).toBe(1);
    expect(receiver.calls[2]?.headers['webhook-id']).toBe(first?.messageId);
    await expect(redeliverOutgoing(deps(), id, 999_999)).rejects.toMatchObject({ code: 'no-such-delivery' });
  });

  it('is written into the audit trail without the address’s path, and no secret is stored in the open', async () => {
    const { id, secret } = await add(['flag.changed']);
    await rotateOutgoing(deps(), OWNER, id);
    await changeOutgoing(deps(), OWNER, id, { events: ['link.changed'], isPaused: true });
    await changeOutgoing(deps(), OWNER, id, { isPaused: false });
    await removeOutgoing(deps(), OWNER, id);
    const rows = await stage.db.selectFrom('audit_events').selectAll().orderBy('id').execute();
    const host = new URL(receiver.url).host;
    expect(rows.map(({ says }) => says)).toEqual([
      `Added an outgoing webhook to ${host}.`,
      `Gave the webhook to ${host} a new secret.`,
      `Chose link.changed for the webhook to ${host}.`,
      `Paused the webhook to ${host}.`,
      `Let go on the webhook to ${host}.`,
      `Removed the outgoing webhook to ${host}.`,
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/s3cret|whsec/);
    await add();
    const stored = JSON.stringify(await stage.db.selectFrom('outgoing_webhooks').selectAll().execute());
    expect([stored.includes('whsec'), stored.includes(secret)]).toEqual([false, false]);
  });

  it.each([
    ['ftp://bot.example', 'bad-address'],
    ['https://user:pass@bot.example', 'bad-address'],
    ['not an address', 'bad-address'],
    ['https://10.0.0.1/hook', 'bad-address'],
    ['https://169.254.169.254/latest', 'bad-address'],
    ['http://93.184.216.34/hook', 'bad-address'],
  ])('refuses %s', async (url, code) => {
    await expect(addOutgoing(deps(), OWNER, { url, events: ['flag.changed'] })).rejects.toMatchObject({ code });
    expect(await readOutgoing(stage.db)).toEqual({ items: [] });
  });

  it('calls a name that leads into a private network only where that network is listed', async () => {
    const strict = createOutgoing({ reach: createReach([]) });
    const url = new URL(receiver.url.replace('127.0.0.1', 'localhost'));
    const result = await strict.send(url, {}, '{}', AbortSignal.timeout(10_000));
    expect([result.is, receiver.calls.length]).toEqual(['unanswered', 0]);
    const listed = await createOutgoing({ reach: LOOPBACK }).send(url, {}, '{}', AbortSignal.timeout(10_000));
    expect(listed).toMatchObject({ is: 'answered', status: 204 });
  });
});

describe('doctor', () => {
  const found = async () => (await examineOutgoing(stage.db)).map(({ verdict, says }) => `${verdict}: ${says}`);

  it('says how it goes with each program, and nothing where there is none', async () => {
    expect(await found()).toEqual([]);
    const { id } = await add(['flag.changed']);
    expect(await found()).toEqual(['good: is told of changes']);
    receiver.answer = answering(500);
    await label('1', []);
    await send();
    expect(await found()).toEqual([`warning: takes nothing since ${new Date(stage.clock).toISOString()}`]);
    await changeOutgoing(deps(), OWNER, id, { isPaused: true });
    expect(await found()).toEqual(['good: is paused']);
    await changeOutgoing(deps(), OWNER, id, { isPaused: false });
    receiver.answer = answering(410);
    await testOutgoing(deps(), id);
    await send();
    expect(await found()).toEqual(['warning: answered 410, is told no longer']);
  });
});

describe('where nobody listens', () => {
  it('nothing is written down, and nothing is due', async () => {
    await label('1', []);
    await markTreesStale(stage.db, ['jira.1'], new Date(stage.clock));
    await stage.derive();
    expect(await stage.db.selectFrom('outgoing_changes').selectAll().execute()).toEqual([]);
    expect(await send()).toBe(0);
  });
});
