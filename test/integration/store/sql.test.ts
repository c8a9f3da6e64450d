import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveAccountMatches, upsertAccounts } from '../../../src/store/accounts.ts';
import type { Tx } from '../../../src/store/database.ts';
import { takeStale } from '../../../src/store/derive.ts';
import { claimDue, ensureSchedule } from '../../../src/store/schedules.ts';
import { markScopeLost, saveScopeCursor, upsertScopes } from '../../../src/store/scopes.ts';
import { storeSetAsides } from '../../../src/store/set-asides.ts';
import { addPage, openScopes, requestSyncRun, startSyncRun } from '../../../src/store/sync-runs.ts';
import { setTransitions, upsertTasks } from '../../../src/store/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { asText, openRecorded, type RecordedDatabase } from '../../helpers/recorded-sql.ts';
import { insertConnectionRow, newTask } from '../../helpers/rows.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const RUN = 'run-1';
let database: TestDatabase;
let recorded: RecordedDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  recorded = openRecorded(database.url);
  await insertConnectionRow(database.db);
  const scope = { externalId: '10000', key: 'ONB', name: 'Onboarding', url: null, archived: false, kind: null };
  await upsertScopes(database.db, 'jira', [scope]);
  const rows = Array.from({ length: 5_000 }, (_, index) =>
    newTask({ external_id: String(index), parent_id: index % 10 ? `jira.${index - (index % 10)}` : null }),
  );
  await database.db.transaction().execute((tx) => upsertTasks(tx, rows, AT));
  await database.db.updateTable('tasks').set({ stale_at: null }).where('id', '<>', 'jira.7').execute();
  await sql`vacuum analyze tasks`.execute(database.db);
  await database.db
    .insertInto('sync_runs')
    .values({ id: RUN, connection_id: 'jira', kind: 'full', state: 'queued', requested_at: AT })
    .execute();
});
beforeEach(() => recorded.take());
afterAll(async () => {
  await recorded.close();
  await database.drop();
});

const inTx = <T>(run: (tx: Tx) => Promise<T>) => recorded.db.transaction().execute(run);

/** What is sent for each step of a page and of a plan, checked in so that a review sees it change. */
const steps: [string, () => Promise<unknown>][] = [
  ['store-tasks', () => inTx((tx) => upsertTasks(tx, [newTask({ external_id: '1', version: 9e12 })], AT))],
  [
    'store-histories',
    () => {
      const transitions = [{ at: 1, fromId: null, fromName: null, toId: '1', toName: 'To Do' }];
      return inTx((tx) => setTransitions(tx, [{ id: 'jira.1', isPart: false, transitions }], AT));
    },
  ],
  ['take-stale-tasks', () => inTx((tx) => takeStale(tx, 500))],
  [
    'store-accounts',
    () =>
      inTx(async (tx) => {
        await upsertAccounts(tx, [{ connection_id: 'jira', external_id: 'a', name: 'Ada', email: null }]);
        await saveAccountMatches(tx, 'jira', []);
      }),
  ],
  [
    'store-set-asides',
    () =>
      inTx((tx) =>
        storeSetAsides(tx, [
          {
            connection_id: 'jira',
            scope_id: null,
            external_id: '7',
            reason: 'no title',
            raw: '{}',
            sync_run_id: RUN,
            at: AT,
          },
        ]),
      ),
  ],
  ['move-cursor', () => inTx((tx) => saveScopeCursor(tx, 'jira.10000', { cursor: {}, isComplete: true, at: AT }))],
  ['lose-scope', () => inTx((tx) => markScopeLost(tx, RUN, 'jira.10000', 'Gone.', AT))],
  [
    'progress-of-a-run',
    async () => {
      await requestSyncRun(recorded.db, 'jira', 'full', AT);
      const started = await startSyncRun(recorded.db, RUN, AT);
      await openScopes(recorded.db, RUN, ['jira.10000'], AT);
      const add = { pages: 1, tasks: 1, requests: 1, waitMs: 0, setAside: 0, expectedTasks: null, isLast: false };
      const run = { id: RUN, fence: started?.fence ?? 0 };
      await inTx((tx) => addPage(tx, run, 'jira.10000', add, AT));
    },
  ],
  [
    'claim-what-is-due',
    async () => {
      await ensureSchedule(recorded.db, 'canary', AT);
      await claimDue(recorded.db, AT, () => null);
    },
  ],
];

describe('what is sent to', () => {
  it.each(steps)('%s is as checked in', async (name, run) => {
    await run();
    await expect(asText(recorded.take())).toMatchFileSnapshot(`sql/${name}.sql`);
  });
});

describe('among many tasks', () => {
  it.each([
    ['storing a page', () => inTx((tx) => upsertTasks(tx, [newTask({ external_id: '1' })], AT))],
    ['taking stale ones', () => inTx((tx) => takeStale(tx, 500))],
  ])('%s reads no table from end to end', async (_name, run) => {
    await run();
    for (const query of recorded.take()) {
      const plan = await explain(query);
      expect(plan, query.sql).not.toMatch(/Seq Scan on tasks/);
    }
  });
});

async function explain(query: { sql: string; parameters: readonly unknown[] }): Promise<string> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(`explain ${query.sql}`, [...query.parameters]);
    await client.query('rollback');
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.end();
  }
}
