import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimDue, ensureSchedule, findSchedule, noteFinished } from '../../../src/store/schedules.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

const NOW = new Date('2026-11-22T10:00:00Z');
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const NEXT = new Date('2026-11-22T11:00:00Z');
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(() => database.db.deleteFrom('schedules').execute());
afterAll(() => database.drop());

describe('claimDue', () => {
  it('gives each due thing to exactly one of many processes that look at once', async () => {
    for (let number = 0; number < 20; number++) await ensureSchedule(database.db, `poll ${number}`, minutesAgo(number));
    const claims = await Promise.all(Array.from({ length: 8 }, () => claimDue(database.db, NOW, () => NEXT)));
    expect(
      claims
        .flat()
        .map((one) => one.name)
        .toSorted(),
    ).toEqual(Array.from({ length: 20 }, (_, number) => `poll ${number}`).toSorted());
    expect(await claimDue(database.db, NOW, () => NEXT)).toEqual([]);
  });

  it('leaves alone what is not due, and moves what is to its next time', async () => {
    await ensureSchedule(database.db, 'later', NEXT);
    await ensureSchedule(database.db, 'due', minutesAgo(1));
    expect((await claimDue(database.db, NOW, () => NEXT)).map((one) => one.name)).toEqual(['due']);
    expect(await findSchedule(database.db, 'due')).toMatchObject({ due_at: NEXT, last_started_at: NOW });
  });

  it('claims once, not once for every period missed', async () => {
    await ensureSchedule(database.db, 'canary', minutesAgo(600));
    expect(await claimDue(database.db, NOW, () => NEXT)).toHaveLength(1);
    expect(await claimDue(database.db, NOW, () => NEXT)).toHaveLength(0);
  });

  it('removes what is never due again, and keeps a due time that stands', async () => {
    await ensureSchedule(database.db, 'poll gone', minutesAgo(1));
    await ensureSchedule(database.db, 'poll gone', NEXT);
    expect(await claimDue(database.db, NOW, () => null)).toHaveLength(1);
    expect(await findSchedule(database.db, 'poll gone')).toBeNull();
  });

  it('keeps when it was last finished, the mark that tells a dead worker', async () => {
    await ensureSchedule(database.db, 'canary', minutesAgo(1));
    await noteFinished(database.db, 'canary', NOW);
    expect((await findSchedule(database.db, 'canary'))?.last_finished_at).toEqual(NOW);
  });
});
