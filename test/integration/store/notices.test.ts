import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import {
  clearNotice,
  listOpenNotices,
  type NewNotice,
  noteNoticeSeen,
  raiseNotice,
} from '../../../src/store/notices.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow } from '../../helpers/rows.ts';

const AT = new Date('2026-11-22T10:00:00Z');
const LATER = new Date('2026-11-22T11:00:00Z');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.deleteFrom('connections').execute();
  await insertConnectionRow(database.db);
});

const notice = (given: Partial<NewNotice> = {}): NewNotice => ({
  connectionId: 'jira',
  kind: 'unauthorised',
  text: 'Jira refuses the token.',
  action: 'Give a new one.',
  at: AT,
  ...given,
});
const open = () => listOpenNotices(database.db);

describe('a notice', () => {
  it('is told once, however many processes find the same at once', async () => {
    const pools = Array.from({ length: 4 }, () => openDatabase(database.url, { connectionsMax: 5 }));
    const raised = await Promise.all(
      Array.from({ length: 20 }, (_, turn) => raiseNotice(pools[turn % 4] ?? database.db, notice())),
    );
    await Promise.all(pools.map((pool) => pool.destroy()));
    expect(raised.filter(Boolean)).toHaveLength(1);
    expect(await open()).toMatchObject([{ kind: 'unauthorised', found_at: AT, cleared_at: null }]);
  });

  it('says what is known now, and keeps the moment it was found first', async () => {
    await raiseNotice(database.db, notice());
    expect(await raiseNotice(database.db, notice({ text: 'Jira still refuses.', at: LATER }))).toBe(false);
    expect(await open()).toMatchObject([{ text: 'Jira still refuses.', found_at: AT }]);
  });

  it('is gone when it is mended, and new when it happens again', async () => {
    await raiseNotice(database.db, notice());
    expect(await clearNotice(database.db, { connectionId: 'jira', kind: 'unauthorised' }, LATER)).toBe(true);
    expect(await clearNotice(database.db, { connectionId: 'jira', kind: 'unauthorised' }, LATER)).toBe(false);
    expect(await open()).toEqual([]);
    expect(await raiseNotice(database.db, notice({ at: LATER }))).toBe(true);
    expect(await open()).toHaveLength(1);
  });

  it('stands beside one of another kind, and beside one of another thing of the same connection', async () => {
    for (const subject of ['one', 'two']) await raiseNotice(database.db, notice({ kind: 'webhook-silent', subject }));
    await raiseNotice(database.db, notice());
    await clearNotice(database.db, { connectionId: 'jira', kind: 'webhook-silent', subject: 'one' }, LATER);
    expect((await open()).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['webhook-silent', 'two'],
      ['unauthorised', ''],
    ]);
  });

  it('keeps when it was first read, and is open all the same', async () => {
    await raiseNotice(database.db, notice());
    const [{ id } = { id: 0 }] = await open();
    expect(await noteNoticeSeen(database.db, id, AT)).toBe(true);
    expect(await noteNoticeSeen(database.db, id, LATER)).toBe(true);
    expect(await noteNoticeSeen(database.db, id + 1, LATER)).toBe(false);
    expect(await open()).toMatchObject([{ seen_at: AT }]);
  });

  it('is never of a connection that is gone', async () => {
    expect(await raiseNotice(database.db, notice({ connectionId: 'nobody' }))).toBe(false);
    await raiseNotice(database.db, notice());
    await database.db.deleteFrom('connections').execute();
    expect(await open()).toEqual([]);
  });
});
