import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { takeStale } from '../../../src/store/derive.ts';
import { markRelativesStale } from '../../../src/store/stale.ts';
import { upsertTasks } from '../../../src/store/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow, newTask } from '../../helpers/rows.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const LATER = new Date('2026-11-22T11:00:00Z');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await insertConnectionRow(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('tasks').execute();
  const rows = [newTask({ external_id: '1' }), newTask({ external_id: '2', parent_id: 'jira.1' })];
  await database.db.transaction().execute((tx) => upsertTasks(tx, rows, AT));
});

/** The epic as it stands, and which copy of its row that is. */
const epic = () =>
  database.db
    .selectFrom('tasks')
    .select(['stale_at', sql<string>`ctid::text`.as('copy')])
    .where('id', '=', 'jira.1')
    .executeTakeFirstOrThrow();
const childChanged = () => database.db.transaction().execute((tx) => markRelativesStale(tx, ['jira.2'], [], LATER));

it('marks a parent that was not stale', async () => {
  await database.db.updateTable('tasks').set({ stale_at: null }).execute();
  await childChanged();
  expect((await epic()).stale_at).toEqual(LATER);
});

it('writes nothing where the parent is stale already and nobody derives it', async () => {
  const before = await epic();
  await childChanged();
  expect(await epic()).toEqual(before);
});

it('marks a parent that is just being derived again, once that is stored', async () => {
  let marked: Promise<void> | undefined;
  await database.db.transaction().execute(async (tx) => {
    const taken = await takeStale(tx, 10);
    expect(taken.map((row) => row.id)).toContain('jira.1');
    marked = childChanged();
    await waitUntilSomebodyWaits();
    await tx.updateTable('tasks').set({ stale_at: null }).execute();
  });
  await marked;
  expect((await epic()).stale_at).toEqual(LATER);
});

it('keeps a parent from being derived until what changed below it is stored', async () => {
  await database.db.transaction().execute(async (tx) => {
    await markRelativesStale(tx, ['jira.2'], [], LATER);
    const taken = await database.db.transaction().execute((other) => takeStale(other, 10));
    expect(taken.map((row) => row.id)).toEqual(['jira.2']);
  });
  const taken = await database.db.transaction().execute((other) => takeStale(other, 10));
  expect(taken.map((row) => row.id)).toEqual(['jira.1', 'jira.2']);
});

async function waitUntilSomebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ count: number }>`
      select count(*) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(database.db);
    if (rows[0]?.count) return;
    await new Promise((done) => setTimeout(done, 10));
  }
}
