import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConnectorError } from '../../../connectors/errors.ts';
import type { ChangeEvent } from '../../../src/domain/change-event.ts';
import { noteAnswered } from '../../../src/store/breakers.ts';
import { type DeliveryDeps, processDeliveries } from '../../../src/usecases/process-deliveries.ts';
import { redeliver } from '../../../src/usecases/read-deliveries.ts';
import { PutOff } from '../../../src/usecases/tool-gate.ts';
import { storeDelivery } from '../../helpers/deliveries.ts';
import { noWiki } from '../../helpers/no-wiki.ts';
import { emptyTables } from './empty-tables.ts';
import { addToolScope, createMemoryTool, type MemoryTool, put, runSync } from './memory-tool.ts';
import {
  addGoal,
  addScope,
  everything,
  NOON,
  openStage,
  placed,
  record,
  type Stage,
  stateOf,
  taskOf,
} from './stage.ts';

let stage: Stage;
let tool: MemoryTool;
let told: ChangeEvent[] = [];
let key = 0;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await stage.db.deleteFrom('deliveries').execute();
  await stage.db.deleteFrom('breakers').execute();
  await stage.db.deleteFrom('sync_runs').where('id', '<>', 'run').execute();
  await stage.db.updateTable('connections').set({ state: 'active', last_error: null }).execute();
  await addScope(stage, 'ONB');
  await addGoal(stage, 'KR1.1');
  tool = createMemoryTool();
  addToolScope(tool, 'ONB');
  told = [];
});

const LINKED = { labels: ['okr:KR1.1'] };
const deps = (given: Partial<DeliveryDeps> = {}): DeliveryDeps => ({
  db: stage.db,
  openConnector: () => tool.connector(),
  openWiki: noWiki,
  now: () => stage.clock,
  notify: async (event) => void told.push(event),
  onStale: async () => undefined,
  onSyncRequested: async () => undefined,
  ...given,
});
const work = (given: Partial<DeliveryDeps> = {}) =>
  processDeliveries(deps(given), 'jira', AbortSignal.timeout(110_000));

async function deliver(event: string, id: string): Promise<void> {
  const about = event.startsWith('project') ? { project: { id } } : { issue: { id } };
  await store(JSON.stringify({ webhookEvent: event, ...about }));
}

async function store(body: string): Promise<void> {
  const delivery = { connectionId: 'jira', webhookId: null, key: `id ${++key}`, headers: {}, body: Buffer.from(body) };
  await storeDelivery(stage.db, delivery, new Date(stage.clock));
}

const states = async () =>
  (await stage.db.selectFrom('deliveries').select('state').orderBy('id').execute()).map((row) => row.state);
const queued = async () =>
  (await stage.db.selectFrom('sync_runs').select('kind').where('state', '=', 'queued').orderBy('kind').execute()).map(
    (row) => row.kind,
  );

describe('a delivery', () => {
  it('makes its task be read again, stored, linked and flagged at once, and pages are told', async () => {
    put(tool, '1');
    await runSync(stage, tool, 'full');
    await stage.derive();
    expect(await stateOf(stage, 'jira.1')).toBe('no-why');
    put(tool, '1', LINKED);
    await deliver('jira:issue_updated', '1');
    await work();
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    expect(told).toEqual([{ type: 'flags-changed', tasks: 1 }]);
    expect(await states()).toEqual(['done']);
  });

  it('is not believed: what it says of the task is nothing, what the tool answers is stored (J17)', async () => {
    put(tool, '1', { title: 'As the tool has it' });
    const forged = { webhookEvent: 'jira:issue_updated', issue: { id: '1', fields: { summary: 'Forged' } } };
    await store(JSON.stringify(forged));
    await work();
    expect((await taskOf(stage, 'jira.1')).title).toBe('As the tool has it');
  });

  it('of a deletion is believed only where the task is not found: then it is gone (J15)', async () => {
    for (const id of ['1', '2']) put(tool, id);
    await runSync(stage, tool, 'full');
    tool.tasks.delete('1');
    await deliver('jira:issue_deleted', '1');
    await deliver('jira:issue_deleted', '2');
    await work();
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ gone_how: 'deleted' });
    expect(await taskOf(stage, 'jira.2')).toMatchObject({ gone_at: null });
  });

  it('captured and replayed a month later costs one read and changes nothing', async () => {
    put(tool, '1', LINKED);
    await runSync(stage, tool, 'full');
    await stage.derive();
    const before = await everything(stage);
    stage.clock += 30 * 86_400_000;
    await deliver('jira:issue_deleted', '1');
    await deliver('jira:issue_updated', '1');
    tool.asked.length = 0;
    await work();
    expect(tool.asked).toEqual(['fetch 1']);
    expect(await everything(stage)).toBe(before);
    expect(told).toEqual([]);
  });

  it('of a change to a task that is not found proves no deletion: a census is asked for', async () => {
    put(tool, '1');
    await runSync(stage, tool, 'full');
    tool.tasks.delete('1');
    await deliver('jira:issue_updated', '1');
    await work();
    expect(await taskOf(stage, 'jira.1')).toMatchObject({ gone_at: null });
    expect(await queued()).toEqual(['census']);
  });

  it('of a task we never knew and cannot see asks for nothing', async () => {
    await deliver('jira:issue_updated', '99');
    await work();
    expect(await queued()).toEqual([]);
    expect(await states()).toEqual(['done']);
  });

  it('of a scope asks for a pull, of one that nobody selected for none', async () => {
    await addScope(stage, 'OFF', { isSelected: false });
    await deliver('project_updated', 'OFF');
    await work();
    expect(await queued()).toEqual([]);
    await deliver('project_updated', 'ONB');
    const asked: string[] = [];
    await work({ onSyncRequested: async ({ connectionId }) => void asked.push(connectionId) });
    expect(await queued()).toEqual(['incremental']);
    expect(asked).toEqual(['jira']);
  });

  it('of a task in a scope nobody selected stores nothing, but follows one that moved there', async () => {
    await addScope(stage, 'OFF', { isSelected: false });
    addToolScope(tool, 'OFF');
    put(tool, '1');
    await runSync(stage, tool, 'full');
    put(tool, '1', { placements: [placed('OFF')] });
    put(tool, '2', { placements: [placed('OFF')] });
    for (const id of ['1', '2']) await deliver('jira:issue_updated', id);
    await work();
    const rows = await stage.db.selectFrom('tasks').select(['id', 'scope_id']).execute();
    expect(rows).toEqual([{ id: 'jira.1', scope_id: 'jira.OFF' }]);
  });

  it('that says nothing to anybody is done, and says why', async () => {
    await store('not even JSON');
    await deliver('comment_deleted', '');
    await work();
    expect(await states()).toEqual(['done', 'done']);
    const rows = await stage.db.selectFrom('deliveries').select('ignored').orderBy('id').execute();
    expect(rows[0]?.ignored).toEqual([{ reason: 'not a delivery of Jira' }]);
    expect(tool.asked).toEqual([]);
  });
});

