import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startAsana } from '../../../src/demo/asana/index.ts';
import type { SimFault } from '../../../src/demo/faults.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { noteUnanswered, readBreakers } from '../../../src/store/breakers.ts';
import { findConnection } from '../../../src/store/connections.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { listOpenNotices } from '../../../src/store/notices.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { findSyncRun, requestSyncRun } from '../../../src/store/sync-runs.ts';
import { requestSync } from '../../../src/usecases/change-connection.ts';
import { connectTool, openStored } from '../../../src/usecases/connect.ts';
import { keepWebhooks } from '../../../src/usecases/keep-webhooks.ts';
import { planDue } from '../../../src/usecases/plan-due.ts';
import { processDeliveries } from '../../../src/usecases/process-deliveries.ts';
import { noteRefusedCredentials } from '../../../src/usecases/refused-credentials.ts';
import { changeConnectionState } from '../../../src/usecases/remove-connection.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { PutOff } from '../../../src/usecases/tool-gate.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { storeDelivery } from '../../helpers/deliveries.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');
const world = makeWorld({ seed: 'gate', tasks: 240, now: NOW });
const secrets = createSecretBox(Buffer.alloc(32, 5));
let database: TestDatabase;
let asana: SimServer;
/** Each as a worker process would have it: a pool of its own. */
let workers: Database[];
let clock = NOW;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  workers = Array.from({ length: 4 }, () => openDatabase(database.url, { connectionsMax: 5 }));
  asana = await startAsana(world, { now: NOW, rateLimits: 'off' });
});
afterAll(async () => {
  await asana.close();
  await Promise.all(workers.map((worker) => worker.destroy()));
  await database.drop();
});
beforeEach(async () => {
  clock += 60_000;
  await database.db.deleteFrom('connections').execute();
  await database.db.deleteFrom('schedules').execute();
  await connect();
  // The jobs, not what connecting asked for, are what is tested.
  await database.db.deleteFrom('sync_runs').execute();
  forget();
});
afterEach(() => asana.fault(null));

const connect = () =>
  connectTool(
    { db: database.db, secrets, reach: LOOPBACK, now: () => clock },
    { tool: 'asana', baseUrl: asana.url, credentials: asana.credentials },
    AbortSignal.timeout(110_000),
  );
const forget = () => {
  (asana.journal as unknown[]).length = 0;
};
const quiet = async () => undefined;
const worker = (turn: number) => workers[turn % workers.length] ?? database.db;
const deps = (db: Database) => ({
  db,
  secrets,
  now: () => clock,
  notify: quiet,
  onStale: quiet,
  onSyncRequested: quiet,
  publicUrl: 'https://plumbline.example',
  openWiki: () => {
    throw new Error('There is no wiki here.');
  },
  openConnector: (...[connection, onTraffic]: Parameters<Parameters<typeof syncConnection>[0]['openConnector']>) =>
    openStored(secrets, connection, { onTraffic, reach: LOOPBACK }),
});
const signal = () => AbortSignal.timeout(110_000);

async function newRun(): Promise<string> {
  return (await requestSyncRun(database.db, 'asana', 'full', new Date(clock))).id;
}
const sync = (id: string, db = database.db) => syncConnection(deps(db), id, { signal: signal(), isLast: false });
async function deliver(): Promise<void> {
  const task = world.tasks.find((one) => one.tool === 'asana' && one.createdAt < NOW);
  const event = {
    user: null,
    action: 'changed',
    resource: { gid: task?.vendorId, resource_type: 'task' },
    parent: null,
  };
  const body = Buffer.from(JSON.stringify({ events: [{ ...event, created_at: '2026-11-20T09:00:00.000Z' }] }));
  const delivery = { connectionId: 'asana', webhookId: null, key: `d${clock}`, headers: {}, body };
  await storeDelivery(database.db, delivery, new Date(clock));
}
const work = (db = database.db) => processDeliveries(deps(db), 'asana', signal());
const keep = (db = database.db) => keepWebhooks(deps(db), 'asana', signal());
const isPutOff = (ending: PromiseSettledResult<unknown>) =>
  ending.status === 'rejected' && ending.reason instanceof PutOff;
const breaker = async () => (await readBreakers(database.db)).get('asana');
const waitIsOver = () =>
  database.db
    .updateTable('breakers')
    .set({ retry_at: new Date(0) })
    .execute();
const delivery = () => database.db.selectFrom('deliveries').select(['state', 'attempts']).executeTakeFirst();
const owner = { personId: null, isOwner: true } as never;
const askNow = () => requestSync({ ...deps(database.db) }, owner, 'asana', { isFull: false });
const away: SimFault = { type: 'status', status: 503 };

