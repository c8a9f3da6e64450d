import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseConfig } from '../../../config/config.ts';
import { type Service, startService } from '../../../src/cli/service.ts';
import { openRuntime, type Runtime } from '../../../src/compose.ts';
import { openQueueBackend } from '../../../src/queue/backend.ts';
import { openJobQueues } from '../../../src/queue/enqueue.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { type ChatServer, startChatServer, verdict } from '../../helpers/chat-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { waitFor } from '../../helpers/wait.ts';
import { addToolScope, createMemoryTool, type MemoryTool, put } from '../usecases/memory-tool.ts';

let database: TestDatabase;
let server: ChatServer;
let tool: MemoryTool;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-judge-'));
  database = await createTestDatabase();
  server = await startChatServer(() => verdict('KR1', 0.7, 'An autoclave is what sterilises.'));
  tool = createMemoryTool();
  addToolScope(tool, 'ONB');
});
afterAll(async () => {
  await server.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** The whole service in this process, with all settings of a judge but perhaps its address. */
async function start(judgeUrl: string): Promise<{ runtime: Runtime; service: Service; stop(): Promise<void> }> {
  const config = parseConfig({
    ...{ PLUMBLINE_DATA: folder, DATABASE_URL: database.url, PLUMBLINE_PORT: '0', PLUMBLINE_LOG_LEVEL: 'silent' },
    ...{ PLUMBLINE_PRIVATE_RANGES: '127.0.0.1', PLUMBLINE_JUDGE_URL: judgeUrl, PLUMBLINE_JUDGE_MODEL: 'small-1' },
    ...{ PLUMBLINE_JUDGE_KEY: 'sk-1', PLUMBLINE_JUDGE_SEES_TEXT: '1' },
  });
  const opened = await openRuntime(config);
  const runtime = { ...opened, openConnector: () => tool.connector() };
  const service = await startService(runtime, { dashboardFolder: null });
  const stop = async () => {
    await service.close();
    await opened.close();
  };
  return { runtime, service, stop };
}

async function insertWorld(): Promise<void> {
  const { db } = database;
  const none = { from_value: null, to_value: null, unit: null, owner_id: null, team_id: null, commitment: null };
  await db
    .insertInto('goals')
    .values({
      ...{ id: 'kr1', key: 'KR1', kind: 'key-result', title: 'Trays are sterile in an hour', description: '' },
      ...{ parent_id: null, cycle_id: null, weight: 1, urls: [], ...none },
    })
    .execute();
  await db
    .insertInto('connections')
    .values({
      ...{
        id: 'jira',
        tool: 'jira',
        name: 'jira',
        base_url: 'https://jira.example',
        state: 'active',
        credentials: null,
      },
    })
    .execute();
}

/** Pulled by a job, derived by a job. */
async function bringIn(id: string): Promise<void> {
  const { db } = database;
  put(tool, id, { title: `Autoclave door ${id}` });
  await requestSyncRun(db, 'jira', 'full', new Date());
  await waitFor('its flag', () =>
    db.selectFrom('flags').select('id').where('task_id', '=', `jira.${id}`).executeTakeFirst(),
  );
}

/** Words leave every task uncertain, whatever the linker makes of them today; until it is derived again. */
async function makeUncertain(): Promise<void> {
  const tried = JSON.stringify([{ kind: 'text', what: 'reads nearest', bestGoalId: 'kr1', bestScore: 0.5 }]);
  await database.db.updateTable('flags').set({ tried }).where('valid_to', 'is', null).execute();
}

const makeDue = () =>
  database.db
    .insertInto('schedules')
    .values({ name: 'judge', due_at: new Date(0) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ due_at: new Date(0) }))
    .execute();
const isScheduled = async () =>
  (await database.db.selectFrom('schedules').select('name').where('name', '=', 'judge').execute()).length > 0;

it('is asked by a job and answers into a suggestion; off, nothing is sent anywhere and no job is made', async () => {
  const { db } = database;
  // On: the same service, tasks and server, so that silence below means something.
  let running = await start(server.url);
  await insertWorld();
  await bringIn('1');
  const link = await waitFor('the suggestion', async () => {
    const found = await db
      .selectFrom('links')
      .select(['verdict', 'evidence'])
      .where('task_id', '=', 'jira.1')
      .where('valid_to', 'is', null)
      .executeTakeFirst();
    if (found?.evidence.some(({ kind }) => kind === 'judged')) return found;
    await makeUncertain();
    await makeDue();
    return null;
  });
  expect(link.verdict).toBe('suggested');
  expect(server.requests).toHaveLength(1);
  await running.stop();

  const [asked, connected] = [server.requests.length, server.connections];
  const reached: number[] = [];
  const note = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.once('connect', () => reached.push(socket.remotePort ?? 0));
  };
  subscribe('net.client.socket', note);
  try {
    running = await start('');
    expect(running.runtime.judge).toBeNull();
    await bringIn('2');
    await makeUncertain();
    await makeDue();
    // It is taken off the list by the plan that made no job of it.
    await waitFor('a plan', async () => !(await isScheduled()));
    const queues = openJobQueues(await openQueueBackend(database.url, null), () => undefined);
    const jobs = async () => Object.values((await queues.countJobs()).judge).reduce((sum, count) => sum + count, 0);
    expect(await jobs()).toBe(0);
    // One that was left in the queue does nothing.
    await queues.enqueue('judge', {});
    await waitFor('its end', async () => (await jobs()) === 0);
    await queues.close();
    await waitFor('a task without the opinion of before', async () => {
      const rows = await db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).execute();
      return rows.length === 0;
    });
    const left = await db.selectFrom('links').select('evidence').where('valid_to', 'is', null).execute();
    expect(left.flatMap(({ evidence }) => evidence.map(({ kind }) => kind))).not.toContain('judged');
    await running.stop();
  } finally {
    unsubscribe('net.client.socket', note);
  }
  expect(server.requests).toHaveLength(asked);
  expect(server.connections).toBe(connected);
  // To nobody else either: the database is all that was reached.
  expect(reached.length).toBeGreaterThan(0);
  expect(new Set(reached)).toEqual(new Set([Number(new URL(database.url).port)]));
}, 180_000);
