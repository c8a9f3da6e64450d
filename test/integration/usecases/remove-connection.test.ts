import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  findConnection,
  findConnectionTo,
  listConnections,
  replaceCredentials,
} from '../../../src/store/connections.ts';
import { findSyncRun, requestSyncRun } from '../../../src/store/sync-runs.ts';
import { planDue } from '../../../src/usecases/plan-due.ts';
import { changeConnectionState, removeConnection } from '../../../src/usecases/remove-connection.ts';
import { emptyTables } from './empty-tables.ts';
import { addToolScope, createMemoryTool, type MemoryTool, put, resumeSync, runSync } from './memory-tool.ts';
import { addGoal, openStage, placed, type Stage, stateOf, taskOf } from './stage.ts';

const ADDRESS = 'https://jira.example';
let stage: Stage;
let tool: MemoryTool;
let told: string[];
let webhooksOff: string[];
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('connections').where('id', '=', 'jira').execute();
  await stage.db
    .insertInto('connections')
    .values({ id: 'jira', tool: 'jira', name: 'Jira', base_url: ADDRESS, state: 'active', credentials: 'sealed' })
    .execute();
  told = [];
  webhooksOff = [];
  tool = createMemoryTool();
  addToolScope(tool, 'A');
  await addGoal(stage, 'O1');
  put(tool, '1', { placements: [placed('A')], labels: ['O1'] });
  await runSync(stage, tool, 'full');
  await stage.derive();
});

const deps = (given: { removeWebhooks?: (id: string) => Promise<void> } = {}) => ({
  db: stage.db,
  now: () => stage.clock,
  notify: async ({ type }: { type: string }) => void told.push(type),
  onStale: async () => undefined,
  onSyncRequested: async (run: { connectionId: string }) => void told.push(`run ${run.connectionId}`),
  removeWebhooks: async (id: string) => void webhooksOff.push(id),
  ...given,
});
const rows = async (table: 'tasks' | 'links' | 'flags' | 'task_periods' | 'link_decisions' | 'scopes') =>
  (
    await stage.db
      .selectFrom(table)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirst()
  )?.n;
const credentials = async () =>
  (await stage.db.selectFrom('connections').select('credentials').where('id', '=', 'jira').executeTakeFirst())
    ?.credentials;

describe('removing a connection', () => {
  it('forgets its credentials and keeps its tasks as unknown, listed nowhere and asked for never', async () => {
    await removeConnection(deps(), 'jira', { withTasks: false });
    expect(await credentials()).toBeNull();
    expect(webhooksOff).toEqual(['jira']);
    expect((await listConnections(stage.db)).map((one) => one.id)).not.toContain('jira');
    expect(await findConnection(stage.db, 'jira')).toBeNull();
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('unknown');
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ visibility: 'access-lost', gone_at: null });
    const due = await planDue(stage.db, new Date(stage.clock + 7 * 86_400_000));
    expect(due.syncRuns.map((run) => run.connectionId)).not.toContain('jira');
    expect(told).toContain('connections-changed');
  });

  it('on request takes its tasks with it, and all that hangs on them', async () => {
    await stage.db
      .insertInto('link_decisions')
      .values({
        task_id: 'jira.1',
        goal_id: 'o1',
        says: 'accepted',
        seen_fingerprints: [],
        by_person_id: null,
        by_name: 'Ada',
        at: new Date(stage.clock),
      })
      .execute();
    await stage.ingest([{ ...tool.tasks.get('1'), externalId: 'other' } as never], { connectionId: 'trello' });
    await removeConnection(deps(), 'jira', { withTasks: true });
    await stage.derive();
    expect(await credentials()).toBeUndefined();
    for (const table of ['links', 'link_decisions', 'scopes'] as const) {
      const left = await rows(table);
      expect([table, left]).toEqual([table, table === 'links' ? 1 : 0]);
    }
    const tasks = await stage.db.selectFrom('tasks').select('id').execute();
    expect(tasks).toEqual([{ id: 'trello.other' }]);
    expect(told).toContain('flags-changed');
  });

  it('goes through where the tool is away and its webhooks cannot be taken off', async () => {
    const removeWebhooks = async () => {
      throw new Error('The tool is away.');
    };
    await removeConnection(deps({ removeWebhooks }), 'jira', { withTasks: false });
    expect(await credentials()).toBeNull();
  });

  it.each([true, false])(
    'stops a run that is under way: nothing of it is stored (with tasks: %s)',
    async (withTasks) => {
      put(tool, 'late', { placements: [placed('A')] });
      const run = runSync(stage, tool, 'incremental', {
        openConnector: () => ({
          ...tool.connector(),
          async *pullChanges(asked, signal) {
            await removeConnection(deps(), 'jira', { withTasks });
            yield* tool.connector().pullChanges?.(asked, signal) ?? [];
          },
        }),
      });
      await expect(run).rejects.toThrow();
      expect(await stage.db.selectFrom('tasks').select('id').where('id', '=', 'jira.late').execute()).toEqual([]);
    },
  );

  it('is undone by connecting the same address again: the tasks are read anew and judged as before', async () => {
    const before = await stateOf(stage, 'jira.1');
    await removeConnection(deps(), 'jira', { withTasks: false });
    await stage.derive();
    const known = await findConnectionTo(stage.db, 'jira', ADDRESS);
    expect(known?.id).toBe('jira');
    await replaceCredentials(stage.db, 'jira', { baseUrl: ADDRESS, sealedCredentials: 'again', account: null });
    await runSync(stage, tool, 'full');
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe(before);
    expect((await taskOf(stage, 'jira.1')).visibility).toBe('visible');
  });

  it('that is not there is said to be so', async () => {
    await expect(removeConnection(deps(), 'nobody', { withTasks: true })).rejects.toMatchObject({
      code: 'no-such-connection',
    });
  });
});

describe('a connection that is paused', () => {
  it('stops what runs, keeps where it stood, and goes on there with what changed meanwhile', async () => {
    put(tool, '1', { title: 'Before the pause' });
    const asked = await requestSyncRun(stage.db, 'jira', 'incremental', new Date(stage.clock));
    await changeConnectionState(deps(), 'jira', 'paused');
    expect(await findSyncRun(stage.db, asked.id)).toMatchObject({ state: 'failed', error: { kind: 'paused' } });
    put(tool, '1', { title: 'During the pause' });
    expect((await planDue(stage.db, new Date(stage.clock + 600_000))).syncRuns).toEqual([]);
    await changeConnectionState(deps(), 'jira', 'active');
    expect(told).toContain('run jira');
    const [run] = (await planDue(stage.db, new Date(stage.clock))).syncRuns;
    tool.asked.length = 0;
    await resumeSync(stage, tool, run?.syncRunId ?? '');
    expect(tool.asked).toEqual(['changes']);
    expect((await taskOf(stage, 'jira.1')).title).toBe('During the pause');
  });

  it('changes nothing where it stands so already', async () => {
    await changeConnectionState(deps(), 'jira', 'active');
    expect(told).toEqual([]);
  });

  it('does not go on with credentials that the tool refused', async () => {
    await stage.db.updateTable('connections').set({ state: 'unauthorised' }).where('id', '=', 'jira').execute();
    await expect(changeConnectionState(deps(), 'jira', 'active')).rejects.toMatchObject({ code: 'needs-credentials' });
  });
});
