import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import type { Moment } from '../../../src/store/views/judged.ts';
import { listThemeTasks, sumThemes } from '../../../src/store/views/themes.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { asText, openRecorded, type RecordedDatabase } from '../../helpers/recorded-sql.ts';

let database: TestDatabase;
let recorded: RecordedDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  recorded = openRecorded(database.url);
});
afterAll(async () => {
  await recorded?.close();
  await database?.drop();
});

const now: Moment = { at: new Date('2026-11-22T10:00:00Z'), weekStart: new Date('2026-11-15T23:00:00Z'), isNow: true };
const manager: Viewer = { personId: 'ines', role: 'manager', teamIds: ['ward'] };

/** What the views of themes ask of the database, checked in so that a review sees it change: above all who may see a row. */
it.each<[string, (db: RecordedDatabase['db']) => Promise<unknown>]>([
  ['sum-themes', (db) => sumThemes(db, manager, { teamId: 'ward' }, now, 'estimate')],
  ['list-theme-tasks', (db) => listThemeTasks(db, manager, { themeId: 'a1' }, now, { ids: ['a1'], tasksMax: 100 })],
])('%s', async (name, ask) => {
  recorded.take();
  await ask(recorded.db);
  await expect(asText(recorded.take())).toMatchFileSnapshot(`sql/${name}.sql`);
});
