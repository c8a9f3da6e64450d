import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { ConnectionDetail } from '../../../src/api/schemas/connections.ts';
import type { FirstRunAnswer } from '../../../src/api/schemas/first-run.ts';
import type { ReviewAnswer } from '../../../src/api/schemas/review.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { importFiles } from '../../../src/demo/organisation/import-files.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { ensureSchedule } from '../../../src/store/schedules.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { openStored, openStoredWiki } from '../../../src/usecases/connect.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { ORDERING, orderQuestions } from '../../../src/usecases/order-asks.ts';
import { ensureOwner } from '../../../src/usecases/sign-in.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, cookieOf } from './helpers/api.ts';
import { NOW, secrets } from './helpers/world.ts';

const world = makeWorld({ seed: 'first-run', tasks: 120, now: NOW });
const files = importFiles(world);

let database: TestDatabase;
let app: App;
let jira: SimServer;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  await ensureSchedule(database.db, ORDERING, new Date(NOW));
  jira = await startJira(world, { now: NOW, rateLimits: 'off' });
  app = await buildApp(apiDeps(database.db));
  cookie = await cookieOf(database.db, (await ensureOwner(database.db)).id);
});
afterAll(async () => {
  await app?.close();
  await jira?.close();
  await database?.drop();
});

const signal = () => AbortSignal.timeout(100_000);
const send = async <T>(method: 'POST' | 'PATCH', path: string, body: object) => {
  const { status, json } = await call(app, { method, url: `/api/v1${path}`, body, cookie });
  return { status, json: json as T };
};

/** The same for whoever asks twice, and after a restart: nothing is kept of how far somebody came. */
async function firstRun(): Promise<FirstRunAnswer> {
  const read = async (from: App) => (await call(from, { url: '/api/v1/first-run', cookie })).json as FirstRunAnswer;
  const said = await read(app);
  const restarted = await buildApp(apiDeps(database.db));
  try {
    expect(await read(restarted)).toEqual(said);
    expect(await read(restarted)).toEqual(said);
  } finally {
    await restarted.close();
  }
  return said;
}

async function importFile(kind: string, text: string): Promise<void> {
  const { json } = await send<{ seen: string }>('POST', `/imports/${kind}`, { text, format: 'csv' });
  await send('POST', `/imports/${kind}`, { text, format: 'csv', seen: json.seen });
}

async function pull(): Promise<void> {
  const { db } = database;
  const deps = {
    ...{ db, now: () => NOW, notify: async () => {}, onStale: async () => {} },
    openConnector: (one: Parameters<typeof openStored>[1], onTraffic: (event: never) => void) =>
      openStored(secrets, one, { onTraffic: onTraffic as never }),
    openWiki: (one: Parameters<typeof openStoredWiki>[1]) => openStoredWiki(secrets, one),
  };
  const run = await db
    .selectFrom('sync_runs')
    .select(['id', 'kind'])
    .where('kind', '!=', 'census')
    .executeTakeFirstOrThrow();
  expect(run.kind).toBe('full');
  await syncConnection(deps, run.id, { signal: signal(), isLast: true });
}

