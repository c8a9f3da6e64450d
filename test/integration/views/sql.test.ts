import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { listLabels } from '../../../src/store/labels.ts';
import { countHidden, readCoverage, sumFlags, weighTasks } from '../../../src/store/views/alignment.ts';
import { listAsks, listLikelyAsks } from '../../../src/store/views/asks.ts';
import { countFinished, listFinished } from '../../../src/store/views/digest.ts';
import { findLetter, listOutbox } from '../../../src/store/views/digests.ts';
import { countGoalSets, countGoalTree } from '../../../src/store/views/goals.ts';
import type { Moment, TaskFilter } from '../../../src/store/views/judged.ts';
import { readArrivals, readOrder } from '../../../src/store/views/order.ts';
import { listDecidedLinks } from '../../../src/store/views/precision.ts';
import { countFacets, findTask, listRowsById, listTaskRows, listTasks } from '../../../src/store/views/tasks.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { asText, openRecorded, type RecordedDatabase } from '../../helpers/recorded-sql.ts';

let database: TestDatabase;
let recorded: RecordedDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  recorded = openRecorded(database.url);
});
beforeEach(() => void recorded.take());
afterAll(async () => {
  await recorded?.close();
  await database?.drop();
});

const now: Moment = { at: new Date('2026-11-22T10:00:00Z'), weekStart: new Date('2026-11-15T23:00:00Z'), isNow: true };
const past: Moment = { ...now, isNow: false };
const owner: Viewer = { personId: null, role: 'owner', teamIds: [] };
const manager: Viewer = { personId: 'ines', role: 'manager', teamIds: ['ward'] };
const cursor = Buffer.from(JSON.stringify(['5', 'jira.1'])).toString('base64url');
const askCursor = Buffer.from(JSON.stringify([2, 7, 'jira.1'])).toString('base64url');
const openGoals = { openGoalIds: ['o1', 'kr1.1'], minLikelihood: null };
const all: TaskFilter = {
  states: ['no-why'],
  teamId: 'ward',
  teamIds: ['ward'],
  tool: 'jira',
  scopeId: 'jira.1',
  goalIds: ['o1'],
  minAgeDays: 1,
  maxAgeDays: 9,
  minEstimate: 1,
  maxEstimate: 8,
  search: 'https://jira.example/browse/ONB-1',
};

/** What each view asks of the database, checked in so that a review sees it change: above all who may see a row. */
it.each<[string, (db: RecordedDatabase['db']) => Promise<unknown>]>([
  ['sum-flags-now', (db) => sumFlags(db, owner, {}, now, 'count')],
  ['sum-flags-past-by-estimate', (db) => sumFlags(db, manager, {}, past, 'estimate')],
  ['list-decided-links', (db) => listDecidedLinks(db, manager, now, now.weekStart)],
  ['list-finished', (db) => listFinished(db, manager, now, { from: now.weekStart, until: now.at }, 5)],
  ['count-finished', (db) => countFinished(db, manager, now, { from: now.weekStart, until: now.at })],
  ['list-outbox', (db) => listOutbox(db, { ...owner, personId: 'ola' }, { cursor: null, limit: 25 })],
  ['find-letter', (db) => findLetter(db, manager, 'd1')],
  ['count-hidden', (db) => countHidden(db, manager, {}, now)],
  ['read-coverage', (db) => readCoverage(db, manager, now)],
  ['list-tasks', (db) => listTasks(db, manager, { filter: all, moment: now, sort: '-estimate', cursor, limit: 50 })],
  [
    'search-tasks',
    (db) =>
      listTasks(db, manager, {
        filter: { search: 'tray two' },
        moment: now,
        sort: 'title',
        cursor: null,
        limit: 50,
        includesUnjudged: true,
      }),
  ],
  [
    'read-order',
    (db) =>
      readOrder(db, manager, {
        filter: all,
        moment: now,
        sort: '-age',
        group: 'manager',
        managers: new Map([['ward', { id: 'ines' }]]),
        includesUnjudged: false,
        idsMax: 200,
      }),
  ],
  ['list-rows-by-id', (db) => listRowsById(db, manager, ['jira.1'], now)],
  ['read-arrivals', (db) => readArrivals(db, manager, { filter: {}, moment: now, since: now.weekStart, idsMax: 9 })],
  ['list-asks', (db) => listAsks(db, manager, now, { ...openGoals, cursor: askCursor, limit: 50 })],
  ['list-likely-asks', (db) => listLikelyAsks(db, manager, now, { ...openGoals, minLikelihood: 0.8, countMax: 500 })],
  ['weigh-tasks-by-estimate', (db) => weighTasks(db, manager, ['jira.1'], now, 'estimate')],
  ['list-task-rows', (db) => listTaskRows(db, manager, ['jira.1'], now)],
  ['count-facets', (db) => countFacets(db, manager, { states: ['no-why'] }, now)],
  ['find-task', (db) => findTask(db, manager, 'jira.1', now)],
  ['count-goal-sets', (db) => countGoalSets(db, manager, now)],
  [
    'list-labels',
    async (db) => {
      for await (const _page of listLabels(db, manager, { ...now, today: '2026-11-22' }));
    },
  ],
  ['count-goal-tree', (db) => countGoalTree(db, manager, ['o1'], past)],
])('%s is as checked in', async (name, ask) => {
  await ask(recorded.db);
  // Some ask several things at once, and these may be sent in any order.
  const asked = recorded.take().toSorted((a, b) => (a.sql < b.sql ? -1 : 1));
  await expect(asText(asked)).toMatchFileSnapshot(`sql/${name}.sql`);
});
