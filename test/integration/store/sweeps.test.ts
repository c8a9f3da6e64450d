import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '../../../src/store/database.ts';
import { hasStaleTasks, markAllStale, markUnlinkedStale } from '../../../src/store/stale.ts';
import { advanceSweep } from '../../../src/store/sweeps.ts';
import { upsertTasks } from '../../../src/store/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow, newTask } from '../../helpers/rows.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const LATER = new Date('2026-11-22T11:00:00Z');
/** More than are marked in one statement, of two connections. */
const MANY = 5_002;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  for (const id of ['jira', 'other']) await insertConnectionRow(database.db, id);
  await inTx((tx) => upsertTasks(tx, [newTask({ external_id: '0' })], AT));
  const columns = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_name = 'tasks' and column_name not in ('id', 'external_id', 'connection_id')`.execute(database.db);
  const rest = sql.join(columns.rows.map(({ name }) => sql.ref(name)));
  await sql`
    insert into tasks (id, external_id, connection_id, ${rest})
    select c || '.' || n, n::text, c, ${rest}
    from tasks, generate_series(1, ${MANY / 2}::int) n, unnest(array['jira', 'other']) c`.execute(database.db);
  await sql`delete from tasks where external_id = '0'`.execute(database.db);
}, 120_000);
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('stale_sweeps').execute();
  await database.db.deleteFrom('flags').execute();
  await database.db.updateTable('tasks').set({ stale_at: null }).where('stale_at', 'is not', null).execute();
});

const inTx = <T>(run: (tx: Tx) => Promise<T>) => database.db.transaction().execute(run);
const stale = () =>
  database.db
    .selectFrom('tasks')
    .select(['id', 'connection_id', 'stale_at'])
    .where('stale_at', 'is not', null)
    .execute();
/** @returns How many steps it took. */
async function sweep(): Promise<number> {
  let steps = 0;
  while ((await advanceSweep(database.db)) === 'advanced') steps += 1;
  return steps;
}

describe('where tasks are many', () => {
  it('marks them all step by step, none in the statement of whoever made the change', async () => {
    await inTx((tx) => markAllStale(tx, AT));
    expect(await stale()).toHaveLength(0);
    expect(await hasStaleTasks(database.db)).toBe(true);
    expect(await sweep()).toBeGreaterThan(2);
    expect(await stale()).toHaveLength(MANY);
    await database.db.updateTable('tasks').set({ stale_at: null }).execute();
    expect(await hasStaleTasks(database.db)).toBe(false);
  });

  it('marks those of one connection only, where only these are concerned', async () => {
    await inTx((tx) => markAllStale(tx, AT, 'other'));
    await sweep();
    const marked = await stale();
    expect(marked).toHaveLength(MANY / 2);
    expect(new Set(marked.map((task) => task.connection_id))).toEqual(new Set(['other']));
  });

  it('begins anew for a change that comes meanwhile, and leaves the first to it', async () => {
    await inTx((tx) => markAllStale(tx, AT));
    await advanceSweep(database.db);
    const before = (await stale()).map(({ id }) => id);
    // Derived in between, by what held then.
    await database.db.updateTable('tasks').set({ stale_at: null }).execute();
    await inTx((tx) => markAllStale(tx, LATER));
    await sweep();
    const marked = new Map((await stale()).map((task) => [task.id, task.stale_at]));
    expect(marked.size).toBe(MANY);
    expect(before.map((id) => marked.get(id))).toEqual(before.map(() => LATER));
  });

  it('marks only what hangs on no goal, where no more is concerned, and says how many that are', async () => {
    await sql`
      insert into flags (task_id, state, reason, next_action, goal_ids, tried, valid_from)
      select id, case when external_id = '7' then 'no-why' else 'aligned' end, 'so', 'link', '{}', '[]', ${AT} from tasks
      where external_id in ('7', '8')`.execute(database.db);
    expect(await inTx((tx) => markUnlinkedStale(tx, AT))).toBe(2);
    await sweep();
    expect((await stale()).map(({ id }) => id).sort()).toEqual(['jira.7', 'other.7']);
  });

  it('leaves a sweep that another process is at', async () => {
    await inTx((tx) => markAllStale(tx, AT));
    await inTx(async (tx) => {
      await tx.selectFrom('stale_sweeps').selectAll().forUpdate().execute();
      expect(await advanceSweep(database.db)).toBe('busy');
    });
    expect(await advanceSweep(database.db)).toBe('advanced');
  });

  it('says nothing of a change that was taken back', async () => {
    const change = inTx(async (tx) => {
      await markAllStale(tx, AT);
      throw new Error('taken back');
    });
    await expect(change).rejects.toThrow('taken back');
    expect(await hasStaleTasks(database.db)).toBe(false);
  });
});
