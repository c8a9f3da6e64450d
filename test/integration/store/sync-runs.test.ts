import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../../src/store/database.ts';
import { listScopes, markScopeLost, saveScopeCursor, upsertScopes } from '../../../src/store/scopes.ts';
import { storeSetAsides } from '../../../src/store/set-asides.ts';
import {
  addPage,
  failSyncRun,
  findSyncRun,
  finishSyncRun,
  listOpenSyncRuns,
  listScopeProgress,
  openScopes,
  requestSyncRun,
  startSyncRun,
} from '../../../src/store/sync-runs.ts';
import { upsertTasks } from '../../../src/store/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow, newTask } from '../../helpers/rows.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const LATER = new Date('2026-11-22T11:00:00Z');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('connections').execute();
  await database.db.deleteFrom('tasks').execute();
  await insertConnectionRow(database.db);
  await upsertScopes(database.db, 'jira', [listed('10000'), listed('10001')]);
});

const listed = (externalId: string) => ({
  externalId,
  key: `P${externalId}`,
  name: externalId,
  url: null,
  archived: false,
  kind: null,
});
const inTx = <T>(run: (tx: Tx) => Promise<T>) => database.db.transaction().execute(run);
const request = (kind: 'full' | 'incremental') => requestSyncRun(database.db, 'jira', kind, AT);
const scope = async (id: string) => (await listScopes(database.db, 'jira')).find((one) => one.id === id);

describe('a sync run', () => {
  it('waits once for a connection, however many ask at once, and is a full one if any asked for that', async () => {
    const asked = await Promise.all((['incremental', 'full', 'incremental'] as const).map(request));
    expect(new Set(asked.map((run) => run.id)).size).toBe(1);
    expect((await findSyncRun(database.db, asked[0]?.id ?? ''))?.kind).toBe('full');
  });

  it('may wait while another of the connection runs', async () => {
    const first = await request('full');
    await startSyncRun(database.db, first.id, AT);
    const second = await request('incremental');
    expect(second.id).not.toBe(first.id);
    expect((await listOpenSyncRuns(database.db)).map((run) => run.state)).toEqual(
      expect.arrayContaining(['queued', 'running']),
    );
  });

  it('taken up again makes whoever had it before stop: nothing more of theirs is stored', async () => {
    const { id } = await request('full');
    const first = await startSyncRun(database.db, id, AT);
    const second = await startSyncRun(database.db, id, LATER);
    expect([first?.fence, second?.fence]).toEqual([1, 2]);
    const page = { pages: 1, tasks: 0, requests: 1, waitMs: 0, setAside: 0, expectedTasks: null, isLast: false };
    await expect(inTx((tx) => addPage(tx, { id, fence: 1 }, null, page, AT))).rejects.toMatchObject({
      name: 'FenceLost',
    });
    await inTx((tx) => addPage(tx, { id, fence: 2 }, null, page, AT));
    expect((await findSyncRun(database.db, id))?.pages).toBe(1);
    expect((await findSyncRun(database.db, id))?.started_at).toEqual(AT);
  });

  it('that ended is not started again, and its end stays as it was', async () => {
    const { id } = await request('full');
    await startSyncRun(database.db, id, AT);
    await finishSyncRun(database.db, id, LATER);
    await failSyncRun(database.db, id, { kind: 'unavailable', message: 'late', call: null }, LATER);
    expect(await startSyncRun(database.db, id, LATER)).toBeNull();
    expect(await findSyncRun(database.db, id)).toMatchObject({ state: 'done', error: null, finished_at: LATER });
  });

  it('counts by scope and altogether, and keeps the last estimate', async () => {
    const { id } = await request('full');
    await openScopes(database.db, id, ['jira.10000', 'jira.10001'], AT);
    await openScopes(database.db, id, ['jira.10000'], LATER);
    const { fence = 0 } = (await startSyncRun(database.db, id, AT)) ?? {};
    const page = { pages: 1, tasks: 50, requests: 2, waitMs: 10.4, setAside: 1, expectedTasks: null, isLast: false };
    await inTx((tx) => addPage(tx, { id, fence }, 'jira.10000', { ...page, expectedTasks: 120 }, AT));
    expect((await listScopeProgress(database.db, id)).map((one) => one.state)).toEqual(['running', 'waiting']);
    await inTx((tx) => addPage(tx, { id, fence }, 'jira.10000', { ...page, isLast: true }, AT));
    await inTx((tx) => addPage(tx, { id, fence }, null, { ...page, tasks: 0 }, AT));
    expect(await listScopeProgress(database.db, id)).toMatchObject([
      { scopeId: 'jira.10000', state: 'done', pages: 2, tasks: 100, requests: 4, waitMs: 20, expectedTasks: 120 },
      { scopeId: 'jira.10001', state: 'waiting', pages: 0, tasks: 0 },
    ]);
    expect(await findSyncRun(database.db, id)).toMatchObject({
      pages: 3,
      tasks: 100,
      requests: 6,
      wait_ms: 30,
      set_aside: 3,
    });
  });
});

