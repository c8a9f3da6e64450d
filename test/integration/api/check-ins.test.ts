import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { ChangeEvent } from '../../../src/domain/change-event.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { apiDeps, buildApp, call, signInAll } from './helpers/api.ts';
import { makeWorld, NOW, ROLES, type RoleName } from './helpers/world.ts';

const DAY_MS = 86_400_000;

let database: TestDatabase;
let app: App;
let cookies: Record<RoleName, string>;
let now = NOW;
const told: ChangeEvent[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const world = await makeWorld(database.db);
  const notify = async (event: ChangeEvent) => void told.push(event);
  app = await buildApp(apiDeps(database.db, { now: () => ++now, notify }));
  cookies = await signInAll(database.db, world);
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const checkIn = (who: RoleName, body: object) =>
  call(app, { method: 'POST', url: '/api/v1/check-ins', body, cookie: cookies[who] });
const undo = (who: RoleName, checkInIds: readonly number[]) =>
  call(app, { method: 'POST', url: '/api/v1/check-ins/undo', body: { checkInIds }, cookie: cookies[who] });
const goal = async (key: string) => (await call(app, { url: `/api/v1/goals/${key}`, cookie: cookies.owner })).json;
const history = async (key: string, query = '') =>
  (await call(app, { url: `/api/v1/goals/${key}/check-ins?${query}`, cookie: cookies.member })).json;

describe('who says how a goal stands', () => {
  // KR1.1 is manager A's, of Atlas; KR1.2 of Atlas and nobody's; KR2.1 manager B's, of Borealis.
  it.each([
    ['KR1.1', [422, 200, 422, 200, 200]],
    ['KR1.2', [422, 200, 422, 200, 200]],
    ['KR2.1', [422, 422, 200, 200, 200]],
  ])('of %s is its owner, the managers of its team, leaders above and the owner', async (goalKey, expected) => {
    const found: number[] = [];
    for (const who of ROLES) {
      const said = await checkIn(who, { goalKey, value: 50 });
      found.push(said.status);
      if (said.status === 200) await undo(who, [said.json.checkInId]);
      else expect(said.json.code).toBe('not-your-goal');
    }
    expect(found).toEqual(expected);
  });
});

describe('a check-in', () => {
  it('shows on the goal with its pace and where confidence goes, and is told to open pages', async () => {
    told.length = 0;
    await checkIn('manager A', { goalKey: 'kr1.1', value: 18, confidence: 0.8, note: 'The wizard helps.' });
    await checkIn('manager A', { goalKey: 'KR1.1', value: 16, confidence: 0.6, note: ' <script>alert(1)</script> ' });
    const found = await goal('KR1.1');
    expect(found.progress).toMatchObject({ value: 16, by: 'Ada Manager', confidence: 0.6, confidenceBefore: 0.8 });
    expect(found.pace).toMatchObject({ standing: 'behind', expected: expect.any(Number) });
    expect(found.flags.map(({ kind }: { kind: string }) => kind)).toEqual(['off-pace']);
    expect(told).toEqual([{ type: 'goals-changed' }, { type: 'goals-changed' }]);
    const { items } = await history('KR1.1', 'limit=2');
    expect(items).toMatchObject([
      { value: 16, note: '<script>alert(1)</script>', undoneAt: null },
      { value: 18, note: 'The wizard helps.' },
    ]);
  });

  it('is held against the working days gone by, and against others once those are chosen', async () => {
    const { json } = await checkIn('manager A', { goalKey: 'KR1.1', value: 21 });
    const { progress, pace, cycle } = await goal('KR1.1');
    expect([progress.on, cycle.startsOn, cycle.endsOn]).toEqual(['2026-11-18', '2026-10-01', '2026-12-31']);
    // Of 66 days from Monday to Friday 34 went by before that Wednesday; of 13 Mondays 7.
    expect(pace).toMatchObject({ days: -34, expected: 21 - (14 * 34) / 66 });
    const choose = (workingDays: number[]) =>
      call(app, { method: 'PATCH', url: '/api/v1/settings', body: { workingDays }, cookie: cookies.owner });
    await choose([1]);
    const found = await goal('KR1.1');
    expect(found.pace).toMatchObject({ days: -7, expected: 21 - (14 * 7) / 13 });
    expect(found.flags[0].reason).toBe('7 working days behind an even pace.');
    await choose([1, 2, 3, 4, 5]);
    await undo('manager A', [json.checkInId]);
  });

  it('taken back leaves the goal as it was, and stays as history; a second time nothing happens', async () => {
    const before = await goal('KR1.1');
    const { json } = await checkIn('leader', { goalKey: 'KR1.1', value: 7 });
    expect((await goal('KR1.1')).pace.standing).toBe('reached');
    expect((await undo('manager B', [json.checkInId])).json).toEqual({ undone: 0 });
    expect((await undo('leader', [json.checkInId])).json).toEqual({ undone: 1 });
    expect((await undo('leader', [json.checkInId])).json).toEqual({ undone: 0 });
    expect(await goal('KR1.1')).toEqual(before);
    expect((await history('KR1.1', 'limit=1')).items).toMatchObject([{ value: 7, undoneAt: expect.any(String) }]);
  });

  it('makes a goal stale that gets none for longer than the organisation expects', async () => {
    const kinds = async () => (await goal('KR1.1')).flags.map(({ kind }: { kind: string }) => kind);
    expect(await kinds()).not.toContain('stale');
    now += 15 * DAY_MS;
    expect(await kinds()).toContain('stale');
    await database.db.updateTable('settings').set({ stale_check_in_days: 30 }).execute();
    expect(await kinds()).not.toContain('stale');
  });

  it('of work without an effect says both', async () => {
    // One task for KR1.2 was finished the day before; nothing moved since the cycle began.
    now = NOW;
    await checkIn('manager A', { goalKey: 'KR1.2', value: 0 });
    expect((await goal('KR1.2')).flags).toContainEqual({
      kind: 'output-without-outcome',
      reason: '1 task for it was finished in four weeks, and the number stayed at 0 %.',
    });
  });

  it('goes on page by page, each once', async () => {
    const first = await history('KR1.1', 'limit=2');
    const second = await history('KR1.1', `limit=100&cursor=${first.nextCursor}`);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => b - a));
    expect(second.nextCursor).toBeNull();
  });

  it.each([
    ['on an objective', { goalKey: 'O1', value: 1 }, 422, 'no-key-result'],
    ['on a closed goal', { goalKey: 'KR2.2', value: 1 }, 422, 'goal-closed'],
    ['on nothing', { goalKey: 'KR9', value: 1 }, 404, 'unknown-goal'],
    ['surer than sure', { goalKey: 'KR1.1', value: 1, confidence: 1.1 }, 400, 'bad-request'],
    ['without a number', { goalKey: 'KR1.1', value: 'many' }, 400, 'bad-request'],
    ['with a letter for a note', { goalKey: 'KR1.1', value: 1, note: 'x'.repeat(501) }, 400, 'bad-request'],
  ])('%s is refused', async (_, body, status, code) => {
    const said = await checkIn('owner', body);
    expect([said.status, said.json.code]).toEqual([status, code]);
  });
});
