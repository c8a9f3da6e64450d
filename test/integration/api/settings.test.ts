import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, type RoleName } from './helpers/world.ts';

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;
let told = 0;

async function countCall(): Promise<void> {
  told += 1;
}

beforeEach(async () => {
  told = 0;
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  app = await buildApp(apiDeps(database.db, { onStale: countCall }));
  cookies = await signInAll(database.db, world);
});
afterEach(async () => {
  await app.close();
  await database.drop();
});

const read = async (who: RoleName = 'owner') =>
  (await call(app, { url: '/api/v1/settings', cookie: cookies[who] })).json;
const patch = (body: unknown) => call(app, { method: 'PATCH', url: '/api/v1/settings', body, cookie: cookies.owner });
const audit = async () =>
  (await call(app, { url: '/api/v1/audit', cookie: cookies.owner })).json.items.map(
    (one: { says: string }) => one.says,
  );
const countStale = async () =>
  (await database.db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).execute()).length;

const FIRST = {
  organisationName: 'Larkfield',
  timeZone: 'Europe/Lisbon',
  automaticThreshold: 0.7,
  defaultWeight: 'count',
  digestWeekday: 1,
  digestHour: 9,
  staleCheckInDays: 14,
  workingDays: [1, 2, 3, 4, 5],
  firstWeekday: 1,
  cycleLength: 'quarter',
  cycleStartMonth: 1,
};

