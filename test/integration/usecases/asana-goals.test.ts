import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startAsana } from '../../../src/demo/asana/index.ts';
import { nextAnswers } from '../../../src/demo/faults.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import type { JournalEntry, SimServer } from '../../../src/demo/world.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { findSyncRun, requestSyncRun } from '../../../src/store/sync-runs.ts';
import { listToolGoals } from '../../../src/store/tool-goals.ts';
import { connectTool, openStored } from '../../../src/usecases/connect.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { noWiki } from '../../helpers/no-wiki.ts';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 86_400_000;
const secrets = createSecretBox(Buffer.alloc(32, 3));
const world = makeWorld({ seed: 'goals', tasks: 240, now: Date.parse('2026-11-20T09:00:00Z') });
/** Some tasks are joined to a goal as the eighth week begins. */
const start = world.startsAt + 7 * WEEK_MS - 10 * MINUTE_MS;
let database: TestDatabase;
let server: SimServer;
let now: number;

beforeAll(async () => {
  server = await startAsana(world, { now: start, rateLimits: 'off' });
});
afterAll(() => server?.close());
beforeEach(async () => {
  await database?.drop();
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  pass(start - (now ?? start));
  const deps = { db: database.db, secrets, now: () => now, reach: LOOPBACK };
  const { url: baseUrl, credentials } = server;
  await connectTool(deps, { tool: 'asana', baseUrl, credentials }, AbortSignal.timeout(110_000));
  await sync('full');
});
afterAll(() => database?.drop());

function pass(ms: number): void {
  now = (now ?? start) + ms;
  server.setClock(now);
}

/** @returns What it asked Asana for: the last word of each path. */
async function sync(kind: 'full' | 'incremental', options: { isLast?: boolean } = {}): Promise<string[]> {
  const { db } = database;
  const { id } = await requestSyncRun(db, 'asana', kind, new Date(now));
  return work(id, options);
}

async function work(runId: string, { isLast = true } = {}): Promise<string[]> {
  (server.journal as JournalEntry[]).length = 0;
  const quiet = async () => undefined;
  await syncConnection(
    {
      db: database.db,
      now: () => now,
      openConnector: (connection, onTraffic) => openStored(secrets, connection, { onTraffic, reach: LOOPBACK }),
      openWiki: noWiki,
      notify: quiet,
      onStale: quiet,
    },
    runId,
    { signal: AbortSignal.timeout(110_000), isLast },
  );
  return server.journal.map(({ path }) => path.split('?')[0]?.split('/').at(-1) ?? '');
}

const count = (asked: readonly string[], what: string) => asked.filter((one) => one === what).length;
const joined = async () => (await listToolGoals(database.db, 'asana')).flatMap(({ supporters }) => supporters).length;
const projects = async () =>
  (await database.db.selectFrom('scopes').select('id').where('is_archived', '=', false).execute()).length;

describe('the goals that Asana keeps', () => {
  it('are read again once an hour, and cost nothing in between', async () => {
    const before = await joined();
    const goals = (await listToolGoals(database.db, 'asana')).length;
    pass(59 * MINUTE_MS);
    const early = await sync('incremental');
    expect([count(early, 'goals'), count(early, 'goal_relationships'), count(early, 'users')]).toEqual([0, 0, 0]);
    expect(await joined()).toBe(before);
    pass(MINUTE_MS);
    const due = await sync('incremental');
    expect([count(due, 'goals'), count(due, 'goal_relationships')]).toEqual([1, goals]);
    expect(await joined()).toBeGreaterThan(before);
    pass(5 * MINUTE_MS);
    const idle = await sync('incremental');
    expect([count(idle, 'events'), idle.length]).toEqual([await projects(), await projects()]);
  });

  it('are read on where a run that failed in their midst stood, without walking the projects again', async () => {
    const goals = (await listToolGoals(database.db, 'asana')).length;
    expect(goals).toBeGreaterThan(5);
    pass(60 * MINUTE_MS);
    let relationships = 0;
    server.fault((asked) => {
      if (asked.path.includes('/goal_relationships')) relationships += 1;
      return relationships > 3 ? { type: 'html' } : null;
    });
    const run = await requestSyncRun(database.db, 'asana', 'incremental', new Date(now));
    await expect(work(run.id, { isLast: false })).rejects.toMatchObject({ tool: 'asana' });
    server.fault(nextAnswers(0, /./, { type: 'html' }));
    const rest = await work(run.id);
    expect((await findSyncRun(database.db, run.id))?.state).toBe('done');
    expect(count(rest, 'goal_relationships')).toBe(goals - 3);
    expect(count(rest, 'tasks')).toBe(0);
  });
});
