import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { countFinishedSets } from '../../../src/store/views/goals.ts';
import {
  listDecisions,
  listPending,
  listRevisitsDue,
  listWaitingFor,
} from '../../../src/store/views/task-decisions.ts';
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

const manager: Viewer = { personId: 'ines', role: 'manager', teamIds: ['ward'] };
const today = '2026-11-22';
const now = { at: new Date('2026-11-22T10:00:00Z'), weekStart: new Date('2026-11-15T23:00:00Z'), isNow: true };
const cursor = Buffer.from('7').toString('base64url');

/** What people said, as the database is asked for it: above all who may see it. */
it.each<[string, (db: RecordedDatabase['db']) => Promise<unknown>]>([
  ['list-decisions', (db) => listDecisions(db, manager, today, { taskId: 'jira.1', cursor, limit: 50 })],
  ['list-revisits-due', (db) => listRevisitsDue(db, manager, today)],
  ['list-pending', (db) => listPending(db, manager, today, { teamIds: ['ward'] })],
  ['list-waiting-for', (db) => listWaitingFor(db, manager, today)],
  ['count-finished-sets', (db) => countFinishedSets(db, new Date('2026-10-25T00:00:00Z'), now)],
])('%s is as checked in', async (name, ask) => {
  await ask(recorded.db);
  await expect(asText(recorded.take())).toMatchFileSnapshot(`sql/${name}.sql`);
});
