import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../../src/store/database.ts';
import { type NewTask, setTransitions, upsertTasks } from '../../../src/store/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow, newTask } from '../../helpers/rows.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const LATER = new Date('2026-11-22T11:00:00Z');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await insertConnectionRow(database.db);
});
beforeEach(() => database.db.deleteFrom('tasks').execute());
afterAll(() => database.drop());

const inTx = <T>(run: (tx: Tx) => Promise<T>) => database.db.transaction().execute(run);
const upsert = (rows: NewTask[], at = AT, areNew = false) => inTx((tx) => upsertTasks(tx, rows, at, areNew));
const stored = (id: string) =>
  database.db.selectFrom('tasks').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('upsertTasks', () => {
  it('keeps every value as it came, whatever letters it holds', async () => {
    const row = newTask({
      external_id: '7',
      title: 'Quote " backslash \\ comma , brace {} NULL',
      labels: ['a,b', 'say "hi"', 'back\\slash', '', 'NULL', '{x}', 'größer 🙂'],
      member_external_ids: ['557058:abc', 'null'],
      fields: JSON.stringify([{ externalId: 'f', name: 'Goal "1"', value: 'a\\b\n', number: null }]),
      raw: JSON.stringify({ deep: [{ text: 'it\'s "quoted" \\ {1,2}' }] }),
      start_on: '2026-03-29',
      level: -1,
    });
    await upsert([row]);
    const found = await stored('jira.7');
    expect(found).toMatchObject({
      title: row.title,
      labels: row.labels,
      member_external_ids: row.member_external_ids,
      fields: JSON.parse(row.fields),
      raw: JSON.parse(row.raw),
      start_on: '2026-03-29',
      due_on: null,
      level: -1,
      version: row.version,
      tool_updated_at: row.tool_updated_at,
      read_at: AT,
      stale_at: AT,
      transitions: [],
    });
  });

  it.each([false, true])('touches nothing the second time, and says so (sent unseen: %s)', async (areNew) => {
    const rows = Array.from({ length: 300 }, (_, index) => newTask({ external_id: String(index) }));
    expect(await upsert(rows)).toMatchObject({ inserted: 300, updated: 0, untouched: 0 });
    await database.db.updateTable('tasks').set({ stale_at: null }).execute();
    expect(await upsert(rows, LATER, areNew)).toMatchObject({
      inserted: 0,
      updated: 0,
      untouched: 300,
      changedIds: [],
    });
    expect(await stored('jira.7')).toMatchObject({ read_at: AT, stale_at: null });
  });

  it.each([false, true])(
    'never lets an older version overwrite a newer one, in any order (sent unseen: %s)',
    async (areNew) => {
      const versions = [1, 2, 3].map((version) => newTask({ external_id: '1', version, title: `v${version}` }));
      for (const order of [
        [0, 1, 2],
        [0, 2, 1],
        [1, 0, 2],
        [1, 2, 0],
        [2, 0, 1],
        [2, 1, 0],
      ]) {
        await database.db.deleteFrom('tasks').execute();
        for (const index of order) await upsert([versions[index] as NewTask], AT, areNew);
        expect((await stored('jira.1')).title).toBe('v3');
      }
      expect(await upsert([versions[0] as NewTask], AT, areNew)).toMatchObject({ untouched: 1, changedIds: [] });
    },
  );

  it('takes the newest of a task that a page holds twice', async () => {
    const rows = [3, 1, 2].map((version) => newTask({ external_id: '1', version, title: `v${version}` }));
    expect(await upsert(rows)).toMatchObject({ inserted: 1, updated: 0 });
    expect((await stored('jira.1')).title).toBe('v3');
  });

  it.each([false, true])('says which status a changed task had before (sent unseen: %s)', async (areNew) => {
    await upsert([newTask({ external_id: '1' }), newTask({ external_id: '2' })]);
    const moved = newTask({ external_id: '1', version: 9e12, status_id: '3', status_name: 'In Progress' });
    const renamed = newTask({ external_id: '2', version: 9e12, title: 'Other' });
    const counts = await upsert([moved, renamed], AT, areNew);
    expect(counts).toMatchObject({ updated: 2, changedIds: ['jira.1', 'jira.2'] });
    expect(counts.statusChanges).toEqual([{ id: 'jira.1', fromId: '1', fromName: 'To Do' }]);
  });

  it('brings back a task that was gone or out of sight, though nothing in it changed', async () => {
    const row = newTask({ external_id: '1' });
    await upsert([row]);
    await database.db
      .updateTable('tasks')
      .set({ gone_at: AT, gone_how: 'deleted', visibility: 'access-lost', stale_at: null })
      .execute();
    expect(await upsert([row], LATER)).toMatchObject({ updated: 1 });
    expect(await stored('jira.1')).toMatchObject({
      gone_at: null,
      gone_how: null,
      visibility: 'visible',
      stale_at: LATER,
    });
  });

  it('lets pages that overlap be written at once', async () => {
    const page = (version: number) =>
      Array.from({ length: 200 }, (_, index) => newTask({ external_id: String(index), version, title: `v${version}` }));
    await Promise.all(
      [1, 5, 3, 4, 2].map((version) => upsert(version % 2 ? page(version) : page(version).toReversed())),
    );
    const titles = await database.db.selectFrom('tasks').select('title').distinct().execute();
    expect(titles).toEqual([{ title: 'v5' }]);
  });
});

describe('histories', () => {
  const move = (at: number, toName: string) => ({ at, fromId: null, fromName: null, toId: toName, toName });
  const history = async () => (await stored('jira.1')).transitions.map((one) => one.toName);
  beforeEach(async () => {
    await upsert([newTask({ external_id: '1' })]);
    await database.db.updateTable('tasks').set({ stale_at: null }).execute();
  });

  it('replace what is stored, and join it when they are only a part', async () => {
    const set = (isPart: boolean, transitions: ReturnType<typeof move>[]) =>
      inTx((tx) => setTransitions(tx, [{ id: 'jira.1', isPart, transitions }], LATER));
    await set(false, [move(20, 'b'), move(10, 'a')]);
    expect(await history()).toEqual(['a', 'b']);
    await set(true, [move(20, 'b'), move(30, 'c')]);
    expect(await history()).toEqual(['a', 'b', 'c']);
    await set(false, [move(10, 'a')]);
    expect(await history()).toEqual(['a']);
  });

  it('make the task stale when they change, and only then', async () => {
    const set = () =>
      inTx((tx) => setTransitions(tx, [{ id: 'jira.1', isPart: false, transitions: [move(10, 'a')] }], LATER));
    await set();
    expect((await stored('jira.1')).stale_at).toEqual(LATER);
    await database.db.updateTable('tasks').set({ stale_at: null }).execute();
    await set();
    expect((await stored('jira.1')).stale_at).toBeNull();
  });

  it('keep a move we saw ourselves once, however often it is told', async () => {
    const seen = [{ id: 'jira.1', isPart: true, transitions: [move(50, 'Doing')] }];
    for (let count = 0; count < 3; count++) await inTx((tx) => setTransitions(tx, seen, LATER));
    expect(await history()).toEqual(['Doing']);
  });

  it('of unknown tasks are passed over', async () => {
    await inTx((tx) => setTransitions(tx, [{ id: 'jira.999', isPart: false, transitions: [move(1, 'a')] }], AT));
    expect(await history()).toEqual([]);
  });
});
