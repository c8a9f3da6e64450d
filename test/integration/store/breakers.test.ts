import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noteAnswered, noteUnanswered, passBreaker, readBreakers } from '../../../src/store/breakers.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { insertConnectionRow } from '../../helpers/rows.ts';

let database: TestDatabase;
let workers: Database[];

beforeAll(async () => {
  database = await createTestDatabase();
  workers = Array.from({ length: 4 }, () => openDatabase(database.url, { connectionsMax: 5 }));
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.destroy()));
  await database.drop();
});
beforeEach(async () => {
  await database.db.deleteFrom('connections').execute();
  for (const id of ['jira', 'asana']) await insertConnectionRow(database.db, id);
});

const fail = (db = database.db) => noteUnanswered(db, 'jira', 'Nobody answers.');
const open = async () => {
  for (let count = 0; count < 3; count++) await fail();
};
const view = async () => (await readBreakers(database.db)).get('jira');
const waitIsOver = () =>
  database.db
    .updateTable('breakers')
    .set({ retry_at: new Date(0) })
    .where('retry_at', 'is not', null)
    .execute();
/** Asked by all workers at once, several times each. */
const passAll = () =>
  Promise.all(Array.from({ length: 20 }, (_, turn) => passBreaker(workers[turn % 4] ?? database.db, 'jira')));

describe('a breaker', () => {
  it('opens with the third failure in a row, for every worker, and for this connection alone', async () => {
    expect([await fail(), await fail()]).toEqual([null, null]);
    expect((await passAll()).every((one) => !one.isOpen)).toBe(true);
    expect(await view()).toBeUndefined();
    expect(await fail()).toBeGreaterThan(20_000);
    expect((await passAll()).every((one) => one.isOpen)).toBe(true);
    expect(await passBreaker(database.db, 'asana')).toEqual({ isOpen: false, hasFailed: false });
    expect(await view()).toMatchObject({ state: 'open', because: 'Nobody answers.' });
  });

  it('counts failures in a row only: one good answer between them begins anew', async () => {
    await fail();
    await fail();
    expect(await noteAnswered(database.db, 'jira')).toBe(false);
    expect([await fail(), await fail()]).toEqual([null, null]);
  });

  it('lets exactly one through when the wait is over, however many ask at once', async () => {
    await open();
    await waitIsOver();
    const passed = await passAll();
    expect(passed.filter((one) => !one.isOpen)).toHaveLength(1);
    expect(await view()).toMatchObject({ state: 'half-open' });
    for (const one of passed) if (one.isOpen) expect(one.retryAfterMs).toBeGreaterThanOrEqual(1_000);
  });

  it('waits longer each time the tool still does not answer, a quarter of an hour and a bit at most', async () => {
    await open();
    const waits: number[] = [];
    for (let time = 0; time < 8; time++) {
      await waitIsOver();
      await passBreaker(database.db, 'jira');
      waits.push((await fail()) ?? 0);
    }
    expect(waits[0]).toBeGreaterThan(59_000);
    expect(waits.slice(0, 3)).toEqual([...waits.slice(0, 3)].sort((a, b) => a - b));
    expect(waits.at(-1)).toBeGreaterThan(890_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(900_000 * 1.25);
  });

  it('waits no longer for the jobs that were under way when it opened', async () => {
    await open();
    const before = await view();
    await Promise.all(workers.map((worker) => fail(worker)));
    expect((await view())?.retryAt).toEqual(before?.retryAt);
    expect((await view())?.openedAt).toEqual(before?.openedAt);
  });

  it('closes for all with the first good answer, and forgets how long it waited', async () => {
    await open();
    await waitIsOver();
    await passBreaker(database.db, 'jira');
    expect(await noteAnswered(database.db, 'jira')).toBe(true);
    expect((await passAll()).every((one) => !one.isOpen)).toBe(true);
    await open();
    const { retryAt, openedAt } = (await view()) ?? { retryAt: new Date(0), openedAt: new Date(0) };
    expect(retryAt.getTime() - openedAt.getTime()).toBeLessThan(40_000);
  });

  it('lets another one through when the one who looked is never heard of again', async () => {
    await open();
    await waitIsOver();
    expect((await passBreaker(database.db, 'jira')).isOpen).toBe(false);
    expect((await passBreaker(database.db, 'jira')).isOpen).toBe(true);
    await waitIsOver();
    expect((await passBreaker(database.db, 'jira')).isOpen).toBe(false);
  });
});
