import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseConfig } from '../../../config/config.ts';
import { type Service, startService } from '../../../src/cli/service.ts';
import { openRuntime, type Runtime } from '../../../src/compose.ts';
import { openQueueBackend } from '../../../src/queue/backend.ts';
import { type JobQueues, openJobQueues } from '../../../src/queue/enqueue.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { ORDERING } from '../../../src/usecases/order-asks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { waitFor } from '../../helpers/wait.ts';
import { cookieOf } from '../api/helpers/api.ts';
import { addToolScope, createMemoryTool, put } from '../usecases/memory-tool.ts';

let database: TestDatabase;
let folder: string;
let runtime: Runtime;
let service: Service;
let queues: JobQueues;

/** The whole service, with a tool of three tasks and no goal. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-questions-'));
  database = await createTestDatabase();
  const tool = createMemoryTool();
  addToolScope(tool, 'ONB');
  for (const id of ['1', '2', '3']) put(tool, id, { title: `Autoclave door ${id}`, labels: ['KR1'] });
  const config = parseConfig({
    ...{ PLUMBLINE_DATA: folder, DATABASE_URL: database.url, PLUMBLINE_PORT: '0', PLUMBLINE_LOG_LEVEL: 'silent' },
  });
  runtime = await openRuntime(config);
  service = await startService({ ...runtime, openConnector: () => tool.connector() }, { dashboardFolder: null });
  queues = openJobQueues(await openQueueBackend(database.url, null), () => undefined);
  // Nothing is sure enough to link by itself.
  await database.db.updateTable('settings').set({ automatic_threshold: 1 }).execute();
  const ada = { id: 'ada', email: 'ada@example.org', name: 'Ada', role: 'owner', team_id: null, manager_id: null };
  await database.db
    .insertInto('people')
    .values(ada as never)
    .execute();
  const connection = { id: 'jira', tool: 'jira', name: 'jira', base_url: 'https://jira.example', state: 'active' };
  await database.db
    .insertInto('connections')
    .values({ ...connection, credentials: null } as never)
    .execute();
});
afterAll(async () => {
  await queues?.close();
  await service?.close();
  await runtime?.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const countAsks = async () => (await database.db.selectFrom('review_asks').select('task_id').execute()).length;
/** The service does so by itself every few seconds. */
const lookWhatIsDue = () => queues.enqueue('plan', {});
const ordering = () => database.db.selectFrom('schedules').selectAll().where('name', '=', ORDERING).executeTakeFirst();

/** The first pull was a minute ago. */
async function letTimePass(): Promise<void> {
  const { db } = database;
  await sql`update sync_runs set finished_at = finished_at - interval '1 minute'`.execute(db);
  await sql`update schedules set last_started_at = last_started_at - interval '1 minute',
    last_finished_at = last_finished_at - interval '1 minute' where name = ${ORDERING}`.execute(db);
}

async function write(path: string, body: object): Promise<number> {
  const cookie = await cookieOf(database.db, 'ada');
  const headers = { cookie, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  return (await fetch(`${service.url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

it('goals that come after the first pull are asked about as soon as tasks are read against them, and ordered once', async () => {
  await requestSyncRun(database.db, 'jira', 'full', new Date());
  await lookWhatIsDue();
  const run = await waitFor('the first pull', () =>
    database.db.selectFrom('sync_runs').select('finished_at').where('state', '=', 'done').executeTakeFirst(),
  );
  const before = await waitFor('an order of what came of it', async () => {
    const found = await ordering();
    const isAfter = (found?.last_started_at?.getTime() ?? 0) >= (run.finished_at?.getTime() ?? 0);
    if (isAfter && found?.last_finished_at) return found;
    await lookWhatIsDue();
    return null;
  });
  expect(await countAsks()).toBe(0);
  await letTimePass();
  expect(await write('/goals', { kind: 'objective', key: 'KR1', title: 'Trays are sterile in an hour' })).toBe(200);
  // Well before the ten minutes that lie between two orders otherwise.
  await waitFor('the questions', async () => (await countAsks()) > 0);
  const after = await waitFor('the end of the order', async () => {
    const found = await ordering();
    return found?.last_finished_at && found.last_finished_at > (before.last_finished_at ?? 0) ? found : null;
  });
  expect(await countAsks()).toBe(3);
  // Another look at what is due finds nothing new to ask.
  await database.db.deleteFrom('schedules').where('name', '=', 'canary').execute();
  await lookWhatIsDue();
  await waitFor('another plan', () =>
    database.db.selectFrom('schedules').select('name').where('name', '=', 'canary').executeTakeFirst(),
  );
  expect((await ordering())?.last_started_at).toEqual(after.last_started_at);
});
