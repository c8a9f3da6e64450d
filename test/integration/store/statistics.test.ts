import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refreshStatistics } from '../../../src/store/statistics.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  // So that the database does not count first.
  await sql`alter table flags set (autovacuum_enabled = false)`.execute(database.db);
});

afterAll(() => database.drop());

const countedRows = async () => {
  const { rows } = await sql<{ count: number }>`
    select reltuples::float8 as count from pg_class where oid = 'flags'::regclass`.execute(database.db);
  return rows[0]?.count;
};

it('a table that was filled is counted once, and the next question is planned for its size', async () => {
  await database.db.connection().execute(async (one) => {
    // Flags without their tasks: only how many there are matters here.
    await sql`set session_replication_role = replica`.execute(one);
    await sql`
      insert into flags (task_id, state, reason, next_action, goal_ids, tried, valid_from)
      select 'jira.' || n, 'no-why', 'No why yet', 'link', '{}', '[]', now() from generate_series(1, 5000) n`.execute(
      one,
    );
    await sql`set session_replication_role = origin`.execute(one);
    // What a connection did is otherwise told to the statistics within a second.
    await sql`select pg_stat_force_next_flush()`.execute(one);
  });

  await expect.poll(() => refreshStatistics(database.db)).toEqual(['flags']);

  expect(await countedRows()).toBe(5000);
  expect(await refreshStatistics(database.db)).toEqual([]);
});