describe('a scope', () => {
  it('listed again keeps what people chose', async () => {
    await database.db
      .updateTable('scopes')
      .set({ is_selected: false, is_private: true })
      .where('id', '=', 'jira.10000')
      .execute();
    await upsertScopes(database.db, 'jira', [{ ...listed('10000'), name: 'Renamed' }]);
    expect(await scope('jira.10000')).toMatchObject({ name: 'Renamed', isSelected: false, isPrivate: true });
  });

  it('is not selected when it is archived at first sight', async () => {
    await upsertScopes(database.db, 'jira', [{ ...listed('10002'), archived: true }]);
    expect(await scope('jira.10002')).toMatchObject({ isSelected: false, isArchived: true });
  });

  it('that these credentials no longer see takes its tasks out of sight, and brings them back when it is read again', async () => {
    const { id } = await request('full');
    await inTx((tx) =>
      upsertTasks(
        tx,
        [newTask({ external_id: '1', scope_id: 'jira.10000' }), newTask({ external_id: '2', scope_id: 'jira.10001' })],
        AT,
      ),
    );
    await database.db.updateTable('tasks').set({ stale_at: null }).execute();
    const tasks = () =>
      database.db.selectFrom('tasks').select(['id', 'visibility', 'stale_at', 'gone_at']).orderBy('id').execute();
    await inTx((tx) => markScopeLost(tx, id, 'jira.10000', 'Not visible any more.', AT));
    expect(await tasks()).toEqual([
      { id: 'jira.1', visibility: 'access-lost', stale_at: AT, gone_at: null },
      { id: 'jira.2', visibility: 'visible', stale_at: null, gone_at: null },
    ]);
    expect(await listScopeProgress(database.db, id)).toMatchObject([
      { state: 'access-lost', error: { kind: 'not-visible' } },
    ]);
    await inTx((tx) => saveScopeCursor(tx, 'jira.10000', { cursor: { page: 2 }, isComplete: true, at: LATER }));
    expect((await tasks())[0]).toMatchObject({ visibility: 'visible', stale_at: LATER });
    expect(await scope('jira.10000')).toMatchObject({
      visibility: 'visible',
      cursor: { page: 2 },
      isWalkComplete: true,
      walkedAt: LATER,
    });
  });
});

describe('records set aside', () => {
  it('are kept once, however often their page is read, known by id or by what they hold', async () => {
    const { id } = await request('full');
    const record = (external_id: string | null, raw: string) => ({
      connection_id: 'jira',
      scope_id: 'jira.10000',
      external_id,
      reason: 'no title',
      raw,
      sync_run_id: id,
      at: AT,
    });
    const page = [record('7', '{"a":1}'), record(null, '{"b":1}'), record(null, '{"b":2}')];
    for (let round = 0; round < 3; round++) await inTx((tx) => storeSetAsides(tx, page));
    await inTx((tx) => storeSetAsides(tx, [{ ...record('7', '{"a":2}'), reason: 'no status' }]));
    const rows = await database.db
      .selectFrom('set_asides')
      .select(['external_id', 'reason', 'raw'])
      .orderBy('id')
      .execute();
    expect(rows).toEqual([
      { external_id: '7', reason: 'no status', raw: { a: 2 } },
      { external_id: null, reason: 'no title', raw: { b: 1 } },
      { external_id: null, reason: 'no title', raw: { b: 2 } },
    ]);
  });
});