describe('a tool that does not answer', () => {
  const failTwice = async () => {
    for (let count = 0; count < 2; count++) await noteUnanswered(database.db, 'asana', 'It did not answer.');
  };

  it('is asked by no job of any worker once the third in a row has failed; all of them wait, none is lost', async () => {
    await failTwice();
    await deliver();
    const run = await newRun();
    asana.fault(() => away);
    await expect(sync(run)).rejects.toBeInstanceOf(PutOff);
    expect(await breaker()).toMatchObject({ state: 'open', because: expect.stringContaining('503') });
    asana.fault(null);
    forget();
    const endings = await Promise.allSettled(
      [0, 1, 2, 3].flatMap((turn) => [sync(run, worker(turn)), work(worker(turn)), keep(worker(turn))]),
    );
    expect(endings.every(isPutOff)).toBe(true);
    expect(asana.journal).toEqual([]);
    expect((await findSyncRun(database.db, run))?.state).toBe('running');
    expect(await delivery()).toEqual({ state: 'stored', attempts: 0 });
    await expect(askNow()).rejects.toMatchObject({
      code: 'tool-away',
      message: expect.stringContaining('tried again at'),
    });
  });

  it('is asked by one job when the wait is over; a good answer lets all others go on', async () => {
    await failTwice();
    await noteUnanswered(database.db, 'asana', 'It did not answer.');
    await deliver();
    const run = await newRun();
    await waitIsOver();
    await Promise.allSettled([sync(run, worker(0)), sync(run, worker(1)), work(worker(2)), work(worker(3))]);
    expect(await breaker()).toBeUndefined();
    await work();
    expect((await delivery())?.state).toBe('done');
    await sync(run);
    expect((await findSyncRun(database.db, run))?.state).toBe('done');
    await expect(askNow()).resolves.toMatchObject({ state: 'queued' });
  });

  it('is left alone again, and longer, when it still does not answer', async () => {
    await failTwice();
    await noteUnanswered(database.db, 'asana', 'It did not answer.');
    const before = await breaker();
    await waitIsOver();
    await deliver();
    asana.fault(() => ({ type: 'reset' }));
    await expect(work()).rejects.toBeInstanceOf(PutOff);
    const after = await breaker();
    expect(after?.openedAt).toEqual(before?.openedAt);
    // A minute at least, after half a minute and up to a quarter more of it.
    expect(after?.retryAt.getTime()).toBeGreaterThan((before?.retryAt.getTime() ?? 0) + 20_000);
    expect(await delivery()).toEqual({ state: 'stored', attempts: 0 });
  });
});

describe('a tool that refuses the credentials', () => {
  const refused: SimFault = { type: 'status', status: 401, body: '{"errors":[{"message":"Not Authorized"}]}' };
  const state = async () => (await findConnection(database.db, 'asana'))?.state;

  it('is told to its owners once, however many jobs find out at the same moment', async () => {
    const run = await newRun();
    await deliver();
    asana.fault(() => refused);
    await Promise.allSettled(
      Array.from({ length: 20 }, (_, turn) => {
        if (turn % 3 === 0) return sync(run, worker(turn));
        return turn % 3 === 1 ? work(worker(turn)) : keep(worker(turn));
      }),
    );
    expect(await state()).toBe('unauthorised');
    const notices = await database.db.selectFrom('notices').selectAll().execute();
    expect(notices).toMatchObject([{ connection_id: 'asana', kind: 'unauthorised', cleared_at: null }]);
    expect(JSON.stringify(notices)).not.toContain(asana.credentials.token);
  });

  it('is asked nothing more by anybody, and everything that waits goes on with new credentials', async () => {
    await deliver();
    asana.fault(() => refused);
    await expect(work()).rejects.toMatchObject({ kind: 'unauthorised' });
    const run = await newRun();
    forget();
    clock += 7 * 86_400_000;
    const due = await planDue(database.db, new Date(clock));
    expect([due.syncRuns, due.deliveries]).toEqual([[], []]);
    await Promise.all([sync(run), work(), ...due.webhooks.map(() => keep())]);
    expect(asana.journal).toEqual([]);
    await expect(askNow()).rejects.toMatchObject({ code: 'needs-credentials' });
    await expect(changeConnectionState(deps(database.db), 'asana', 'active')).rejects.toMatchObject({
      code: 'needs-credentials',
    });
    asana.fault(null);
    await connect();
    expect(await listOpenNotices(database.db)).toEqual([]);
    const after = await planDue(database.db, new Date(clock));
    expect(after.syncRuns.map((one) => one.syncRunId)).toContain(run);
    expect(after.deliveries).toEqual(['asana']);
    await Promise.all([sync(run), work()]);
    expect((await findSyncRun(database.db, run))?.state).toBe('done');
    expect((await delivery())?.state).toBe('done');
  });

  it('says nothing of credentials that were given meanwhile', async () => {
    const before = await findConnection(database.db, 'asana');
    await connect();
    if (!before) throw new Error('There is no connection.');
    await noteRefusedCredentials(deps(database.db), before, 'The old ones were refused.');
    expect(await state()).toBe('active');
    expect(await listOpenNotices(database.db)).toEqual([]);
  });
});