describe('many deliveries', () => {
  it('are read a hundred ids at a time, each id once', async () => {
    for (let id = 1; id <= 150; id++) {
      put(tool, String(id));
      for (const event of ['jira:issue_created', 'jira:issue_updated']) await deliver(event, String(id));
    }
    await work();
    expect(new Set(await states())).toEqual(new Set(['done']));
    const sizes = tool.asked.map((call) => call.split(' ').length - 1);
    expect(Math.max(...sizes)).toBe(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(150);
  });

  it('in any order, doubled or lost and sent again, end in what the tool holds', async () => {
    const step = fc.record({
      id: fc.constantFrom('1', '2', '3'),
      act: fc.constantFrom('edit', 'link', 'delete', 'work'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.infiniteStream(fc.nat(100)), async (steps, luck) => {
        await emptyTables(stage);
        await stage.db.deleteFrom('deliveries').execute();
        await addScope(stage, 'ONB');
        await addGoal(stage, 'KR1.1');
        tool = createMemoryTool();
        addToolScope(tool, 'ONB');
        const late: [string, string][] = [];
        for (const { id, act } of steps) {
          stage.clock += 1_000;
          if (act === 'work') await work();
          else if (act === 'delete') tool.tasks.delete(id);
          else put(tool, id, { updatedAt: stage.clock, labels: act === 'link' ? ['okr:KR1.1'] : [] });
          if (act !== 'work') late.push([act === 'delete' ? 'jira:issue_deleted' : 'jira:issue_updated', id]);
        }
        const shuffled = [...late, ...late].map((one) => [luck.next().value ?? 0, one] as const);
        for (const [, [event, id]] of shuffled.sort((a, b) => a[0] - b[0])) await deliver(event, id);
        await Promise.all([work(), work()]);
        const rows = await stage.db.selectFrom('tasks').select('id').where('gone_at', 'is', null).execute();
        expect(rows.map((row) => row.id).sort()).toEqual([...tool.tasks.keys()].map((id) => `jira.${id}`).sort());
        for (const [id, task] of tool.tasks) {
          expect(await stateOf(stage, `jira.${id}`)).toBe(task.labels.length > 0 ? 'aligned' : 'no-why');
        }
        expect((await states()).every((state) => state === 'done')).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it('are each worked on by one of two workers at once', async () => {
    for (let id = 1; id <= 40; id++) {
      put(tool, String(id));
      await deliver('jira:issue_updated', String(id));
    }
    await Promise.all([work(), work(), work()]);
    expect(tool.asked.filter((call) => call.startsWith('fetch'))).toHaveLength(1);
    expect(new Set(await states())).toEqual(new Set(['done']));
  });

  it('do not wait for the backlog of a pull: what changed is judged while thousands wait', async () => {
    await stage.ingest(Array.from({ length: 3_000 }, (_, index) => record(String(index + 10))));
    put(tool, '1', LINKED);
    await deliver('jira:issue_updated', '1');
    await work();
    expect(await stateOf(stage, 'jira.1')).toBe('aligned');
    const waiting = await stage.db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).execute();
    expect(waiting).toHaveLength(3_000);
  });
});

describe('a re-read that fails', () => {
  const tries = async () =>
    (await stage.db.selectFrom('deliveries').select(['state', 'attempts', 'error']).execute())[0];

  it('is counted, keeps the delivery, and after eight tries has failed with a sentence', async () => {
    tool.faults.set('fetch', 'unavailable');
    await deliver('jira:issue_updated', '1');
    for (let count = 1; count <= 7; count++) {
      await expect(work()).rejects.toBeInstanceOf(ConnectorError);
      expect(await tries()).toMatchObject({ state: 'stored', attempts: count });
      // The tool answers others meanwhile.
      await noteAnswered(stage.db, 'jira');
    }
    await expect(work()).rejects.toBeInstanceOf(ConnectorError);
    expect(await tries()).toEqual({ state: 'failed', attempts: 8, error: 'jira, fetch: so the test wants it' });
    await work();
  });

  it('again and again is put off for all, and no try any more', async () => {
    tool.faults.set('fetch', 'unavailable');
    await deliver('jira:issue_updated', '1');
    for (let count = 1; count <= 2; count++) await expect(work()).rejects.toBeInstanceOf(ConnectorError);
    await expect(work()).rejects.toBeInstanceOf(PutOff);
    tool.faults.clear();
    tool.asked.length = 0;
    for (let count = 0; count < 10; count++) await expect(work()).rejects.toBeInstanceOf(PutOff);
    expect(tool.asked).toEqual([]);
    expect(await tries()).toMatchObject({ state: 'stored', attempts: 2 });
  });

  it('for the rate is no try: it waits as long as the tool asked', async () => {
    tool.faults.set('fetch', 'rate-limited');
    await deliver('jira:issue_updated', '1');
    for (let count = 0; count < 10; count++) await expect(work()).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(await tries()).toMatchObject({ state: 'stored', attempts: 0 });
  });

  it('for the credentials pauses the connection, and its deliveries wait', async () => {
    tool.faults.set('fetch', 'unauthorised');
    await deliver('jira:issue_updated', '1');
    await expect(work()).rejects.toMatchObject({ kind: 'unauthorised' });
    const row = await stage.db.selectFrom('connections').selectAll().where('id', '=', 'jira').executeTakeFirst();
    expect(row).toMatchObject({ state: 'unauthorised', last_error: { kind: 'unauthorised' } });
    tool.faults.clear();
    tool.asked.length = 0;
    await work();
    expect(tool.asked).toEqual([]);
    expect(await tries()).toMatchObject({ state: 'stored', attempts: 0 });
  });

  it('for one task does not take the others along', async () => {
    for (const id of ['1', '2', '3', '4']) {
      put(tool, id);
      await deliver('jira:issue_updated', id);
    }
    tool.faults.set('fetch 2', 'unexpected-answer');
    tool.faults.set('fetch 1 2 3 4', 'unexpected-answer');
    await expect(work()).rejects.toMatchObject({ kind: 'unexpected-answer' });
    expect(await states()).toEqual(['done', 'stored', 'done', 'done']);
    expect(tool.asked.slice(-2)).toEqual(['fetch 2', 'fetch 3 4']);
    const rows = await stage.db.selectFrom('tasks').select('id').orderBy('id').execute();
    expect(rows.map((row) => row.id)).toEqual(['jira.1', 'jira.3', 'jira.4']);
  });
});

describe('re-delivery', () => {
  it('works on one, several or a range once more', async () => {
    const asked: string[] = [];
    const given = { db: stage.db, onDelivery: (id: string) => void asked.push(id) };
    for (const id of ['1', '2', '3']) {
      put(tool, id);
      await deliver('jira:issue_updated', id);
      stage.clock += 60_000;
    }
    await work();
    const ids = (await stage.db.selectFrom('deliveries').select('id').orderBy('id').execute()).map((row) => row.id);
    expect(await redeliver(given, { connectionId: 'jira', ids: ids.slice(0, 1) })).toEqual({ redelivered: 1 });
    expect(await states()).toEqual(['stored', 'done', 'done']);
    const from = new Date(NOON + 60_000).toISOString();
    const to = new Date(NOON + 120_000).toISOString();
    expect(await redeliver(given, { connectionId: 'jira', from, to })).toEqual({ redelivered: 1 });
    expect(await states()).toEqual(['stored', 'stored', 'done']);
    expect(await redeliver(given, { connectionId: 'trello', ids })).toEqual({ redelivered: 0 });
    expect(asked).toEqual(['jira', 'jira']);
    const before = await everything(stage);
    await work();
    expect(await states()).toEqual(['done', 'done', 'done']);
    expect(await everything(stage)).toBe(before);
    await expect(redeliver(given, { connectionId: 'jira' })).rejects.toMatchObject({ code: 'nothing-named' });
  });
});