describe('the first run', () => {
  it('of an empty install begins with goals', async () => {
    expect(await firstRun()).toMatchObject({
      isFinished: false,
      next: 'goals',
      goals: { isDone: false, objectives: 0, keyResults: 0 },
      tools: { isDone: false, connections: 0 },
      people: { isDone: false, people: 1 },
      pull: { isDone: false, connections: 0, tasks: 0 },
      review: { isDone: false, answered: 0, wanted: 10, isAsked: false },
    });
  });

  it('wants an open key result, and then a tool', async () => {
    await importFile('goals', 'key,kind,title,cycle\nO9,objective,Quiet nights,2026-Q4\n');
    expect(await firstRun()).toMatchObject({ next: 'goals', goals: { isDone: false, objectives: 1, keyResults: 0 } });
    await importFile('goals', files.goals);
    const { next, goals } = await firstRun();
    expect([next, goals.isDone]).toEqual(['tools', true]);
    expect(goals.keyResults).toBeGreaterThan(0);
  });

  it('takes a tool for connected once it was said what is read; until then nothing is', async () => {
    const given = { tool: 'jira', baseUrl: jira.url, ...jira.credentials, waits: true };
    expect((await send('POST', '/connections', { ...given, token: 'wrong' })).status).toBe(422);
    expect((await firstRun()).tools.connections).toBe(0);
    await send('POST', '/connections', given);
    expect(await firstRun()).toMatchObject({
      next: 'tools',
      tools: { isDone: false, connections: 1, waiting: ['jira'] },
      pull: { connections: 0 },
    });
    expect(await database.db.selectFrom('sync_runs').select('id').execute()).toEqual([]);
    const { json } = await send<ConnectionDetail>('PATCH', '/connections/jira', { state: 'active' });
    expect(json.currentRun).toMatchObject({ kind: 'full', state: 'queued' });
    expect(await firstRun()).toMatchObject({ next: 'people', tools: { isDone: true, waiting: [] } });
  });

  it('takes people for matched once there are some, and some account is theirs', async () => {
    await importFile('people', files.people);
    const before = (await firstRun()).people;
    expect([before.isDone, before.accounts]).toEqual([true, 0]);
    expect(await firstRun()).toMatchObject({ next: 'pull', pull: { isDone: false, connections: 1, read: 0 } });
    await pull();
    const after = (await firstRun()).people;
    expect(after.accounts).toBeGreaterThan(after.matched);
    expect(after.matched).toBeGreaterThan(0);
  });

  it('takes the pull for done once each task was looked at, and asks once its questions are in order', async () => {
    expect(await firstRun()).toMatchObject({ next: 'pull', pull: { isDone: false, read: 1, isDeriving: true } });
    await deriveStale({ db: database.db, now: () => NOW, notify: async () => {} }, signal());
    expect(await firstRun()).toMatchObject({
      next: 'review',
      pull: { isDone: true, isDeriving: false },
      review: { isAsked: false, wanted: 10 },
    });
    await orderQuestions({ db: database.db, now: () => NOW + 60_000 }, signal());
    const { review } = await firstRun();
    expect(review.isAsked).toBe(true);
    expect(review.waiting).toBeGreaterThan(0);
    expect(review.wanted).toBe(Math.min(10, review.waiting));
  });

  it('counts each task that was answered once, and is finished with the tenth or the last', async () => {
    const { review } = await firstRun();
    const answer = await call(app, { url: '/api/v1/links/review?limit=50', cookie });
    const asks = (answer.json as ReviewAnswer).items.flatMap((ask) => (ask.asks === 'serves' ? [ask] : []));
    const [first] = asks;
    if (!first) throw new Error('Nothing is asked');
    const say = (says: 'accepted' | 'rejected', ask = first) =>
      send('POST', '/links', { says, items: [{ taskId: ask.task.id, goalKey: ask.goal.key }] });
    await say('accepted');
    await say('rejected');
    await say('accepted');
    expect((await firstRun()).review.answered).toBe(1);
    for (const ask of asks.slice(1)) await say('accepted', ask);
    const said = await firstRun();
    expect(said.review.answered).toBeGreaterThanOrEqual(review.wanted);
    expect(said).toMatchObject({ isFinished: true, next: null });
  });

  it('is spoken of no more once ten answers were given, whatever becomes of goals and tools', async () => {
    const tasks = await database.db.selectFrom('tasks').select('id').orderBy('id').limit(10).execute();
    const goal = await database.db
      .selectFrom('goals')
      .select('key')
      .where('kind', '=', 'key-result')
      .executeTakeFirst();
    const items = tasks.map(({ id }) => ({ taskId: id, goalKey: goal?.key ?? '' }));
    await send('POST', '/links', { says: 'accepted', items });
    await send('PATCH', '/connections/jira', { state: 'paused' });
    expect(await firstRun()).toMatchObject({ isFinished: true, next: null });
  });
});

describe('the scopes of a connection', () => {
  it('are selected and left out many at once, all or none', async () => {
    const { json } = await call(app, { url: '/api/v1/connections/jira', cookie });
    const ids = (json as ConnectionDetail).scopeList.map(({ id }) => id);
    const select = (scopeIds: string[], isSelected: boolean) =>
      send<ConnectionDetail>('POST', '/connections/jira/selection', { scopeIds, isSelected });
    for (const isSelected of [false, false, true, true]) {
      const { scopeList } = (await select(ids, isSelected)).json;
      expect(new Set(scopeList.map((scope) => scope.isSelected))).toEqual(new Set([isSelected]));
    }
    const refused = await select([...ids, 'trello.1'], false);
    expect(refused.status).toBe(404);
    expect(await database.db.selectFrom('scopes').select('id').where('is_selected', '=', false).execute()).toEqual([]);
  });
});