describe('settings', () => {
  it('are read by everybody, changed part by part, and each change stands in the audit trail', async () => {
    expect(await read('member')).toEqual(FIRST);
    const change = { digestWeekday: 3, digestHour: 7, defaultWeight: 'estimate', staleCheckInDays: 21 };
    expect((await patch(change)).json).toEqual({ ...FIRST, ...change });
    expect(await read('member')).toEqual({ ...FIRST, ...change });
    expect((await audit()).sort()).toEqual([
      'Changed the day of digests from Monday to Wednesday.',
      'Changed the days after which a check-in is stale from 14 to 21.',
      'Changed the hour of digests from 09:00 to 07:00.',
      'Changed the weight of the Overview from count to estimate.',
    ]);
    expect(await countStale()).toBe(0);
    const session = (await call(app, { url: '/api/v1/session', cookie: cookies.member })).json;
    expect(session.organisation.defaultWeight).toBe('estimate');
  });

  it('that are as they were change nothing, and are written down nowhere', async () => {
    expect((await patch({ ...FIRST })).status).toBe(200);
    expect([await audit(), told, await countStale()]).toEqual([[], 0, 0]);
  });

  it('look at every task again after another time zone, for the day it is there now', async () => {
    await database.db.updateTable('settings').set({ flagged_on: '2026-11-18' }).execute();
    await patch({ timeZone: 'Pacific/Auckland' });
    expect(await countStale()).toBeGreaterThan(0);
    expect(told).toBe(1);
    const row = await database.db.selectFrom('settings').select('flagged_on').executeTakeFirst();
    expect(row?.flagged_on).toBeNull();
    const session = (await call(app, { url: '/api/v1/session', cookie: cookies.member })).json;
    expect([session.organisation.timeZone, session.today]).toEqual(['Pacific/Auckland', '2026-11-18']);
  });

  it('count otherwise after other working days, whatever the order they were named in', async () => {
    expect((await patch({ workingDays: [7, 1, 2, 3, 4, 4] })).json.workingDays).toEqual([1, 2, 3, 4, 7]);
    expect([await countStale(), told]).toEqual([expect.any(Number), 1]);
    expect(await countStale()).toBeGreaterThan(0);
    expect((await patch({ workingDays: [1, 3, 5] })).status).toBe(200);
    expect((await audit()).sort()).toEqual([
      'Changed the working days from Monday to Friday to Sunday to Thursday.',
      'Changed the working days from Sunday to Thursday to Monday, Wednesday and Friday.',
    ]);
  });

  it('say what a week begins with, which is counted from Monday on all the same', async () => {
    const week = async () => (await call(app, { url: '/api/v1/alignment', cookie: cookies.member })).json.week;
    const before = await week();
    for (const firstWeekday of [7, 6]) await patch({ firstWeekday });
    expect((await read('member')).firstWeekday).toBe(6);
    const session = (await call(app, { url: '/api/v1/session', cookie: cookies.member })).json;
    expect(session.organisation.firstWeekday).toBe(6);
    expect((await audit()).sort()).toEqual([
      'Changed the first day of the week from Monday to Sunday.',
      'Changed the first day of the week from Sunday to Saturday.',
    ]);
    expect([await week(), await countStale()]).toEqual([before, 0]);
    expect((await patch({ firstWeekday: 3 })).status).toBe(400);
  });

  it('say how cycles follow each other', async () => {
    await patch({ cycleLength: 'third', cycleStartMonth: 2 });
    expect(await read('member')).toMatchObject({ cycleLength: 'third', cycleStartMonth: 2 });
    expect((await audit()).sort()).toEqual([
      'Changed the length of cycles from quarters to thirds of a year.',
      'Changed the month the year of cycles begins in from January to February.',
    ]);
    expect(await countStale()).toBe(0);
  });

  it('are not written over by whoever saw another value: they are told what stands now, and what they did not touch is left', async () => {
    await patch({ timeZone: 'America/Lima', digestHour: 7 });
    const late = await patch({ timeZone: 'Asia/Tokyo', digestWeekday: 3, seen: { timeZone: 'Europe/Lisbon' } });
    expect([late.status, late.json.code, late.json.detail]).toEqual([
      409,
      'changed-since',
      'Since you looked, somebody changed the time zone to America/Lima. Nothing was saved.',
    ]);
    expect(await read()).toEqual({ ...FIRST, timeZone: 'America/Lima', digestHour: 7 });
    const seen = { timeZone: 'America/Lima', digestWeekday: 1 };
    expect((await patch({ timeZone: 'Asia/Tokyo', digestWeekday: 3, seen })).status).toBe(200);
    expect(await read()).toEqual({ ...FIRST, timeZone: 'Asia/Tokyo', digestWeekday: 3, digestHour: 7 });
    // Both wanted the same.
    expect((await patch({ digestHour: 7, seen: { digestHour: 9 } })).status).toBe(200);
  });

  it('lose no change where two are made at once', async () => {
    const changes = [{ digestHour: 7 }, { digestWeekday: 3 }, { staleCheckInDays: 21 }, { defaultWeight: 'estimate' }];
    await Promise.all(changes.map((change) => patch(change)));
    expect(await read()).toEqual(Object.assign({ ...FIRST }, ...changes));
  });

  it('link otherwise after another threshold', async () => {
    await patch({ automaticThreshold: 0.9 });
    expect(await countStale()).toBeGreaterThan(0);
    expect(await audit()).toEqual(['Changed the likelihood from which links stand without asking from 0.70 to 0.90.']);
  });

  it('refuse what is none, and stay as they were', async () => {
    const refused: [object, number][] = [
      [{ timeZone: 'Mars/Olympus' }, 422],
      [{ timeZone: '' }, 422],
      [{ organisationName: '  ' }, 400],
      [{ digestWeekday: 8 }, 400],
      [{ digestHour: 24 }, 400],
      [{ automaticThreshold: 0.4 }, 400],
      [{ staleCheckInDays: 0 }, 400],
      [{ defaultWeight: 'lines-of-code' }, 400],
      [{ workingDays: [] }, 400],
      [{ workingDays: [0] }, 400],
      [{ cycleLength: 'sprint' }, 400],
      [{ cycleStartMonth: 13 }, 400],
      [{ colour: 'red' }, 400],
    ];
    for (const [body, status] of refused) expect((await patch(body)).status, JSON.stringify(body)).toBe(status);
    expect(await read()).toEqual(FIRST);
    expect(await audit()).toEqual([]);
  });
});
